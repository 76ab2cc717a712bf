package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Change is one line of the ledger: who changed which record, when and why, and the values of its changed fields before
// and after. A line is never updated, and outlives its record. So it refers to records by their public identifiers.
//
// Epoch, transaction and id, in this order, are its position in the ledger.
type Change struct{ ent.Schema }

// Fields returns the fields of the type.
func (Change) Fields() []ent.Field {
	return []ent.Field{
		field.String("uid").Immutable().Unique().MaxRuneLen(64),
		field.Int("epoch").Immutable().Comment(
			"grows when a database is restored, where transactions are counted anew",
		),
		field.Int64("xid").Immutable().Comment(
			"PostgreSQL's transaction, in whose order lines are read; 0 on a database with one writer",
		),
		field.String("write").Immutable().MaxRuneLen(64).Comment("what was written together"),
		field.Time("at").Immutable(),
		field.String("actor").NotEmpty().Immutable().MaxRuneLen(200).Comment(
			"who: an account's public identifier, or a program",
		),
		field.String("reason").Optional().Nillable().Immutable().MaxRuneLen(500),
		field.String("record_type").NotEmpty().Immutable().MaxRuneLen(40).Comment(
			"the prefix of the record's public identifier",
		),
		field.String("record_uid").NotEmpty().Immutable().MaxRuneLen(64),
		field.Int("record_row").Immutable().Comment(
			"the record's own, by which this database's processes read it again",
		),
		field.Int("record_version").Positive().Immutable().Comment("the version that the change made"),
		field.Enum("operation").GoType(lexicon.ChangeOperation("")).Immutable(),
		field.String("contract_uid").Optional().Nillable().Immutable().MaxRuneLen(64).Comment(
			"the contract that the record belongs to",
		),
		field.JSON("before", map[string]json.RawMessage{}).Optional().Immutable().Comment(
			"the changed fields' values; none for a creation",
		),
		field.JSON("after", map[string]json.RawMessage{}).Optional().Immutable().Comment(
			"the changed fields' values; none for a deletion",
		),
		field.String("reverts").Optional().Nillable().Immutable().MaxRuneLen(64).Comment(
			"the change that this one undoes",
		),
		field.String("merged").Optional().Nillable().Immutable().MaxRuneLen(64).Comment(
			"the partner whose merge wrote the line",
		),
	}
}

// Indexes serves the order of the ledger and the history of a record, a contract, a write or a time. Each version of a
// record is unique.
func (Change) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("epoch", "xid", "id"),
		index.Fields("record_uid", "record_version").Unique(),
		index.Fields("contract_uid"),
		index.Fields("write"),
		index.Fields("reverts"),
		index.Fields("merged"),
		index.Fields("at"),
	}
}

// Policy restricts access to the hub itself (package ledger).
func (Change) Policy() ent.Policy { return private{} }

// Annotations returns the CHECK constraints.
func (Change) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("operation", lexicon.ChangeOperation("")),
		check("nothing_before_a_creation", "operation <> 'CREATE' OR before IS NULL"),
		check("nothing_after_a_deletion", "operation <> 'DELETE' OR after IS NULL"),
	}
}

// Receipt is the result of a write with an idempotency key. A repeated request gets the same result.
type Receipt struct{ ent.Schema }

// Fields returns the fields of the type.
func (Receipt) Fields() []ent.Field {
	return []ent.Field{
		field.String("actor").NotEmpty().Immutable().MaxRuneLen(200),
		field.String("key").NotEmpty().Immutable().MaxRuneLen(200),
		field.Bytes("fingerprint").Immutable().MaxLen(64).Comment(
			"of what was asked; another under the same key is refused",
		),
		field.JSON("records", []string{}).Immutable().Comment(
			"the public identifiers answered, in the order of what was asked",
		),
		field.String("write").Immutable().MaxRuneLen(64),
		field.Time("at").Immutable(),
	}
}

// Indexes makes a key unique for each actor.
func (Receipt) Indexes() []ent.Index {
	return []ent.Index{index.Fields("actor", "key").Unique(), index.Fields("at")}
}

// Policy restricts access to the hub itself (package ledger).
func (Receipt) Policy() ent.Policy { return private{} }

// Draft is a list of changes to one contract that nobody else sees, and that are written together.
type Draft struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Draft) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "draft"}} }

// Fields returns the fields of the type.
func (Draft) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("title").NotEmpty().MaxRuneLen(300),
		field.Enum("state").GoType(lexicon.DraftState("")).Default(string(lexicon.DraftOpen)),
		field.String("author").NotEmpty().Immutable().MaxRuneLen(200).Comment("the account that began it"),
		field.JSON("steps", []json.RawMessage{}).Comment("the changes, as they were asked for, in order"),
	}, idOf("contract")...)
}

// Edges returns the contract that it changes.
func (Draft) Edges() []ent.Edge { return []ent.Edge{to("contract", Contract.Type)} }

// Policy restricts access to the hub itself (package edit), which checks who may see a draft.
func (Draft) Policy() ent.Policy { return private{} }

// Indexes serves lookups by contract.
func (Draft) Indexes() []ent.Index { return []ent.Index{index.Fields("contract_id")} }

// Annotations returns the CHECK constraint.
func (Draft) Annotations() []schema.Annotation {
	return []schema.Annotation{words("state", lexicon.DraftState(""))}
}
