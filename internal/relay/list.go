package relay

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/ent/schema"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/record"
)

// Reader reads records for the API.
type Reader struct {
	Client *ent.Client
	Sealer *Sealer
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

// term is a term of an order, with the table's key.
type term[T any] struct {
	key[T]
	descending bool // in the list
}

// request is one page, checked and ready to be fetched.
type request[T any] struct {
	args          Args
	size          int
	backward      bool
	terms         []term[T]
	list          string
	sealer        *Sealer
	after, before *place
}

func newRequest[T any](r *Reader, t *Table[T], args Args, order Order) (*request[T], error) {
	q := &request[T]{args: args, sealer: r.Sealer, list: order.List(t.name)}
	for _, by := range order {
		k, ok := t.keys[by.By]
		if !ok {
			return nil, fmt.Errorf("%s have no order %q", t.name, by.By)
		}
		q.terms = append(q.terms, term[T]{k, by.Direction == Descending})
	}
	var sizeWrong, cursorWrong error
	q.size, q.backward, sizeWrong = args.size()
	q.after, q.before, cursorWrong = r.Sealer.openArgs(q.list, args)
	if cursorWrong == nil {
		cursorWrong = errors.Join(q.readable("after", q.after), q.readable("before", q.before))
	}
	return q, errors.Join(order.Wrong(), sizeWrong, cursorWrong)
}

// readable refuses a cursor that does not hold the values of the order.
func (q *request[T]) readable(argument string, p *place) error {
	if p == nil {
		return nil
	}
	if _, err := q.values(p); err != nil {
		return badArgument(argument, "`%s` is no cursor of this list and order", argument)
	}
	return nil
}

// lastDescends tells whether equal records are ordered by falling ids.
func (q *request[T]) lastDescends() bool { return q.terms[len(q.terms)-1].descending }

// between narrows a query to what lies between the cursors.
func (q *request[T]) between(s *sql.Selector) {
	for p, after := range map[*place]bool{q.after: true, q.before: false} {
		if p == nil {
			continue
		}
		values, err := q.values(p)
		if err != nil {
			s.AddError(fmt.Errorf("a sealed cursor holds %q: %w", p.value, err))
			return
		}
		// Of two places the later one is that which is beyond the other in the first
		// term in which they differ, or else by id.
		beyond := past(s.C("id"), p.id, after != q.lastDescends())
		for i, value := range slices.Backward(values) {
			column := s.C(q.terms[i].column)
			beyond = sql.Or(past(column, value, after != q.terms[i].descending), sql.And(sql.EQ(column, value), beyond))
		}
		s.Where(beyond)
	}
}

// past is the condition of what is greater than a value, or smaller.
func past(column string, value any, greater bool) *sql.Predicate {
	if greater {
		return sql.GT(column, value)
	}
	return sql.LT(column, value)
}

// values are those of a cursor's keys.
func (q *request[T]) values(p *place) ([]any, error) {
	texts, err := split(p.value, len(q.terms))
	if err != nil {
		return nil, err
	}
	values := make([]any, len(texts))
	for i, text := range texts {
		if values[i], err = q.terms[i].read(text); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// orderBy lists the order's terms in the direction of paging; the id comes
// last, so that equal records have one order.
func (q *request[T]) orderBy(s *sql.Selector) []string {
	by := make([]string, 0, len(q.terms)+1)
	for _, t := range q.terms {
		by = append(by, directed(s.C(t.column), t.descending != q.backward))
	}
	return append(by, directed(s.C("id"), q.lastDescends() != q.backward))
}

func directed(column string, descending bool) string {
	if descending {
		return sql.Desc(column)
	}
	return sql.Asc(column)
}

func (q *request[T]) page(fetched []*T, rowID func(*T) int) *Connection[T] {
	return paged(fetched, q.args, q.size, q.backward, func(row *T) string {
		values := make([]string, len(q.terms))
		for i, t := range q.terms {
			values[i] = t.write(row)
		}
		return q.sealer.seal(q.list, place{value: join(values), id: rowID(row)})
	})
}

// List pages through all records of a table that match.
func List[T any, R Row[T]](ctx context.Context, r *Reader, t *Table[T], args Args, order Order, where Where) (*Connection[T], error) {
	q, err := newRequest(r, t, args, order)
	if err != nil {
		return nil, err
	}
	fetched, err := t.fetch(ctx, r.Client, func(s *sql.Selector) {
		where.apply(s)
		q.between(s)
		s.OrderBy(q.orderBy(s)...).Limit(q.size + 1)
	})
	if err != nil {
		return nil, err
	}
	c := q.page(fetched, func(row *T) int { return R(row).RowID() })
	c.count = func(ctx context.Context) (int, error) { return t.count(ctx, r.Client, where.apply) }
	return Charged(ctx, c, nil)
}

func (w Where) apply(s *sql.Selector) {
	if w != nil {
		w(s)
	}
}

// Link is the reference of a child record to its parent.
type Link[C any] struct {
	Table  *Table[C]
	Column string
	Parent func(*C) *int
}

// Children pages through the records that refer to a parent: for all the
// parent's siblings with one statement. The filter is made once for all.
func Children[P, C any, PR Row[P], CR Row[C]](ctx context.Context, r *Reader, parent PR, link Link[C], args Args, order Order, filter func(context.Context) (Where, error)) (*Connection[C], error) {
	page, err := batch.Load(ctx, parent, FieldKey(ctx), func(ctx context.Context, parents []*P) (map[*P]*Connection[C], error) {
		q, err := newRequest(r, link.Table, args, order)
		if err != nil {
			return nil, err
		}
		var where Where
		if filter != nil {
			if where, err = filter(withContracts(ctx, contractsOf(parents))); err != nil {
				return nil, err
			}
		}
		ids := rowIDs[P, PR](parents)
		ctx = access.OfFew(ctx) // they belong to these parents
		fetched, err := link.Table.fetch(ctx, r.Client, link.firstOfEach(ctx, q, ids, where))
		if err != nil {
			return nil, err
		}
		byParent := map[int][]*C{}
		for _, child := range fetched {
			if id := link.Parent(child); id != nil {
				byParent[*id] = append(byParent[*id], child)
			}
		}
		total := link.counter(r, ids, where)
		pages := make(map[*P]*Connection[C], len(parents))
		for _, p := range parents {
			c := q.page(byParent[PR(p).RowID()], func(child *C) int { return CR(child).RowID() })
			c.count = func(ctx context.Context) (int, error) { return total(ctx, PR(p).RowID()) }
			pages[p] = c
		}
		return pages, nil
	})
	return Charged(ctx, page, err)
}

// firstOfEach narrows a query to the first page of each parent's children,
// ordered within each: of those that the viewer sees.
func (l Link[C]) firstOfEach(ctx context.Context, q *request[C], parents []int, where Where) Where {
	return func(s *sql.Selector) {
		table := sql.Table(l.Table.name)
		ranked := sql.Dialect(s.Dialect()).Select().From(table)
		ranked.Where(In(ranked.C(l.Column), parents))
		where.apply(ranked)
		schema.Narrow(ctx, ranked, record.OfTable(l.Table.name).Prefix)
		q.between(ranked)
		ranked.Select(ranked.C("id"))
		rank := sql.RowNumber().PartitionBy(ranked.C(l.Column)).OrderBy(q.orderBy(ranked)...)
		ranked.AppendSelectExprAs(rank, "place")
		ranked.As("ranked")
		first := sql.Dialect(s.Dialect()).Select("id").From(ranked).Where(sql.LTE("place", q.size+1))
		s.Where(sql.In(s.C("id"), first)).OrderBy(q.orderBy(s)...)
	}
}
