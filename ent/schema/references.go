package schema

import (
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Programme is a scheme that actions come from or are funded by.
type Programme struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Programme) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "programme"}, named{}} }

// Fields are its own.
func (Programme) Fields() []ent.Field {
	return []ent.Field{field.Strings("variants").Default([]string{}).Comment("other names that sources use")}
}

// Indexes make its code unique.
func (Programme) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Audience is a public for whom, or through whom, something is done.
type Audience struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Audience) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "audience"}, named{}} }

// Fields are its own.
func (Audience) Fields() []ent.Field {
	return []ent.Field{field.Enum("kind").GoType(lexicon.AudienceKind(""))}
}

// Indexes make its code unique.
func (Audience) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations add the CHECK.
func (Audience) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.AudienceKind(""))}
}

// Territory is an area, or a category of areas that names none.
type Territory struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Territory) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "territory"}, named{}} }

// Fields are its own.
func (Territory) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(lexicon.TerritoryKind("")),
		field.Int("vintage").Optional().Nillable().Comment("year of the list that defines a priority neighbourhood"),
		field.Bool("implied").Default(false).Comment("no source names it; it is implied"),
	}
}

// Indexes make its code unique.
func (Territory) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations add the CHECK.
func (Territory) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.TerritoryKind(""))}
}

// Criterion is a ground of discrimination in a versioned list. It is attached
// to actions, never to a person.
type Criterion struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Criterion) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "criterion"}, named{}} }

// Fields are its own.
func (Criterion) Fields() []ent.Field {
	return []ent.Field{
		field.Int("rank").Optional().Nillable().Positive().Comment("its rank as a source declares it"),
		field.String("list").Optional().Nillable().MaxRuneLen(200).Comment("the list and its version"),
	}
}

// Indexes make its code unique.
func (Criterion) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Concept is an idea that a contract refers to: a policy, a reform, an
// objective, an approach, a finding.
type Concept struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Concept) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "concept"}, named{}} }

// Fields are its own.
func (Concept) Fields() []ent.Field {
	return []ent.Field{field.Enum("kind").GoType(lexicon.ConceptKind(""))}
}

// Indexes make its code unique.
func (Concept) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations add the CHECK.
func (Concept) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.ConceptKind(""))}
}

// Source is a document that says something.
type Source struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Source) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "source"}, named{}} }

// Fields are its own; its name is its title.
func (Source) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("publisher").Optional().Nillable().MaxRuneLen(200),
		field.String("url").Optional().Nillable().MaxRuneLen(2000),
		field.String("licence").Optional().Nillable().MaxRuneLen(200),
		field.String("note").Optional().Nillable().MaxRuneLen(1000),
	}, partialDates("date")...)
}

// Hooks keep the bounds of its date.
func (Source) Hooks() []ent.Hook { return []ent.Hook{boundDates("date")} }

// Indexes make its code unique.
func (Source) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Identifier is a number or code that a register gives a partner or a
// territory. A malformed one is kept as unverified, never lost.
type Identifier struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Identifier) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "identifier"}} }

// Fields are its own.
func (Identifier) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.Enum("scheme").GoType(lexicon.Scheme("")),
		field.String("value").NotEmpty().MaxRuneLen(100),
		field.Enum("verification").GoType(lexicon.Verification("")).Default(string(lexicon.Unverified)),
		field.String("note").Optional().Nillable().MaxRuneLen(1000),
	}, mayIDOf("partner", "territory"), partialDates("since", "until"))
}

// Edges are the records it refers to.
func (Identifier) Edges() []ent.Edge {
	return []ent.Edge{mayTo("partner", Partner.Type), mayTo("territory", Territory.Type)}
}

// Hooks keep the bounds of its dates.
func (Identifier) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

// Indexes find its holder, and keep a holder from having it twice.
func (Identifier) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("scheme", "value", "partner_id").Unique(),
		index.Fields("scheme", "value", "territory_id").Unique(),
		index.Fields("partner_id"),
		index.Fields("territory_id"),
	}
}

// Annotations add the CHECKs.
func (Identifier) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("scheme", lexicon.Scheme("")), words("verification", lexicon.Verification("")),
		exactlyOne("one_holder", "partner_id", "territory_id"),
	}
}

// Setting is a value that the hub keeps for itself, such as the secret that
// seals cursors. It is never served.
type Setting struct{ ent.Schema }

// Fields are its own.
func (Setting) Fields() []ent.Field {
	return []ent.Field{
		field.String("key").Unique().Immutable().MaxRuneLen(80),
		field.Bytes("value").Sensitive().MaxLen(4096),
	}
}
