package relay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"maillage/internal/gen/ent"
	"maillage/internal/message"
	"maillage/internal/persistent"
	"maillage/internal/snapshot"
)

// request is one page, with its arguments checked.
type request[T any] struct {
	scan
	args          Args
	size          int
	backward      bool
	view          *snapshot.View
	table         *Table[T]
	order         Order
	terms         []term
	firstTerm     [1]term // the storage of terms for most orders
	sealer        *Sealer
	after, before *bound
}

// bound is a position in a list, read from a cursor.
type bound struct {
	id     int32
	values []string
}

func newRequest[T any](
	ctx context.Context, r *Reader, v *snapshot.View, t *Table[T], args Args, order Order,
) (*request[T], error) {
	q := &request[T]{scan: scan{ctx: ctx}, args: args, view: v, table: t, order: order, sealer: r.Sealer}
	q.terms = q.firstTerm[:0]
	for _, by := range order {
		term := t.term(v, by)
		if term == nil {
			return nil, fmt.Errorf("%s have no order %q", t.name, by.By)
		}
		q.terms = append(q.terms, *term)
	}
	var sizeWrong, afterWrong, beforeWrong error
	q.size, q.backward, sizeWrong = args.size()
	q.after, afterWrong = q.open("after", args.After)
	q.before, beforeWrong = q.open("before", args.Before)
	return q, errors.Join(order.Wrong(), sizeWrong, afterWrong, beforeWrong)
}

// value returns the record's value for a cursor; empty for a record that lacks it.
func (t *term) value(id int32) string {
	if t.optional != nil {
		number, has := t.optional(id)
		if !has {
			return ""
		}
		return strconv.FormatInt(number, 10)
	}
	if t.order == snapshot.ByName {
		return t.name(id)
	}
	return strconv.FormatInt(t.number(id), 10)
}

// inList compares two records by the term, in its direction.
func (t *term) inList(a, b int32) int {
	if t.optional == nil {
		return directed(t.compare(a, b), t.descending)
	}
	number, has := t.optional(a)
	other, hasOther := t.optional(b)
	return t.lackingLast(number, has, other, hasOther)
}

// lackingLast compares two numbers in the direction of the term. What lacks one comes last, in both directions.
func (t *term) lackingLast(a int64, hasA bool, b int64, hasB bool) int {
	switch {
	case hasA && hasB:
		return directed(cmp.Compare(a, b), t.descending)
	case hasA:
		return -1
	case hasB:
		return 1
	}
	return 0
}

// compareTo compares a record with a cursor's value, in the direction of the term.
func (t *term) compareTo(id int32, value string) int {
	if t.optional == nil && t.order == snapshot.ByName {
		return directed(cmp.Compare(t.name(id), value), t.descending)
	}
	other, _ := strconv.ParseInt(value, 10, 64) // open has parsed it
	if t.optional != nil {
		number, has := t.optional(id)
		return t.lackingLast(number, has, other, value != "")
	}
	return directed(cmp.Compare(t.number(id), other), t.descending)
}

// isValue reports whether a cursor can hold a value of the term.
func (t *term) isValue(value string) bool {
	if t.optional == nil && t.order == snapshot.ByName || t.optional != nil && value == "" {
		return true
	}
	_, err := strconv.ParseInt(value, 10, 64)
	return err == nil
}

func (t *term) name(id int32) string {
	if t.texts == nil {
		t.texts = t.view.Rows(t.prefix).Text(t.order.Column())
	}
	text, _ := t.texts(id)
	return t.view.Values().Texts.Get(text)
}

func (t *term) number(id int32) int64 {
	if t.numbers == nil {
		t.numbers = t.view.Rows(t.prefix).Number(t.order.Column())
	}
	n, _ := t.numbers(id)
	return n
}

// open decrypts a cursor of the list.
func (q *request[T]) open(argument string, cursor *string) (*bound, error) {
	if cursor == nil {
		return nil, nil //nolint:nilnil // no cursor is no bound
	}
	p, err := q.sealer.openArg(q.order.List(q.table.name), argument, cursor)
	if err != nil {
		return nil, err
	}
	values, err := split(p.value, len(q.terms))
	wrong := err != nil
	for i := range values {
		wrong = wrong || !q.terms[i].isValue(values[i])
	}
	if wrong {
		return nil, badArgument(argument, message.WrongCursor(argument))
	}
	return &bound{int32(p.id), values}, nil //nolint:gosec // the hub made the cursor
}

