package graph_test

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	records "maillage/internal/record"
)

// leadsTo are the types that arguments name by other words than their own.
var leadsTo = map[string]string{"contracts": "contract", "codes": "contract", "partners": "partner", "themes": "theme", "source": "source", "partner": "partner", "contract": "contract",
	"territory": "territory", "plan": "plan", "action": "action", "axis": "axis", "group": "group", "collective": "partner", "successor": "partner"}

func prefixOf(kind string) string {
	for _, t := range records.Types {
		if t.Name == kind {
			return t.Prefix
		}
	}
	return ""
}

// nested are filters of what a link leads to, and operators on a field, that
// could tell of something: that it is there, and what it is called.
func (w *world) nested(kind *ast.Definition) []string {
	hidden := w.named["closed contract"].canaries[0].text
	some := map[string][]string{
		"NameFilter": {`{contains: "zqclosed"}`, `{startsWith: "zq"}`}, "TextFilter": {`{contains: "zqclosed"}`, `{isNull: false}`, fmt.Sprintf(`{eq: %q}`, hidden)},
		"IntFilter": {`{gte: 0}`, `{isNull: true}`}, "CentsFilter": {`{gte: "0"}`, `{isNull: false}`}, "DateFilter": {`{from: "1990"}`, `{isNull: true}`},
		"MomentFilter": {`{from: "2020-01-01T00:00:00Z"}`}, "ContributesToFilter": {`{}`, `{roles: [LEAD]}`}, "ContributorFilter": {`{}`, `{statuses: [ACTIVE]}`},
	}[kind.Name]
	switch {
	case some != nil:
		return some
	case kind.Directives.ForName("oneOf") != nil:
		for _, f := range kind.Fields {
			some = append(some, "{"+f.Name+": {}}")
		}
		return some
	}
	some = []string{"{}", "{not: {}}"}
	for _, field := range []string{"nameContains", "value"} {
		if f := kind.Fields.ForName(field); f != nil && f.Type.Name() == "String" {
			some = append(some, "{"+field+`: "zqclosed"}`, "{"+field+`: "zqapart"}`)
		}
	}
	return some
}

// statsQuestions ask for everything in numbers, by each dimension.
func (w *world) statsQuestions() []question {
	var all []question
	selected := " { " + w.selection(w.schema.Types["ContributionStats"], 1, "first: 1") + " }"
	for _, by := range w.schema.Types["StatsDimension"].EnumValues {
		all = append(all, question{"derived", "{ contributionStats(groupBy: [" + by.Name + "], first: 1000)" + selected + " }", nil})
	}
	return all
}
