// Package filtermodel evaluates filters a second time, plainly, over what the API returns without them.
package filtermodel

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/testhub"
)

// Model is everything that a viewer gets, read through the API without any
// filter. Conditions are evaluated over it record by record, as the
// descriptions of the filters say, by the names of the fields alone.
type Model struct {
	schema  *ast.Schema
	lists   map[string]string // type → root list
	records map[string]*plainRecord
	byType  map[string][]*plainRecord
}

type plainRecord struct {
	id, kind string
	fields   map[string]any      // leaves
	links    map[string][]string // identifiers of the records that a field leads to
}

// backwards are links without a field in the API, with the field that goes the other way.
var backwards = map[string]string{
	"Partner.successors": "Partner.predecessors", "Theme.mapped": "Theme.reference", "Theme.actions": "Action.themes", "Axis.workingGroups": "WorkingGroup.axes",
	"WorkingGroup.children": "WorkingGroup.parent", "Audience.actions": "Action.audiences", "Audience.axes": "Axis.audiences", "Territory.actions": "Action.territories",
	"Territory.contracts": "Contract.territory", "Programme.actions": "Action.programmes", "Criterion.actions": "Action.criteria",
}

// Read reads all records that a viewer gets.
func Read(t *testing.T, h *testhub.Hub) *Model {
	t.Helper()
	m := &Model{
		schema: testhub.ReadSchemaAsWritten(t), lists: map[string]string{},
		records: map[string]*plainRecord{}, byType: map[string][]*plainRecord{},
	}
	for _, f := range testhub.OwnFields(m.schema.Types["Query"]) {
		of, is := strings.CutSuffix(f.Type.Name(), "Connection")
		if is && f.Arguments.ForName("filter") != nil && m.schema.Types[filterOf(of)] != nil && of != "Change" {
			m.lists[of] = f.Name
			for _, r := range All(t, h, f.Name, "{}", m.selects(of)) {
				m.read(of, r)
			}
		}
	}
	for of, list := range backwards {
		kind, name, _ := strings.Cut(of, ".")
		from, field, _ := strings.Cut(list, ".")
		for _, r := range m.byType[from] {
			for _, to := range r.links[field] {
				if m.records[to].kind == kind {
					m.records[to].links[name] = append(m.records[to].links[name], r.id)
				}
			}
		}
	}
	return m
}

// selects returns a selection of all plain fields of a type, and of the identifiers of the records that it refers to.
func (m *Model) selects(kind string) string {
	var all []string
	for _, f := range testhub.OwnFields(m.schema.Types[kind]) {
		to := m.schema.Types[f.Type.Name()]
		of, paged := strings.CutSuffix(to.Name, "Connection")
		switch {
		case to.IsLeafType() && len(f.Arguments) == 0:
			all = append(all, f.Name+": "+testhub.AnswerName(kind, f.Name))
		case paged && m.isRecord(of):
			all = append(all, f.Name+": "+testhub.AnswerName(kind, f.Name)+"(first: 100) { totalCount nodes { id } }")
		case len(f.Arguments) == 0 && m.isRecord(to.Name):
			all = append(all, f.Name+": "+testhub.AnswerName(kind, f.Name)+" { id }")
		}
	}
	return strings.Join(all, " ")
}

func (m *Model) isRecord(kind string) bool {
	d := m.schema.Types[kind]
	return d != nil && d.Fields.ForName("version") != nil
}

func (m *Model) read(kind string, from Record) {
	r := &plainRecord{id: from.At("id"), kind: kind, fields: map[string]any{}, links: map[string][]string{}}
	for name, value := range from {
		switch value := value.(type) {
		case map[string]any:
			if nodes, paged := value["nodes"].([]any); paged {
				if value["totalCount"] != float64(len(nodes)) {
					panic(kind + "." + name + " has more than a page: the model would lack some")
				}
				r.link(name, nodes)
			} else {
				r.link(name, []any{value})
			}
		case []any:
			r.fields[name] = value
			r.link(name, value)
		default:
			r.fields[name] = value
		}
	}
	r.forgetFallback()
	m.records[r.id], m.byType[kind] = r, append(m.byType[kind], r)
}

