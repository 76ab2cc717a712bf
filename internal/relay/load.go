package relay

import (
	"context"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// chunk bounds the values of one statement: SQLite takes 32,766 of them,
// PostgreSQL 65,535.
const chunk = 10_000

// FieldKey stands for the field under way and its arguments: the field's place in
// the document. Its alias would not do, for one record may be answered in two
// places, as a node of an edge and as a node, with fields of the same alias.
func FieldKey(ctx context.Context) any { return graphql.GetFieldContext(ctx).Field.Field }

// ByID fetches records by their database ids.
func ByID[T any, R Row[T]](ctx context.Context, r *Reader, t *Table[T], ids []int) (map[int]*T, error) {
	return Among[T, R](ctx, r, t, ids, nil)
}

// Among fetches those of some records that match a condition, by their database ids.
func Among[T any, R Row[T]](ctx context.Context, r *Reader, t *Table[T], ids []int, where Where) (map[int]*T, error) {
	ctx = access.OfFew(ctx)
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	found := make(map[int]*T, len(ids))
	var all []*T
	for part := range slices.Chunk(ids, chunk) {
		records, err := t.fetch(ctx, r.Client, func(s *sql.Selector) {
			s.Where(In(s.C("id"), part))
			where.apply(s)
		})
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
	for _, record := range batch.Together[T, R](all) {
		found[R(record).RowID()] = record
	}
	return found, nil
}

// One is the record that a record refers to: for all its siblings with one
// statement. It is nil when the reference is.
func One[P, T any, PR batch.Of[P], TR Row[T]](ctx context.Context, r *Reader, parent PR, t *Table[T], id func(*P) *int) (*T, error) {
	return batch.Load(ctx, parent, FieldKey(ctx), func(ctx context.Context, parents []*P) (map[*P]*T, error) {
		var ids []int
		for _, p := range parents {
			if at := id(p); at != nil {
				ids = append(ids, *at)
			}
		}
		found, err := ByID[T, TR](ctx, r, t, ids)
		if err != nil {
			return nil, err
		}
		ones := make(map[*P]*T, len(parents))
		for _, p := range parents {
			if at := id(p); at != nil {
				ones[p] = found[*at]
			}
		}
		return ones, nil
	})
}

// Many are the records that a record names by their ids, in its order: for
// all its siblings with one statement.
func Many[P, T any, PR batch.Of[P], TR Row[T]](ctx context.Context, r *Reader, parent PR, t *Table[T], of func(*P) []int) ([]*T, error) {
	list, err := batch.Load(ctx, parent, FieldKey(ctx), func(ctx context.Context, parents []*P) (map[*P][]*T, error) {
		var ids []int
		for _, p := range parents {
			ids = append(ids, of(p)...)
		}
		found, err := ByID[T, TR](ctx, r, t, ids)
		if err != nil {
			return nil, err
		}
		many := make(map[*P][]*T, len(parents))
		for _, p := range parents {
			for _, id := range of(p) {
				if record := found[id]; record != nil {
					many[p] = append(many[p], record)
				}
			}
		}
		return many, nil
	})
	return chargedList(ctx, list, err)
}

// Ends says how relations lead from one type to another: by which verbs, and
// through which columns.
type Ends struct {
	Kinds    []lexicon.RelationKind
	From, To string // columns of relations
	FromID   func(*ent.Relation) *int
	ToID     func(*ent.Relation) *int
}

// Related are the records at the other end of a record's relations, each once
// and in the order of the relations: for all its siblings with two statements.
// Abandoned relations lead nowhere.
func Related[P, T any, PR Row[P], TR Row[T]](ctx context.Context, r *Reader, parent PR, ends Ends, t *Table[T]) ([]*T, error) {
	list, err := batch.Load(ctx, parent, FieldKey(ctx), func(ctx context.Context, parents []*P) (map[*P][]*T, error) {
		relations, err := Relations.fetch(ctx, r.Client, func(s *sql.Selector) {
			s.Where(sql.And(In(s.C(ends.From), rowIDs[P, PR](parents)), sql.NotNull(s.C(ends.To)), sql.NEQ(s.C("status"), lexicon.StatusAbandoned),
				sql.In(s.C("kind"), anySlice(ends.Kinds)...))).OrderBy(s.C("id"))
		})
		if err != nil {
			return nil, err
		}
		to := map[int][]int{}
		var ids []int
		for _, relation := range relations {
			from, id := *ends.FromID(relation), *ends.ToID(relation)
			if !slices.Contains(to[from], id) {
				to[from] = append(to[from], id)
				ids = append(ids, id)
			}
		}
		found, err := ByID[T, TR](ctx, r, t, ids)
		if err != nil {
			return nil, err
		}
		related := make(map[*P][]*T, len(parents))
		for _, p := range parents {
			for _, id := range to[PR(p).RowID()] {
				if record := found[id]; record != nil {
					related[p] = append(related[p], record)
				}
			}
		}
		return related, nil
	})
	return chargedList(ctx, list, err)
}

// counter counts the children of a parent: of all its siblings with one
// statement, when the first of them is asked.
func (l Link[C]) counter(r *Reader, parents []int, where Where) func(context.Context, int) (int, error) {
	totals := &once[map[int]int]{load: func(ctx context.Context) (map[int]int, error) {
		return l.Table.group(ctx, r.Client, l.Column, func(s *sql.Selector) {
			s.Where(In(s.C(l.Column), parents))
			where.apply(s)
		})
	}}
	return func(ctx context.Context, parent int) (int, error) {
		all, err := totals.get(ctx)
		return all[parent], err
	}
}

// In is a condition on a column of ids. Many are written into the statement,
// which numbers cannot harm, for a database takes only so many parameters.
func In(column string, ids []int) *sql.Predicate {
	if len(ids) <= chunk {
		return sql.InInts(column, ids...)
	}
	return sql.P(func(b *sql.Builder) {
		b.Ident(column).WriteString(" IN (")
		for i, id := range ids {
			if i > 0 {
				b.Comma()
			}
			b.WriteString(strconv.Itoa(id))
		}
		b.WriteByte(')')
	})
}

func rowIDs[T any, R Row[T]](records []*T) []int {
	ids := make([]int, len(records))
	for i, record := range records {
		ids[i] = R(record).RowID()
	}
	return ids
}

func anySlice[T any](values []T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

// Find fetches the records that match, in the order of their ids. Callers see
// to it that they are few.
func Find[T any, R Row[T]](ctx context.Context, r *Reader, t *Table[T], where Where) ([]*T, error) {
	return t.fetch(access.OfFew(ctx), r.Client, func(s *sql.Selector) {
		where.apply(s)
		s.OrderBy(s.C("id"))
	})
}
