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

// Contribution claims that a partner takes part in an action or, directly, in an axis. Exactly one of the two is set.
type Contribution struct{ ent.Schema }

// Mixin returns the fields shared by claims.
func (Contribution) Mixin() []ent.Mixin {
	return []ent.Mixin{
		record{prefix: "contribution", table: "contributions", owner: []string{"action", "axis"}, claim: true, linked: cited},
		claimed{},
	}
}

// Fields returns the fields of the type.
func (Contribution) Fields() []ent.Field {
	return slices.Concat(idOf("partner"), mayIDOf("action", "axis"), []ent.Field{
		field.Enum("role").GoType(lexicon.Role("")),
		field.Int64("amount_cents").Optional().Nillable().NonNegative().Comment("euro cents").
			Annotations(API{Field: "amount"}),
	}, ofContract())
}

// Edges returns the records that the claim links.
func (Contribution) Edges() []ent.Edge {
	return []ent.Edge{
		to("partner", Partner.Type), mayTo("action", Action.Type), mayTo("axis", Axis.Type),
		mayTo("scope", Contract.Type),
	}
}

// Indexes serves lookups from both ends, and makes codes unique within a contract.
func (Contribution) Indexes() []ent.Index {
	return append(codeWithin("contribution", "scope_id"),
		index.Fields("partner_id", "scope_id"), index.Fields("action_id"), index.Fields("axis_id"), index.Fields("scope_id"))
}

// Annotations returns the CHECK constraints.
func (Contribution) Annotations() []schema.Annotation {
	return []schema.Annotation{words("role", lexicon.Role("")), exactlyOne("one_target", "action_id", "axis_id")}
}

// Alignment claims that an action serves, resonates with or resembles an axis.
type Alignment struct{ ent.Schema }

// Mixin returns the fields shared by claims.
func (Alignment) Mixin() []ent.Mixin {
	return []ent.Mixin{
		record{prefix: "alignment", table: "alignments", owner: []string{"axis"}, claim: true, linked: cited},
		claimed{},
	}
}

// Fields returns the fields of the type.
func (Alignment) Fields() []ent.Field {
	return append(
		slices.Concat(idOf("action", "axis"), ofContract()), field.Enum("kind").GoType(lexicon.AlignmentKind("")),
	)
}

// Edges returns the records that the claim links.
func (Alignment) Edges() []ent.Edge {
	return []ent.Edge{to("action", Action.Type), to("axis", Axis.Type), mayTo("scope", Contract.Type)}
}

// Indexes serves lookups from both ends, and makes codes unique within a contract.
func (Alignment) Indexes() []ent.Index {
	return append(
		codeWithin("alignment", "scope_id"), index.Fields("action_id"), index.Fields("axis_id"),
		index.Fields("scope_id"),
	)
}

// Annotations returns the CHECK constraint.
func (Alignment) Annotations() []schema.Annotation {
	return []schema.Annotation{words("kind", lexicon.AlignmentKind(""))}
}

// Membership claims that a partner sits in a working group or belongs to a collective. Exactly one of the two is set.
type Membership struct{ ent.Schema }

// Mixin returns the fields shared by claims.
func (Membership) Mixin() []ent.Mixin {
	return []ent.Mixin{
		record{prefix: "membership", table: "memberships", owner: []string{"group"}, claim: true, linked: cited},
		claimed{},
	}
}

// Fields returns the fields of the type.
func (Membership) Fields() []ent.Field {
	return slices.Concat(idOf("partner"), mayIDOf("group", "collective"), []ent.Field{
		field.Enum("role").GoType(lexicon.Role("")).Default(string(lexicon.RoleParticipant)),
	}, ofContract())
}

// Edges returns the records that the claim links.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		to("partner", Partner.Type), mayTo("group", WorkingGroup.Type), mayTo("collective", Partner.Type),
		mayTo("scope", Contract.Type),
	}
}

// Indexes serves lookups from both ends, and makes codes unique within a contract.
func (Membership) Indexes() []ent.Index {
	return append(codeWithin("membership", "scope_id"), index.Fields("partner_id", "scope_id"), index.Fields("group_id"),
		index.Fields("collective_id", "scope_id"), index.Fields("scope_id"))
}

// Annotations returns the CHECK constraints.
func (Membership) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("role", lexicon.Role("")), exactlyOne("one_body", "group_id", "collective_id"),
		check("not_of_itself", "collective_id IS NULL OR collective_id <> partner_id"),
	}
}

// Relation is any other claim: a subject, a kind, and an object. The object is a record, or a few words where the
// source names no record.
type Relation struct{ ent.Schema }

// subjects and objects are the ends of a relation.
func subjects() []end { return endsFor(asSubject, "subject_") }
func objects() []end  { return endsFor(asObject, "object_") }

