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

// Mixin returns the fields shared by records.
func (Contract) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "contract", table: "contracts", linked: asObject | cited}, named{}}
}

// Fields returns the fields of the type.
func (Contract) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		text("description", 2000),
		field.Bool("open_themes").Default(false).Comment("the contract's list of themes is open (« … »)"),
		field.Bool("public").Default(false).Comment("an administrator has opened it to whoever has no account"),
	}, mayIDOf("territory"), partialDates("since", "until", "signed"))
}

// Edges returns the territory, and the inverse of the accounts that serve the contract. Without the inverse, ent would
// let a contract belong to only one account.
func (Contract) Edges() []ent.Edge {
	return []ent.Edge{mayTo("territory", Territory.Type), edge.From("accounts", Account.Type).Ref("contracts")}
}

// Hooks returns the hook that updates the bounds of the dates.
func (Contract) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until", "signed")} }

// Indexes makes codes unique.
func (Contract) Indexes() []ent.Index {
	return []ent.Index{index.Fields("code").Unique(), index.Fields("sort_key")}
}

// Plan is a document annexed to a contract, with dates of its own.
type Plan struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Plan) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "plan", table: "plans", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Plan) Fields() []ent.Field {
	return slices.Concat(fixed(idOf("contract")...), partialDates("adopted", "annexed", "validated"))
}

// Edges returns the referenced records.
func (Plan) Edges() []ent.Edge { return []ent.Edge{to("contract", Contract.Type)} }

// Hooks returns the hook that updates the bounds of the dates.
func (Plan) Hooks() []ent.Hook { return []ent.Hook{boundDates("adopted", "annexed", "validated")} }

// Indexes makes codes unique within a contract.
func (Plan) Indexes() []ent.Index { return []ent.Index{index.Fields("contract_id", "code").Unique()} }

// Theme is a theme of one contract. Without a contract it is a reference theme, to which the themes of contracts are
// mapped for comparison.
type Theme struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Theme) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "theme", table: "themes", linked: asObject | cited}, named{}}
}

// Fields returns the fields of the type.
func (Theme) Fields() []ent.Field {
	return slices.Concat(fixed(mayIDOf("contract")...), mayIDOf("parent", "reference"), []ent.Field{
		field.Enum("match").GoType(lexicon.Match("")).Optional().Nillable(),
		field.Int("position").Default(0).NonNegative(),
		field.Bool("open_list").Default(false).Comment("its list of sub-themes is open"),
	})
}

// Edges returns the referenced records.
func (Theme) Edges() []ent.Edge {
	return []ent.Edge{
		mayTo("contract", Contract.Type), mayToOwn("parent", "children", Theme.Type),
		mayToOwn("reference", "mapped", Theme.Type),
	}
}

// Indexes makes codes unique within a contract, or among reference themes.
func (Theme) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("contract_id", "code").Unique(),
		index.Fields("code").Unique().StorageKey("theme_reference_code").
			Annotations(entsql.IndexWhere("contract_id IS NULL")),
		index.Fields("parent_id"),
		index.Fields("reference_id"),
	}
}

// Annotations returns the CHECK constraints.
func (Theme) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("match", lexicon.Match("")),
		check("match_with_reference", "(reference_id IS NULL) = (match IS NULL)"),
		check("parent_not_itself", "parent_id IS NULL OR parent_id <> id"),
	}
}

// Axis is a line of work of a contract, often of one of its plans.
type Axis struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Axis) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "axis", table: "axes", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Axis) Fields() []ent.Field {
	return slices.Concat(fixed(idOf("contract")...), mayIDOf("plan"), []ent.Field{
		field.Int("position").Default(0).NonNegative(),
		field.Bool("priority").Default(false),
		field.Enum("status").GoType(lexicon.AxisStatus("")).Default(string(lexicon.AxisProposed)),
	})
}

// Edges returns the referenced records.
func (Axis) Edges() []ent.Edge {
	return []ent.Edge{to("contract", Contract.Type), mayTo("plan", Plan.Type)}
}

// Indexes makes codes unique within a contract.
func (Axis) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contract_id", "code").Unique(), index.Fields("plan_id")}
}

// Annotations sets the table name (ent's plural of axis is axis), and adds the CHECK constraint.
func (Axis) Annotations() []schema.Annotation {
	return []schema.Annotation{words("status", lexicon.AxisStatus(""))}
}

// Action is something done, from a project to one of its components.
type Action struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Action) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "action", table: "actions", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Action) Fields() []ent.Field {
	return slices.Concat(fixed(idOf("contract")...), []ent.Field{
		text("description", 2000),
		field.Enum("kind").GoType(lexicon.ActionKind("")),
		field.Enum("status").GoType(lexicon.Status("")).Optional().Nillable(),
		field.Bool("open_list").Default(false).Comment("its list of sub-actions is open"),
	}, partialDates("since", "until"))
}

// Edges returns the referenced records.
func (Action) Edges() []ent.Edge { return []ent.Edge{to("contract", Contract.Type)} }

// Hooks returns the hook that updates the bounds of the dates.
func (Action) Hooks() []ent.Hook { return []ent.Hook{boundDates("since", "until")} }

// Indexes makes codes unique within a contract.
func (Action) Indexes() []ent.Index { return []ent.Index{index.Fields("contract_id", "code").Unique()} }

// Annotations returns the CHECK constraints.
func (Action) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.ActionKind("")), words("status", lexicon.Status(""))}
}

// Partner is an organisation, or a collective that a source names only as a whole.
type Partner struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Partner) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "partner", table: "partners", bulk: true, linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (Partner) Fields() []ent.Field {
	return []ent.Field{
		text("acronym", 40),
		text("description", 2000),
		field.Enum("kind").GoType(lexicon.PartnerKind("")).Default(string(lexicon.Organisation)),
		field.Enum("sector").GoType(lexicon.Sector("")).Default(string(lexicon.SectorUnspecified)),
		field.Strings("aliases").Default([]string{}),
		field.Bool("open_list").Default(false).Comment("a collective's list of members is open"),
		field.Strings("merged_ids").Optional().Comment("ids and codes of partners that were merged into it").
			Annotations(API{Max: 80, ByHub: true}),
	}
}

// Indexes makes codes unique, and lists the few partners that others were merged into.
func (Partner) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code").Unique(), index.Fields("sort_key"),
		index.Fields("id").StorageKey("partner_merged_ids").Annotations(entsql.IndexWhere("merged_ids IS NOT NULL")),
	}
}

// Annotations returns the CHECK constraints.
func (Partner) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("kind", lexicon.PartnerKind("")), words("sector", lexicon.Sector("")),
	}
}

// WorkingGroup is a body in which partners sit.
type WorkingGroup struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (WorkingGroup) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "group", table: "working_groups", linked: anywhere}, named{}}
}

// Fields returns the fields of the type.
func (WorkingGroup) Fields() []ent.Field {
	return slices.Concat(
		fixed(idOf("contract")...), []ent.Field{field.Enum("type").GoType(lexicon.GroupType(""))}, mayIDOf("parent"),
	)
}

// Edges returns the referenced records.
func (WorkingGroup) Edges() []ent.Edge {
	return []ent.Edge{to("contract", Contract.Type), mayToOwn("parent", "children", WorkingGroup.Type)}
}

// Indexes makes codes unique within a contract.
func (WorkingGroup) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contract_id", "code").Unique(), index.Fields("parent_id")}
}

// Annotations returns the CHECK constraints.
func (WorkingGroup) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("type", lexicon.GroupType("")),
		check("parent_not_itself", "parent_id IS NULL OR parent_id <> id"),
	}
}
