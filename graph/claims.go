package graph

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/network/live"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// codeOf is the code of a record, or its public identifier when it has none.
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

func relationFrom(r *ent.Relation) ref { return refOf(live.Subject(r)) }

func relationTo(r *ent.Relation) ref { return refOf(live.Object(r)) }

// refTo points to a record of a type; nowhere when there is no id.
func refTo(prefix string, id *int) ref {
	if id == nil {
		return ref{}
	}
	return ref{prefix, *id}
}

// telling says how claims of a type become sentences.
type telling[T any] struct {
	kind      network.Kind
	from, to  func(*T) ref
	citations relay.Link[ent.Citation]
	// told is the claim without what it names; its object where that is words.
	told func(*T) lexicon.Told
}

var (
	contributionTold = telling[ent.Contribution]{network.KindContribution, contributionFrom, contributionTo, citationsOfContribution,
		func(c *ent.Contribution) lexicon.Told {
			return lexicon.Told{Verb: c.Role.Verb(), Status: c.Status, Basis: c.Basis, Since: c.Since, Until: c.Until}
		}}
	alignmentTold = telling[ent.Alignment]{network.KindAlignment, alignmentFrom, alignmentTo, citationsOfAlignment,
		func(a *ent.Alignment) lexicon.Told {
			return lexicon.Told{
				Verb: a.Kind.Verb(), Status: a.Status, Basis: a.Basis, Since: a.Since, Until: a.Until, Plain: true,
			}
		}}
	membershipTold = telling[ent.Membership]{network.KindMembership, membershipFrom, membershipTo, citationsOfMembership,
		func(m *ent.Membership) lexicon.Told {
			return lexicon.Told{Verb: m.Role.MemberVerb(), Status: m.Status, Basis: m.Basis, Since: m.Since, Until: m.Until}
		}}
	relationTold = telling[ent.Relation]{network.KindRelation, relationFrom, relationTo, citationsOfRelation,
		func(r *ent.Relation) lexicon.Told {
			told := lexicon.Told{
				Verb: r.Kind.Verb(), Status: r.Status, Basis: r.Basis, Since: r.Since, Until: r.Until, Plain: true,
			}
			if r.Literal != nil {
				told.Object = *r.Literal
			}
			return told
		}}
)

// of says a claim in a language, on days, with the names of its ends.
func (of telling[T]) of(ctx context.Context, claim *T, from, to view.Node, on days, l lexicon.Language) lexicon.Told {
	told := of.told(claim)
	told.From, told.To = on.from, on.to
	at := of.from(claim)
	told.Subject, told.ByPartner = lexicon.Subject(l, nameIn(ctx, from, l), typeSaid(from, at)), at.prefix == "partner"
	if to != nil {
		told.Object, told.ObjectType = nameIn(ctx, to, l), typeSaid(to, of.to(claim))
	}
	return told
}

// claimParts are the records that the sentence of a claim names.
type claimParts struct {
	from, to view.Node
	sources  []*ent.Source // each once, in the order of the citations
}

// sentenceOf says a claim in a language, as of a date. The records of all siblings are
// loaded at once.
func sentenceOf[T any, R relay.Row[T]](
	ctx context.Context, r *Resolver, claim R, of telling[T], language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	parts, err := batch.Load(ctx, claim, "parts of sentences",
		func(ctx context.Context, claims []*T) (map[*T]claimParts, error) {
			return partsOf[T, R](ctx, r.Reader, claims, of)
		})
	if err != nil {
		return nil, err
	}
	l := in(ctx, language)
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	on := r.days(asOf)
	told := of.of(ctx, claim, parts.from, parts.to, on, l)
	course := n.Course(network.Ref{Kind: of.kind, ID: claim.RowID()}, on.from, on.to)
	told.Over, told.Ahead, told.GivenUp = course.Over, course.Ahead, course.GivenUp
	if len(parts.sources) > 0 {
		told.Source, told.Others = "« "+nameIn(ctx, parts.sources[0], l)+" »", len(parts.sources)-1
	}
	return new(told.Sentence(l)), nil
}

// typeSaid is the type of a thing as sentences tell types apart.
func typeSaid(thing view.Node, at ref) string {
	if p, is := thing.(*ent.Partner); is && p.Kind == lexicon.Collective {
		return lexicon.Several
	}
	return at.prefix
}

// nameIn is the name of a thing in a language, or as it was written.
func nameIn(ctx context.Context, thing view.Node, l lexicon.Language) string {
	if row, is := thing.(ent.Row); is {
		if text := textIn(ctx, row, lexicon.TextField("NAME"), []lexicon.LanguageTag{l.Tag()}); text != nil {
			return text.Value
		}
	}
	return "…"
}

// partsOf loads what the sentences of claims name, with a statement a type.
func partsOf[T any, R relay.Row[T]](
	ctx context.Context, r *relay.Reader, claims []*T, of telling[T],
) (map[*T]claimParts, error) {
	var ends []ref
	rows := make([]int, len(claims))
	for i, c := range claims {
		ends = append(ends, of.from(c), of.to(c))
		rows[i] = R(c).RowID()
	}
	nodes, err := load(ctx, r, ends)
	if err != nil {
		return nil, err
	}
	var supporting conditions
	supporting = append(supporting, func(s *sql.Selector) *sql.Predicate {
		return relay.In(s.C(of.citations.Column), rows)
	})
	supporting.is("stance", lexicon.Supports)
	citations, err := relay.Find(ctx, r, relay.Citations, supporting.where())
	if err != nil {
		return nil, err
	}
	named := make([]int, len(citations))
	for i, c := range citations {
		named[i] = c.SourceID
	}
	sources, err := relay.ByID(ctx, r, relay.Sources, named)
	supports := map[int][]*ent.Source{}
	for _, c := range citations {
		about, source := *of.citations.Parent(c), sources[c.SourceID]
		if source != nil && !slices.Contains(supports[about], source) {
			supports[about] = append(supports[about], source)
		}
	}
	parts := make(map[*T]claimParts, len(claims))
	for _, c := range claims {
		parts[c] = claimParts{nodes[of.from(c)], nodes[of.to(c)], supports[R(c).RowID()]}
	}
	return parts, err
}
