package filter

import (
	"strings"

	"maillage/internal/record"
)

// parts holds the fields of each type's filter, by its prefix and by their names in the API. joints
// holds the fields that combine filters of one type. Both are filled in init, because the functions
// for links refer to them.
var (
	parts       = map[string]map[string]part{}
	combinators = map[string]part{}
)

func init() {
	combinators["and"], combinators["or"], combinators["not"] = and, or, not
	for _, t := range record.Types {
		parts[t.Prefix] = ownFields(t)
	}
	inverses(parts)
	related(parts)
	special(parts)
}

// ownFields returns the conditions on a type's own fields. Field `x` equals a value or refers to exactly one
// record; `xs` is one of a list; `xWith` matches a filter.
func ownFields(t *record.Type) map[string]part {
	of := map[string]part{"createdAt": on("created_at"), "updatedAt": on("updated_at"), "ids": ids(t)}
	for _, f := range t.Fields {
		ends := f.Ends()
		switch {
		case len(ends) == 1:
			of[f.Name], of[f.Name+"With"] = exactly(ends[0]), toOne(ends[0])
		case len(ends) > 1:
			of[f.Name], of[f.Name+"With"] = exactlyOneOf(ends), toOneOf(ends)
		default:
			column := on(f.Columns()[0])
			of[f.Name], of[plural(f.Name)], of[f.Name+"With"] = column, column, column
		}
	}
	if t.Field("since") != nil {
		of["asOf"] = asOf
	}
	if t.Field("name") != nil {
		of["name"], of["nameContains"] = nameIs, nameContains
	}
	if t.Field("contract") == nil && t.Scope != "" && t.Prefix != "contract" {
		of["contract"] = exactly(record.End{Prefix: "contract", Column: t.Scope})
	}
	return of
}

func plural(name string) string {
	switch {
	case name == "basis":
		return "bases"
	case strings.HasSuffix(name, "s") || strings.HasSuffix(name, "ch"):
		return name + "es"
	}
	return name + "s"
}

// inverses adds the conditions on records that refer here, by their columns.
func inverses(all map[string]map[string]part) {
	for prefix, links := range map[string]map[string][2]string{
		"contract": {"plans": {"plan", "contract_id"}, "themes": {"theme", "contract_id"},
			"axes": {"axis", "contract_id"}, "actions": {"action", "contract_id"},
			"workingGroups": {"group", "contract_id"}, "grants": {"grant", "contract_id"},
			"fundingLines": {"funding", "contract_id"}, "indicators": {"indicator", "contract_id"}},
		"plan":  {"axes": {"axis", "plan_id"}},
		"theme": {"children": {"theme", "parent_id"}, "mapped": {"theme", "reference_id"}},
		"axis": {"alignments": {"alignment", "axis_id"}, "contributions": {"contribution", "axis_id"},
			"grants": {"grant", "axis_id"}, "fundingLines": {"funding", "axis_id"}, "indicators": {"indicator", "axis_id"}},
		"action": {"alignments": {"alignment", "action_id"}, "contributions": {"contribution", "action_id"},
			"grants": {"grant", "action_id"}, "fundingLines": {"funding", "action_id"},
			"indicators": {"indicator", "action_id"}},
		"indicator": {"observations": {"observation", "indicator_id"}},
		"group":     {"children": {"group", "parent_id"}, "members": {"membership", "group_id"}},
		"territory": {"identifiers": {"identifier", "territory_id"}, "contracts": {"contract", "territory_id"},
			"observations": {"observation", "territory_id"}},
		"source": {"citedFor": {"citation", "source_id"}},
		"partner": {
			"identifiers": {"identifier", "partner_id"}, "contributions": {"contribution", "partner_id"},
			"memberships": {"membership", "partner_id"}, "members": {"membership", "collective_id"},
			"grantsGiven": {"grant", "funder_id"}, "grantsReceived": {"grant", "beneficiary_id"},
			"fundingLines": {"funding", "funder_id"},
		},
	} {
		for name, from := range links {
			all[prefix][name] = toMany(from[0], from[1])
		}
	}
	for _, lead := range []struct{ name, prefix, field string }{
		{"relations", "relation", "subject"}, {"inverseRelations", "relation", "object"},
		{"citations", "citation", "record"},
	} {
		for _, end := range record.Of(lead.prefix).Field(lead.field).Ends() {
			all[end.Prefix][lead.name] = toMany(lead.prefix, end.Column)
		}
	}
}

// related adds the conditions on things to which relations of some kinds lead, in both directions.
func related(all map[string]map[string]part) {
	for _, r := range record.AllRelated {
		all[r.From][r.Field] = over(r.Subject(), r.Object(), r.To, r.Kinds...)
		all[r.To][r.Back] = over(r.Object(), r.Subject(), r.From, r.Kinds...)
	}
}

// special adds the conditions that do not follow from a field or a link alone.
func special(all map[string]map[string]part) {
	all["partner"]["nameContains"] = nameOrAcronym
	all["partner"]["contract"] = namedByContract
	all["partner"]["contributesTo"] = derived("partner")
	all["partner"]["aliases"] = alias("aliases")
	all["axis"]["contributors"] = derived("axis")
	all["theme"]["under"] = func(c *compiler, at place, value any) (condition, error) {
		at.path = at.path[:len(at.path)-1]
		return derived("theme")(c, at, map[string]any{"under": value})
	}
	for _, prefix := range []string{"territory", "audience"} {
		all[prefix]["within"] = func(c *compiler, at place, value any) (condition, error) {
			return derived(prefix)(c, place{of: at.of, path: at.path[:len(at.path)-1]}, map[string]any{"within": value})
		}
	}
	all["theme"]["isReference"] = func(c *compiler, at place, value any) (condition, error) {
		return isThere("contract_id")(c, at, !value.(bool))
	}
	all["action"]["hasStatus"] = isThere("status")
	all["citation"]["about"] = about
}
