package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
)

// Document is a GraphQL document that an administrator has let in: clients ask
// it by its hash. It is configuration, and no record: the ledger does not know it.
type Document struct{ ent.Schema }

// Fields are its own. It never changes: another text has another hash.
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

// Policy keeps it to the hub itself.
func (Document) Policy() ent.Policy { return private{} }
