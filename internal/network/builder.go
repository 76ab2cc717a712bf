package network

import (
	"fmt"

	"maillage/internal/lexicon"
)

// Builder gathers facts, in any order, for one network. It is not safe for
// concurrent use.
type Builder struct {
	contracts []Contract
	plans     []Plan
	themes    []Theme
	axes      []Axis
	actions   []Action
	partners  []Partner
	groups    []Group
	disputed  []Contradiction

	claims     [kinds][]rawClaim // by kind of claim
	validities interned[lexicon.Validity]
	evidences  interned[Evidence]
	faults     []string // why Build will refuse
}

// rawClaim is a claim whose ends are still database ids.
type rawClaim struct {
	id, from, to, contract int // contract is 0 but for relations
	validity, evidence     int32
	fromKind, toKind       Kind // toKind is 0 when a relation's object is words
	status, basis, word    uint8
}

// NewBuilder returns a builder without facts.
func NewBuilder() *Builder { return &Builder{} }

// AddContract adds a contract.
func (b *Builder) AddContract(c Contract) { b.contracts = append(b.contracts, c) }

// AddPlan adds a plan.
func (b *Builder) AddPlan(p Plan) { b.plans = append(b.plans, p) }

// AddTheme adds a theme.
func (b *Builder) AddTheme(t Theme) { b.themes = append(b.themes, t) }

// AddAxis adds an axis.
func (b *Builder) AddAxis(a Axis) { b.axes = append(b.axes, a) }

// AddAction adds an action.
func (b *Builder) AddAction(a Action) { b.actions = append(b.actions, a) }

// AddPartner adds a partner.
func (b *Builder) AddPartner(p Partner) { b.partners = append(b.partners, p) }

// AddGroup adds a working group.
func (b *Builder) AddGroup(g Group) { b.groups = append(b.groups, g) }

// AddContradiction adds a contradiction about a thing.
func (b *Builder) AddContradiction(c Contradiction) { b.disputed = append(b.disputed, c) }

// AddContribution adds a contribution.
func (b *Builder) AddContribution(c Contribution) {
	raw := rawClaim{from: c.Partner, fromKind: KindPartner, word: word(b, KindContribution, c.ID, roleCodes, c.Role)}
	raw.to, raw.toKind = b.either(KindContribution, c.ID, Ref{KindAction, c.Action}, Ref{KindAxis, c.Axis})
	b.add(KindContribution, c.Claim, raw)
}

// AddAlignment adds an alignment.
func (b *Builder) AddAlignment(a Alignment) {
	b.add(KindAlignment, a.Claim, rawClaim{
		from: a.Action, fromKind: KindAction, to: a.Axis, toKind: KindAxis,
		word: word(b, KindAlignment, a.ID, alignmentCodes, a.Kind),
	})
}

// AddMembership adds a membership.
func (b *Builder) AddMembership(m Membership) {
	raw := rawClaim{from: m.Partner, fromKind: KindPartner, word: word(b, KindMembership, m.ID, roleCodes, m.Role)}
	raw.to, raw.toKind = b.either(KindMembership, m.ID, Ref{KindGroup, m.Group}, Ref{KindPartner, m.Collective})
	b.add(KindMembership, m.Claim, raw)
}

// AddRelation adds a relation.
func (b *Builder) AddRelation(r Relation) {
	b.add(KindRelation, r.Claim, rawClaim{
		from: r.Subject.ID, fromKind: r.Subject.Kind, to: r.Object.ID, toKind: r.Object.Kind, contract: r.Contract,
		word: word(b, KindRelation, r.ID, relationCodes, r.Kind),
	})
}

func (b *Builder) add(k Kind, c Claim, raw rawClaim) {
	raw.id = c.ID
	raw.status = word(b, k, c.ID, statusCodes, c.Status)
	raw.basis = word(b, k, c.ID, basisCodes, c.Basis)
	raw.validity = b.validities.place(c.Validity)
	raw.evidence = b.evidences.place(c.Evidence)
	b.claims[k] = append(b.claims[k], raw)
}

// either is the one of two ends that is given.
func (b *Builder) either(k Kind, id int, one, other Ref) (int, Kind) {
	if (one.ID == 0) == (other.ID == 0) {
		b.refuse("%s %d must have exactly one of %s and %s, has %d and %d", k, id, one.Kind, other.Kind, one.ID, other.ID)
	}
	if one.ID == 0 {
		one = other
	}
	return one.ID, one.Kind
}

func (b *Builder) refuse(format string, of ...any) {
	b.faults = append(b.faults, fmt.Sprintf(format, of...))
}

// word is the code of a claim's word; a word that the lexicon lacks is refused.
func word[W ~string](b *Builder, k Kind, id int, c codes[W], w W) uint8 {
	code, ok := c.of(w)
	if !ok {
		b.refuse("%s %d: %q is not a %T", k, id, w, w)
	}
	return code
}

// interned keeps each distinct value once. A million claims have few distinct
// dates and fewer distinct sums of evidence.
type interned[V comparable] struct {
	values []V
	places map[V]int32
}

func (i *interned[V]) place(v V) int32 {
	p, ok := i.places[v]
	if !ok {
		if i.places == nil {
			i.places = make(map[V]int32)
		}
		p = int32(len(i.values))
		i.values = append(i.values, v)
		i.places[v] = p
	}
	return p
}
