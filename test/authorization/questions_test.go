package authorization_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	records "maillage/internal/record"
)

// question is a request that is made in many worlds, on one of the paths where data may leak.
type question struct {
	path      string // node, list, filter, order, cursor, edge, derived, feed or draft
	text      string
	variables map[string]any
}

// words returns the request as it is sent.
func (q question) words() string {
	raw, _ := json.Marshal(q.variables)
	return q.text + string(raw)
}

// questions requests everything that the schema has, in every way. It is derived from the schema and the canary
// records alone, so a new field, filter, order or list is included without a change here.
func (w *world) questions() []question {
	return slices.Concat(w.nodeQuestions(), w.rootQuestions(), w.edgeQuestions(), w.pathQuestions())
}

// required returns values of the required arguments.
func required(f *ast.FieldDefinition) []string {
	var given []string
	for _, a := range f.Arguments {
		if !a.Type.NonNull || a.DefaultValue != nil {
			continue
		}
		value := map[string]string{
			"PartialDate": `"2020-06"`, "Int": "5", "Language": "FR", "TextField": "NAME",
			"MomentInput": `{asOf: "2020-06"}`,
		}[a.Type.Name()]
		given = append(given, a.Name+": "+value)
	}
	return given
}

func call(name string, given ...string) string {
	if len(given) == 0 {
		return name
	}
	return name + "(" + strings.Join(given, ", ") + ")"
}

// selection selects all fields of a type. It follows references to records down to the depth, and everything else
// completely.
func (c *canaries) selection(d *ast.Definition, depth int, page string) string {
	if d.Kind == ast.Interface {
		return "__typename id" + map[string]string{
			"Node": " ... on Thing { thing: code name } ... on Claim { claim: code wording note inference }", "Thing": " code name", "Claim": " code wording note inference",
			"HubRecord": " ... on Thing { thing: code name } ... on Claim { claim: code wording note inference }",
		}[d.Name]
	}
	isRecord := d.Fields.ForName("id") != nil
	if isRecord && depth == 0 {
		return "id"
	}
	if isRecord {
		depth--
	}
	var parts []string
	for _, f := range fields(d) {
		to := c.schema.Types[f.Type.Name()]
		given := required(f)
		switch {
		case to.IsLeafType():
			parts = append(parts, call(f.Name, given...))
		case strings.HasSuffix(to.Name, "Connection"):
			parts = append(parts, call(f.Name, append(given, page)...)+" { "+c.pageOf(to, depth, page)+" }")
		default:
			parts = append(parts, call(f.Name, given...)+" { "+c.selection(to, depth, page)+" }")
		}
	}
	return strings.Join(parts, " ")
}

// pageOf selects a page, with the fields of each of its records.
func (c *canaries) pageOf(connection *ast.Definition, depth int, page string) string {
	edge := c.schema.Types[connection.Fields.ForName("edges").Type.Name()]
	node := c.schema.Types[edge.Fields.ForName("node").Type.Name()]
	return "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { " +
		c.selection(node, depth, page) + " } }"
}

// samples returns one canary record of a type for each home.
func (c *canaries) samples(prefix string) []*canaryRecord {
	byHome := map[string]*canaryRecord{}
	for _, s := range c.canaryRecords {
		if s.of.Prefix == prefix && byHome[s.home] == nil && !s.gone {
			byHome[s.home] = s
		}
	}
	var list []*canaryRecord
	for _, home := range slices.Sorted(maps.Keys(byHome)) {
		list = append(list, byHome[home])
	}
	return list
}

// nodeQuestions request every record by its identifier, alone and with what it refers to. They use whole pages, and
// pages of one, where a hidden record would displace a visible one.
func (w *world) nodeQuestions() []question {
	var all []question
	for _, t := range records.Types {
		var ids []string
		for _, s := range w.canaryRecords {
			if s.of == t {
				ids = append(ids, s.uid)
			}
		}
		for page, depth := range map[string]int{"first: 100": 2, "first: 1": 1} {
			text := "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on " + t.Name + " { " +
				w.selection(w.schema.Types[t.Name], depth, page) + " } } }"
			for some := range slices.Chunk(ids, 10) {
				all = append(all, question{"node", text, map[string]any{"ids": some}})
			}
		}
	}
	for _, id := range slices.Sorted(maps.Values(w.ids)) { // of accounts, drafts and contacts
		all = append(all, question{
			"node", "query ($id: ID!) { node(id: $id) { __typename id } }", map[string]any{"id": id},
		},
			question{
				"draft",
				"query ($id: ID!) { draft(id: $id) { " + w.selection(w.schema.Types["Draft"], 2, "first: 5") + " } }",
				map[string]any{"id": id},
			})
	}
	return all
}

