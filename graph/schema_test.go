package graph_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
)

// published is the schema as a file, so that a change of the API shows as a diff.
const published = "../docs/schema.graphql"

var update = flag.Bool("update", false, "write the documents that tests compare anew")

// part is a named part of the schema, such as Axis.contributors(roles:).
type part struct {
	path, name, kind, description string
}

// parts lists everything that a client can meet.
func parts(schema *ast.Schema) []part {
	var all []part
	arguments := func(path string, list ast.ArgumentDefinitionList) {
		for _, a := range list {
			all = append(all, part{path + "(" + a.Name + ":)", a.Name, "field", a.Description})
		}
	}
	for _, d := range ours(schema) {
		all = append(all, part{d.Name, d.Name, "type", d.Description})
		for _, f := range fields(d) {
			all = append(all, part{d.Name + "." + f.Name, f.Name, "field", f.Description})
			arguments(d.Name+"."+f.Name, f.Arguments)
		}
		for _, v := range d.EnumValues {
			all = append(all, part{d.Name + "." + v.Name, v.Name, "value", v.Description})
		}
	}
	for _, d := range schema.Directives {
		if d.Position == nil || !d.Position.Src.BuiltIn {
			all = append(all, part{"@" + d.Name, d.Name, "field", d.Description})
			arguments("@"+d.Name, d.Arguments)
		}
	}
	return all
}

func TestSchema_IsPublishedAsItIs(t *testing.T) {
	if *update {
		if err := os.WriteFile(published, []byte(gqlserver.SDL()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != gqlserver.SDL() {
		t.Error(
			"docs/schema.graphql is not the schema any more: look at what changes for clients, then run `go test ./graph -run Schema_IsPublished -update`",
		)
	}
}

func TestSchema_ExplainsEverything(t *testing.T) {
	for _, p := range parts(readSchema(t)) {
		switch text := strings.TrimSpace(p.description); {
		case text == "":
			t.Errorf("%s has no description", p.path)
		case !strings.ContainsAny(text[len(text)-1:], ".:;!?)"):
			t.Errorf("the description of %s is no sentence: %q", p.path, text)
		}
	}
}

func TestSchema_NamesFollowOneRule(t *testing.T) {
	rules := map[string]*regexp.Regexp{
		"type":  regexp.MustCompile(`^([A-Z][a-z0-9]*)+$`),
		"field": regexp.MustCompile(`^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$`),
		"value": regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`),
	}
	for _, p := range parts(readSchema(t)) {
		if !rules[p.kind].MatchString(p.name) {
			t.Errorf("%s is not named as a %s is: %s", p.path, p.kind, rules[p.kind])
		}
	}
}

// The words are written twice, in Go and in the SDL, and must be the same.
func TestSchema_EnumsAreTheLexicon(t *testing.T) {
	schema := readSchema(t)
	words := map[string][]string{}
	for _, v := range lexicon.Vocabularies() {
		words[v.Name] = v.Words()
		if d := schema.Types[v.Name]; d == nil || d.Kind != ast.Enum {
			t.Errorf("the lexicon's %s is no enum of the schema", v.Name)
		}
	}
	for _, d := range ours(schema, ast.Enum) {
		want, known := words[d.Name]
		switch {
		case known && !slices.Equal(values(d), want):
			t.Errorf("%s is %v in the schema and %v in the lexicon", d.Name, values(d), want)
		case !known && !isOrder(d.Name): // which names fields
			t.Errorf("%s is no vocabulary of the lexicon", d.Name)
		}
	}
}

func TestSchema_EnumsMeanWhatTheLexiconSays(t *testing.T) {
	schema := readSchema(t)
	for _, v := range lexicon.Vocabularies() {
		d := schema.Types[v.Name]
		if d == nil {
			continue // another test checks it
		}
		if d.Description != v.Meaning.English {
			t.Errorf("%s means %q in the schema and %q in the lexicon", v.Name, d.Description, v.Meaning.English)
		}
		for _, term := range v.Terms {
			want := "*" + term.French + "*: " + term.Meaning.English
			if value := d.EnumValues.ForName(term.Word); value != nil && value.Description != want {
				t.Errorf(
					"%s.%s means %q in the schema and %q in the lexicon", v.Name, term.Word, value.Description, want,
				)
			}
		}
	}
}

func values(d *ast.Definition) []string {
	var names []string
	for _, v := range d.EnumValues {
		names = append(names, v.Name)
	}
	return names
}

// isOrder reports whether an enum is of paging, not of the domain.
func isOrder(name string) bool {
	return name == "OrderDirection" || strings.HasSuffix(name, "OrderField")
}
