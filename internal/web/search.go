package web

import (
	"net/url"
	"strings"
)

// searchPage is what the template of a search shows.
type searchPage struct {
	Query   string
	Only    string // type of record; empty for all
	Total   int
	Types   []typeCount
	Results []result
	Next    string
	All     string // the address without a type
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

// InName returns the words that match in the name; nil where none does.
func (r result) InName() *highlight {
	for i, h := range r.Highlights {
		if strings.EqualFold(h.Field, "name") {
			return &r.Highlights[i]
		}
	}
	return nil
}

// Elsewhere returns the words that match in other fields. A code says no more than the name that it comes from.
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

// search finds records by their words.
func (s *site) search(q *request) (*page, error) {
	m := searchPage{
		Query: strings.TrimSpace(q.query.Get("q")), Only: q.wordOf("type", "RecordType"), All: q.here("type", "after"),
	}
	p := &page{Template: "search", Title: say(q.lang, "search.title"), Search: m.Query, Body: &m}
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
	if err := q.ask("SearchPage", variables, &data); err != nil {
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
