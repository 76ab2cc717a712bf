package relay

import (
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
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

// orders maps the API's order fields to orders of the snapshot, which have an index.
var orders = map[string]snapshot.Order{
	"CREATED_AT": snapshot.ByCreation, "UPDATED_AT": snapshot.ByUpdate, "NAME": snapshot.ByName,
	"POSITION": snapshot.ByPosition,
}

// optional maps order fields to columns that may be empty, and have no index.
var optional = map[string]string{
	"AMOUNT": "amount_cents", "AGREED_ON": "agreed_on", "YEAR": "year", "ASKED": "asked_cents", "VOTED": "voted_cents",
	"PAID": "paid_cents", "PERIOD": "period",
}

// term returns the term of an order of the table; nil if it has no such order.
func (t *Table[T]) term(v *snapshot.View, by Term) *term {
	made := &term{view: v, prefix: t.prefix, descending: by.Direction == Descending}
	if o, is := orders[by.By]; is && snapshot.Ordered(t.prefix, o) {
		made.order, made.compare = o, v.Comparing(t.prefix, o)
		return made
	}
	column := optional[by.By]
	if made.optional = optionalNumber(v, t.prefix, column); column == "" || made.optional == nil {
		return nil
	}
	return made
}

// optionalNumber returns a function that reads a column as a number: an amount, a year, or the first day of a date. It
// returns nil for a column that the table lacks.
func optionalNumber(v *snapshot.View, prefix, column string) func(id int32) (int64, bool) {
	store := v.Rows(prefix)
	date := store.Date(column)
	if date == nil {
		return store.Number(column)
	}
	return func(id int32) (int64, bool) {
		index, has := date(id)
		if !has {
			return 0, false
		}
		first := v.Values().Date(index).Earliest()
		return int64(first), first != lexicon.MinDay
	}
}
