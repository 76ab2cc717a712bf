package relay

import (
	"context"
	"errors"
	"fmt"

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

// Order names a key of the table and a direction.
type Order struct {
	By        string
	Direction Direction
}

// request is one page, checked and ready to be fetched.
type request[T any] struct {
	args          Args
	size          int
	backward      bool
	key           key[T]
	descending    bool // in the list
	list          string
	sealer        *Sealer
	after, before *place
}

func newRequest[T any](r *Reader, t *Table[T], args Args, order Order) (*request[T], error) {
	k, ok := t.keys[order.By]
	if !ok {
		return nil, fmt.Errorf("%s have no order %q", t.name, order.By)
	}
	q := &request[T]{args: args, key: k, descending: order.Direction == Descending, sealer: r.Sealer,
		list: t.name + " " + order.By + " " + string(order.Direction)}
	var sizeWrong, cursorWrong error
	q.size, q.backward, sizeWrong = args.size()
	q.after, q.before, cursorWrong = r.Sealer.openArgs(q.list, args)
	return q, errors.Join(sizeWrong, cursorWrong)
}

// between narrows a query to what lies between the cursors.
func (q *request[T]) between(s *sql.Selector) {
	for p, beyond := range map[*place]bool{q.after: !q.descending, q.before: q.descending} {
		if p == nil {
			continue
		}
		value, err := q.key.read(p.value)
		if err != nil {
			s.AddError(fmt.Errorf("a sealed cursor holds %q: %w", p.value, err))
			return
		}
		column, id := s.C(q.key.column), s.C("id")
		if beyond {
			s.Where(sql.Or(sql.GT(column, value), sql.And(sql.EQ(column, value), sql.GT(id, p.id))))
		} else {
			s.Where(sql.Or(sql.LT(column, value), sql.And(sql.EQ(column, value), sql.LT(id, p.id))))
		}
	}
}

// orderBy lists the order's terms in the direction of paging; the id comes
// last, so that equal records have one order.
func (q *request[T]) orderBy(s *sql.Selector) []string {
	if q.descending != q.backward {
		return []string{sql.Desc(s.C(q.key.column)), sql.Desc(s.C("id"))}
	}
	return []string{sql.Asc(s.C(q.key.column)), sql.Asc(s.C("id"))}
}

func (q *request[T]) page(fetched []*T, rowID func(*T) int) *Connection[T] {
	return paged(fetched, q.args, q.size, q.backward, func(row *T) string {
		return q.sealer.seal(q.list, place{value: q.key.write(row), id: rowID(row)})
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
