package schema

import (
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Contract is a contrat de ville.
type Contract struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Contract) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "contract"}, named{}} }

// Fields are its own.
func (Contract) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.String("description").Optional().Nillable().MaxRuneLen(2000),
		field.Bool("open_themes").Default(false).Comment("the contract's list of themes is open (« … »)"),
		field.Bool("public").Default(false).Comment("an administrator has opened it to whoever has no account"),
	}, mayIDOf("territory"), partialDates("since", "until", "signed"))
}

// Edges are the record it refers to, and the accounts that serve it: without
// that way back a contract would be one account's.
func (Contract) Edges() []ent.Edge {
	return []ent.Edge{mayTo("territory", Territory.Type), edge.From("accounts", Account.Type).Ref("contracts")}
}

// Hooks keep the bounds of its dates.
func (Contract) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until", "signed")} }

// Indexes make its code unique.
func (Contract) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code").Unique(), index.Fields("sort_key")}
}

// Plan is a document annexed to a contract, with dates of its own.
type Plan struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Plan) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "plan"}, named{}} }

// Fields are its own.
func (Plan) Fields() []ent.Field {
	return slices.Concat(idOf("contract"), partialDates("adopted", "annexed", "validated"))
}

// Edges are the records it refers to.
func (Plan) Edges() []ent.Edge { return []ent.Edge{to("contract", Contract.Type)} }

// Hooks keep the bounds of its dates.
func (Plan) Hooks() []ent.Hook { return []ent.Hook{boundDates("adopted", "annexed", "validated")} }

// Indexes make its code unique within the contract.
func (Plan) Indexes() []ent.Index { return []ent.Index{index.Fields("contract_id", "code").Unique()} }

// Theme is a theme of one contract, or, without a contract, a reference theme
// to which those of contracts are mapped so that they compare.
type Theme struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Theme) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "theme"}, named{}} }

// Fields are its own.
func (Theme) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.Int("position").Default(0).NonNegative(),
		field.Bool("open_list").Default(false).Comment("its list of sub-themes is open"),
		field.Enum("match").GoType(lexicon.Match("")).Optional().Nillable(),
	}, mayIDOf("contract", "parent", "reference"))
}

// Edges are the records it refers to.
func (Theme) Edges() []ent.Edge {
	return []ent.Edge{
		mayTo("contract", Contract.Type), mayToOwn("parent", "children", Theme.Type),
		mayToOwn("reference", "mapped", Theme.Type),
	}
}

// Indexes make its code unique within the contract, or among reference themes.
func (Theme) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("contract_id", "code").Unique(),
		index.Fields("code").Unique().StorageKey("theme_reference_code").
			Annotations(entsql.IndexWhere("contract_id IS NULL")),
		index.Fields("parent_id"),
		index.Fields("reference_id"),
	}
}

// Annotations add the CHECKs.
func (Theme) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("match", lexicon.Match("")),
		check("match_with_reference", "(reference_id IS NULL) = (match IS NULL)"),
		check("parent_not_itself", "parent_id IS NULL OR parent_id <> id"),
	}
}

// Axis is a line of work of a contract, often of one of its plans.
type Axis struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Axis) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "axis"}, named{}} }

// Fields are its own.
func (Axis) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.Int("position").Default(0).NonNegative(),
		field.Bool("priority").Default(false),
		field.Enum("status").GoType(lexicon.AxisStatus("")).Default(string(lexicon.AxisProposed)),
	}, idOf("contract"), mayIDOf("plan"))
}

// Edges are the records it refers to.
func (Axis) Edges() []ent.Edge {
	return []ent.Edge{to("contract", Contract.Type), mayTo("plan", Plan.Type)}
}

// Indexes make its code unique within the contract.
func (Axis) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contract_id", "code").Unique(), index.Fields("plan_id")}
}

// Annotations name the table (ent's plural of axis is axis) and add the CHECK.
func (Axis) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("axes"), words("status", lexicon.AxisStatus(""))}
}

// Action is something done, from a project to one of its components.
type Action struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Action) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "action"}, named{}} }

// Fields are its own.
func (Action) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.String("description").Optional().Nillable().MaxRuneLen(2000),
		field.Enum("kind").GoType(lexicon.ActionKind("")),
		field.Enum("status").GoType(lexicon.Status("")).Optional().Nillable(),
		field.Bool("open_list").Default(false).Comment("its list of sub-actions is open"),
	}, idOf("contract"), partialDates("since", "until"))
}

// Edges are the records it refers to.
func (Action) Edges() []ent.Edge { return []ent.Edge{to("contract", Contract.Type)} }

// Hooks keep the bounds of its dates.
func (Action) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

// Indexes make its code unique within the contract.
func (Action) Indexes() []ent.Index { return []ent.Index{index.Fields("contract_id", "code").Unique()} }

// Annotations add the CHECKs.
func (Action) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.ActionKind("")), words("status", lexicon.Status(""))}
}

// Partner is an organisation, or a collective that a source names only as a
// whole.
type Partner struct{ ent.Schema }

// Mixin is what it shares with other records.
func (Partner) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "partner"}, named{}} }

// Fields are its own.
func (Partner) Fields() []ent.Field {
	return []ent.Field{
		field.String("acronym").Optional().Nillable().MaxRuneLen(40),
		field.String("description").Optional().Nillable().MaxRuneLen(2000),
		field.Enum("kind").GoType(lexicon.PartnerKind("")).Default(string(lexicon.Organisation)),
		field.Enum("sector").GoType(lexicon.Sector("")).Default(string(lexicon.SectorUnspecified)),
		field.Strings("aliases").Default([]string{}),
		field.Bool("open_list").Default(false).Comment("a collective's list of members is open"),
		field.Strings("merged_ids").Optional().Comment("ids and codes of partners that were merged into it"),
	}
}

// Indexes make its code unique, and list the few partners that others were merged into.
func (Partner) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code").Unique(), index.Fields("sort_key"),
		index.Fields("id").StorageKey("partner_merged_ids").Annotations(entsql.IndexWhere("merged_ids IS NOT NULL")),
	}
}

// Annotations add the CHECKs.
func (Partner) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("kind", lexicon.PartnerKind("")), words("sector", lexicon.Sector("")),
	}
}

// WorkingGroup is a body in which partners sit.
type WorkingGroup struct{ ent.Schema }

// Mixin is what it shares with other records.
func (WorkingGroup) Mixin() []ent.Mixin { return []ent.Mixin{record{prefix: "group"}, named{}} }

// Fields are its own.
func (WorkingGroup) Fields() []ent.Field {
	return slices.Concat(
		[]ent.Field{field.Enum("type").GoType(lexicon.GroupType(""))}, idOf("contract"), mayIDOf("parent"),
	)
}

// Edges are the records it refers to.
func (WorkingGroup) Edges() []ent.Edge {
	return []ent.Edge{to("contract", Contract.Type), mayToOwn("parent", "children", WorkingGroup.Type)}
}

// Indexes make its code unique within the contract.
func (WorkingGroup) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contract_id", "code").Unique(), index.Fields("parent_id")}
}

// Annotations add the CHECKs.
func (WorkingGroup) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("type", lexicon.GroupType("")),
		check("parent_not_itself", "parent_id IS NULL OR parent_id <> id"),
	}
}
