package gqlserver

import (
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
	"maillage/internal/derived"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// values counts the values in an argument that is an object or a list, mostly a filter. Each value costs one record
// for each query that uses it.
func (w *surveyor) values(v *ast.Value) int {
	switch {
	case v == nil:
		return 0
	case v.Kind == ast.Variable:
		return leaves(w.variables[v.Raw])
	}
	sum := 0
	for _, child := range v.Children {
		if inner := child.Value; inner.Kind == ast.ObjectValue || inner.Kind == ast.ListValue ||
			inner.Kind == ast.Variable {
			sum += max(1, w.values(inner))
		} else {
			sum++
		}
	}
	return sum
}

// leaves counts the values in a variable.
func leaves(value any) int {
	sum := 0
	switch v := value.(type) {
	case map[string]any:
		for _, inner := range v {
			sum += max(1, leaves(inner))
		}
	case []any:
		for _, inner := range v {
			sum += max(1, leaves(inner))
		}
	}
	return sum
}

// The introspection fields and the aliases within them that a document may have:
// each answers hundreds of types, which the cost of records does not measure.
const (
	introspections       = 2
	introspectionAliases = 5
)

// price returns the cost of a field whose children cost so much.
func (w *surveyor) price(f *ast.Field, children int) int {
	weight, known := schemaWeights.fields[f.Definition]
	if !known { // __typename
		return children
	}
	price := weight.once + w.size(f, weight)*(weight.item+children)
	for _, argument := range f.Arguments {
		price += w.values(argument.Value)
		if definition := f.Definition.Arguments.ForName(argument.Name); definition != nil {
			price += w.argument(f, argument, definition)
		}
	}
	return min(huge, price)
}

// size returns how many objects a field may return: the page size in its arguments, or the assumed size.
func (w *surveyor) size(f *ast.Field, weight fieldWeight) int {
	size := weight.size
	for _, name := range weight.slicing {
		if n, given := w.integer(f.Arguments.ForName(name)); given {
			size = max(1, min(n, relay.MaxPage)) // the list itself refuses a larger page
		}
	}
	return size
}

// integer returns the value of an argument that is an integer.
func (w *surveyor) integer(argument *ast.Argument) (n int, given bool) {
	switch value := w.value(argument).(type) {
	case int64:
		return int(value), true
	case int:
		return value, true
	case float64:
		return int(value), true
	case interface{ Int64() (int64, error) }:
		if whole, err := value.Int64(); err == nil {
			return int(whole), true
		}
	}
	return 0, false
}

// value returns the value of an argument; nil for one that is absent or wrong, which the executor reports.
func (w *surveyor) value(argument *ast.Argument) any {
	if argument == nil {
		return nil
	}
	value, err := argument.Value.Value(w.variables)
	if err != nil {
		return nil
	}
	return value
}

// argument returns what the weights add for an argument, besides its values.
func (w *surveyor) argument(f *ast.Field, argument *ast.Argument, definition *ast.ArgumentDefinition) int {
	weight, known := schemaWeights.arguments[definition]
	if !known {
		return 0
	}
	value := w.value(argument)
	switch {
	case value == nil:
		return 0
	case weight.isFixed:
		return weight.fixed
	case weight.word > 0:
		text, _ := value.(string)
		return weight.word * min(search.Words(text), search.MostMistyped)
	case weight.derivedID > 0:
		price := 0
		for _, id := range idsOf(f, w.variables) {
			if derived.IsDerivedID(id) {
				price += weight.derivedID
			}
		}
		return price
	}
	return inputCost(definition.Type.Name(), value)
}

// inputCost sums the weights of the input fields in a value of a type. A field that is null costs nothing.
func inputCost(typeName string, value any) int {
	sum := 0
	switch value := value.(type) {
	case map[string]any:
		fields := graph.Schema.Types[typeName].Fields
		for name, inner := range value {
			field := fields.ForName(name)
			if field == nil || inner == nil {
				continue
			}
			sum += schemaWeights.inputs[field] + inputCost(field.Type.Name(), inner)
		}
	case []any:
		for _, one := range value {
			sum += inputCost(typeName, one)
		}
	}
	return sum
}
