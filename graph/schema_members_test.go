package graph_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// A field that two members of an interface or a union share can be requested of both in one selection, in validation
// and in generated types.
func TestSchemaMembers_FieldsOfOneNameHaveOneType(t *testing.T) {
	schema := readSchema(t)
	seen := 0
	for _, d := range ours(schema, ast.Interface, ast.Union) {
		members := schema.GetPossibleTypes(d)
		for i, one := range members {
			for _, other := range members[:i] {
				for _, clash := range clashes(schema, one, other, map[[2]string]bool{}) {
					t.Errorf("%s: %s", d.Name, clash)
				}
			}
		}
		seen++
	}
	if seen < 5 {
		t.Errorf("only %d interfaces and unions", seen)
	}
}

// clashes returns the fields of two types that cannot be requested together, because their types differ or those of
// fields below them.
func clashes(schema *ast.Schema, one, other *ast.Definition, seen map[[2]string]bool) []string {
	pair := [2]string{one.Name, other.Name}
	if one == other || seen[pair] {
		return nil
	}
	seen[pair] = true
	var found []string
	for _, a := range one.Fields {
		b := other.Fields.ForName(a.Name)
		if b == nil {
			continue
		}
		inner, outer := schema.Types[a.Type.Name()], schema.Types[b.Type.Name()]
		if shapeOf(a.Type) != shapeOf(b.Type) || inner != outer && (inner.IsLeafType() || outer.IsLeafType()) {
			found = append(
				found, one.Name+"."+a.Name+" is "+a.Type.String()+", "+other.Name+"."+a.Name+" is "+b.Type.String(),
			)
		} else if inner != outer {
			for _, x := range schema.GetPossibleTypes(inner) {
				for _, y := range schema.GetPossibleTypes(outer) {
					found = append(found, clashes(schema, x, y, seen)...)
				}
			}
		}
	}
	return found
}

// shapeOf returns a type without its name: its lists and what may be null.
func shapeOf(of *ast.Type) string {
	shape := "?"
	if of.NonNull {
		shape = "!"
	}
	if of.Elem != nil {
		return "[" + shapeOf(of.Elem) + "]" + shape
	}
	return shape
}

func TestSchemaMembers_ClashesAreFound(t *testing.T) {
	schema := readSchema(t)
	action, axis := schema.Types["Action"], schema.Types["Axis"]
	for _, change := range []struct {
		field string
		to    *ast.Type
	}{
		{"name", ast.NamedType("String", nil)},
		{"name", ast.NonNullNamedType("Int", nil)},
		{"themes", ast.NonNullListType(ast.NamedType("Theme", nil), nil)},
	} {
		field := axis.Fields.ForName(change.field)
		was := field.Type
		field.Type = change.to
		found := clashes(schema, action, axis, map[[2]string]bool{})
		field.Type = was
		if len(found) == 0 {
			t.Errorf("that Axis.%s is %s is not found", change.field, change.to)
		}
	}
	if found := clashes(schema, action, axis, map[[2]string]bool{}); len(found) > 0 {
		t.Errorf("%v", found)
	}
}
