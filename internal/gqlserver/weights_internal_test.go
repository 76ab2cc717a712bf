package gqlserver

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
)

// smallSchema has one field with each cost directive.
const smallSchema = `
directive @cost(weight: String!) on ARGUMENT_DEFINITION | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT
directive @costPer(item: String, word: String, derivedId: String) on ARGUMENT_DEFINITION | FIELD_DEFINITION
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
directive @introspectionCost(schema: String!, type: String!, types: Int!, lists: Int!) on OBJECT
type Query @introspectionCost(schema: "500", type: "20", types: 60, lists: 3) {
  page(first: Int, last: Int, text: String @costPer(word: "7")): Page
    @costPer(item: "5") @listSize(assumedSize: 5, slicingArguments: ["first", "last"], sizedFields: ["nodes"])
  list: [Item!]! @listSize(assumedSize: 3)
}
type Page { nodes: [Item!]! totalCount: Int! }
type Item @cost(weight: "2") { name: String! @cost(weight: "9") }
`

func TestCostDirectives_WrongOrMissingIsRefused(t *testing.T) {
	for _, c := range []struct{ replace, by, wants string }{
		{"", "", ""},
		{`@listSize(assumedSize: 3)`, ``, "Query.list is a list and has no @listSize"},
		{`@listSize(assumedSize: 3)`, `@listSize(assumedSize: 0)`, "assumes no size"},
		{`, sizedFields: ["nodes"]`, ``, "Page.nodes is a list and has no @listSize"},
		{`["nodes"]`, `["edges"]`, "names edges, which is no list within it"},
		{`["nodes"]`, `["totalCount"]`, "names totalCount, which is no list within it"},
		{`["first", "last"]`, `["first", "size"]`, "names size, which is no argument"},
		{`["first", "last"]`, `["first"]`, "lacks the argument last"},
		{`weight: "9"`, `weight: "many"`, `is "many", which is no whole number`},
		{`weight: "2"`, `weight: "-2"`, `is "-2", which is no whole number`},
		{`item: "5"`, `word: "5"`, "has word, which means nothing there"},
		{`word: "7"`, `item: "7"`, "has item, which means nothing there"},
		{`type Query @introspectionCost(schema: "500", type: "20", types: 60, lists: 3)`, `type Query`, "no @introspectionCost"},
	} {
		schema, err := gqlparser.LoadSchema(&ast.Source{Input: strings.Replace(smallSchema, c.replace, c.by, 1)})
		if err != nil {
			t.Fatalf("%s: %v", c.by, err)
		}
		switch _, err := newWeights(schema); {
		case c.wants == "" && err != nil:
			t.Errorf("the right schema: %v", err)
		case c.wants != "" && (err == nil || !strings.Contains(err.Error(), c.wants)):
			t.Errorf("%q instead of %q: %v", c.by, c.replace, err)
		}
	}
}

// A query may ask for a field of an interface or of one of its types, and pays the same.
func TestCostDirectives_InterfacesCostWhatTheirTypesDo(t *testing.T) {
	for _, d := range graph.Schema.Types {
		if d.Kind != ast.Interface {
			continue
		}
		for _, f := range d.Fields {
			want := schemaWeights.fields[f]
			for _, of := range graph.Schema.GetPossibleTypes(d) {
				got := schemaWeights.fields[of.Fields.ForName(f.Name)]
				if got.once != want.once || got.item != want.item || got.size != want.size ||
					!slices.Equal(got.slicing, want.slicing) {
					t.Errorf("%s.%s is %+v, and %+v in %s", d.Name, f.Name, want, got, of.Name)
				}
			}
		}
	}
}

// A condition on other records reads all of them once.
func TestCostDirectives_ConditionsOnOtherRecordsHaveAWeight(t *testing.T) {
	combined, conditions := []string{"and", "or", "not"}, 0
	isFilter := func(d *ast.Definition) bool { return d.Kind == ast.InputObject && d.Fields.ForName("and") != nil }
	for _, d := range graph.Schema.Types {
		if !isFilter(d) {
			continue
		}
		for _, f := range d.Fields {
			if !isFilter(graph.Schema.Types[f.Type.Name()]) || slices.Contains(combined, f.Name) {
				continue
			}
			conditions++
			if schemaWeights.inputs[f] != 50 {
				t.Errorf("%s.%s costs %d", d.Name, f.Name, schemaWeights.inputs[f])
			}
		}
	}
	if conditions < 50 {
		t.Errorf("only %d conditions were found", conditions)
	}
}

// The weights that docs/cost.md lists.
func TestCostDirectives_WeightsAreThoseOfTheDocument(t *testing.T) {
	want := map[string][2]int{ // once, and for each item besides its 1
		"Query.matrix": {50, 0}, "Contract.matrix": {50, 0}, "Query.path": {50, 0}, "Contract.gaps": {0, 50},
		"MatrixChanges.gaps": {0, 50}, "Gap.whoCould": {0, 20}, "Contract.matrixChanges": {200, 0},
		"Axis.contributors": {0, 5}, "Partner.peers": {0, 5}, "Query.search": {0, 5}, "Axis.inferredThemes": {0, 1},
		"Contract.bridges": {500, 0}, "Query.contributionStats": {500, 0}, "Query.grantSums": {500, 0},
		"Query.fundingSums":     {500, 0},
		"Query.suggestedMerges": {5_000, 0},
		"Claim.sentence":        {3, 0}, "Alignment.sentence": {3, 0}, "Contribution.sentence": {3, 0},
		"Membership.sentence": {3, 0}, "Relation.sentence": {3, 0}, "Query.__schema": {500, 0}, "Query.__type": {20, 0},
		"Subscription.changed": {1, -1}, "Subscription.importProgressed": {1, 0},
	}
	sizes := map[string]int{
		"Matrix.cells": 100, "Matrix.rows": 60, "Matrix.columns": 12, "DerivedContribution.chains": 4,
		"Contract.gaps": 20, "MatrixChanges.cells": 20, "MatrixChanges.gaps": 10, "__Schema.types": 60,
		"ImportGuess.columns": 20, "Query.exports": 20,
	}
	for _, d := range graph.Schema.Types {
		if d.Kind == ast.InputObject {
			continue
		}
		for _, f := range d.Fields {
			w, name := schemaWeights.fields[f], d.Name+"."+f.Name
			free := !graph.Schema.Types[f.Type.Name()].IsCompositeType() || f.Name == "edges" || f.Name == "pageInfo"
			got := [2]int{w.once, w.item}
			if !free {
				got[1]--
			}
			if got != want[name] {
				t.Errorf("%s costs %v more, and not %v", name, got, want[name])
			}
			size := cmp.Or(sizes[name], 3)
			switch isSized := d.Fields.ForName("pageInfo") != nil; {
			case f.Arguments.ForName("first") != nil:
				size = 5
			case f.Type.Elem == nil || isSized || !graph.Schema.Types[f.Type.Name()].IsCompositeType():
				size = 1
			}
			if w.size != size {
				t.Errorf("%s is assumed to have %d items, and not %d", name, w.size, size)
			}
		}
	}
	if moment := schemaWeights.moment.fixed; moment != 1_000 {
		t.Errorf("@asKnownAt costs %d", moment)
	}
}
