package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"maillage/internal/lexicon"
)

// The descriptions of the schema are its manual. These tests check that a reader without knowledge of the domain can
// understand them.

// filler are words of a description that add nothing to a name.
var filler = strings.Fields("a an the of that which its it is are by for with in on to and or this there such")

var word = regexp.MustCompile(`[A-Za-z]+`)

// says reports whether a description has a word that the name has not.
func says(p part) bool {
	name := strings.ToLower(regexp.MustCompile(`[^A-Za-z]`).ReplaceAllString(p.name, ""))
	if strings.HasPrefix(p.description, "*") {
		_, p.description, _ = strings.Cut(p.description, ":") // the French term of a value
	}
	for _, w := range word.FindAllString(p.description, -1) {
		w = strings.ToLower(w)
		if !slices.Contains(filler, w) && !strings.Contains(name, strings.TrimSuffix(w, "s")) {
			return true
		}
	}
	return false
}

func TestManual_SaysMoreThanNames(t *testing.T) {
	for _, p := range parts(readSchema(t)) {
		if !says(p) {
			t.Errorf("%s: %q says no more than its name", p.path, p.description)
		}
	}
}

func TestManual_IsWrittenInSentences(t *testing.T) {
	begins := regexp.MustCompile("^[A-Z`*«0-9@]")
	for _, p := range parts(readSchema(t)) {
		text := strings.TrimSpace(p.description)
		switch {
		case !begins.MatchString(text):
			t.Errorf("%s does not begin as a sentence: %q", p.path, text)
		case !regexp.MustCompile("[.?!)`}]$").MatchString(text):
			t.Errorf("%s does not end as a sentence: %q", p.path, text)
		case strings.Contains(text, "  ") || strings.Contains(strings.ToLower(text), "todo"):
			t.Errorf("%s is not finished: %q", p.path, text)
		}
	}
}

// Two fields of one type with the same description describe one of them too little.
func TestManual_TellsTheFieldsOfATypeApart(t *testing.T) {
	seen := map[string]string{}
	for _, p := range parts(readSchema(t)) {
		of, _, isField := strings.Cut(p.path, ".")
		if !isField || strings.Contains(p.path, "(") {
			continue
		}
		key := of + ": " + p.description
		if other := seen[key]; other != "" {
			t.Errorf("%s and %s are both %q", other, p.path, p.description)
		}
		seen[key] = p.path
	}
}

// An example after « Example: » in a description must work.
func TestManual_ExamplesWork(t *testing.T) {
	schema := readSchema(t)
	example := regexp.MustCompile("Example: `([^`]+)`")
	reads := map[string]func(string) error{
		"PartialDate": func(s string) error { _, err := lexicon.ParsePartialDate(s); return err },
		"LanguageTag": func(s string) error { _, err := lexicon.ParseLanguageTag(s); return err },
		"DateTime":    func(s string) error { _, err := time.Parse(time.RFC3339, s); return err },
	}
	checked := 0
	for _, d := range ours(schema, ast.Object, ast.Interface, ast.InputObject) {
		for _, f := range fields(d) {
			found := example.FindStringSubmatch(f.Description)
			if found == nil {
				continue
			}
			checked++
			text := strings.Trim(found[1], `"`)
			of := schema.Types[f.Type.Name()]
			if call, _, isCall := strings.Cut(text, "("); isCall && d.Kind != ast.InputObject {
				if call != f.Name {
					t.Errorf("%s.%s has an example of %s", d.Name, f.Name, call)
				}
				if _, err := parser.ParseQuery(&ast.Source{Input: "{ " + text + " }"}); err != nil {
					t.Errorf("%s.%s: the example %q is no field: %v", d.Name, f.Name, text, err)
				}
				continue
			}
			if read := reads[of.Name]; read != nil {
				if err := read(text); err != nil {
					t.Errorf("%s.%s: %v", d.Name, f.Name, err)
				}
			}
			if of.Kind == ast.Enum && of.EnumValues.ForName(text) == nil {
				t.Errorf("%s.%s has the example %q, which is no %s", d.Name, f.Name, text, of.Name)
			}
		}
	}
	if checked == 0 {
		t.Error("no example was found: is this test still looking at the right words?")
	}
}
