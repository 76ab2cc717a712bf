package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Document is a GraphQL operation that an administrator registered: clients send its hash. It is configuration, not a
// record: the ledger does not record it.
type Document struct{ ent.Schema }

// Fields returns the fields of the type. All are immutable: another text has another hash.
func (Document) Fields() []ent.Field {
	return []ent.Field{
		field.String("hash").Immutable().Unique().MinLen(64).MaxLen(64).Comment(
			"SHA-256 of the text, in lower-case hexadecimal",
		),
		field.String("name").NotEmpty().Immutable().MaxLen(200).Comment("for people: the operation's, or the file's"),
		field.Text("text").NotEmpty().Immutable(),
		field.Time("added_at").Immutable().Default(func() time.Time { return now() }),
		field.String("added_by").NotEmpty().Immutable().MaxLen(200),
	}
}

// Policy restricts access to the hub itself.
func (Document) Policy() ent.Policy { return private{} }