// compare orders two records as the list does.
func (q *request[T]) compare(a, b int32) int {
	for i := range q.terms {
		if c := q.terms[i].inList(a, b); c != 0 {
			return c
		}
	}
	return directed(cmp.Compare(a, b), q.lastDescends())
}

// compareTo orders a record and a position as the list does.
func (q *request[T]) compareTo(id int32, b *bound) int {
	for i := range q.terms {
		if c := q.terms[i].compareTo(id, b.values[i]); c != 0 {
			return c
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

// lastDescends reports whether equal records are ordered by descending ids.
func (q *request[T]) lastDescends() bool { return q.terms[len(q.terms)-1].descending }

// isBetween reports whether a record lies between the cursors.
func (q *request[T]) isBetween(id int32) bool {
	return (q.after == nil || q.compareTo(id, q.after) > 0) && (q.before == nil || q.compareTo(id, q.before) < 0)
}

// among returns the page of the given records: one more than its size, in the direction of paging.
func (q *request[T]) among(ids []int32, holds func(int32) bool) []int32 {
	compare := q.compare
	if q.backward {
		compare = func(a, b int32) int { return q.compare(b, a) }
	}
	var first []int32
	for _, id := range ids {
		if !q.next() {
			return nil
		}
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

// inOrder returns the page along an index of the order, which has one term.
func (q *request[T]) inOrder(index *persistent.Sorted, holds func(int32) bool) (first []int32) {
	low, high := q.after, q.before // as the index is ordered
	if q.lastDescends() {
		low, high = high, low
	}
	beyond := func(b *bound, orAt bool) func(int32) bool {
		return func(id int32) bool {
			c := directed(q.compareTo(id, b), q.lastDescends())
			return c > 0 || orAt && c == 0
		}
	}
	take := func(stop func(int32) bool) func(int32) bool {
		return func(id int32) bool {
			if !q.next() || stop != nil && stop(id) {
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

// page returns a connection of the ids that were read for it. count counts the whole list.
func (q *request[T]) page(ids []int32, count func() int) (*Connection[T], error) {
	if q.err != nil {
		return nil, q.err
	}
	store, values := q.view.Rows(q.table.prefix), q.view.Values()
	fetched, records := make([]*T, len(ids)), make([]T, min(len(ids), q.size)) // the one more is only counted
	for i := range records {
		fetched[i] = &records[i]
		store.Fill(any(fetched[i]).(ent.Row), ids[i], values)
	}
	c := paged(fetched, q.args, q.size, q.backward, func(i int) string {
		texts := make([]string, len(q.terms))
		for j := range q.terms {
			texts[j] = q.terms[j].value(ids[i])
		}
		return q.sealer.seal(q.order.List(q.table.name), position{value: join(texts), id: int(ids[i])})
	})
	c.count = func(context.Context) (int, error) {
		n := count()
		return n, q.err
	}
	return Charged(q.ctx, c, nil)
}

// matching counts the records of a list that match.
func (q *request[T]) matching(ids []int32, holds func(int32) bool) (n int) {
	for _, id := range ids {
		if !q.next() {
			return 0
		}
		if holds(id) {
			n++
		}
	}
	return n
}

// matchingAll counts the records of the table that match.
func (q *request[T]) matchingAll(where *Where, holds func(int32) bool) (n int) {
	if where == nil && q.view.CanSeeAll() {
		return q.view.Count(q.table.prefix)
	}
	for id := range q.view.Rows(q.table.prefix).Bound() {
		if !q.next() {
			return 0
		}
		if holds(id) {
			n++
		}
	}
	return n
}

// matched returns the visible records that match a condition which lists the only ones that can.
func (q *request[T]) matched(where *Where) []int32 {
	seeing := q.view.VisibilityOf(q.table.prefix)
	matched := make([]int32, 0, min(len(where.Among), 1_000))
	for _, id := range where.Among {
		if !q.next() {
			return nil
		}
		if (where.OfAmong == nil || where.OfAmong(id)) && seeing(id) {
			matched = append(matched, id)
		}
	}
	return matched
}

// holds returns a function that is true for visible records that match a condition.
func (q *request[T]) holds(where *Where) func(int32) bool {
	seeing := q.view.VisibilityOf(q.table.prefix)
	if where == nil || where.Holds == nil {
		return seeing
	}
	return func(id int32) bool { return seeing(id) && where.Holds(id) }
}
