package tableschema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/tableschema"
)

const schema = `{"name": "x", "missingValues": ["", "NA"], "fields": [
	{"name": "id", "type": "integer", "constraints": {"required": true, "minimum": 1, "maximum": 10}},
	{"name": "text", "constraints": {"minLength": 2, "maxLength": 3, "pattern": "[a-z]+"}},
	{"name": "amount", "type": "number", "constraints": {"minimum": 0.01}},
	{"name": "day", "type": "date"}, {"name": "year", "type": "year"},
	{"name": "yes", "type": "boolean"}, {"name": "word", "constraints": {"enum": ["a", "b"]}},
	{"name": "siret"}, {"name": "rna"}],
	"custom_checks": [{"name": "french-siret-value", "params": {"column": "siret"}},
		{"name": "one-of-required", "params": {"column1": "siret", "column2": "rna"}}]}`

func TestCheckRow_EachRule(t *testing.T) {
	s, err := tableschema.ParseSchema([]byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	c, problems := s.NewChecker(strings.Split("id,text,amount,day,year,yes,word,siret,rna", ","))
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	good := []string{"1", "abc", "1.50", "2018-02-28", "2018", "true", "a", "22800001400016", ""}
	for _, change := range []struct {
		at    int
		value string
		want  []tableschema.Rule
	}{
		{0, "1", nil}, {0, "", []tableschema.Rule{tableschema.Required}},
		{0, "NA", []tableschema.Rule{tableschema.Required}},
		{0, "1.0", []tableschema.Rule{tableschema.WrongType}}, {0, "0", []tableschema.Rule{tableschema.Minimum}},
		{0, "11", []tableschema.Rule{tableschema.Maximum}}, {0, "10", nil},
		{1, "", nil}, {1, "a", []tableschema.Rule{tableschema.MinLength}},
		{1, "éab", []tableschema.Rule{tableschema.Pattern}},
		{1, "abcd", []tableschema.Rule{tableschema.MaxLength}},
		{1, "ABCD", []tableschema.Rule{tableschema.Pattern, tableschema.MaxLength}},
		{2, "1,50", []tableschema.Rule{tableschema.WrongType}}, {2, "0.009", []tableschema.Rule{tableschema.Minimum}},
		{2, "0.01", nil}, {2, "1e3", nil}, {2, "NaN", []tableschema.Rule{tableschema.WrongType}},
		{2, strings.Repeat("1", 200), []tableschema.Rule{tableschema.WrongType}},
		{3, "28/02/2018", []tableschema.Rule{tableschema.WrongType}},
		{3, "2018-02-30", []tableschema.Rule{tableschema.WrongType}},
		{4, "18", []tableschema.Rule{tableschema.WrongType}}, {5, "oui", []tableschema.Rule{tableschema.WrongType}},
		{6, "c", []tableschema.Rule{tableschema.Enum}},
		{7, "22800001400017", []tableschema.Rule{tableschema.WrongSIRET}},
		{7, "35600000000048", nil}, {7, "", []tableschema.Rule{tableschema.OneOfRequired}},
	} {
		cells := slices.Clone(good)
		cells[change.at] = change.value
		var rules []tableschema.Rule
		for _, p := range c.CheckRow(7, cells) {
			rules = append(rules, p.Rule)
			if p.Line != 7 || p.Value != change.value {
				t.Errorf("%q: %+v", change.value, p)
			}
		}
		if !slices.Equal(rules, change.want) {
			t.Errorf("%d %q: %v, want %v", change.at, change.value, rules, change.want)
		}
	}
	if got := c.CheckRow(8, []string{"1"}); fmt.Sprint(got) != "[{8 siret one-of-required }]" {
		t.Errorf("a short row: %v", got)
	}
}

func TestNewChecker_MissingAndExtraColumns(t *testing.T) {
	s, err := tableschema.ParseSchema([]byte(schema))
	if err != nil {
		t.Fatal(err)
	}
	_, problems := s.NewChecker([]string{"text", "other", "text"})
	want := "[{0 other extra-column } {0 text extra-column } {0 id missing-column }]"
	if got := fmt.Sprint(problems); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseSchema_RefusesWhatItDoesNotCheck(t *testing.T) {
	for _, text := range []string{
		`{`, `{"fields":[{"name":"a","type":"geopoint"}]}`, `{"fields":[{"name":"a","type":"date","format":"%d"}]}`,
		`{"fields":[{"name":"a","constraints":{"pattern":"("}}]}`, `{"custom_checks":[{"name":"magic"}]}`,
	} {
		if _, err := tableschema.ParseSchema([]byte(text)); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}
