package graph

import (
	"context"
	"slices"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// codeOf returns the code of a record, or its public identifier when it has none.
func codeOf(code *string, uid string) string {
	if code != nil {
		return *code
	}
	return uid
}

func contributionFrom(c *ent.Contribution) ref { return ref{"partner", c.PartnerID} }

func contributionTo(c *ent.Contribution) ref {
	if c.ActionID != nil {
		return ref{"action", *c.ActionID}
	}
	return refTo("axis", c.AxisID)
}

func alignmentFrom(a *ent.Alignment) ref { return ref{"action", a.ActionID} }

func alignmentTo(a *ent.Alignment) ref { return ref{"axis", a.AxisID} }

func membershipFrom(m *ent.Membership) ref { return ref{"partner", m.PartnerID} }

func membershipTo(m *ent.Membership) ref {
	if m.GroupID != nil {
		return ref{"group", *m.GroupID}
	}
	return refTo("partner", m.CollectiveID)
}

func relationFrom(r *ent.Relation) ref { return refOf(snapshot.Subject(r)) }

func relationTo(r *ent.Relation) ref { return refOf(snapshot.Object(r)) }

// refTo refers to a record of a type; the zero ref for a nil id.
func refTo(prefix string, id *int) ref {
	if id == nil {
		return ref{}
	}
	return ref{prefix, *id}
}

// claimSentence builds the sentences of claims of one type.
type claimSentence[T any] struct {
	kind      network.Kind
	from, to  func(*T) ref
	citations relay.Link[ent.Citation]
	// told returns the parts of the sentence that come from the claim itself. Its object is set only for a literal.
	told func(*T) lexicon.ClaimSentence
}

var (
	contributionSentence = claimSentence[ent.Contribution]{
		network.KindContribution, contributionFrom, contributionTo, citationsOf["contribution"],
		func(c *ent.Contribution) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{Verb: c.Role.Verb(), Status: c.Status, Basis: c.Basis, Since: c.Since, Until: c.Until}
		}}
	alignmentSentence = claimSentence[ent.Alignment]{
		network.KindAlignment, alignmentFrom, alignmentTo, citationsOf["alignment"],
		func(a *ent.Alignment) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{
				Verb: a.Kind.Verb(), Status: a.Status, Basis: a.Basis, Since: a.Since, Until: a.Until, Plain: true,
			}
		}}
	membershipSentence = claimSentence[ent.Membership]{
		network.KindMembership, membershipFrom, membershipTo, citationsOf["membership"],
		func(m *ent.Membership) lexicon.ClaimSentence {
			return lexicon.ClaimSentence{
				Verb: m.Role.MemberVerb(), Status: m.Status, Basis: m.Basis, Since: m.Since, Until: m.Until,
			}
		}}
	relationSentence = claimSentence[ent.Relation]{
		network.KindRelation, relationFrom, relationTo, citationsOf["relation"],
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
	told.Subject = lexicon.Subject(l, nameIn(ctx, from, l), sentenceType(from, at))
	told.ByPartner = at.prefix == "partner"
	if to != nil {
		told.Object, told.ObjectType = nameIn(ctx, to, l), sentenceType(to, of.to(claim))
	}
	return told
}

// claimParts are the records that the sentence of a claim names.
type claimParts struct {
	from, to model.Node
	sources  []*ent.Source // each once, in the order of the citations
}

// sentenceOf returns the sentence of a claim in a language, as of a date.
func sentenceOf[T any, R relay.Row[T]](
	ctx context.Context, r *Resolver, claim R, of claimSentence[T], language *lexicon.Language,
	asOf *lexicon.PartialDate,
) (*string, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	parts, l, n := partsOf[T, R](v, claim, of), in(ctx, language), v.Network
	on := r.days(asOf)
	told := of.build(ctx, claim, parts.from, parts.to, on, l)
	course := n.Course(network.Ref{Kind: of.kind, ID: claim.RowID()}, on.from, on.to)
	told.Over, told.Ahead, told.GivenUp = course.Over, course.Ahead, course.GivenUp
	if len(parts.sources) > 0 {
		told.Source, told.Others = "« "+nameIn(ctx, parts.sources[0], l)+" »", len(parts.sources)-1
	}
	return new(told.Sentence(l)), nil
}

// sentenceType returns the type of a record as sentences distinguish it.
func sentenceType(thing model.Node, at ref) string {
	if p, is := thing.(*ent.Partner); is && p.Kind == lexicon.Collective {
		return lexicon.Several
	}
	return at.prefix
}

// nameIn returns the name of a record in a language, or else the original name.
func nameIn(ctx context.Context, thing model.Node, l lexicon.Language) string {
	if row, is := thing.(ent.Row); is {
		if text := textIn(ctx, row, lexicon.TextField("NAME"), []lexicon.LanguageTag{l.Tag()}); text != nil {
			return text.Value
		}
	}
	return "…"
}

// partsOf finds the records that the sentence of a claim names.
func partsOf[T any, R relay.Row[T]](v *snapshot.View, claim R, of claimSentence[T]) claimParts {
	parts := claimParts{from: nodeAt(v, of.from(claim)), to: nodeAt(v, of.to(claim))}
	id := int32(claim.RowID()) //nolint:gosec // it is an id
	for _, citation := range v.Children("citation", of.citations.Column, id) {
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
