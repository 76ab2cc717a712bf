package authorization_test

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	records "maillage/internal/record"
)

// leadsTo are the types of arguments whose names differ from the type's.
var leadsTo = map[string]string{"contracts": "contract", "codes": "contract", "partners": "partner", "themes": "theme", "source": "source", "partner": "partner", "contract": "contract",
	"territory": "territory", "plan": "plan", "action": "action", "axis": "axis", "group": "group", "collective": "partner",
	"funder": "partner", "beneficiary": "partner", "indicator": "indicator", "document": "source",
	"territories": "territory", "audiences": "audience", "actionThemes": "theme"}

func prefixOf(kind string) string {
	for _, t := range records.Types {
		if t.Name == kind {
			return t.Prefix
		}
	}
	return ""
}

// nested returns filters on what a link refers to, and operators on a field, that could reveal that a record exists
// or its name.
func (w *world) nested(kind *ast.Definition) []string {
	hidden := w.named["closed contract"].canaries[0].text
	some := map[string][]string{
		"NameFilter": {`{contains: "zqclosed"}`, `{startsWith: "zq"}`}, "TextFilter": {`{contains: "zqclosed"}`, `{isNull: false}`, fmt.Sprintf(`{eq: %q}`, hidden)},
		"IntFilter": {`{gte: 0}`, `{isNull: true}`}, "CentsFilter": {`{gte: "0"}`, `{isNull: false}`}, "DateFilter": {`{from: "1990"}`, `{isNull: true}`},
		"MomentFilter": {`{from: "2020-01-01T00:00:00Z"}`}, "ContributesFilter": {`{}`, `{axisRoles: [LEAD]}`, `{actionRoles: [LEAD]}`, `{statuses: [ACTIVE]}`}, "DerivedContributionFilter": {`{}`},
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

// statsQuestions request the statistics, and the sums of grants and of funding lines, by each dimension.
func (w *world) statsQuestions() []question {
	var all []question
	for field, types := range map[string][2]string{
		"grantSums": {"GrantSums", "GrantDimension"}, "fundingSums": {"FundingSums", "FundingDimension"},
	} {
		sums := " { " + w.selection(w.schema.Types[types[0]], 1, "first: 1") + " }"
		for _, by := range w.schema.Types[types[1]].EnumValues {
			all = append(all, question{"derived", "{ " + field + "(groupBy: [" + by.Name + "], first: 1000)" + sums + " }", nil})
		}
	}
	selected := " { " + w.selection(w.schema.Types["ContributionStats"], 1, "first: 1") + " }"
	for _, by := range w.schema.Types["StatsDimension"].EnumValues {
		all = append(
			all,
			question{"derived", "{ contributionStats(groupBy: [" + by.Name + "], first: 1000)" + selected + " }", nil},
		)
	}
	return all
}

// filters returns a filter for each field and each value that could match.
func (w *world) filters(input *ast.Definition, of string, few bool) []string {
	var all []string
	for _, f := range input.Fields {
		for _, value := range w.values(f.Name, f.Type, of, few) {
			all = append(all, "{"+f.Name+": "+value+"}")
		}
	}
	return all
}

// values returns the values of an argument that could reveal something: one text or identifier of each home, and one
// that matches nothing. With few, it returns the first and the last word, and only names for texts. That suffices
// where a list of all has been requested with the others.
func (w *world) values(name string, of *ast.Type, list string, few bool) []string {
	var all []string
	add := func(texts ...string) {
		for _, text := range texts {
			if of.Elem != nil {
				text = "[" + text + "]"
			}
			all = append(all, text)
		}
	}
	kind := w.schema.Types[of.Name()]
	switch {
	case kind.Kind == ast.Enum:
		for i, v := range kind.EnumValues {
			if !few || i == 0 {
				add(v.Name)
			}
		}
	case kind.Kind == ast.InputObject:
		if !few { // at the edges of records it is the plain evaluation that holds links: filters_property_test.go
			add(w.nested(kind)...)
		}
	case kind.Name == "Boolean":
		add("true", "false")
	case kind.Name == "LanguageTag":
		add(`"en"`, `"br"`)
	case kind.Name == "PartialDate":
		add(`"2020-06"`, `"1990"`)
	case kind.Name == "DateTime":
		add(`"2020-01-01T00:00:00Z"`)
	case kind.Name == "ID" && slices.Contains([]string{"record", "recordId", "subject", "object"}, name):
		for _, t := range records.Types {
			for _, s := range w.samples(t.Prefix) {
				add(fmt.Sprintf("%q", s.uid))
			}
		}
	case kind.Name == "ID", name == "codes":
		prefix := leadsTo[name]
		if own := prefixOf(list); own != "" && slices.Contains(
			[]string{"ids", "codes", "under", "within", "parent"}, name,
		) {
			prefix = own
		}
		if prefix == "" {
			w.t.Fatalf("no question knows what %s(%s:) names: say so in leadsTo", list, name)
		}
		for _, s := range w.samples(prefix) {
			add(fmt.Sprintf("%q", s.code))
			if !few {
				add(fmt.Sprintf("%q", s.uid))
			}
		}
		if !few {
			add(`"nothing"`, `"`+prefix+`_00000000000000000000000000"`)
		}
	case kind.Name == "String":
		seen := map[string]bool{}
		for _, s := range w.canaryRecords {
			for _, k := range s.canaries {
				if k.kind == list && !seen[k.home+k.field] && (!few || k.field == "name") {
					seen[k.home+k.field] = true
					add(fmt.Sprintf("%q", k.text))
				}
			}
		}
		if add(`""`, `"zq"`); !few {
			add(`"name"`)
		}
	case kind.Name == "Int": // numbers of months, and sizes of pages
	default:
		w.t.Fatalf("no question knows what to give %s(%s:), a %s: teach it in values", list, name, of)
	}
	return all
}