func (r *plainRecord) link(name string, to []any) {
	for _, one := range to {
		if one, is := one.(map[string]any); is {
			r.links[name] = append(r.links[name], one["id"].(string))
		}
	}
}

func (r *plainRecord) text(name string) (string, bool) {
	s, is := r.fields[name].(string)
	return s, is
}

// keep returns the identifiers of the records of a type that match a filter, by the model.
func (m *Model) keep(kind string, filter map[string]any) []string {
	kept := []string{}
	for _, r := range m.byType[kind] {
		if m.holds(r, filter) {
			kept = append(kept, r.id)
		}
	}
	slices.Sort(kept)
	return kept
}

func (m *Model) holds(r *plainRecord, filter map[string]any) bool {
	for name, value := range filter {
		if !m.condition(r, name, value) {
			return false
		}
	}
	return true
}

func list(value any) []map[string]any {
	all, _ := value.([]map[string]any)
	return all
}

func (m *Model) condition(r *plainRecord, name string, value any) bool {
	holds := func(f map[string]any) bool { return m.holds(r, f) }
	switch name {
	case "and":
		return !slices.ContainsFunc(list(value), func(f map[string]any) bool { return !holds(f) })
	case "or":
		return slices.ContainsFunc(list(value), holds)
	case "not":
		return !holds(value.(map[string]any))
	case "ids":
		code, _ := r.text("code")
		return slices.Contains(value.([]string), r.id) || code != "" && slices.Contains(value.([]string), code)
	case "under":
		return m.isUnder(r, value.([]string))
	case "nameContains":
		acronym, _ := r.text("acronym")
		inAcronym := acronym != "" && strings.Contains(strings.ToLower(acronym), strings.ToLower(value.(string)))
		return inAcronym || nameIs(r, "contains", value.(string))
	case "asOf":
		return MayHoldIn(value.(string))(Record(r.fields))
	case "about":
		field, _ := r.text("about")
		return field == value
	case "hasStatus":
		return (r.fields["status"] != nil) == value.(bool)
	case "codes":
		code, _ := r.text("code")
		return slices.Contains(value.([]string), code)
	}
	if r.kind == "Theme" && name == "isReference" {
		return (len(r.links["contract"]) == 0) == value.(bool)
	}
	if object, is := value.(map[string]any); is {
		return m.object(r, name, object)
	}
	field := m.fieldOf(r.kind, name)
	if words, is := value.([]string); is {
		if names, is := r.fields[field].([]any); is {
			return slices.ContainsFunc(names, func(n any) bool { return slices.Contains(words, n.(string)) })
		}
		word, _ := r.text(field)
		return slices.Contains(words, word)
	}
	if to, isLink := m.linkOf(r.kind, name); isLink {
		_ = to
		return slices.ContainsFunc(r.links[name], func(id string) bool {
			code, _ := m.records[id].text("code")
			return id == value || code == value
		})
	}
	return r.fields[field] == value
}

// fieldOf returns the field of a type that a condition is on.
func (m *Model) fieldOf(kind, name string) string {
	d := m.schema.Types[kind]
	for _, f := range d.Fields {
		if name == f.Name || name == f.Name+"With" || name == f.Name+"s" || name == f.Name+"es" || name == "bases" && f.Name == "basis" {
			return f.Name
		}
	}
	return ""
}

// linkOf returns the type that a link of a type refers to.
func (m *Model) linkOf(kind, name string) (string, bool) {
	f := m.schema.Types[kind].Fields.ForName(name)
	if f == nil {
		return "", false
	}
	return f.Type.Name(), m.isRecord(f.Type.Name()) || f.Type.Name() == "Thing" || f.Type.Name() == "HubRecord"
}

