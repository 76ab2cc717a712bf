package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// FileImport is one file on its way into the hub: its plan, and how far it is written. It is outside the graph: the
// ledger records what it writes, but not the import itself.
type FileImport struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (FileImport) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "import"}} }

// Fields returns the fields of the type.
func (FileImport) Fields() []ent.Field {
	return append([]ent.Field{
		field.Enum("state").GoType(lexicon.ImportState("")).Default(string(lexicon.ImportUploading)),
		field.String("name").NotEmpty().MaxLen(255).Comment("of the file"),
		field.Int64("size").NonNegative().Comment("of the whole file, in bytes"),
		field.Int64("received").Default(0).NonNegative().Comment("bytes that have come"),
		field.String("hash").Optional().MaxLen(64).Comment("SHA-256 of the file, in hexadecimal"),
		field.JSON("options", json.RawMessage{}).Optional().Comment("how to read the file, as a person said"),
		field.JSON("guess", json.RawMessage{}).Optional().Comment("how the file is read, and why"),
		field.JSON("notes", []lexicon.Note{}).Optional().Comment("on the file as a whole"),
		field.Int("records").Default(0).NonNegative().Comment("records that were read"),
		field.Int("settled").Default(0).NonNegative().Comment("records that were written or found unchanged"),
		field.Int("batches").Default(0).NonNegative().Comment("batches that were written"),
		field.String("position").Optional().MaxLen(120).Comment("of the ledger, when the plan was made"),
		field.String("source").Optional().MaxLen(64).Comment("the public identifier of the source that cites the file"),
		field.String("problem").Optional().Nillable().MaxLen(500),
		field.Time("expires_at").Comment("after which a plan that nobody applied is deleted"),
		field.String("leased_by").Optional().Nillable().MaxLen(64).Comment("the process that works on it"),
		field.Time("leased_until").Optional().Nillable().Comment("by the clock of the database"),
	}, mayIDOf("account", "token", "contract")...)
}

// Edges returns the owner, and the contract of the records.
func (FileImport) Edges() []ent.Edge {
	mine := func(name string, target any) ent.Edge {
		return edge.To(name, target).Unique().Field(name + "_id").Annotations(entsql.OnDelete(entsql.Cascade))
	}
	return []ent.Edge{mine("account", Account.Type), mine("token", Token.Type), mine("contract", Contract.Type)}
}

// Policy restricts access to the hub itself (package imports).
func (FileImport) Policy() ent.Policy { return private{} }

// Indexes serves lists by owner, and what is to be done.
func (FileImport) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("contract_id"), index.Fields("state")}
}

// Annotations returns the table and the CHECK constraints.
func (FileImport) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "imports"}, words("state", lexicon.ImportState(""))}
}

// partOfImport returns the reference of a row to its import, which it does not outlive.
func partOfImport() ent.Edge {
	return edge.To("import", FileImport.Type).Unique().Required().Immutable().Field("import_id").
		Annotations(entsql.OnDelete(entsql.Cascade))
}

// ImportPiece is a part of an uploaded file, until the file is planned.
type ImportPiece struct{ ent.Schema }

// Fields returns the fields of the type.
func (ImportPiece) Fields() []ent.Field {
	return []ent.Field{
		field.Int("import_id").Immutable(),
		field.Int64("offset").NonNegative().Immutable(),
		field.Bytes("content").Immutable().MaxLen(1 << 20),
	}
}

// Edges returns the import.
func (ImportPiece) Edges() []ent.Edge { return []ent.Edge{partOfImport()} }

// Policy restricts access to the hub itself (package imports).
func (ImportPiece) Policy() ent.Policy { return private{} }

// Indexes serves the pieces in order.
func (ImportPiece) Indexes() []ent.Index {
	return []ent.Index{index.Fields("import_id", "offset").Unique()}
}

// ImportParty is a partner as a file names it, with what it was taken for.
type ImportParty struct{ ent.Schema }

