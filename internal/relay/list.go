package relay

import (
	"context"
	"slices"

	"maillage/internal/gen/ent"
	"maillage/internal/message"
	"maillage/internal/persistent"
	"maillage/internal/snapshot"
)

// Reader reads records for the API.
type Reader struct {
	Client  *ent.Client // for the data that the hub stores outside the graph
	Records *snapshot.Source
	Sealer  *Sealer
}

// Order is the order of a list, the most significant term first. Records that are equal in all terms
// are ordered by their ids, in the direction of the last one.
type Order []Term

// Term is a key of the table and a direction.
type Term struct {
	By        string
	Direction Direction
}

// Wrong returns an error for a term that is given twice, or nil.
func (o Order) Wrong() error {
	for i, term := range o {
		if slices.ContainsFunc(o[:i], func(earlier Term) bool { return earlier.By == term.By }) {
			return &ArgumentError{Argument: []any{"orderBy", i, "field"}, Sentence: message.OrderedTwice(term.By)}
		}
	}
	return nil
}

// Last returns the direction of the last term, in which equal records are ordered by id.
func (o Order) Last() Direction { return o[len(o)-1].Direction }

// List returns the name of a list in this order, to which its cursors are bound.
func (o Order) List(name string) string {
	for _, term := range o {
		name += " " + term.By + " " + string(term.Direction)
	}
	return name
}

// Where is a condition on records of one type.
type Where struct {
	// Among are the only records that can match, by id and without duplicates, if IsAmong is set.
	Among   []int32
	IsAmong bool
	Holds   func(id int32) bool // nil holds for all
	OfAmong func(id int32) bool // the check that is left for records in Among; nil if none
}

// Holding compiles a condition for a viewer; nil means no condition.
type Holding = func(context.Context, *snapshot.View) (*Where, error)

// term is a term of an order, ready to compare records.
type term struct {
	order      snapshot.Order
	descending bool // in the list
	compare    func(a, b int32) int
	view       *snapshot.View
	prefix     string
	texts      func(id int32) (persistent.Text, bool) // of names; nil until a cursor needs them
	numbers    func(id int32) (int64, bool)           // of any other order
	optional   func(id int32) (int64, bool)           // of a column without an index; nil for an order with one
}

// begin takes the view of a list and reads its arguments. parent is the record to which the list
// belongs, or nil.
func begin[T any](
	ctx context.Context, r *Reader, t *Table[T], parent ent.Row, args Args, order Order, filter Holding,
) (*request[T], *Where, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, nil, err
	}
	q, err := newRequest(ctx, r, v, t, args, order)
	if err != nil {
		return nil, nil, err
	}
	where, err := condition(ctx, v, filter, parent)
	return q, where, err
}

// List returns a page of all records of a table that match.
func List[T any](
	ctx context.Context, r *Reader, t *Table[T], args Args, order Order, filter Holding,
) (*Connection[T], error) {
	q, where, err := begin(ctx, r, t, nil, args, order, filter)
	if err != nil {
		return nil, err
	}
	if where != nil && where.IsAmong {
		matched := q.matched(where)
		all := func(int32) bool { return true }
		return q.page(q.among(matched, all), func() int { return len(matched) })
	}
	holds := q.holds(where)
	count := func() int { return q.matchingAll(where, holds) }
	if len(q.terms) == 1 && q.terms[0].optional == nil {
		return q.page(q.inOrder(q.view.InOrder(t.prefix, q.terms[0].order), holds), count)
	}
	return q.page(q.among(allIDs(q.view, t.prefix), holds), count)
}

// allIDs returns the ids of all records of a type, visible or not.
func allIDs(v *snapshot.View, prefix string) []int32 {
	ids := make([]int32, 0, v.Count(prefix))
	v.InOrder(prefix, snapshot.ByCreation).From(0, 0, func(id int32) bool {
		ids = append(ids, id)
		return true
	})
	return ids
}

// Link is the reference of a child record to its parent.
type Link[C any] struct {
	Table  *Table[C]
	Column string
}

// Children returns a page of the records that refer to a parent.
func Children[C any](
	ctx context.Context, r *Reader, parent ent.Row, link Link[C], args Args, order Order, filter Holding,
) (*Connection[C], error) {
	q, where, err := begin(ctx, r, link.Table, parent, args, order, filter)
	if err != nil {
		return nil, err
	}
	ids := q.view.Children(link.Table.prefix, link.Column, int32(parent.RowID())) //nolint:gosec // it is an id
	if where != nil && where.IsAmong {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id int32) bool {
			_, is := slices.BinarySearch(where.Among, id)
			return !is
		})
	}
	holds := q.holds(where)
	return q.page(q.among(ids, holds), func() int { return q.matching(ids, holds) })
}

// Some returns a page of records that belong to a parent without a column that says so. The function
// of returns their ids, without duplicates.
func Some[T any](
	ctx context.Context, r *Reader, t *Table[T], parent ent.Row, of func(*snapshot.View) []int,
	args Args, order Order, filter Holding,
) (*Connection[T], error) {
	q, where, err := begin(ctx, r, t, parent, args, order, filter)
	if err != nil {
		return nil, err
	}
	var ids []int32
	for _, id := range of(q.view) {
		ids = append(ids, int32(id)) //nolint:gosec // it is an id
	}
	holds := q.holds(where)
	return q.page(q.among(ids, holds), func() int { return q.matching(ids, holds) })
}

// OrderFrom reads `orderBy`, or returns the default order.
func OrderFrom[O any](given []O, otherwise Order, term func(O) Term) Order {
	if len(given) == 0 {
		return otherwise
	}
	order := make(Order, len(given))
	for i, o := range given {
		order[i] = term(o)
	}
	return order
}
