// Package schema describes the data: records, the claims that link them, and the citations that support both.
//
// It never imports generated code, so that everything under internal/gen can be deleted and generated again.
package schema

import (
	"regexp"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"maillage/internal/lexicon"
)

// record is the mixin of all records: an immutable public identifier, the times of creation and update, and the version
// for optimistic locking.
type record struct {
	mixin.Schema
	prefix string // of the type's public identifiers
}

func (r record) Fields() []ent.Field {
	return []ent.Field{
		field.String("uid").Immutable().Unique().MaxRuneLen(64).
			DefaultFunc(func() string { return lexicon.NewUID(r.prefix) }).
			Comment("public identifier, a TypeID; database ids never leave the hub"),
		field.Time("created_at").Immutable().Default(now),
		field.Time("updated_at").Default(now).UpdateDefault(now),
		field.Int("version").Default(1).Positive().
			Comment("grows by one with every update; a writer names the version it saw"),
		field.String("language").GoType(lexicon.LanguageTag("")).Default(string(lexicon.Assumed)).MaxRuneLen(lexicon.LongestTag).
			Comment("in which people wrote the record's texts, a BCP 47 tag"),
		field.JSON("translations", []lexicon.Translation{}).Optional().
			Comment("of its texts, in other languages"),
	}
}

func (record) Hooks() []ent.Hook { return []ent.Hook{countOn("version")} }

// Policy restricts who sees the record, and how it is written.
func (r record) Policy() ent.Policy { return visible{r.prefix} }

// Annotations passes the prefix to code generation.
func (r record) Annotations() []schema.Annotation { return []schema.Annotation{Prefix{r.prefix}} }

// Prefix is the type's prefix in public identifiers.
type Prefix struct{ Of string }

// Name returns the name of the annotation.
func (Prefix) Name() string { return "Prefix" }

// ofContract returns the column with the contract of a record that belongs to it through another record. With it,
// visibility depends on the record's own row alone. Writers of the record set it.
func ofContract() []ent.Field { return mayIDOf("scope") }

// codeForm is the format of codes, which are safe in a URL and in a shell.
var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// named is the mixin of records that have a code and a name.
type named struct{ mixin.Schema }

func (named) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().MaxRuneLen(80).Match(codeForm).
			Comment("the identifier that people use"),
		field.String("name").NotEmpty().MaxRuneLen(500),
		field.Bytes("sort_key").MaxLen(lexicon.LongestKey).
			Comment("the name folded for ordering, compared as bytes on every database"),
	}
}

func (named) Hooks() []ent.Hook { return []ent.Hook{foldName} }

// claimed is the mixin of claims: status, basis, wording, inference, note and dates.
type claimed struct{ mixin.Schema }

func (claimed) Fields() []ent.Field {
	return append([]ent.Field{
		mayCode(),
		field.Enum("status").GoType(lexicon.Status("")).Default(string(lexicon.StatusMentioned)),
		field.Enum("basis").GoType(lexicon.Basis("")).Default(string(lexicon.BasisStated)),
		field.String("wording").Optional().Nillable().MaxRuneLen(300).Comment(
			"the source's own word for the link, a few words",
		),
		field.String("inference").Optional().Nillable().MaxRuneLen(300).Comment("how an INFERRED claim was inferred"),
		field.String("note").Optional().Nillable().MaxRuneLen(1000),
	}, partialDates("since", "until")...)
}

func (claimed) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

func (claimed) Annotations() []schema.Annotation {
	return []schema.Annotation{words("status", lexicon.Status("")), words("basis", lexicon.Basis(""))}
}

// mayCode returns the field of an optional code.
func mayCode() ent.Field {
	return field.String("code").Optional().Nillable().MaxRuneLen(80).Match(codeForm)
}

// codeWithin makes the codes of a type unique within their contract, and among the records of the directory, which have
// no contract. column holds the contract. The code comes first in the index, which so also serves lookups by code
// alone.
func codeWithin(prefix, column string) []ent.Index {
	return []ent.Index{
		index.Fields("code", column).Unique(),
		index.Fields("code").Unique().StorageKey(prefix + "_directory_code").
			Annotations(entsql.IndexWhere(column + " IS NULL")),
	}
}

// partialDates returns fields for dates of a known precision: the text as written, and the earliest and latest day it
// can mean, for comparisons in SQL. An open end has no day.
func partialDates(names ...string) []ent.Field {
	var fields []ent.Field
	for _, name := range names {
		fields = append(fields,
			field.String(name).GoType(lexicon.PartialDate{}).Optional().Nillable().MaxRuneLen(21).
				Comment("as written, in EDTF"),
			field.String(name+earliest).Optional().Nillable().MaxRuneLen(10),
			field.String(name+latest).Optional().Nillable().MaxRuneLen(10),
		)
	}
	return fields
}

const (
	earliest = "_earliest"
	latest   = "_latest"
)