// Fields returns the fields of the type.
func (ImportParty) Fields() []ent.Field {
	return []ent.Field{
		field.Int("import_id").Immutable(),
		field.Bytes("key").Immutable().MaxLen(16).Comment("a hash of its number, or else of its folded name"),
		field.String("name").Immutable().MaxLen(500),
		field.String("siren").Immutable().MaxLen(9),
		field.String("siret").Immutable().MaxLen(14),
		field.String("rna").Immutable().MaxLen(10),
		field.Int("line").Immutable().Comment("on which it first came"),
		field.Enum("match").GoType(lexicon.ImportMatch("")),
		field.JSON("candidates", json.RawMessage{}).Optional(),
		field.String("choice").Optional().MaxLen(64).Comment("a person's: a partner's identifier, NEW or LEAVE_OUT"),
		field.String("partner").Optional().MaxLen(64).Comment("public identifier of the partner that it is, or will be"),
		field.Bool("created").Default(false).Comment("the import created the partner"),
	}
}

// Edges returns the import.
func (ImportParty) Edges() []ent.Edge { return []ent.Edge{partOfImport()} }

// Policy restricts access to the hub itself (package imports).
func (ImportParty) Policy() ent.Policy { return private{} }

// Indexes allows each party once, and serves questions.
func (ImportParty) Indexes() []ent.Index {
	return []ent.Index{index.Fields("import_id", "key").Unique(), index.Fields("import_id", "match", "id")}
}

// Annotations returns the CHECK constraints.
func (ImportParty) Annotations() []schema.Annotation {
	return []schema.Annotation{words("match", lexicon.ImportMatch(""))}
}

// ImportLine is one record of a file, with what becomes of it.
type ImportLine struct{ ent.Schema }

// Fields returns the fields of the type.
func (ImportLine) Fields() []ent.Field {
	return []ent.Field{
		field.Int("import_id").Immutable(),
		field.Int("number").Positive().Immutable().Comment("the physical line on which it begins, from 1"),
		field.Enum("outcome").GoType(lexicon.ImportOutcome("")),
		field.Bool("done").Default(false).Comment("it was written"),
		field.Bool("usable").Default(true).Comment("false if no decision can make it a record"),
		field.String("codes").Comment("codes of the notes, each between spaces"),
		field.JSON("notes", []lexicon.Note{}).Optional(),
		field.String("place").Optional().Immutable().MaxLen(255).Comment("its first cell, where the number does not tell it"),
		field.Int64("rank").Default(0).NonNegative().Comment("orders lines that rest on others; 0 where none does"),
		field.String("raw").Immutable().Comment("the record as text, without personal columns"),
		field.Bytes("fact").Comment("what it says, as JSON"),
		field.Bytes("identity").Immutable().MaxLen(32).Comment("a hash of what identifies it"),
		field.Bytes("base").Immutable().MaxLen(32).Comment("a hash of the same without the amount"),
		field.Int("occurrence").Default(1).Positive().Comment("among records of the file with the same identity"),
		field.Int("funder_id").Optional().Nillable(),
		field.Int("beneficiary_id").Optional().Nillable(),
		field.String("record").Optional().MaxLen(64).Comment("public identifier of the record in the hub"),
		field.String("compared").Optional().MaxLen(8).Comment("with the hub; empty for a record that it did not have"),
		field.Int("version").Optional().Nillable().Comment("of the existing record, when the plan was made"),
		field.String("choice").Optional().MaxLen(16).Comment("a person's"),
		field.Int("batch").Optional().Nillable().Comment("in which it was written"),
	}
}

// Edges returns the import, and the parties.
func (ImportLine) Edges() []ent.Edge {
	party := func(name string) ent.Edge {
		return edge.To(name, ImportParty.Type).Unique().Field(name + "_id").
			Annotations(entsql.OnDelete(entsql.Cascade))
	}
	return []ent.Edge{partOfImport(), party("funder"), party("beneficiary")}
}

// Policy restricts access to the hub itself (package imports).
func (ImportLine) Policy() ent.Policy { return private{} }

// Indexes serves lists by outcome, equal records, what was written before, and the lines of a party.
func (ImportLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("import_id", "number").Unique(), index.Fields("import_id", "outcome", "number"),
		index.Fields("import_id", "identity", "number"),
		index.Fields("base").Annotations(entsql.IndexWhere("done")),
		index.Fields("record").Annotations(entsql.IndexWhere("done")),
		index.Fields("funder_id"), index.Fields("beneficiary_id"),
		index.Fields("import_id", "rank", "number").Annotations(entsql.IndexWhere("rank > 0")),
	}
}

// Annotations returns the CHECK constraints.
func (ImportLine) Annotations() []schema.Annotation {
	return []schema.Annotation{words("outcome", lexicon.ImportOutcome(""))}
}
