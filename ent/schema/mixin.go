// Package schema describes the data: the things that a hub knows, the claims
// that link them, and the citations on which both rest.
//
// It never imports generated code, so that everything under internal/gen can
// be deleted and made again.
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

// record is what every record carries: a public identifier that never changes,
// when it was made and changed, and the version that a writer must have seen.
type record struct {
	mixin.Schema
	prefix string // the type, as the public identifier says it
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

// Policy bounds who sees the record, and how it is written.
func (r record) Policy() ent.Policy { return visible{r.prefix} }

// Annotations tell generated code how the type is called in identifiers.
func (r record) Annotations() []schema.Annotation { return []schema.Annotation{Prefix{r.prefix}} }

// Prefix is the type's name in public identifiers.
type Prefix struct{ Of string }

// Name is the annotation's.
func (Prefix) Name() string { return "Prefix" }

// ofContract is what a record that belongs to a contract through another
// record keeps of it, so that who may see it is decided by its own row. The
// writer of the record sets it.
func ofContract() []ent.Field { return mayIDOf("scope") }

// codeForm is what people may use as a code: it fits in a URL and in a shell.
var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// named is a thing that people know by a code and a name.
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

// claimed is what every claim carries: how far, on whose word, in which words,
// since and until when.
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

// mayCode is the code of a record that may have none.
func mayCode() ent.Field {
	return field.String("code").Optional().Nillable().MaxRuneLen(80).Match(codeForm)
}

// codeWithin makes the codes of a type unique within their contract, and among
// the records of the directory, which have no contract. The column keeps the contract.
// The code comes first, so that a code alone finds its records as well.
func codeWithin(prefix, column string) []ent.Index {
	return []ent.Index{
		index.Fields("code", column).Unique(),
		index.Fields("code").Unique().StorageKey(prefix + "_directory_code").
			Annotations(entsql.IndexWhere(column + " IS NULL")),
	}
}

// partialDates are fields for dates known to some precision: as written, and
// the earliest and latest day it can mean, for comparing in SQL. An end that
// is open has no day.
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
