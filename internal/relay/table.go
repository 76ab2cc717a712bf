package relay

import (
	"context"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
)

// Where narrows or shapes a query.
type Where func(*sql.Selector)

// Row is a pointer to a record of the database.
type Row[T any] interface {
	batch.Of[T]
	RowID() int
}

// Table is how records of one type are fetched, ordered and counted.
type Table[T any] struct {
	name  string
	fetch func(context.Context, *ent.Client, Where) ([]*T, error)
	count func(context.Context, *ent.Client, Where) (int, error)
	group func(ctx context.Context, client *ent.Client, column string, where Where) (map[int]int, error)
	keys  map[string]key[T]
}

// key is a NOT NULL column that a list can be ordered by: a nullable one would
// lose rows between pages.
type key[T any] struct {
	column string
	write  func(*T) string           // the value in a cursor
	read   func(string) (any, error) // and back
}

// query is what ent generates for each type.
type query[Q, T any, P ~func(*sql.Selector), S scanner] interface {
	Where(...P) Q
	All(context.Context) ([]*T, error)
	Count(context.Context) (int, error)
	Modify(...func(*sql.Selector)) S
}

type scanner interface {
	Scan(context.Context, any) error
}

// newTable describes a type by its generated query.
func newTable[T any, R Row[T], P ~func(*sql.Selector), S scanner, Q query[Q, T, P, S]](name string, of func(*ent.Client) Q, keys ...map[string]key[T]) *Table[T] {
	t := &Table[T]{name: name, keys: map[string]key[T]{}}
	for _, some := range keys {
		for order, k := range some {
			t.keys[order] = k
		}
	}
	t.fetch = func(ctx context.Context, client *ent.Client, where Where) ([]*T, error) {
		records, err := of(client).Where(P(where)).All(ctx)
		return batch.Together[T, R](records), err
	}
	t.count = func(ctx context.Context, client *ent.Client, where Where) (int, error) {
		return of(client).Where(P(where)).Count(ctx)
	}
	t.group = func(ctx context.Context, client *ent.Client, column string, where Where) (map[int]int, error) {
		var rows []struct {
			Parent int `sql:"parent"`
			Total  int `sql:"total"`
		}
		err := of(client).Where(P(where)).Modify(func(s *sql.Selector) {
			s.Select(sql.As(s.C(column), "parent"), sql.As(sql.Count("*"), "total")).GroupBy(s.C(column))
		}).Scan(ctx, &rows)
		totals := make(map[int]int, len(rows))
		for _, r := range rows {
			totals[r.Parent] = r.Total
		}
		return totals, err
	}
	return t
}

// The names of the keys, as the API's order fields say them.
const (
	byCreation = "CREATED_AT"
	byUpdate   = "UPDATED_AT"
	byName     = "NAME"
	byPosition = "POSITION"
)

// recorded are the keys that every record has.
func recorded[T any](created, updated func(*T) time.Time) map[string]key[T] {
	return map[string]key[T]{byCreation: moment("created_at", created), byUpdate: moment("updated_at", updated)}
}

func moment[T any](column string, of func(*T) time.Time) key[T] {
	return key[T]{column,
		func(r *T) string { return strconv.FormatInt(of(r).UnixMicro(), 10) },
		func(text string) (any, error) {
			micros, err := strconv.ParseInt(text, 10, 64)
			return time.UnixMicro(micros).UTC(), err
		}}
}

// named is the key of records with a name.
func named[T any](of func(*T) []byte) map[string]key[T] {
	return map[string]key[T]{byName: {"sort_key",
		func(r *T) string { return string(of(r)) },
		func(text string) (any, error) { return []byte(text), nil }}}
}

// placed is the key of records with a position.
func placed[T any](of func(*T) int) map[string]key[T] {
	return map[string]key[T]{byPosition: {"position",
		func(r *T) string { return strconv.Itoa(of(r)) },
		func(text string) (any, error) { return strconv.Atoi(text) }}}
}

// Name is the table's name, which is the plural of the type in English.
func (t *Table[T]) Name() string { return t.name }
