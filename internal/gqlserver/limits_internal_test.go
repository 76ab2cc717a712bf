package gqlserver

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

func TestLimits_MeasureTheNestingOfInputs(t *testing.T) {
	nest := func(levels int) any {
		value := any("x")
		for range levels {
			value = map[string]any{"and": []any{value}}
		}
		return value
	}
	if err := inputDepth(map[string]any{"flat": "x", "nested": nest(3)}, 6); err != nil {
		t.Errorf("six levels: %v", err)
	}
	if err := inputDepth(map[string]any{"nested": nest(4)}, 6); err == nil {
		t.Error("eight levels were let through")
	}
	document, err := parser.ParseQuery(&ast.Source{Input: `{ f(a: {b: [{c: 1}]}) }`})
	if err != nil {
		t.Fatal(err)
	}
	field := document.Operations[0].SelectionSet[0].(*ast.Field)
	if depth := literalDepth(field.Arguments[0].Value); depth != 3 {
		t.Errorf("a literal of three levels measures %d", depth)
	}
}
