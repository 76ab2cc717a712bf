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

// Mixin returns the fields shared by records.
func (Programme) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "programme", table: "programmes", linked: asObject | cited}, named{}}
}

// Fields returns the fields of the type.
func (Programme) Fields() []ent.Field {
	return []ent.Field{field.Strings("variants").Default([]string{}).Comment("other names that sources use")}
}

// Indexes makes codes unique.
func (Programme) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Audience is a public for whom, or through whom, something is done.
type Audience struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Audience) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "audience", table: "audiences", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Audience) Fields() []ent.Field {
	return []ent.Field{field.Enum("kind").GoType(lexicon.AudienceKind(""))}
}

// Indexes makes codes unique.
func (Audience) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations returns the CHECK constraint.
func (Audience) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.AudienceKind(""))}
}

// Territory is an area, or a category of areas without names.
type Territory struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Territory) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "territory", table: "territories", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Territory) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(lexicon.TerritoryKind("")),
		field.Int("vintage").Optional().Nillable().Comment("year of the list that defines a priority neighbourhood"),
		field.Bool("implied").Default(false).Comment("no source names it; it is implied"),
	}
}

// Indexes makes codes unique.
func (Territory) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations returns the CHECK constraint.
func (Territory) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.TerritoryKind(""))}
}

// Criterion is a ground of discrimination in a versioned list. It is attached to actions, never to a person.
type Criterion struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Criterion) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "criterion", table: "criterions", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Criterion) Fields() []ent.Field {
	return []ent.Field{
		field.Int("rank").Optional().Nillable().Positive().Comment("its rank as a source declares it"),
		text("list", 200, "the list and its version"),
	}
}

// Indexes makes codes unique.
func (Criterion) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Concept is an idea that a contract refers to: a policy, a reform, an orientation, an objective, an approach, a
// finding.
type Concept struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Concept) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "concept", table: "concepts", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Concept) Fields() []ent.Field {
	return []ent.Field{field.Enum("kind").GoType(lexicon.ConceptKind(""))}
}

// Indexes makes codes unique.
func (Concept) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Annotations returns the CHECK constraint.
func (Concept) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.ConceptKind(""))}
}

// Source is a document that claims are cited from.
type Source struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Source) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "source", table: "sources", linked: anywhere}, named{}}
}

// Fields returns the fields of the type. The title is the name.
func (Source) Fields() []ent.Field {
	return append([]ent.Field{
		text("publisher", 200),
		described(func(a *API) { a.Form = "url" }, text("url", 2000))[0],
		text("licence", 200),
		text("note", 1000),
	}, partialDates("date")...)
}

// Hooks returns the hook that updates the bounds of the date.
func (Source) Hooks() []ent.Hook { return []ent.Hook{boundDates("date")} }

// Indexes makes codes unique.
func (Source) Indexes() []ent.Index { return []ent.Index{index.Fields("code").Unique()} }

// Identifier is a number or code of a partner or a territory in a register. An invalid one is stored as unverified, and
// never dropped.
type Identifier struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Identifier) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "identifier", table: "identifiers", bulk: true, linked: cited}}
}

// Fields returns the fields of the type.
func (Identifier) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.Enum("scheme").GoType(lexicon.Scheme("")),
		requiredText("value", 100),
		field.Enum("verification").GoType(lexicon.Verification("")).Default(string(lexicon.Unverified)),
		text("note", 1000),
	}, fixed(mayIDOf("partner", "territory")...), partialDates("since", "until"))
}

// Edges returns the referenced records.
func (Identifier) Edges() []ent.Edge {
	return []ent.Edge{mayTo("partner", Partner.Type), mayTo("territory", Territory.Type)}
}

// Hooks returns the hook that updates the bounds of the dates.
func (Identifier) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

// Indexes serves lookups by holder, and makes an identifier unique for each holder.
func (Identifier) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("scheme", "value", "partner_id").Unique(),
		index.Fields("scheme", "value", "territory_id").Unique(),
		index.Fields("partner_id"),
		index.Fields("territory_id"),
	}
}

// Annotations returns the CHECK constraints.
func (Identifier) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("scheme", lexicon.Scheme("")), words("verification", lexicon.Verification("")),
		exactlyOne("one_holder", "partner_id", "territory_id"),
	}
}

// Setting is an internal value of the hub, such as the secret that encrypts cursors. It is never served.
type Setting struct{ ent.Schema }

// Fields returns the fields of the type.
func (Setting) Fields() []ent.Field {
	return []ent.Field{
		field.String("key").Unique().Immutable().MaxRuneLen(80),
		field.Bytes("value").Sensitive().MaxLen(4096),
	}
}
