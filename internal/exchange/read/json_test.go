package read_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

const giving = `{
  "version": "1.4.3",
  "extensions": {"a": [1, {"b": []}]},
  "grants": [
    {"id": "g/1", "title": "Sport", "amountAwarded": 1234.50,
     "recipientOrganization": [{"id": "FR-1", "name": "Élan"}], "classifications": ["a", "b"], "x": null},
    {"id": "g/2", "awardDate": "2024-01-05", "amountAwarded": 1e3, "open": true}
  ]
}`

func TestJSON_GrantsOf360Giving(t *testing.T) {
	r := open(t, giving, read.Options{})
	if r.Guess.Format != read.JSON || r.Guess.Table != "grants" || r.Guess.Records != 2 {
		t.Fatalf("%+v", r.Guess)
	}
	got := lines(t, r)
	for field, want := range map[string]string{
		"id": "g/1", "amountAwarded": "1234.50", "recipientOrganization/0/name": "Élan",
	} {
		if c, _, ok := r.Value(got[0], field); !ok || c.Text != want {
			t.Errorf("%s: %q, %v", field, c.Text, ok)
		}
	}
	at := slices.IndexFunc(r.Guess.Columns, func(c read.Column) bool { return c.Header == "classifications" })
	if at < 0 || got[0].Cells[at].Text != "a|b" || got[1].Cells[at].Text != "" {
		t.Errorf("a list: %q", texts(got[0]))
	}
	if got[0].Number != 5 || got[0].Lines != 2 || got[1].Number != 7 ||
		!strings.HasPrefix(got[1].Raw, `{"id": "g/2"`) ||
		giving[got[1].Offset:got[1].Offset+int64(got[1].Length)] != got[1].Raw {
		t.Errorf("lines %d and %d: %s", got[0].Number, got[1].Number, got[1].Raw)
	}
}

func TestJSON_TablesOfGraphs(t *testing.T) {
	for content, want := range map[string][2]string{
		`{"graph":{"label":"x","nodes":{"a":{"label":"A"},"b":{"label":"B"}},"edges":[{"source":"a","target":"b"}]}}`: {
			"nodes", "A|a B|b"},
		`{"graphs":[{"nodes":{"a":{"label":"A"}}},{"nodes":{"b":{"label":"B"}}}]}`: {
			"nodes", "A|a B|b"},
		`{"elements":[{"label":"A","id":"a"}],"connections":[{"from":"a","to":"b"}]}`:                {"elements", "A|a"},
		`[{"label":"A","id":"a"},3,{"label":"B","id":"b"},{}]`:                                       {"[]", "A|a B|b"},
		`{"other":[{"label":"A","id":"a"}],"nodes":[{"label":"B","id":"b"}],"deep":{"x":[{"y":1}]}}`: {"nodes", "B|b"},
	} {
		r := open(t, content, read.Options{})
		var found []string
		for _, line := range lines(t, r) {
			label, _, _ := r.Value(line, "label")
			id, _, _ := r.Value(line, "id")
			found = append(found, label.Text+"|"+id.Text)
		}
		if got := strings.Join(found, " "); r.Guess.Table != want[0] || got != want[1] {
			t.Errorf("%s: %s: %s", content, r.Guess.Table, got)
		}
	}
	r := open(t, `{"nodes":[{"id":"a"}],"edges":[{"source":"a","target":"b"}]}`,
		read.Options{Overrides: read.Overrides{Table: "edges"}})
	if from, _, ok := r.Value(lines(t, r)[0], "from"); !ok || from.Text != "a" {
		t.Errorf("%q", from.Text)
	}
}

// Invalid JSON gives the records before it, and one line that says so.
func TestJSON_EndsWhereItIsInvalid(t *testing.T) {
	for name, end := range map[string]string{
		"cut":        `{"id":"c"`,
		"a key":      `{"id":"c","id":"d"}]}`,
		"deep":       `{"id":` + strings.Repeat("[", 65) + strings.Repeat("]", 65) + `}]}`,
		"syntax":     `{"id":}]}`,
		"comma":      `]}`,
		"after":      `{"id":"c"}]} 7`,
		"long":       `{"id":"` + strings.Repeat("x", read.MaxRecord) + `"}]}`,
		"very long":  `{"id":"` + strings.Repeat("x", 3*read.MaxRecord) + `"}]}`,
		"deep twice": `{"id":{"a":{"b":1,"b":2}}}]}`,
	} {
		r := open(t, `{"grants":[{"id":"a"},{"id":"b"},`+end, read.Options{})
		got := lines(t, r)
		last := got[len(got)-1]
		if len(got) < 3 || last.Aligned || !slices.Equal(codes(last), []lexicon.NoteCode{lexicon.JSONInvalid}) ||
			last.Severity() != lexicon.Refuses || r.Guess.Records != len(got) {
			t.Errorf("%s: %d lines, %v", name, len(got), codes(last))
		}
		for _, line := range got[:len(got)-1] {
			if !line.Aligned || len(line.Notes) > 0 {
				t.Errorf("%s: line %d: %v", name, line.Number, codes(line))
			}
		}
	}
	refuses(t, `{"grants":`, lexicon.JSONInvalid, read.Options{})
	long := strings.Repeat("x", 3*read.MaxRecord)
	refuses(t, `{"a":"`+long+`","grants":[{"id":1}]}`, lexicon.JSONInvalid, read.Options{})
	refuses(t, `{"a":1}`, lexicon.TableMissing, read.Options{})
	refuses(t, `[`+strings.Repeat("[", 70), lexicon.JSONInvalid, read.Options{})
}

func TestNDJSON_ABadLineEndsNothing(t *testing.T) {
	content := "{\"nomBeneficiaire\":\"Club\",\"montant\":12.5}\n\n" +
		"{\"nomBeneficiaire\":\"\xc9lan\",\"montant\":\"1\"}\n{\"nomBeneficiaire\":\n{\"objet\":{\"a\":1,\"a\":2}}\n" +
		"{\"objet\":\"o\"}{}\n{\"objet\":\"Fin\"}"
	r := open(t, content, read.Options{})
	got := lines(t, r)
	if r.Guess.Format != read.NDJSON || len(got) != 6 || r.Guess.Records != 6 || r.Guess.Blank != 1 {
		t.Fatalf("%s, %d lines, %d records", r.Guess.Format, len(got), r.Guess.Records)
	}
	if !slices.Equal(texts(got[1]), []string{"Élan", "1", ""}) || got[1].Number != 3 {
		t.Errorf("line %d: %q", got[1].Number, texts(got[1]))
	}
	for i, bad := range []bool{false, false, true, true, true, false} {
		unreadable := slices.Contains(codes(got[i]), lexicon.RecordUnreadable)
		if unreadable != bad || got[i].Aligned == bad {
			t.Errorf("line %d: %v", got[i].Number, codes(got[i]))
		}
	}
}

func TestJSON_PersonalColumnsAreLeftOut(t *testing.T) {
	content := `{"grants":[{"id":"a","contact":{"email":"zoe@example.org"},"note":"06 12 34 56 78"}]}`
	got := lines(t, open(t, content, read.Options{}))
	all := got[0].Raw + strings.Join(texts(got[0]), "")
	if strings.Contains(all, "zoe") || strings.Contains(all, "34 56") {
		t.Errorf("%s", all)
	}
}
