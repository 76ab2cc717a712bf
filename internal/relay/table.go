package relay

import (
	"maillage/internal/gen/ent"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

// Row is a pointer to a record.
type Row[T any] interface {
	*T
	ent.Row
}

// Table describes how records of one type are listed.
type Table[T any] struct {
	name   string
	prefix string
}

func newTable[T any, R Row[T]](prefix string) *Table[T] {
	return &Table[T]{name: record.Of(prefix).Table, prefix: prefix}
}

// Name returns the table's name, which is the plural of the type in English.
func (t *Table[T]) Name() string { return t.name }

// Prefix returns the prefix of the public identifiers of its records.
func (t *Table[T]) Prefix() string { return t.prefix }

// orders maps the API's order fields to orders of the snapshot.
var orders = map[string]snapshot.Order{
	"CREATED_AT": snapshot.ByCreation, "UPDATED_AT": snapshot.ByUpdate, "NAME": snapshot.ByName,
	"POSITION": snapshot.ByPosition,
}

// has reports whether records of the table have an order.
func (t *Table[T]) has(o snapshot.Order) bool { return snapshot.Ordered(t.prefix, o) }
