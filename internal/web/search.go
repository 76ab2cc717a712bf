package web

import (
	"encoding/json"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/url"
	"slices"
	"strings"
)

// searchPage is the data of the search page.
type searchPage struct {
	Query   string
	Only    string // type of record; empty for all
	Total   int
	Types   []typeCount
	Results []result
	Next    string
	All     string // URL without the filter by type
}

type typeCount struct {
	Type    string
	Count   int
	Address string
}

type result struct {
	Node       said
	Closeness  string
	Highlights []highlight
}

type highlight struct {
	Field    string
	Segments []struct {
		Text    string
		Matched bool
	}
}

// InName returns the highlights in the name; nil for none.
func (r result) InName() *highlight {
	for i, h := range r.Highlights {
		if strings.EqualFold(h.Field, "name") {
			return &r.Highlights[i]
		}
	}
	return nil
}

// Elsewhere returns the highlights in other fields. A code is left out where the name matches: it adds nothing to the
// name.
func (r result) Elsewhere() (others []highlight) {
	named := r.InName() != nil
	for _, h := range r.Highlights {
		if strings.EqualFold(h.Field, "name") || named && strings.EqualFold(h.Field, "code") {
			continue
		}
		others = append(others, h)
	}
	return others
}

// search finds records by words.
func (s *site) search(q *request) (*page, error) {
	m := searchPage{
		Query: strings.TrimSpace(q.query.Get("q")), Only: q.wordOf("type", "RecordType"), All: q.here("type", "after"),
	}
	p := &page{Template: "search", Title: words.Say(q.lang, "search.title"), Search: m.Query, Body: &m}
	if m.Query == "" {
		return p, nil
	}
	p.Title = m.Query + " – " + p.Title
	var data struct {
		Search *struct {
			TotalCount int
			TypeCounts []typeCount
			PageInfo   pageInfo
			Edges      []result
		}
	}
	variables := vars{"query": m.Query, "after": q.after("after")}
	if m.Only != "" {
		variables["filter"] = map[string]any{"types": []string{m.Only}}
	}
	if err := q.execute("SearchPage", variables, &data); err != nil {
		return nil, err
	}
	if data.Search == nil {
		return p, nil
	}
	m.Total, m.Types, m.Results = data.Search.TotalCount, data.Search.TypeCounts, data.Search.Edges
	m.Next = q.more("after", data.Search.PageInfo)
	for i := range m.Types {
		m.Types[i].Address = address("/search", url.Values{"q": {m.Query}, "type": {m.Types[i].Type}})
	}
	return p, nil
}

// Types of the records that fields name.
const (
	typePartner = "PARTNER"
	typeAction  = "ACTION"
	typeAxis    = "AXIS"
	typeGroup   = "WORKING_GROUP"
	typeSource  = "SOURCE"
)

// picked is a record chosen by words.
type picked struct {
	said
	Acronym *string
}

// pick resolves the words of a field to a record. For several matches, the field lists them, and the viewer sends the
// form again with a choice. Then pick returns nil, and the field has an error.
func (q *request) pick(f *form, of *field, sent url.Values) (*picked, error) {
	typed := strings.TrimSpace(of.Value)
	if typed == "" {
		return nil, nil //nolint:nilnil // an empty field names nothing
	}
	if id, code, is := strings.Cut(sent.Get(of.Name+"-id"), " "); is && sent.Get(of.Name+"-for") == typed {
		return &picked{said: said{thing: thing{ID: id, Name: typed, Code: code}}}, nil
	}
	all, exact, err := q.matches(typed, of.Types, of.In)
	if err != nil {
		return nil, err
	}
	if exact == 1 {
		return &all[0], nil
	}
	if len(all) == 0 {
		f.fail(of.Name, words.Say(q.lang, "pick.none", typed))
		return nil, nil //nolint:nilnil // the field has the error
	}
	f.Hidden = append(f.Hidden, option{Value: typed, Label: of.Name + "-for"})
	for _, m := range all {
		of.Matches = append(of.Matches, option{m.ID + " " + m.Code, m.described(q), false})
	}
	f.fail(of.Name, words.Say(q.lang, "pick.several", typed))
	return nil, nil //nolint:nilnil // the field has the error
}

