package graph_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// typeScriptNames are the global types and values of TypeScript's lib.dom and lib.es.
//
//go:embed testdata/typescript-names.txt
var typeScriptNames string

// Generated types have the names of the schema, which would shadow a global name.
func TestSchemaNames_NoTypeShadowsOneOfTypeScript(t *testing.T) {
	global := strings.Fields(typeScriptNames)
	if len(global) < 1_000 || !slices.Contains(global, "Record") || !slices.Contains(global, "Text") {
		t.Fatalf("only %d names of TypeScript", len(global))
	}
	for _, d := range ours(readSchema(t)) {
		if slices.Contains(global, d.Name) && d.Name != "Node" { // which Relay wants
			t.Errorf("%s is a global name of TypeScript", d.Name)
		}
	}
}

// A field or an argument with several values has a plural name.
func TestSchemaNames_ListsArePlural(t *testing.T) {
	// Words of GraphQL and of forms for the items of a list.
	known := []string{
		"and", "or", "in", "orderBy", "groupBy", "under", "field", "criteria", "partOf", "within", "whoCould",
		"actionsByRole", "children", "Viewer.seesDirectory", "latent",
	}
	check := func(path, name string, of *ast.Type) {
		if of.Elem != nil && !strings.HasSuffix(name, "s") && !slices.Contains(known, name) {
			t.Errorf("%s is a list", path)
		}
	}
	for _, d := range ours(readSchema(t)) {
		for _, f := range fields(d) {
			check(d.Name+"."+f.Name, f.Name, f.Type)
			for _, a := range f.Arguments {
				check(d.Name+"."+f.Name+"("+a.Name+":)", a.Name, a.Type)
			}
		}
	}
}

// A field that returns a bare identifier has a name that says so.
func TestSchemaNames_IdentifiersSaySo(t *testing.T) {
	for _, d := range ours(readSchema(t), ast.Object, ast.Interface) {
		for _, f := range fields(d) {
			if f.Type.Name() == "ID" && f.Name != "id" && !strings.HasSuffix(f.Name, "Id") &&
				!strings.HasSuffix(f.Name, "Ids") {
				t.Errorf("%s.%s answers an identifier", d.Name, f.Name)
			}
		}
	}
}
