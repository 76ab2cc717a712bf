package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// exactlyOne refuses variables in which an input that takes exactly one field
// (`@oneOf`) has none, several or null. The validator looks at what stands in
// the document alone.
type exactlyOne struct{ schema *ast.Schema }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = (*exactlyOne)(nil)

// ExtensionName names the extension.
func (e *exactlyOne) ExtensionName() string { return "ExactlyOne" }

// Validate takes the schema.
func (e *exactlyOne) Validate(s graphql.ExecutableSchema) error {
	e.schema = s.Schema()
	return nil
}

// MutateOperationContext refuses the operation if a variable is wrong.
func (e *exactlyOne) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	for _, v := range op.Operation.VariableDefinitions {
		if err := e.look(v.Type, op.Variables[v.Variable], ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}); err != nil {
			return err
		}
	}
	return nil
}

// look goes through a value of a type.
func (e *exactlyOne) look(of *ast.Type, value any, path ast.Path) *gqlerror.Error {
	at := func(step ast.PathElement) ast.Path { return append(slices.Clone(path), step) }
	switch value := value.(type) {
	case []any:
		for i, one := range value {
			if of.Elem != nil {
				if err := e.look(of.Elem, one, at(ast.PathIndex(i))); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		d := e.schema.Types[of.Name()]
		if d == nil || d.Kind != ast.InputObject {
			return nil
		}
		names := slices.Sorted(maps.Keys(value)) // so that one error is always the same
		if !isExactlyOne(d, value) {
			err := gqlerror.ErrorPathf(path, "%s takes exactly one of its fields, and that not null", d.Name)
			err.Extensions = map[string]any{"code": string(ValidationError)}
			return err
		}
		for _, name := range names {
			if f := d.Fields.ForName(name); f != nil {
				if err := e.look(f.Type, value[name], at(ast.PathName(name))); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