func (m *Model) object(r *plainRecord, name string, value map[string]any) bool {
	plain := strings.TrimSuffix(name, "With")
	d := m.schema.Types[filterOf(r.kind)].Fields.ForName(name)
	if d == nil {
		return false
	}
	switch kind := d.Type.Name(); kind {
	case "NameFilter":
		return operators(value, func(op string, v any) bool { return nameIs(r, op, v) })
	case "TextFilter":
		text, there := r.text(plain)
		return operators(value, func(op string, v any) bool { return textIs(text, there, op, v) })
	case "IntFilter", "CentsFilter":
		number, there := r.fields[plain].(float64)
		return operators(value, func(op string, v any) bool { return numberIs(number, there, op, v) })
	case "DecimalFilter":
		text, there := r.text(plain)
		return operators(value, func(op string, v any) bool { return decimalIs(text, there, op, v) })
	case "DateFilter":
		text, there := r.text(plain)
		return operators(value, func(op string, v any) bool { return dateIs(text, there, op, v) })
	case "MomentFilter":
		at, _ := r.text(plain)
		return operators(value, func(op string, v any) bool {
			moment, bound := mustTime(at), mustTime(v.(string))
			return op == "from" && !moment.Before(bound) || op == "before" && moment.Before(bound)
		})
	case "RelationSubjectFilter", "RelationObjectFilter", "CitedFilter":
		for key, f := range value {
			return slices.ContainsFunc(r.links[plain], func(id string) bool {
				to := m.records[id]
				return strings.EqualFold(to.kind, key) && m.holds(to, f.(map[string]any))
			})
		}
	}
	link := name
	if len(r.links[name]) == 0 {
		link = plain
	}
	return slices.ContainsFunc(r.links[link], func(id string) bool { return m.holds(m.records[id], value) })
}

// filterOf returns the filter type of a type.
func filterOf(kind string) string {
	if slices.Contains([]string{"Programme", "Criterion", "Source"}, kind) {
		return "ThingFilter"
	}
	return kind + "Filter"
}

func (m *Model) isUnder(r *plainRecord, names []string) bool {
	seen := map[string]bool{}
	for waiting := []*plainRecord{r}; len(waiting) > 0; waiting = waiting[1:] {
		at := waiting[0]
		if seen[at.id] {
			continue
		}
		seen[at.id] = true
		if code, _ := at.text("code"); slices.Contains(names, at.id) || slices.Contains(names, code) {
			return true
		}
		for _, id := range slices.Concat(at.links["parent"], at.links["reference"]) {
			waiting = append(waiting, m.records[id])
		}
	}
	return false
}

// kept returns the identifiers that the API returns for a filter.
func (m *Model) kept(t *testing.T, h *testhub.Hub, kind string, filter map[string]any) ([]string, testhub.Answer) {
	t.Helper()
	text := fmt.Sprintf(`query ($f: %s) { l: %s(first: 100, filter: $f) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }`, filterOf(kind), m.lists[kind])
	ids := []string{}
	answer := h.Ask(t, text, map[string]any{"f": filter})
	var page struct {
		L struct {
			TotalCount int
			Nodes      []struct{ ID string }
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
		}
	}
	if len(answer.Errors) > 0 || json.Unmarshal(answer.Data, &page) != nil {
		return nil, answer
	}
	for _, n := range page.L.Nodes {
		ids = append(ids, n.ID)
	}
	if page.L.PageInfo.HasNextPage { // of demo data: the whole of it, page after page
		raw, _ := json.Marshal(filter)
		ids = ids[:0]
		for _, r := range All(t, h, m.lists[kind], literal(t, raw), "") {
			ids = append(ids, r.At("id"))
		}
	}
	if len(ids) != page.L.TotalCount {
		t.Errorf("%s under %v: %d records, totalCount %d", kind, filter, len(ids), page.L.TotalCount)
	}
	slices.Sort(ids)
	return ids, answer
}

// forgetFallback removes a code that is the record's identifier, since the record has no code of its own.
func (r *plainRecord) forgetFallback() {
	if r.fields["code"] == r.id {
		delete(r.fields, "code")
	}
}
