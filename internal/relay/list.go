package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"maillage/internal/gen/ent"
	"maillage/internal/persistent"
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

// request is one page, checked and ready to be read.
type request[T any] struct {
	args          Args
	size          int
	backward      bool
	view          *snapshot.View
	table         *Table[T]
	order         Order
	terms         []term
	sealer        *Sealer
	after, before *bound
}

// bound is a place of a list, read from a cursor.
type bound struct {
	id     int32
	values []string
}

func newRequest[T any](r *Reader, v *snapshot.View, t *Table[T], args Args, order Order) (*request[T], error) {
	q := &request[T]{args: args, view: v, table: t, order: order, sealer: r.Sealer}
	for _, by := range order {
		o, known := orders[by.By]
		if !known || !t.has(o) {
			return nil, fmt.Errorf("%s have no order %q", t.name, by.By)
		}
		q.terms = append(q.terms, termOf(v, t.prefix, o, by.Direction == Descending))
	}
	var sizeWrong, afterWrong, beforeWrong error
	q.size, q.backward, sizeWrong = args.size()
	q.after, afterWrong = q.open("after", args.After)
	q.before, beforeWrong = q.open("before", args.Before)
	return q, errors.Join(order.Wrong(), sizeWrong, afterWrong, beforeWrong)
}

func termOf(v *snapshot.View, prefix string, o snapshot.Order, descending bool) term {
	t := term{order: o, descending: descending, compare: v.Comparing(prefix, o)}
	if o == snapshot.ByName {
		key, texts := v.Rows(prefix).Text("sort_key"), &v.Values().Texts
		t.value = func(id int32) string { text, _ := key(id); return texts.Get(text) }
		t.beside = func(id int32, value string) int { return cmp.Compare(t.value(id), value) }
		return t
	}
	number := v.Rows(prefix).Number(o.Column())
	t.value = func(id int32) string { n, _ := number(id); return strconv.FormatInt(n, 10) }
	t.beside = func(id int32, value string) int {
		n, _ := number(id)
		other, _ := strconv.ParseInt(value, 10, 64) // open has read it
		return cmp.Compare(n, other)
	}
	return t
}

// open reads a cursor of the list.
func (q *request[T]) open(argument string, cursor *string) (*bound, error) {
	if cursor == nil {
		return nil, nil //nolint:nilnil // no cursor is no bound
	}
	p, err := q.sealer.openArg(q.order.List(q.table.name), argument, cursor)
	if err != nil {
		return nil, err
	}
	values, err := split(p.value, len(q.terms))
	for i := range values {
		if q.terms[i].order != snapshot.ByName && err == nil {
			_, err = strconv.ParseInt(values[i], 10, 64)
		}
	}
	if err != nil {
		return nil, badArgument(argument, "`%s` is no cursor of this list and order", argument)
	}
	return &bound{int32(p.id), values}, nil //nolint:gosec // a cursor is ours
}

// compare orders two records as the list does.
func (q *request[T]) compare(a, b int32) int {
	for i := range q.terms {
		if c := q.terms[i].compare(a, b); c != 0 {
			return directed(c, q.terms[i].descending)
		}
	}
	return directed(cmp.Compare(a, b), q.lastDescends())
}

// beside orders a record and a place as the list does.
func (q *request[T]) beside(id int32, b *bound) int {
	for i := range q.terms {
		if c := q.terms[i].beside(id, b.values[i]); c != 0 {
			return directed(c, q.terms[i].descending)
		}
	}
	return directed(cmp.Compare(id, b.id), q.lastDescends())
}

func directed(c int, descending bool) int {
	if descending {
		return -c
	}
	return c
}

// lastDescends tells whether equal records are ordered by falling ids.
func (q *request[T]) lastDescends() bool { return q.terms[len(q.terms)-1].descending }

// isBetween tells whether a record lies between the cursors.
func (q *request[T]) isBetween(id int32) bool {
	return (q.after == nil || q.beside(id, q.after) > 0) && (q.before == nil || q.beside(id, q.before) < 0)
}

// among reads the page of some records: one more than its size, in the direction of paging.
func (q *request[T]) among(ids []int32, holds func(int32) bool) []int32 {
	compare := q.compare
	if q.backward {
		compare = func(a, b int32) int { return q.compare(b, a) }
	}
	var first []int32
	for _, id := range ids {
		if !holds(id) || !q.isBetween(id) {
			continue
		}
		if len(first) > q.size {
			if compare(id, first[q.size]) > 0 {
				continue
			}
			first = first[:q.size]
		}
		at, _ := slices.BinarySearchFunc(first, id, compare)
		first = slices.Insert(first, at, id)
	}
	return first
}

// inOrder reads the page along an index of the order, which has one term.
func (q *request[T]) inOrder(index *persistent.Sorted, holds func(int32) bool) (first []int32) {
	low, high := q.after, q.before // as the index is ordered
	if q.lastDescends() {
		low, high = high, low
	}
	beyond := func(b *bound, orAt bool) func(int32) bool {
		return func(id int32) bool {
			c := directed(q.beside(id, b), q.lastDescends())
			return c > 0 || orAt && c == 0
		}
	}
	take := func(stop func(int32) bool) func(int32) bool {
		return func(id int32) bool {
			if stop != nil && stop(id) {
				return false
			}
			if holds(id) {
				first = append(first, id)
			}
			return len(first) <= q.size
		}
	}
	if q.lastDescends() == q.backward { // the index ascends
		chunk, at := 0, 0
		if low != nil {
			chunk, at = index.Seek(beyond(low, false))
		}
		var stop func(int32) bool
		if high != nil {
			stop = beyond(high, true)
		}
		index.From(chunk, at, take(stop))
		return first
	}
	chunk, at := index.End()
	if high != nil {
		chunk, at = index.Seek(beyond(high, true))
	}
	var stop func(int32) bool
	if low != nil {
		after := beyond(low, false)
		stop = func(id int32) bool { return !after(id) }
	}
	index.Before(chunk, at, take(stop))
	return first
}

// page makes a page of what was read for it.
func (q *request[T]) page(ids []int32) *Connection[T] {
	store, values := q.view.Rows(q.table.prefix), q.view.Values()
	fetched := make([]*T, len(ids))
	for i, id := range ids {
		if i < q.size {
			fetched[i] = any(store.Record(id, values)).(*T)
		}
	}
	list := ""
	return paged(fetched, q.args, q.size, q.backward, func(i int) string {
		if list == "" {
			list = q.order.List(q.table.name)
		}
		texts := make([]string, len(q.terms))
		for j := range q.terms {
			texts[j] = q.terms[j].value(ids[i])
		}
		return q.sealer.seal(list, place{value: join(texts), id: int(ids[i])})
	})
}

// holds joins what the viewer sees with a condition.
func (q *request[T]) holds(where *Where) func(int32) bool {
	seeing := q.view.Seeing(q.table.prefix)
	if where == nil || where.Holds == nil {
		return seeing
	}
	return func(id int32) bool { return seeing(id) && where.Holds(id) }
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
		ids = q.among(where.Among, holds)
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
	case where != nil && where.IsAmong:
		ids = where.Among
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
