package relay

import (
	"context"
	"slices"

	"maillage/internal/gen/ent"
	"maillage/internal/snapshot"
)

// Reader reads records for the API.
type Reader struct {
	Client  *ent.Client // for what the hub keeps beside the graph
	Records *snapshot.Source
	Sealer  *Sealer
}

// Order is what a list is ordered by, the first term first. Records that are alike in
// all terms are ordered by their ids, in the direction of the last one.
type Order []Term

// Term names a key of the table and a direction.
type Term struct {
	By        string
	Direction Direction
}

// Wrong is the term that is given twice; nil when there is none.
func (o Order) Wrong() error {
	for i, term := range o {
		if slices.ContainsFunc(o[:i], func(earlier Term) bool { return earlier.By == term.By }) {
			return &ArgumentError{
				Argument: []any{"orderBy", i, "field"}, Sentence: "a list is ordered by `%s` once, not twice", Args: []any{term.By},
			}
		}
	}
	return nil
}

// Last is the direction of the last term, in which equal records are ordered by id.
func (o Order) Last() Direction { return o[len(o)-1].Direction }

// List names a list in this order, for its cursors.
func (o Order) List(name string) string {
	for _, term := range o {
		name += " " + term.By + " " + string(term.Direction)
	}
	return name
}

// Where is a condition on records of one type.
type Where struct {
	// Among are the only records that may fulfil it, by id and each once, where they are known: IsAmong.
	Among   []int32
	IsAmong bool
	Holds   func(id int32) bool // nil holds for all
	OfAmong func(id int32) bool // what is left to be asked of those in Among; nil is nothing
}

// Holding is a condition as it is asked for a viewer; nil is none.
type Holding = func(context.Context, *snapshot.View) (*Where, error)

// term is a term of an order.
type term struct {
	order      snapshot.Order
	descending bool // in the list
	compare    func(a, b int32) int
	value      func(id int32) string            // in a cursor
	beside     func(id int32, value string) int // compares a record with a cursor's value
}

// List pages through all records of a table that match.
func List[T any](ctx context.Context, r *Reader, t *Table[T], args Args, order Order, filter Holding) (*Connection[T], error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	q, err := newRequest(r, v, t, args, order)
	if err != nil {
		return nil, err
	}
	where, err := asked(ctx, v, filter, nil)
	if err != nil {
		return nil, err
	}
	holds := q.holds(where)
	var ids []int32
	switch {
	case where != nil && where.IsAmong:
		matched := q.matched(where)
		c := q.page(q.among(matched, func(int32) bool { return true }))
		c.count = func(context.Context) (int, error) { return len(matched), nil }
		return Charged(ctx, c, nil)
	case len(q.terms) == 1:
		ids = q.inOrder(v.InOrder(t.prefix, q.terms[0].order), holds)
	default:
		ids = q.among(everyID(v, t.prefix), holds)
	}
	c := q.page(ids)
	c.count = func(context.Context) (int, error) { return q.count(where, nil, false, holds), nil }
	return Charged(ctx, c, nil)
}

// everyID is the ids of all records of a type, seen or not.
func everyID(v *snapshot.View, prefix string) []int32 {
	ids := make([]int32, 0, v.Count(prefix))
	v.InOrder(prefix, snapshot.ByCreation).From(0, 0, func(id int32) bool {
		ids = append(ids, id)
		return true
	})
	return ids
}

// count counts the records of a list.
func (q *request[T]) count(where *Where, ids []int32, isOf bool, holds func(int32) bool) (n int) {
	switch {
	case isOf:
	case where == nil && q.view.SeesAll():
		return q.view.Count(q.table.prefix)
	default:
		store := q.view.Rows(q.table.prefix)
		for id := range store.Bound() {
			if holds(id) {
				n++
			}
		}
		return n
	}
	for _, id := range ids {
		if holds(id) {
			n++
		}
	}
	return n
}

// Link is the reference of a child record to its parent.
type Link[C any] struct {
	Table  *Table[C]
	Column string
}

// Children pages through the records that refer to a parent.
func Children[C any](ctx context.Context, r *Reader, parent ent.Row, link Link[C], args Args, order Order, filter Holding) (*Connection[C], error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	q, err := newRequest(r, v, link.Table, args, order)
	if err != nil {
		return nil, err
	}
	where, err := asked(ctx, v, filter, parent)
	if err != nil {
		return nil, err
	}
	holds, ids := q.holds(where), v.Children(link.Table.prefix, link.Column, int32(parent.RowID())) //nolint:gosec // an id
	if where != nil && where.IsAmong {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id int32) bool {
			_, is := slices.BinarySearch(where.Among, id)
			return !is
		})
	}
	c := q.page(q.among(ids, holds))
	c.count = func(context.Context) (int, error) { return q.count(where, ids, true, holds), nil }
	return Charged(ctx, c, nil)
}

// Some pages through records that a parent leads to in another way than by a column: by their ids, each once.
func Some[T any](
	ctx context.Context, r *Reader, t *Table[T], parent ent.Row, of func(*snapshot.View) []int, args Args, order Order, filter Holding,
) (*Connection[T], error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	q, err := newRequest(r, v, t, args, order)
	if err != nil {
		return nil, err
	}
	where, err := asked(ctx, v, filter, parent)
	if err != nil {
		return nil, err
	}
	var ids []int32
	for _, id := range of(v) {
		ids = append(ids, int32(id)) //nolint:gosec // it is an id
	}
	holds := q.holds(where)
	c := q.page(q.among(ids, holds))
	c.count = func(context.Context) (int, error) { return q.count(where, ids, true, holds), nil }
	return Charged(ctx, c, nil)
}
