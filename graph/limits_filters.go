package graph

import (
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/filter"
)

// linkCost is what a condition on other records costs: about as much as fetching
// so many, for the database works out the whole set of them once.
const linkCost = 50

// statsCost is what counting costs, however few rows are asked for.
const statsCost = 500

// conditions are what the filter of a list costs beside the records of the list,
// and what counting does.
func (m *meter) conditions(f *ast.Field) int {
	if f.Name == "contributionStats" {
		return statsCost
	}
	argument := f.Arguments.ForName("filter")
	if argument == nil {
		return 0
	}
	asked, err := argument.Value.Value(m.variables)
	if err != nil {
		return 0 // the executor will say what is wrong with it
	}
	return linkCost * filter.Links(asked)
}