// matches finds the records that words may mean, exact matches first, and counts the exact ones. types and contract
// restrict the search; empty means any.
func (q *request) matches(typed string, types []string, contract string) (all []picked, exact int, err error) {
	var data struct {
		Search *struct {
			Edges []struct {
				Closeness string
				Node      picked
			}
		}
	}
	filter := map[string]any{}
	if len(types) > 0 {
		filter["types"] = types
	}
	if contract != "" {
		filter["contract"] = contract
	}
	if err := q.execute("Pick", vars{"words": cut(typed), "filter": filter}, &data); err != nil || data.Search == nil {
		return nil, 0, err
	}
	for _, e := range data.Search.Edges {
		if e.Closeness == "EXACT" {
			all = slices.Insert(all, exact, e.Node)
			exact++
			continue
		}
		all = append(all, e.Node)
	}
	return all, exact, nil
}

// suggestion is a record that a field suggests during typing.
type suggestion struct {
	ID      string `json:"id"` // with the code, as forms send it
	Name    string `json:"name"`
	Label   string `json:"label"`
	Address string `json:"address"`
}

// suggest returns the records that the words of a field may mean, as JSON. It finds what the search of the viewer
// finds.
func (s *site) suggest(q *request) (*page, error) {
	types := strings.FieldsFunc(q.query.Get("types"), func(r rune) bool { return r == ',' })
	for _, t := range types {
		if words.Vocabularies["RecordType"].Index(t) < 0 {
			return nil, operations.ErrNotFound
		}
	}
	found := []suggestion{}
	if typed := strings.TrimSpace(q.query.Get("q")); typed != "" {
		all, _, err := q.matches(typed, types, q.query.Get("contract"))
		if err != nil {
			return nil, err
		}
		for _, m := range all {
			text := m.described(q)
			if len(types) != 1 {
				text = m.Words() + " · " + words.Label(q.lang, "RecordType", m.Kind())
				if m.Contract != nil {
					text += ", " + m.Contract.Code
				}
			}
			found = append(found, suggestion{m.ID + " " + m.Code, m.Words(), text, m.Address()})
		}
	}
	content, err := json.Marshal(found)
	if err != nil {
		return nil, err
	}
	return &page{File: &file{Type: "application/json", Content: content, Here: true}}, nil
}

// maxWords is the maximum length of a search text.
const maxWords = 200

func cut(typed string) string {
	if runes := []rune(typed); len(runes) > maxWords {
		return string(runes[:maxWords])
	}
	return typed
}

// described returns the name of a record with what distinguishes it from others of that name.
func (p picked) described(q *request) string {
	text := p.Name
	if p.Acronym != nil {
		text += " (" + *p.Acronym + ")"
	}
	if p.Sector != "" {
		text += ", " + words.Label(q.lang, "Sector", p.Sector)
	}
	return text + " · " + p.Code
}

// chosen sets a field to a known record, so that it is not searched again.
func (f *form) chosen(of *field, t *thing) {
	if t == nil || t.ID == "" {
		return
	}
	of.Value = t.Name
	f.Hidden = append(f.Hidden,
		option{Label: of.Name + "-for", Value: t.Name}, option{Label: of.Name + "-id", Value: t.ID + " " + t.Code})
}

// suggestions returns the suggestions of a text field: the names of records, each once.
func suggestions(lists ...[]thing) (options []option) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, t := range list {
			if t.Name != "" && !seen[t.Name] {
				seen[t.Name] = true
				options = append(options, option{Value: t.Name})
			}
		}
	}
	return options
}