// rootQuestions request each list in each order, from each end, after cursors and with each filter, and each record
// by its code.
func (w *world) rootQuestions() []question {
	var all []question
	for _, f := range fields(w.schema.Types["Query"]) {
		to := w.schema.Types[f.Type.Name()]
		switch {
		case f.Name == "search":
			all = append(all, w.searchQuestions()...)
		case strings.HasSuffix(to.Name, "Connection"):
			all = append(all, w.listQuestions(f, to)...)
		case f.Arguments.ForName("by") != nil:
			all = append(all, w.codeQuestions(f, to)...)
		}
	}
	return all
}

func (w *world) listQuestions(f *ast.FieldDefinition, to *ast.Definition) []question {
	path := map[bool]string{true: "feed", false: "list"}[f.Name == "changes"]
	var all []question
	ask := func(path, page string, given ...string) {
		all = append(
			all,
			question{
				path, "{ " + call(f.Name, append(given, page)...) + " { " + w.pageOf(to, 1, "first: 1") + " } }", nil,
			},
		)
	}
	for _, page := range []string{"first: 100", "last: 100", "first: 1", "last: 1", "first: 7"} {
		ask(path, page)
	}
	for _, cursor := range w.foreignCursors(f.Name) {
		ask("cursor", "first: 3, after: "+cursor)
		ask("cursor", "last: 3, before: "+cursor)
	}
	for _, a := range f.Arguments {
		switch a.Name {
		case "first", "after", "last", "before":
		case "orderBy":
			for _, by := range w.schema.Types[w.schema.Types[a.Type.Name()].Fields.ForName("field").Type.Name()].EnumValues {
				ask("order", "first: 100", fmt.Sprintf("orderBy: {field: %s, direction: DESC}", by.Name))
				ask("order", "first: 100", fmt.Sprintf("orderBy: {field: %s, direction: ASC}", by.Name))
			}
		case "filter":
			for _, filter := range w.filters(w.schema.Types[a.Type.Name()], typeOf(to), false) {
				ask(
					map[bool]string{true: "feed", false: "filter"}[f.Name == "changes"], "first: 100",
					"filter: "+filter,
				)
			}
		default:
			for _, value := range w.values(a.Name, a.Type, typeOf(to), false) {
				ask(path, "first: 100", a.Name+": "+value)
			}
		}
	}
	return all
}

func typeOf(connection *ast.Definition) string {
	return strings.TrimSuffix(connection.Name, "Connection")
}

// foreignCursors returns cursors of an administrator at records that others may not see. Those of the ledger are at
// lines of the open contract, since a line that no longer exists means a restored database.
func (w *world) foreignCursors(list string) []string {
	var answer map[string]struct{ Edges []struct{ Cursor string } }
	of := "first: 100"
	if list == "changes" {
		of += fmt.Sprintf(", filter: {contract: %q}", w.named["open contract"].uid)
	}
	w.admin.Get(w.t, &answer, "{ "+list+"("+of+") { edges { cursor } } }", nil)
	edges := answer[list].Edges
	var some []string
	for at := 0; at < len(edges); at += max(1, len(edges)/4) {
		some = append(some, fmt.Sprintf("%q", edges[at].Cursor))
	}
	return some
}

