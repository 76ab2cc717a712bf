// Package schema describes the data: records, the claims that link them, and the citations that support both.
//
// It never imports generated code, so that everything under internal/gen can be deleted and generated again.
package schema

import (
	"regexp"
	"slices"
	"strings"

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
	prefix string   // of the type's public identifiers
	table  string   // that stores the type
	owner  []string // the fields of the API through which the record's contract is found, if not contract itself
	claim  bool     // it links things and rests on somebody's word
	bulk   bool     // large writes insert many new records at once; no rule may ask the database about its type
	linked links    // how citations and relations refer to it
}

// links are the ways in which citations and relations can refer to records of a type.
type links uint8

const (
	cited     links = 1 << iota // citations are about it
	asSubject                   // relations start at it
	asObject                    // relations lead to it

	anywhere = cited | asSubject | asObject
)

func (r record) Fields() []ent.Field {
	return []ent.Field{
		hidden(field.String("uid").Immutable().Unique().MaxRuneLen(64).
			DefaultFunc(func() string { return lexicon.NewUID(r.prefix) }).
			Comment("public identifier, a TypeID; database ids never leave the hub")),
		hidden(field.Time("created_at").Immutable().Default(now)),
		hidden(field.Time("updated_at").Default(now).UpdateDefault(now)),
		hidden(field.Int("version").Default(1).Positive().
			Comment("grows by one with every update; a writer names the version it saw")),
		// Every type has these two, which package record adds.
		hidden(field.String("language").GoType(lexicon.LanguageTag("")).Default(string(lexicon.Assumed)).
			MaxRuneLen(lexicon.LongestTag).Comment("in which people wrote the record's texts, a BCP 47 tag")),
		hidden(field.JSON("translations", []lexicon.Translation{}).Optional().
			Comment("of its texts, in other languages")),
	}
}

func (record) Hooks() []ent.Hook { return []ent.Hook{countOn("version")} }

// Policy restricts who sees the record, and how it is written.
func (r record) Policy() ent.Policy { return visible{r.prefix} }

// Annotations names the table, and passes the description of the type to code generation.
func (r record) Annotations() []schema.Annotation {
	return []schema.Annotation{r.annotation(), entsql.Table(r.table)}
}

func (r record) annotation() Record { return Record{r.prefix, r.table, r.owner, r.claim, r.bulk} }

// ofContract returns the column with the contract of a record that belongs to it through another record. With it,
// visibility depends on the record's own row alone. Writers of the record set it.
func ofContract() []ent.Field { return []ent.Field{hidden(mayIDOf("scope")[0])} }

// codeName is the name of the form of codes.
const codeName = "code"

// codeForm is the format of codes, which are safe in a URL and in a shell.
var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// named is the mixin of records that have a code and a name.
type named struct{ mixin.Schema }

func (named) Fields() []ent.Field {
	return []ent.Field{
		field.String("code").NotEmpty().MaxRuneLen(80).Match(codeForm).Comment("the identifier that people use").
			Annotations(API{Max: 80, Form: codeName}),
		requiredText("name", 500),
		hidden(field.Bytes("sort_key").MaxLen(lexicon.LongestKey).
			Comment("the name folded for ordering, compared as bytes on every database")),
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
		text("wording", 300, "the source's own word for the link, a few words"),
		text("inference", 300, "how an INFERRED claim was inferred"),
		text("note", 1000),
	}, partialDates("since", "until")...)
}

func (claimed) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

func (claimed) Annotations() []schema.Annotation {
	return []schema.Annotation{words("status", lexicon.Status("")), words("basis", lexicon.Basis(""))}
}

// mayCode returns the field of an optional code.
func mayCode() ent.Field {
	return field.String("code").Optional().Nillable().MaxRuneLen(80).Match(codeForm).
		Annotations(API{Max: 80, Form: codeName})
}

// codeWithin makes the codes of a type unique within their contract, and among the records of the directory, which have
// no contract. column holds the contract. The code comes first in the index, which so also serves lookups by code
// alone.
func codeWithin(prefix, column string) []ent.Index { return uniqueWithin(prefix, "code", column) }

// uniqueWithin makes the values of a column unique as codeWithin does.
func uniqueWithin(prefix, of, column string) []ent.Index {
	return []ent.Index{
		index.Fields(of, column).Unique(),
		index.Fields(of).Unique().StorageKey(prefix + "_directory_" + of).
			Annotations(entsql.IndexWhere(column + " IS NULL")),
	}
}

// partialDates returns fields for dates of a known precision: the text as written, and the earliest and latest day it
// can mean, for comparisons in SQL. An open end has no day.
func partialDates(names ...string) []ent.Field {
	var fields []ent.Field
	for _, name := range names {
		fields = append(fields, field.String(name).GoType(lexicon.PartialDate{}).Optional().Nillable().MaxRuneLen(21).
			Comment("as written, in EDTF"))
		fields = append(fields, bounds(name)...)
	}
	return fields
}

// bounds returns the fields for the first and the last day that a date can mean.
func bounds(name string) []ent.Field {
	return []ent.Field{
		hidden(field.String(name + earliest).Optional().Nillable().MaxRuneLen(10)),
		hidden(field.String(name + latest).Optional().Nillable().MaxRuneLen(10)),
	}
}

const (
	earliest = "_earliest"
	latest   = "_latest"
)

// text returns the column of an optional text of at most so many characters.
func text(name string, most int, comment ...string) ent.Field {
	return field.String(name).Optional().Nillable().MaxRuneLen(most).Comment(strings.Join(comment, " ")).
		Annotations(API{Max: most})
}

// requiredText returns the column of a text that is never empty.
func requiredText(name string, most int, comment ...string) ent.Field {
	return field.String(name).NotEmpty().MaxRuneLen(most).Comment(strings.Join(comment, " ")).
		Annotations(API{Max: most})
}

// described changes the annotation of columns for the API.
func described(change func(*API), fields ...ent.Field) []ent.Field {
	for _, f := range fields {
		d := f.Descriptor()
		api := apiOf(d.Annotations)
		change(&api)
		d.Annotations = append(slices.DeleteFunc(d.Annotations, func(a schema.Annotation) bool {
			_, is := a.(API)
			return is
		}), api)
	}
	return fields
}

// hidden leaves a column out of the API.
func hidden(f ent.Field) ent.Field { return described(func(a *API) { a.Hidden = true }, f)[0] }

// fixed marks columns that are set when the record is created, and never changed.
func fixed(fields ...ent.Field) []ent.Field {
	return described(func(a *API) { a.Fixed = true }, fields...)
}

// arc makes columns the ends of one reference of the API, of which at most one is set.
func arc(name string, fields ...ent.Field) []ent.Field {
	return described(func(a *API) { a.Field = name }, fields...)
}

// required marks a reference of which exactly one end is set.
func required(fields ...ent.Field) []ent.Field {
	return described(func(a *API) { a.Required = true }, fields...)
}
