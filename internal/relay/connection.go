// Package relay pages through records as the Relay connections specification defines it. Cursors are
// positions in an ordered list, which stay valid while records are added and removed.
package relay

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"maillage/internal/message"
)

// Connection is a page of a list.
type Connection[T any] struct {
	Edges    []*Edge[T]
	PageInfo *PageInfo
	count    func(context.Context) (int, error)
}

// Edge is one record of a page with its position in the list.
type Edge[T any] struct {
	Node   *T
	at     int
	cursor func(at int) string
}

// NewEdge returns the edge of a record with its cursor.
func NewEdge[T any](cursor string, node *T) *Edge[T] {
	return &Edge[T]{Node: node, cursor: func(int) string { return cursor }}
}

// Cursor returns the record's cursor. It is computed only when requested.
func (e *Edge[T]) Cursor() string { return e.cursor(e.at) }

// PageInfo tells whether a list continues before and after a page.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	first, last     int                 // positions of records
	cursor          func(at int) string // nil where there is no record
}

// StartCursor returns the cursor of the first record; nil where there is none.
func (p *PageInfo) StartCursor() *string { return p.cursorAt(p.first) }

// EndCursor returns the cursor of the last record; nil where there is none.
func (p *PageInfo) EndCursor() *string { return p.cursorAt(p.last) }

func (p *PageInfo) cursorAt(at int) *string {
	if p.cursor == nil {
		return nil
	}
	return new(p.cursor(at))
}

// Nodes returns the page's records without their cursors.
func (c *Connection[T]) Nodes() []*T {
	nodes := make([]*T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// TotalCount counts the whole list. A query that does not select it does not pay for it.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// The default and the maximum size of a page.
const (
	DefaultPage = 20
	MaxPage     = 100
)

// Args are the paging arguments of a list, as the client sent them.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// ArgumentError says which argument cannot be used, and why.
type ArgumentError struct {
	Argument []any // its path, from the field's arguments down
	Sentence message.Sentence
}

func (e *ArgumentError) Error() string { return e.Sentence.String() }

func badArgument(name string, sentence message.Sentence) *ArgumentError {
	return &ArgumentError{Argument: []any{name}, Sentence: sentence}
}

// Wrong returns an error for each invalid size.
func (a Args) Wrong() (all []*ArgumentError) {
	if a.First != nil && a.Last != nil {
		all = append(all, badArgument("last", message.FirstAndLast))
	}
	for _, size := range []struct {
		name  string
		given *int
	}{{"first", a.First}, {"last", a.Last}} {
		if size.given != nil && (*size.given < 1 || *size.given > MaxPage) {
			all = append(all, badArgument(size.name, message.PageSize(size.name, MaxPage, *size.given)))
		}
	}
	return all
}

// size returns the maximum number of records of the page, and whether it is counted from the end of
// the list.
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

// paged returns a page of the records that were read for it. These are one more than its size, in the
// direction of paging.
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

// Direction is the direction in which a list is ordered.
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

// Size returns the maximum number of records of a page, and whether it is counted from the end of the
// list.
func (a Args) Size() (size int, backward bool, err error) { return a.size() }

// Page returns a page of the records that were read for it. These are one more than its size, in the
// direction of paging.
func Page[T any](
	fetched []*T, a Args, cursor func(*T) string, count func(context.Context) (int, error),
) (*Connection[T], error) {
	size, backward, err := a.size()
	if err != nil {
		return nil, err
	}
	c := paged(fetched, a, size, backward, func(i int) string { return cursor(fetched[i]) })
	c.count = count
	return c, nil
}
