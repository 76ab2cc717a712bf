package graph

import (
	"cmp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/filter"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// replayCost is what it counts to rebuild an earlier moment.
const replayCost = 1_000

// What a list is taken to hold when the document does not say: a page that is
// not full, a list that is short by nature. Where the data proves the guess
// wrong, the budget of records ends the request.
const (
	pageGuess = 5
	listGuess = 3
)

// listSizes are the lists that are longer, by the types of their items: what the
// demo data has, and a medium contract. Types of the schema are small, and there
// are eight times as many.
var listSizes = map[string]int{"MatrixCell": 100, "MatrixRow": 60, "MatrixColumn": 12, "Chain": 4, "Gap": 20}

// typesSize is the size of the list of all types, each about an eighth of a record.
const typesSize = 60

// values is how many values an argument holds that is an object or a list, a
// filter above all: each counts as one record, for each time that the database
// is asked by it.
func (w *surveyor) values(v *ast.Value) int {
	switch {
	case v == nil:
		return 0
	case v.Kind == ast.Variable:
		return leaves(w.variables[v.Raw])
	}
	sum := 0
	for _, child := range v.Children {
		if inner := child.Value; inner.Kind == ast.ObjectValue || inner.Kind == ast.ListValue || inner.Kind == ast.Variable {
			sum += max(1, w.values(inner))
		} else {
			sum++
		}
	}
	return sum
}

// leaves is how many values are within a variable's.
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

// A document may look at the schema twice and rename little there: every look
// answers hundreds of types, which the cost of records does not measure.
const (
	introspections       = 2
	introspectionAliases = 5
)

// derivations are fields that are computed, and what they cost beside the
// records that they answer: as much as fetching so many would.
var derivations = map[string]int{
	"matrix": 50, "gaps": 50, "contributors": 5, "peers": 5, "path": 20, "bridges": 500, "search": 5, "__schema": 500, "__type": 20,
}

// own is what one answer of a field costs without its children: values and the
// envelopes of pages are free.
func own(f *ast.Field) int {
	if len(f.SelectionSet) == 0 || f.Name == "edges" || f.Name == "pageInfo" {
		return 0
	}
	return 1 + derivations[f.Name]
}

// size is how many times a field's children may be answered: the page that is
// asked for, or a guess for a list without one.
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

// isPage tells whether a list is a page of the connection around it, which has
// been counted there.
func isPage(f *ast.Field) bool {
	return f.ObjectDefinition != nil && f.ObjectDefinition.Fields.ForName("pageInfo") != nil
}

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
	return max(1, min(size, relay.MaxPage)) // beyond the bound the list itself refuses
}

// linkCost is what a condition on other records costs: about as much as fetching
// so many, for the database works out the whole set of them once.
const linkCost = 50

// statsCost is what counting costs, however few rows are asked for.
const statsCost = 500

// wordCost is what a word costs that is searched for: one that nobody has written
// is compared with all that somebody has.
const wordCost = 2_000

// words is what the words of a search cost.
func (w *surveyor) words(query *ast.Argument) int {
	if query == nil {
		return 0
	}
	value, err := query.Value.Value(w.variables)
	text, is := value.(string)
	if err != nil || !is {
		return 0 // the executor will say what is wrong with it
	}
	return wordCost * min(len(strings.Fields(text)), search.MostMistyped)
}

// conditions are what the filter of a list costs beside the records of the list,
// and what counting does.
func (w *surveyor) conditions(f *ast.Field) int {
	switch f.Name {
	case "contributionStats":
		return statsCost
	case "search":
		return w.words(f.Arguments.ForName("query"))
	}
	argument := f.Arguments.ForName("filter")
	if argument == nil {
		return 0
	}
	asked, err := argument.Value.Value(w.variables)
	if err != nil {
		return 0 // the executor will say what is wrong with it
	}
	return linkCost * filter.Links(asked)
}
