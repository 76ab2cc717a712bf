package schema

import (
	"slices"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Grant is money or help that a funder decided to give, with every field of the national format of subsidies (SCDL
// 2.1.1). Without a contract it belongs to the directory.
type Grant struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (Grant) Mixin() []ent.Mixin {
	return []ent.Mixin{record{
		prefix: "grant", table: "grants", owner: []string{"contract", "action", "axis"}, bulk: true, linked: cited,
	}}
}

// Fields returns the fields of the type.
func (Grant) Fields() []ent.Field {
	return slices.Concat(
		fixed(mayIDOf("contract")...), idOf("funder"), mayIDOf("beneficiary", "action", "axis"),
		partialDates("agreed_on", "paid_from", "paid_until"), []ent.Field{
			mayCode(),
			text("purpose", 2000),
			amountOf("amount", "euro cents; empty when unknown or withheld; negative when taken back"),
			field.Bool("amount_withheld").Default(false).Comment("the publisher withholds the amount"),
			field.Enum("nature").GoType(lexicon.GrantNature("")).Optional().Nillable(),
			text("decision_reference", 300),
			text("conditions", 1000, "of payment"),
			field.Int("share").Optional().Nillable().Comment("of the purpose’s whole funding, in millionths").
				Annotations(API{Most: int64(lexicon.WholeShare)}),
			field.Bool("notified_to_eu").Optional().Nillable().Comment("to the European Commission").
				Annotations(API{Field: "notifiedToEU"}),
			text("rae", 20, "number in the register of de minimis aid"),
			text("aid_scheme", 300, "in the publisher's words"),
			text("usage", 300, "such as operating or investment, in the publisher's words"),
			field.Int("financial_year").Optional().Nillable(),
			text("funder_identifier", 100, "as the file writes it"),
			text("beneficiary_identifier", 100, "as the file writes it"),
			text("record_key", 100, "identifies the line of a file; imports find the grant by it"),
			text("note", 1000),
		},
	)
}

// Edges returns the referenced records.
func (Grant) Edges() []ent.Edge {
	return []ent.Edge{
		mayTo("contract", Contract.Type), to("funder", Partner.Type), mayTo("beneficiary", Partner.Type),
		mayTo("action", Action.Type), mayTo("axis", Axis.Type),
	}
}

// Hooks returns the hook that updates the bounds of the dates.
func (Grant) Hooks() []ent.Hook {
	return []ent.Hook{boundDates("agreed_on", "paid_from", "paid_until")}
}

// Indexes serves lookups from every end, and makes codes and keys unique within a contract and within the directory.
func (Grant) Indexes() []ent.Index {
	return slices.Concat(
		uniqueWithin("grant", "code", "contract_id"), uniqueWithin("grant", "record_key", "contract_id"),
		[]ent.Index{
			index.Fields("contract_id"), index.Fields("funder_id", "contract_id"),
			index.Fields("beneficiary_id", "contract_id"), index.Fields("action_id"), index.Fields("axis_id"),
		},
	)
}

// Annotations returns the CHECK constraints.
func (Grant) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("nature", lexicon.GrantNature("")),
		check("one_target", "action_id IS NULL OR axis_id IS NULL"),
		check("withheld_is_not_told", "NOT amount_withheld OR amount_cents IS NULL"),
		check("share_of_a_whole", "share IS NULL OR share >= 0 AND share <= 1000000"),
	}
}

// amountOf returns the column of an optional amount of money, which can be negative.
func amountOf(name, comment string) ent.Field {
	return field.Int64(name + "_cents").Optional().Nillable().Comment(comment).
		Annotations(API{Field: camel(name), Signed: true})
}

// FundingLine is what a funder gives to an action, to an axis, or to a contract as a whole, in one year. Its amounts
// may be unknown, which is not zero.
type FundingLine struct{ ent.Schema }

// Mixin returns the fields shared by records.
func (FundingLine) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "funding", table: "funding_lines", linked: cited}}
}

// Fields returns the fields of the type.
func (FundingLine) Fields() []ent.Field {
	return slices.Concat(
		fixed(idOf("contract")...), idOf("funder"), mayIDOf("action", "axis"), []ent.Field{
			mayCode(),
			field.Enum("kind").GoType(lexicon.FundingKind("")),
			field.Int("year").Optional().Nillable().Comment("the financial year"),
		}, centsOf("asked", "voted", "paid"), []ent.Field{text("note", 1000)},
	)
}

// Edges returns the referenced records.
func (FundingLine) Edges() []ent.Edge {
	return []ent.Edge{
		to("contract", Contract.Type), to("funder", Partner.Type), mayTo("action", Action.Type), mayTo("axis", Axis.Type),
	}
}

// Indexes serves lookups from every end, and makes codes unique within a contract.
func (FundingLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("contract_id", "code").Unique(), index.Fields("funder_id", "contract_id"),
		index.Fields("action_id"), index.Fields("axis_id"),
	}
}

// Annotations returns the CHECK constraints.
func (FundingLine) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("kind", lexicon.FundingKind("")), check("one_target", "action_id IS NULL OR axis_id IS NULL"),
	}
}

// centsOf returns the columns of optional amounts of money, which are never negative.
func centsOf(names ...string) []ent.Field {
	fields := make([]ent.Field, len(names))
	for i, name := range names {
		fields[i] = field.Int64(name + "_cents").Optional().Nillable().NonNegative().
			Comment("euro cents; empty when unknown").Annotations(API{Field: name})
	}
	return fields
}
