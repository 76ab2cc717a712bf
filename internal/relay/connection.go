// Package relay pages through records the way the Relay connections
// specification says: by cursors that name a place in an ordered list, stable
// while records come and go.
package relay

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"maillage/internal/lexicon"
)

// Connection is a page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *PageInfo
	count    func(context.Context) (int, error)
}

// Edge is one record of a page and its place in the list.
type Edge[T any] struct {
	Node   *T
	at     int
	cursor func(at int) string
}

// NewEdge is a record with its cursor.
func NewEdge[T any](cursor string, node *T) *Edge[T] {
	return &Edge[T]{Node: node, cursor: func(int) string { return cursor }}
}

// Cursor is the record's place, sealed when it is asked for.
func (e *Edge[T]) Cursor() string { return e.cursor(e.at) }

// PageInfo is where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	first, last     int                 // places of records
	cursor          func(at int) string // nil where there is no record
}

// StartCursor is that of the first record; nil where there is none.
func (p *PageInfo) StartCursor() *string { return p.told(p.first) }

// EndCursor is that of the last record; nil where there is none.
func (p *PageInfo) EndCursor() *string { return p.told(p.last) }

func (p *PageInfo) told(at int) *string {
	if p.cursor == nil {
		return nil
	}
	return new(p.cursor(at))
}

// Nodes are the page's records without their cursors.
func (c *Connection[T]) Nodes() []*T {
	nodes := make([]*T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// TotalCount counts the whole list; a query that does not ask pays nothing.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// The bounds of a page's size.
const (
	DefaultPage = 20
	MaxPage     = 100
)

// Args are a list's paging arguments, as they came.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// ArgumentError says which argument cannot be used, and why.
type ArgumentError struct {
	Argument []any // its path, from the field's arguments down
	Sentence string
	Args     []any // of the sentence, which is a format then
}

func (e *ArgumentError) Error() string { return lexicon.English.Say(e.Sentence, e.Args...) }

func badArgument(name, format string, args ...any) *ArgumentError {
	return &ArgumentError{Argument: []any{name}, Sentence: format, Args: args}
}

// Wrong are the sizes that the page cannot have.
func (a Args) Wrong() (all []*ArgumentError) {
	if a.First != nil && a.Last != nil {
		all = append(all, badArgument("last", "`first` and `last` cannot be used together"))
	}
	for _, size := range []struct {
		name  string
		given *int
	}{{"first", a.First}, {"last", a.Last}} {
		if size.given != nil && (*size.given < 1 || *size.given > MaxPage) {
			all = append(all, badArgument(size.name, "`%s` is a number from 1 to %d, not %d", size.name, MaxPage, *size.given))
		}
	}
	return all
}

// size is how many records the page may have, and whether it is counted from
// the end.
func (a Args) size() (size int, backward bool, err error) {
	if wrong := a.Wrong(); len(wrong) > 0 {
		return 0, false, wrong[0]
	}
	switch {
	case a.Last != nil:
		return *a.Last, true, nil
	case a.First != nil:
		return *a.First, false, nil
	default:
		return DefaultPage, false, nil
	}
}

// paged cuts a page out of what was fetched for it: one more than its size, in
// the direction of paging.
func paged[T any](fetched []*T, a Args, size int, backward bool, cursor func(i int) string) *Connection[T] {
	more := len(fetched) > size
	if more {
		fetched = fetched[:size]
	}
	edges, all := make([]*Edge[T], len(fetched)), make([]Edge[T], len(fetched))
	for i, node := range fetched {
		at := i
		if backward {
			at = len(fetched) - 1 - i
		}
		all[at] = Edge[T]{Node: node, at: i, cursor: cursor}
		edges[at] = &all[at]
	}
	info := &PageInfo{HasNextPage: more, HasPreviousPage: a.After != nil}
	if backward {
		info.HasNextPage, info.HasPreviousPage = a.Before != nil, more
	}
	if len(edges) > 0 {
		info.first, info.last, info.cursor = edges[0].at, edges[len(edges)-1].at, cursor
	}
	return &Connection[T]{Edges: edges, PageInfo: info}
}

// Direction is which way a list is ordered.
type Direction string

// The directions.
const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)

// MarshalGQL writes the direction as an enum value.
func (d Direction) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, strconv.Quote(string(d))) // the response buffer cannot fail
}

// UnmarshalGQL reads the direction from an enum value.
func (d *Direction) UnmarshalGQL(value any) error {
	switch value {
	case string(Ascending), string(Descending):
		*d = Direction(value.(string))
		return nil
	}
	return fmt.Errorf("%v is not an OrderDirection", value)
}

// Size is how many records a page may have, and whether it is counted from the
// end of the list.
func (a Args) Size() (size int, backward bool, err error) { return a.size() }

// Page makes a page of what was fetched for it: one more than its size, in the
// direction of paging.
func Page[T any](fetched []*T, a Args, cursor func(*T) string, count func(context.Context) (int, error)) (*Connection[T], error) {
	size, backward, err := a.size()
	if err != nil {
		return nil, err
	}
	c := paged(fetched, a, size, backward, func(i int) string { return cursor(fetched[i]) })
	c.count = count
	return c, nil
}
