package schema

import (
	"fmt"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// words is a CHECK that a column holds a word of its vocabulary. Words are
// kept as text rather than as a database enum, so that a new one is the same
// small migration on every database. The cast keeps PostgreSQL's own rendering
// of the CHECK stable, so that it compares equal when it is read back.
func words(column string, vocabulary interface{ Values() []string }) schema.Annotation {
	return check(
		column+"_word", fmt.Sprintf("CAST(%s AS text) IN ('%s')", column, strings.Join(vocabulary.Values(), "', '")),
	)
}

// exactlyOne is a CHECK that one of the columns is set, and only one.
func exactlyOne(name string, columns ...string) schema.Annotation {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = fmt.Sprintf("CASE WHEN %s IS NULL THEN 0 ELSE 1 END", c)
	}
	return check(name, strings.Join(terms, " + ")+" = 1")
}

// check is a CHECK. The parentheses are for Atlas, which takes "(a) = (b)" for
// an expression that has its own.
func check(name, expression string) schema.Annotation {
	return &entsql.Annotation{Checks: map[string]string{name: "(" + expression + ")"}}
}

// to is a required reference to another record; nobody deletes what others
// refer to.
func to(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Required().Field(name + "_id").
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// mayTo is an optional reference.
func mayTo(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Field(name + "_id").
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// mayToOwn is an optional reference to a record of the same type. It is declared
// with its inverse: alone, ent would take it for a pair, like spouses, and write
// both sides.
func mayToOwn(name, inverse string, target any) ent.Edge {
	return edge.To(inverse, target).Annotations(entsql.OnDelete(entsql.Restrict)).
		From(name).Unique().Field(name + "_id")
}

func idOf(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int(name + "_id")
	}
	return fields
}

func mayIDOf(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int(name + "_id").Optional().Nillable()
	}
	return fields
}
