package derived

import (
	"context"
	"slices"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// CodeOf returns the code of a record, or its public identifier when it has none.
func CodeOf(code *string, uid string) string {
	if code != nil {
		return *code
	}
	return uid
}

// ContributionFrom refers to the partner of a contribution.
func ContributionFrom(c *ent.Contribution) lookup.Ref {
	return lookup.Ref{Prefix: "partner", ID: c.PartnerID}
}

// ContributionTo refers to the action or axis of a contribution.
func ContributionTo(c *ent.Contribution) lookup.Ref {
	if c.ActionID != nil {
		return lookup.Ref{Prefix: "action", ID: *c.ActionID}
	}
	return refTo("axis", c.AxisID)
}

// AlignmentFrom refers to the action of an alignment.
func AlignmentFrom(a *ent.Alignment) lookup.Ref { return lookup.Ref{Prefix: "action", ID: a.ActionID} }

// AlignmentTo refers to the axis of an alignment.
func AlignmentTo(a *ent.Alignment) lookup.Ref { return lookup.Ref{Prefix: "axis", ID: a.AxisID} }

// MembershipFrom refers to the partner that is a member.
func MembershipFrom(m *ent.Membership) lookup.Ref {
	return lookup.Ref{Prefix: "partner", ID: m.PartnerID}
}

// MembershipTo refers to the working group or collective of a membership.
func MembershipTo(m *ent.Membership) lookup.Ref {
	if m.GroupID != nil {
		return lookup.Ref{Prefix: "group", ID: *m.GroupID}
	}
	return refTo("partner", m.CollectiveID)
}

// RelationFrom refers to the subject of a relation.
func RelationFrom(r *ent.Relation) lookup.Ref { return lookup.RefOf(snapshot.Subject(r)) }

// RelationTo refers to the object of a relation, or to nothing for a literal.
func RelationTo(r *ent.Relation) lookup.Ref { return lookup.RefOf(snapshot.Object(r)) }

// refTo refers to a record of a type; the zero lookup.Ref for a nil id.
func refTo(prefix string, id *int) lookup.Ref {
	if id == nil {
		return lookup.Ref{}
	}
	return lookup.Ref{Prefix: prefix, ID: *id}
}

// claimSentence builds the sentences of claims of one type.
type claimSentence[T any] struct {
	kind     network.Kind
	from, to func(*T) lookup.Ref
	// told returns the parts of the sentence that come from the claim itself. Its object is set only for a literal.
	told func(*T) lexicon.ClaimSentence
}

// The sentences of each type of claim.
var (
	ContributionSentence = claimSentence[ent.Contribution]{
		network.KindContribution, ContributionFrom, ContributionTo,
		func(c *ent.Contribution) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{
				Verb: c.Role.Verb(), Status: c.Status, Basis: c.Basis, Since: c.Since, Until: c.Until,
			}
		}}
	AlignmentSentence = claimSentence[ent.Alignment]{
		network.KindAlignment, AlignmentFrom, AlignmentTo,
		func(a *ent.Alignment) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{
				Verb: a.Kind.Verb(), Status: a.Status, Basis: a.Basis, Since: a.Since, Until: a.Until, Plain: true,
			}
		}}
	MembershipSentence = claimSentence[ent.Membership]{
		network.KindMembership, MembershipFrom, MembershipTo,
		func(m *ent.Membership) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{
				Verb: m.Role.MemberVerb(), Status: m.Status, Basis: m.Basis, Since: m.Since, Until: m.Until,
			}
		}}
	RelationSentence = claimSentence[ent.Relation]{
		network.KindRelation, RelationFrom, RelationTo,
		func(r *ent.Relation) lexicon.ClaimSentence {
			told := lexicon.ClaimSentence{
				Verb: r.Kind.Verb(), Status: r.Status, Basis: r.Basis, Since: r.Since, Until: r.Until, Plain: true,
			}
			if r.Literal != nil {
				told.Object = *r.Literal
			}
			return told
		}}
)

// build returns the sentence of a claim for a range of days, with the names of the records at both ends.
func (of claimSentence[T]) build(
	ctx context.Context, claim *T, from, to model.Node, on days, l lexicon.Language,
) lexicon.ClaimSentence {
	told := of.told(claim)
	told.From, told.To = on.from, on.to
	at := of.from(claim)
	told.Subject = lexicon.Subject(l, NameIn(ctx, from, l), sentenceType(from, at))
	told.ByPartner = at.Prefix == "partner"
	if to != nil {
		told.Object, told.ObjectType = NameIn(ctx, to, l), sentenceType(to, of.to(claim))
	}
	return told
}

// claimParts are the records that the sentence of a claim names.
type claimParts struct {
	from, to model.Node
	sources  []*ent.Source // each once, in the order of the citations
}

// SentenceOf returns the sentence of a claim in a language, as of a date.
func SentenceOf[T any, R relay.Row[T]](
	ctx context.Context, r Answers, claim R, of claimSentence[T], language *lexicon.Language,
	asOf *lexicon.PartialDate,
) (*string, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	parts, l, n := partsOf[T, R](v, claim, of), locale.Chosen(ctx, language), v.Network
	on := r.days(asOf)
	told := of.build(ctx, claim, parts.from, parts.to, on, l)
	course := n.Course(network.Ref{Kind: of.kind, ID: claim.RowID()}, on.from, on.to)
	told.Over, told.Ahead, told.GivenUp = course.Over, course.Ahead, course.GivenUp
	if len(parts.sources) > 0 {
		told.Source, told.Others = "« "+NameIn(ctx, parts.sources[0], l)+" »", len(parts.sources)-1
	}
	return new(told.Sentence(l)), nil
}

// sentenceType returns the type of a record as sentences distinguish it.
func sentenceType(thing model.Node, at lookup.Ref) string {
	if p, is := thing.(*ent.Partner); is && p.Kind == lexicon.Collective {
		return lexicon.Several
	}
	return at.Prefix
}

// NameIn returns the name of a record in a language, or else the original name.
func NameIn(ctx context.Context, thing model.Node, l lexicon.Language) string {
	if row, is := thing.(ent.Row); is {
		if text := locale.TextIn(ctx, row, lexicon.TextField("NAME"), []lexicon.LanguageTag{l.Tag()}); text != nil {
			return text.Value
		}
	}
	return "…"
}

// partsOf finds the records that the sentence of a claim names.
func partsOf[T any, R relay.Row[T]](v *snapshot.View, claim R, of claimSentence[T]) claimParts {
	parts := claimParts{from: lookup.NodeAt(v, of.from(claim)), to: lookup.NodeAt(v, of.to(claim))}
	id := int32(claim.RowID()) //nolint:gosec // it is an id
	for _, citation := range v.Children("citation", of.kind.String()+"_id", id) {
		c, is := v.Record("citation", int(citation)).(*ent.Citation)
		if !is || c.Stance != lexicon.Supports {
			continue
		}
		known := slices.ContainsFunc(parts.sources, func(s *ent.Source) bool { return s.ID == c.SourceID })
		if source, is := v.Record("source", c.SourceID).(*ent.Source); is && !known {
			parts.sources = append(parts.sources, source)
		}
	}
	return parts
}
