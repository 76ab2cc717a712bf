package schema

import (
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Indicator is a measure of an action, of an axis, or of a contract as a whole.
type Indicator struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Indicator) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "indicator", table: "indicators", linked: cited}, named{}}
}

// Fields returns the fields of the type.
func (Indicator) Fields() []ent.Field {
	return slices.Concat(fixed(idOf("contract")...), mayIDOf("action", "axis"), []ent.Field{
		text("description", 2000, "what it measures"),
		requiredText("unit", 100),
		text("method", 2000, "how it is computed"),
		field.Enum("direction").GoType(lexicon.IndicatorDirection("")).Optional().Nillable().
			Comment("in which the value should change"),
	}, decimals("baseline", "target"))
}

// Edges returns the referenced records.
func (Indicator) Edges() []ent.Edge {
	return []ent.Edge{to("contract", Contract.Type), mayTo("action", Action.Type), mayTo("axis", Axis.Type)}
}

// Indexes serves lookups from every end, and makes codes unique within a contract.
func (Indicator) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("contract_id", "code").Unique(), index.Fields("action_id"), index.Fields("axis_id"),
	}
}

// Annotations returns the CHECK constraints.
func (Indicator) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("direction", lexicon.IndicatorDirection("")),
		check("one_target", "action_id IS NULL OR axis_id IS NULL"),
	}
}

// Observation is the value of an indicator in a period, in a territory or in the whole. Without a value it says why
// there is none: missing and secret differ, and neither is zero.
type Observation struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Observation) Mixin() []ent.Mixin {
	return []ent.Mixin{record{
		prefix: "observation", table: "observations", owner: []string{"indicator"}, linked: cited,
	}}
}

// Fields returns the fields of the type.
func (Observation) Fields() []ent.Field {
	return slices.Concat(fixed(idOf("indicator")...), []ent.Field{
		mayCode(),
		field.String("period").GoType(lexicon.PartialDate{}).MaxRuneLen(21).
			Comment("the period or the day, in EDTF").Annotations(API{Canonical: true}),
	}, bounds("period"), mayIDOf("territory", "document"), []ent.Field{
		field.Enum("status").GoType(lexicon.ObservationStatus("")).Default(string(lexicon.ValueKnown)),
	}, decimals("value"), []ent.Field{text("note", 1000)}, ofContract())
}

// Edges returns the referenced records.
func (Observation) Edges() []ent.Edge {
	return []ent.Edge{
		to("indicator", Indicator.Type), mayTo("territory", Territory.Type), mayTo("document", Source.Type),
		mayTo("scope", Contract.Type),
	}
}

// Hooks returns the hook that updates the bounds of the period.
func (Observation) Hooks() []ent.Hook { return []ent.Hook{boundDates("period")} }

// Indexes allows one observation of an indicator in a period, a territory and a document. A database takes two nulls
// for different values, so those without a territory or a document have indexes of their own.
func (Observation) Indexes() []ent.Index {
	indexes := append(codeWithin("observation", "scope_id"),
		index.Fields("territory_id", "scope_id"), index.Fields("document_id", "scope_id"),
		index.Fields("scope_id"))
	for _, once := range []struct {
		name, where string
		columns     []string
	}{
		{"once", "territory_id IS NOT NULL AND document_id IS NOT NULL", []string{"territory_id", "document_id"}},
		{"undocumented", "territory_id IS NOT NULL AND document_id IS NULL", []string{"territory_id"}},
		{"anywhere", "territory_id IS NULL AND document_id IS NOT NULL", []string{"document_id"}},
		{"anywhere_undocumented", "territory_id IS NULL AND document_id IS NULL", nil},
	} {
		columns := append([]string{"indicator_id", "period"}, once.columns...)
		indexes = append(indexes, index.Fields(columns...).Unique().
			StorageKey("observation_"+once.name).Annotations(entsql.IndexWhere(once.where)))
	}
	return indexes
}

// Annotations returns the CHECK constraints.
func (Observation) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("status", lexicon.ObservationStatus("")),
		check("value_when_known", "(CAST(status AS text) = 'KNOWN') = (value IS NOT NULL)"),
	}
}

// decimals returns the columns of optional exact numbers, in millionths.
func decimals(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int64(name).GoType(lexicon.Decimal(0)).Optional().Nillable().Comment("in millionths")
	}
	return fields
}
