package main

import (
	"errors"
	"strings"
	"testing"
)

const (
	hubPeers = `{"data":{"partner":{"peers":{"nodes":[
		{"actionCount":3,"partner":{"id":"p1","name":"Un","sector":"STATE"}},
		{"actionCount":2,"partner":{"id":"p2","name":"Deux","sector":"COMPANY"}}]}}}}`
	sqlPeers = `[{"shared" : 3, "id" : "p1", "name" : "Un", "sector" : "STATE"},
		{"shared" : 2, "id" : "p2", "name" : "Deux", "sector" : "COMPANY"}]`
	hubMatrix = `{"data":{"contract":{"matrix":{
		"groups":[{"theme":{"id":"t","name":"Santé"},"columnPositions":[0,1]}],
		"columns":[{"axis":{"id":"x1","name":"A"}},{"axis":{"id":"x2","name":"B"}}],
		"rows":[{"partner":{"id":"p","name":"Un"}}],
		"cells":[{"partner":{"id":"p"},"axis":{"id":"x2"},"standing":"CONFIRMED","amount":12345678901,
			"actionsByRole":[{"role":"LEAD","actions":[{"id":"a2"},{"id":"a1"}]},
				{"role":"EXPERT","actions":[{"id":"a1"}]}]}]}}}}`
	sqlMatrix = `{"groups":[{"id":"t","name":"Santé","axes":[1,2]}],
		"columns":[{"id":"x1","name":"A"},{"id":"x2","name":"B"}],"rows":[{"id":"p","name":"Un"}],
		"cells":[{"partner":"p","axis":"x2","standing":2,"amount":12345678901,
			"roles":[{"role":"EXPERT","actions":["a1"]},{"role":"LEAD","actions":["a1","a2"]}]}]}`
)

func TestCompare_EqualAnswersInTwoForms(t *testing.T) {
	for name, answers := range map[string][2]string{"Q5": {hubPeers, sqlPeers}, "Q3": {hubMatrix, sqlMatrix}} {
		if err := compareAnswers(shapeNamed(name), "{}", []byte(answers[0]), []byte(answers[1])); err != nil {
			t.Error(err)
		}
	}
}

func TestCompare_FindsAWrongAnswer(t *testing.T) {
	for _, c := range []struct{ shape, hub, sql, from, to string }{
		{"Q5", hubPeers, sqlPeers, `"shared" : 2`, `"shared" : 1`},
		{"Q5", hubPeers, sqlPeers, `"id" : "p2"`, `"id" : "p3"`},
		{"Q5", hubPeers, sqlPeers, `Deux`, `deux`},
		{"Q3", hubMatrix, sqlMatrix, `["a1","a2"]`, `["a1"]`},
		{"Q3", hubMatrix, sqlMatrix, `"EXPERT"`, `"DRIVER"`},
		{"Q3", hubMatrix, sqlMatrix, `12345678901`, `12345678902`},
		{"Q3", hubMatrix, sqlMatrix, `12345678901`, `null`},
		{"Q3", hubMatrix, sqlMatrix, `"standing":2`, `"standing":1`},
		{"Q3", hubMatrix, sqlMatrix, `"axes":[1,2]`, `"axes":[2]`},
		{"Q3", hubMatrix, sqlMatrix, `"rows":[{"id":"p","name":"Un"}]`, `"rows":[]`},
	} {
		wrong := strings.Replace(c.sql, c.from, c.to, 1)
		if wrong == c.sql {
			t.Fatalf("%s is not in the answer", c.from)
		}
		err := compareAnswers(shapeNamed(c.shape), "{}", []byte(c.hub), []byte(wrong))
		if !errors.Is(err, errDiffers) {
			t.Errorf("%s, %s for %s: %v", c.shape, c.to, c.from, err)
		}
	}
}

func TestCompare_OrderCounts(t *testing.T) {
	if difference([]string{"a", "b"}, []string{"b", "a"}) == "" || difference([]string{"a"}, nil) == "" {
		t.Error("another order and a missing row are no difference")
	}
	if d := difference([]string{"a", "b"}, []string{"a", "b"}); d != "" {
		t.Error(d)
	}
}

func TestCompare_RefusesErrors(t *testing.T) {
	const refused = `{"errors":[{"message":"no"}],"data":{"partner":null}}`
	if err := compareAnswers(shapeNamed("Q5"), "{}", []byte(refused), []byte(`[]`)); err == nil {
		t.Error("an error is taken for an empty answer")
	}
}
