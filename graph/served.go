package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/gen/exec"
)

// Schema is the schema that the executor runs.
var Schema = served()

// served removes from the schema what the libraries announce but the API does not serve. These are `@defer`, which
// the executor would answer with null; a directive location that is in no edition of the specification; and
// interfaces among the possible types.
func served() *ast.Schema {
	s := exec.Schema // shared by all executors
	delete(s.Directives, "defer")
	for _, d := range s.Directives {
		d.Locations = slices.DeleteFunc(
			d.Locations, func(l ast.DirectiveLocation) bool { return l == "DIRECTIVE_DEFINITION" },
		)
	}
	for name, types := range s.PossibleTypes {
		s.PossibleTypes[name] = slices.DeleteFunc(types, func(d *ast.Definition) bool { return d.Kind != ast.Object })
	}
	return s
}