// codeQuestions request a record by its id, by its code, and by its code in each contract.
func (w *world) codeQuestions(f *ast.FieldDefinition, to *ast.Definition) []question {
	prefix := ""
	for _, t := range records.Types {
		if t.Name == to.Name {
			prefix = t.Prefix
		}
	}
	var all []question
	ask := func(by, name string) {
		given := fmt.Sprintf("by: {%s: %q}", by, name)
		all = append(
			all, question{"node", "{ " + call(f.Name, given) + " { " + w.selection(to, 1, "first: 1") + " } }", nil},
		)
	}
	codes := []string{"nothing"}
	for _, s := range w.samples(prefix) {
		ask("id", s.uid)
		codes = append(codes, s.code)
	}
	for _, code := range codes {
		ask("code", code)
		for _, contract := range w.samples("contract") {
			ask("code", contract.code+"/"+code)
		}
	}
	return all
}

// edgeQuestions request what records refer to, with each argument of the fields.
func (w *world) edgeQuestions() []question {
	var all []question
	for _, t := range records.Types {
		var ids []string
		for _, s := range w.samples(t.Prefix) {
			ids = append(ids, s.uid)
		}
		for _, f := range fields(w.schema.Types[t.Name]) {
			for _, a := range f.Arguments {
				if slices.Contains([]string{"first", "last", "after", "before", "language"}, a.Name) {
					continue
				}
				all = append(all, w.underArgument(t, f, a, ids)...)
			}
		}
	}
	return all
}

func (w *world) underArgument(
	t *records.Type, f *ast.FieldDefinition, a *ast.ArgumentDefinition, ids []string,
) []question {
	to := w.schema.Types[f.Type.Name()]
	definition := w.schema.Types[a.Type.Name()]
	var values []string
	switch {
	case a.Name == "orderBy":
		for _, by := range w.schema.Types[definition.Fields.ForName("field").Type.Name()].EnumValues {
			values = append(values, fmt.Sprintf("{field: %s, direction: DESC}", by.Name))
		}
	case definition.Kind == ast.InputObject:
		values = w.filters(definition, typeOf(to), true)
	default:
		values = w.values(a.Name, a.Type, t.Name, true)
	}
	var all []question
	for _, value := range values {
		given := slices.DeleteFunc(required(f), func(s string) bool { return strings.HasPrefix(s, a.Name+":") })
		given = append(given, a.Name+": "+value)
		selected := ""
		switch {
		case strings.HasSuffix(to.Name, "Connection"):
			given, selected = append(given, "first: 2"), " { "+w.pageOf(to, 0, "first: 1")+" }"
		case !to.IsLeafType():
			selected = " { " + w.selection(to, 0, "first: 1") + " }"
		}
		all = append(
			all,
			question{
				"edge",
				"query ($ids: [ID!]!) { nodes(ids: $ids) { ... on " + t.Name + " { " + call(f.Name, given...) +
					selected + " } } }",
				map[string]any{"ids": ids},
			},
		)
	}
	return all
}

// pathQuestions request paths between records, and matrices of everything.
func (w *world) pathQuestions() []question {
	var all []question
	var ends []string
	for _, prefix := range []string{"partner", "axis", "concept", "theme", "contribution", "identifier"} {
		for _, s := range w.samples(prefix) {
			ends = append(ends, s.uid)
		}
	}
	step := w.selection(w.schema.Types["Path"], 1, "first: 1")
	for i, from := range ends {
		for _, to := range ends[i:] {
			all = append(
				all,
				question{
					"derived",
					"query ($from: ID!, $to: ID!) { path(from: {id: $from}, to: {id: $to}) { " + step + " } }",
					map[string]any{"from": from, "to": to},
				},
			)
		}
	}
	all = append(all, w.statsQuestions()...)
	matrix := w.schema.Types["Query"].Fields.ForName("matrix")
	selected := " { " + w.selection(w.schema.Types["Matrix"], 1, "first: 1") + " }"
	all = append(all, question{"derived", "{ matrix" + selected + " }", nil})
	for _, a := range matrix.Arguments {
		values := w.values(a.Name, a.Type, "Matrix", false)
		if definition := w.schema.Types[a.Type.Name()]; definition.Kind == ast.InputObject {
			values = w.filters(definition, "Matrix", false)
		}
		for _, value := range values {
			all = append(all, question{"derived", "{ " + call("matrix", a.Name+": "+value) + selected + " }", nil})
		}
	}
	return all
}
