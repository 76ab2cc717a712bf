package gqlserver

import (
	"cmp"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
	"maillage/internal/filter"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// replayCost is the price of rebuilding an earlier moment.
const replayCost = 1_000

// The sizes assumed where the document gives none: of a page, and of a list that is not paged. When a response is
// larger, the budget of records ends the request.
const (
	pageGuess = 5
	listGuess = 3
)

// listSizes are the assumed sizes of longer lists, by the type of their items, as a
// contract of medium size has them.
var listSizes = map[string]int{
	"DerivedContribution": 100, "MatrixRow": 60, "MatrixColumn": 12, "Chain": 4, "Gap": 20, "CellChange": 20, "GapChange": 10,
}

// typesSize is the size of the list of all types, each about an eighth of a record.
const typesSize = 60

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

// derivations are the prices of computed fields in records, besides those of the records that they return.
var derivations = map[string]int{
	"matrix": 50, "gaps": 50, "contributors": 5, "peers": 5, "path": 50, "bridges": 500, "search": 5, "__schema": 500, "__type": 20,
	"sentence": 3, // the records and sources that it names
	"whoCould": 20, "matrixChanges": 200, "inferredThemes": 1,
}

// own returns the price of one value of a field without its children. Plain values and the envelopes of pages are
// free.
func own(f *ast.Field) int {
	if len(f.SelectionSet) == 0 || f.Name == "edges" || f.Name == "pageInfo" {
		return derivations[f.Name]
	}
	return 1 + derivations[f.Name]
}

// size returns how many values a field may return: the page size in its arguments, or the assumed size of the list.
func (w *surveyor) size(f *ast.Field) int {
	if f.Definition == nil {
		return 1
	}
	switch {
	case f.Definition.Arguments.ForName("first") != nil:
		return w.page(f)
	case f.Definition.Type.Elem != nil && !isPage(f):
		if f.ObjectDefinition != nil && f.ObjectDefinition.Name == "__Schema" && f.Name == "types" {
			return typesSize
		}
		return cmp.Or(listSizes[f.Definition.Type.Name()], listGuess)
	default:
		return 1
	}
}

// isPage reports whether a list is the page of the connection around it, which is counted there.
func isPage(f *ast.Field) bool {
	return f.ObjectDefinition != nil && f.ObjectDefinition.Fields.ForName("pageInfo") != nil
}

// page returns the page size in the arguments of a field.
func (w *surveyor) page(f *ast.Field) int {
	size := pageGuess
	for _, name := range []string{"first", "last"} {
		argument := f.Arguments.ForName(name)
		if argument == nil {
			continue
		}
		value, err := argument.Value.Value(w.variables)
		if err != nil {
			continue // the executor will say what is wrong with it
		}
		switch n := value.(type) {
		case int64:
			size = int(n)
		case int:
			size = n
		case float64:
			size = int(n)
		case interface{ Int64() (int64, error) }:
			if whole, err := n.Int64(); err == nil {
				size = int(whole)
			}
		}
	}
	return max(1, min(size, relay.MaxPage)) // the list itself refuses a larger page
}

// linkCost is the price, in records, of a filter condition on other records. The database computes their whole set
// once.
const linkCost = 50

// statsCost is the price of statistics, whatever the number of rows.
const statsCost = 500

// pairsCost is the price of comparing all partners, whatever the number of pairs.
const pairsCost = 5_000

// wordCost is the price of one word of a search, since an unknown word is compared with all known ones.
const wordCost = 2_000

// words returns the price of the words of a search.
func (w *surveyor) words(query *ast.Argument) int {
	if query == nil {
		return 0
	}
	value, err := query.Value.Value(w.variables)
	text, is := value.(string)
	if err != nil || !is {
		return 0 // the executor will say what is wrong with it
	}
	return wordCost * min(search.Words(text), search.MostMistyped)
}

// knownAt returns 1 if a moment of a comparison has to be rebuilt, and 0 otherwise.
func (w *surveyor) knownAt(moment *ast.Argument) int {
	if moment == nil {
		return 0
	}
	value, err := moment.Value.Value(w.variables)
	fields, _ := value.(map[string]any)
	if err != nil || fields["knownAt"] == nil {
		return 0
	}
	return 1
}

// rederived returns the price of the values that `node` and `nodes` derive again: the price of the list that held
// each.
func (w *surveyor) rederived(f *ast.Field) int {
	if f.ObjectDefinition == nil || f.ObjectDefinition.Name != "Query" {
		return 0
	}
	price := 0
	for _, id := range idsOf(f, w.variables) {
		if graph.IsDerivedID(id) {
			price += derivations["contributors"]
		}
	}
	return price
}

// conditions returns the price of a list's filter, of statistics and of a search, besides that of the records.
func (w *surveyor) conditions(f *ast.Field) int {
	switch f.Name {
	case "contributionStats":
		return statsCost
	case "suggestedMerges":
		return pairsCost
	case "search":
		return w.words(f.Arguments.ForName("query"))
	case "matrixChanges":
		return replayCost * (w.knownAt(f.Arguments.ForName("from")) + w.knownAt(f.Arguments.ForName("to")))
	case "node", "nodes":
		return w.rederived(f)
	}
	argument := f.Arguments.ForName("filter")
	if argument == nil {
		return 0
	}
	conditions, err := argument.Value.Value(w.variables)
	if err != nil {
		return 0 // the executor will say what is wrong with it
	}
	return linkCost * filter.Links(conditions)
}
