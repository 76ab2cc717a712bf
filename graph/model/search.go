package model

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// SearchResult is a record that was found.
type SearchResult interface{ Node }

// SearchResultEdge is a record that was found, with its position among all.
type SearchResultEdge struct {
	Cursor string
	Node   SearchResult
	Hit    search.Hit
	Asked  *search.Query
}

// closenesses are the API's words for how well a record matches.
var closenesses = map[search.Closeness]lexicon.Closeness{
	search.Exact: lexicon.Exact, search.Initials: lexicon.InName, search.Name: lexicon.InName,
	search.NameBeginning: lexicon.NameBeginning, search.Text: lexicon.InText, search.Stem: lexicon.InText,
	search.Similar: lexicon.Similar, search.SimilarText: lexicon.Similar, search.Within: lexicon.Similar,
	search.Most: lexicon.SomeWords, search.SomeName: lexicon.SomeWords, search.SomeText: lexicon.SomeWords,
	search.Some: lexicon.SomeWords,
}

// Closeness returns how well the record matches.
func (e *SearchResultEdge) Closeness() lexicon.Closeness { return closenesses[e.Hit.Closeness] }

// SearchTypeCount is the number of records of a type that were found.
type SearchTypeCount struct {
	Type  lexicon.RecordType
	Count int
}

// SearchResultConnection is a page of search results.
type SearchResultConnection struct {
	Edges    []*SearchResultEdge
	PageInfo *relay.PageInfo

	once   sync.Once
	count  func(context.Context) (map[string]int, error)
	counts map[string]int
	err    error
}

// NewSearchResults returns a page of search results. count returns the number of all results by the
// prefixes of their types.
func NewSearchResults(
	edges []*SearchResultEdge, info *relay.PageInfo, count func(context.Context) (map[string]int, error),
) *SearchResultConnection {
	return &SearchResultConnection{Edges: edges, PageInfo: info, count: count}
}

// Nodes returns the page's records without their cursors.
func (c *SearchResultConnection) Nodes() []SearchResult {
	nodes := make([]SearchResult, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// byType returns the number of results of each type, by its prefix. They are counted once.
func (c *SearchResultConnection) byType(ctx context.Context) (map[string]int, error) {
	c.once.Do(func() { c.counts, c.err = c.count(ctx) })
	return c.counts, c.err
}

// TotalCount returns the number of all results.
func (c *SearchResultConnection) TotalCount(ctx context.Context) (int, error) {
	counts, err := c.byType(ctx)
	total := 0
	for _, n := range counts {
		total += n
	}
	return total, err
}

// Types returns the types of the results, the most frequent first.
func (c *SearchResultConnection) Types(ctx context.Context) ([]*SearchTypeCount, error) {
	counts, err := c.byType(ctx)
	list := []*SearchTypeCount{}
	for prefix, n := range counts {
		list = append(list, &SearchTypeCount{record.Of(prefix).Word(), n})
	}
	slices.SortFunc(list, func(a, b *SearchTypeCount) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(string(a.Type), string(b.Type)))
	})
	return list, err
}
