package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Change is one line of the ledger: who changed which record, when, why, and
// what its fields were before and are after. It is written once and never
// changed, and outlives the record: it names it by its public identifier.
type Change struct{ ent.Schema }

// Fields are its own. Its database id is its place in the ledger of a database
// with a single writer.
func (Change) Fields() []ent.Field {
	return append([]ent.Field{
		field.Time("at").Immutable().Default(now),
		field.String("actor").NotEmpty().Immutable().MaxLen(200).Comment("who, as an account or a program is called"),
		field.String("reason").Optional().Nillable().Immutable().MaxLen(500),
		field.String("record_type").NotEmpty().Immutable().MaxLen(40).Comment("the prefix of the record's public identifier"),
		field.String("record_uid").NotEmpty().Immutable().MaxLen(64),
		field.Int("record_version").Positive().Immutable().Comment("the version that the change made"),
		field.Enum("operation").Values(operations...).Immutable(),
		field.JSON("before", map[string]json.RawMessage{}).Optional().Immutable().Comment("the changed fields' values; none for a creation"),
		field.JSON("after", map[string]json.RawMessage{}).Optional().Immutable().Comment("the changed fields' values; none for a deletion"),
	}, field.Int("contract_id").Optional().Nillable().Immutable())
}

var operations = []string{"CREATE", "UPDATE", "DELETE"}

// Edges are the contract that the record belongs to.
func (Change) Edges() []ent.Edge {
	return []ent.Edge{edge.To("contract", Contract.Type).Unique().Immutable().Field("contract_id").
		Annotations(entsql.OnDelete(entsql.SetNull))}
}

// Indexes find the history of a record, which has each version once, and of a
// contract.
func (Change) Indexes() []ent.Index {
	return []ent.Index{index.Fields("record_uid", "record_version").Unique(), index.Fields("contract_id")}
}

// Annotations add the CHECKs.
func (Change) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("operation", listed(operations)),
		check("nothing_before_a_creation", "operation <> 'CREATE' OR before IS NULL"),
		check("nothing_after_a_deletion", "operation <> 'DELETE' OR after IS NULL"),
	}
}

// listed is a closed list of words that is no vocabulary of the API.
type listed []string

// Values are its words.
func (l listed) Values() []string { return l }