// Mixin returns the fields shared by claims.
func (Relation) Mixin() []ent.Mixin {
	return []ent.Mixin{
		record{prefix: "relation", table: "relations", claim: true, linked: cited},
		claimed{},
	}
}

// Fields returns the fields of the type.
func (Relation) Fields() []ent.Field {
	return slices.Concat(
		[]ent.Field{field.Enum("kind").GoType(lexicon.RelationKind(""))},
		required(arc("subject", mayIDOf(columns(subjects())...)...)...), arc("object", mayIDOf(columns(objects())...)...),
		[]ent.Field{
			text("literal", 300, "the object in the source's words, where it is no record"),
			field.Bool("open_list").Default(false).Comment("the source's list of objects is open"),
		}, mayIDOf("contract"),
	)
}

// Edges returns the records that the claim links, and the contract in whose documents it is stated.
func (Relation) Edges() []ent.Edge {
	edges := []ent.Edge{mayTo("contract", Contract.Type)}
	for _, e := range append(subjects(), objects()...) {
		edges = append(edges, mayTo(e.column, e.target))
	}
	return edges
}

// Indexes serves lookups from both ends, and makes codes unique within a contract.
func (Relation) Indexes() []ent.Index {
	indexes := append(codeWithin("relation", "contract_id"), index.Fields("contract_id"))
	for _, column := range columns(append(subjects(), objects()...)) {
		indexes = append(indexes, index.Fields(column+"_id").
			Annotations(entsql.IndexWhere(column+"_id IS NOT NULL")))
	}
	return indexes
}

// Annotations returns the CHECK constraints.
func (Relation) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("kind", lexicon.RelationKind("")),
		exactlyOne("one_subject", ids(columns(subjects()))...),
		exactlyOne("one_object", append(ids(columns(objects())), "literal")...),
	}
}

// Citation is a passage where a source supports or contradicts a record, or one field of it.
type Citation struct{ ent.Schema }

// about returns the columns for the record that a citation is about. That of a cited source has another name, because
// the source of the citation has its own.
func about() []end {
	all := endsFor(cited, "")
	for i, e := range all {
		if e.column == "source" {
			all[i].column = "document"
		}
	}
	return all
}

// Mixin returns the fields shared by records.
func (Citation) Mixin() []ent.Mixin {
	return []ent.Mixin{record{prefix: "citation", table: "citations", owner: []string{"record"}, bulk: true}}
}

// Fields returns the fields of the type.
func (Citation) Fields() []ent.Field {
	return slices.Concat([]ent.Field{mayCode()}, idOf("source"),
		fixed(required(arc("record", mayIDOf(columns(about())...)...)...)...), []ent.Field{
			text("about", 80, "the field of the record that it is about; empty for the whole record"),
			text("value", 500, "the field's value as this source gives it"),
			requiredText("locator", 300, "where in the source"),
			text("quote", 300, "a few words of it"),
			field.Enum("stance").GoType(lexicon.Stance("")).Default(string(lexicon.Supports)),
			field.Enum("basis").GoType(lexicon.Basis("")).Default(string(lexicon.BasisStated)),
			field.Bool("preferred").Default(false).Comment("of contradictory values, the one that stands"),
			text("reason", 500, "why it is preferred"),
			text("note", 1000),
		}, ofContract())
}

// Edges returns the source and the record. A citation is deleted with its record: alone it means nothing.
func (Citation) Edges() []ent.Edge {
	edges := []ent.Edge{to("source", Source.Type), mayTo("scope", Contract.Type)}
	for _, e := range about() {
		edges = append(edges, edge.To(e.column, e.target).Unique().Field(e.column+"_id").
			Annotations(entsql.OnDelete(entsql.Cascade)))
	}
	return edges
}

// Indexes serves lookups from both ends, and makes codes unique within a contract.
func (Citation) Indexes() []ent.Index {
	indexes := append(
		codeWithin("citation", "scope_id"), index.Fields("source_id", "scope_id"), index.Fields("scope_id"),
	)
	for _, e := range about() {
		indexes = append(indexes, index.Fields(e.column+"_id").
			Annotations(entsql.IndexWhere(e.column+"_id IS NOT NULL")))
	}
	return indexes
}

// Annotations returns the CHECK constraints.
func (Citation) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("stance", lexicon.Stance("")), words("basis", lexicon.Basis("")),
		exactlyOne("one_record", ids(columns(about()))...),
		check("preferred_with_a_reason", "NOT preferred OR (reason IS NOT NULL AND reason <> '')"),
	}
}

func columns(of []end) []string {
	names := make([]string, len(of))
	for i, e := range of {
		names[i] = e.column
	}
	return names
}

func ids(names []string) []string {
	for i := range names {
		names[i] += "_id"
	}
	return names
}
