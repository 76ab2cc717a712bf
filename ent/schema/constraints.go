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

// words is a CHECK that a column holds a word of its vocabulary. Words are stored as text rather than as a database
// enum, so that adding one is the same small migration on every database. With the cast, PostgreSQL renders the CHECK
// unchanged, so that schema comparison finds no difference.
func words(column string, vocabulary interface{ Values() []string }) schema.Annotation {
	return check(
		column+"_word", fmt.Sprintf("CAST(%s AS text) IN ('%s')", column, strings.Join(vocabulary.Values(), "', '")),
	)
}

// exactlyOne is a CHECK that exactly one of the columns is set.
func exactlyOne(name string, columns ...string) schema.Annotation {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = fmt.Sprintf("CASE WHEN %s IS NULL THEN 0 ELSE 1 END", c)
	}
	return check(name, strings.Join(terms, " + ")+" = 1")
}

// check is a CHECK. The parentheses are for Atlas, which otherwise takes "(a) = (b)" for a parenthesised expression.
func check(name, expression string) schema.Annotation {
	return &entsql.Annotation{Checks: map[string]string{name: "(" + expression + ")"}}
}

// to returns a required reference to another record, which cannot be deleted while it is referenced.
func to(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Required().Field(name + "_id").
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// mayTo returns an optional reference.
func mayTo(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Field(name + "_id").
		Annotations(entsql.OnDelete(entsql.Restrict))
}

// mayToOwn returns an optional reference to a record of the same type. It is declared with its inverse: without it, ent
// takes the reference for a symmetric pair, like spouses, and writes both sides.
func mayToOwn(name, inverse string, target any) ent.Edge {
	return edge.To(inverse, target).Annotations(entsql.OnDelete(entsql.Restrict)).
		From(name).Unique().Field(name + "_id")
}

// idOf returns the columns of required references.
func idOf(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int(name + "_id")
	}
	return fields
}

// mayIDOf returns the columns of optional references.
func mayIDOf(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int(name + "_id").Optional().Nillable()
	}
	return fields
}
