package network_test

import (
	"math/rand"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// facts holds all input of network.Facts, so that tests can shuffle it, remove claims and evaluate it plainly.
type facts struct {
	contracts     []network.Contract
	plans         []network.Plan
	themes        []network.Theme
	axes          []network.Axis
	actions       []network.Action
	partners      []network.Partner
	groups        []network.Group
	contributions []network.Contribution
	alignments    []network.Alignment
	memberships   []network.Membership
	relations     []network.Relation
	sources       []network.Source
	citations     []network.Citation
}

func (f facts) put() *network.Facts {
	b := network.NewFacts()
	each(f.citations, b.PutCitation)
	each(f.relations, b.PutRelation) // claims before their things: any order is allowed
	each(f.memberships, b.PutMembership)
	each(f.alignments, b.PutAlignment)
	each(f.contributions, b.PutContribution)
	each(f.groups, b.PutGroup)
	each(f.partners, b.PutPartner)
	each(f.actions, b.PutAction)
	each(f.axes, b.PutAxis)
	each(f.themes, b.PutTheme)
	each(f.plans, b.PutPlan)
	each(f.contracts, b.PutContract)
	each(f.sources, b.PutSource)
	return b
}

func each[F any](of []F, add func(F)) {
	for _, fact := range of {
		add(fact)
	}
}

func (f facts) network(t testing.TB) *network.Network {
	t.Helper()
	n, err := f.put().Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (f facts) shuffled(r *rand.Rand) facts {
	return facts{
		shuffle(r, f.contracts), shuffle(r, f.plans), shuffle(r, f.themes), shuffle(r, f.axes), shuffle(r, f.actions),
		shuffle(r, f.partners), shuffle(r, f.groups), shuffle(r, f.contributions), shuffle(r, f.alignments),
		shuffle(r, f.memberships), shuffle(r, f.relations), shuffle(r, f.sources), shuffle(r, f.citations),
	}
}

func shuffle[F any](r *rand.Rand, of []F) []F {
	shuffled := make([]F, len(of))
	for to, from := range r.Perm(len(of)) {
		shuffled[to] = of[from]
	}
	return shuffled
}

// without returns the facts without one claim.
func (f facts) without(claim network.Ref) facts {
	f.contributions = drop(
		f.contributions, claim, network.KindContribution, func(c network.Contribution) int { return c.ID },
	)
	f.alignments = drop(f.alignments, claim, network.KindAlignment, func(a network.Alignment) int { return a.ID })
	f.memberships = drop(f.memberships, claim, network.KindMembership, func(m network.Membership) int { return m.ID })
	f.relations = drop(f.relations, claim, network.KindRelation, func(r network.Relation) int { return r.ID })
	return f
}

func drop[F any](of []F, claim network.Ref, k network.Kind, id func(F) int) []F {
	var kept []F
	for _, fact := range of {
		if claim != (network.Ref{Kind: k, ID: id(fact)}) {
			kept = append(kept, fact)
		}
	}
	return kept
}

// arrow is a claim of any kind by its two ends: the form in which tests read claims.
type arrow struct {
	ref      network.Ref
	from, to network.Ref
	word     string // role, kind of alignment, kind of relation
	network.Claim
}

// arrows returns all claims.
func (f facts) arrows() []arrow {
	var all []arrow
	for _, c := range f.contributions {
		all = append(all, arrow{ref(network.KindContribution, c.ID), ref(network.KindPartner, c.Partner),
			one(ref(network.KindAction, c.Action), ref(network.KindAxis, c.Axis)), string(c.Role), c.Claim})
	}
	for _, a := range f.alignments {
		all = append(all, arrow{ref(network.KindAlignment, a.ID), ref(network.KindAction, a.Action),
			ref(network.KindAxis, a.Axis), string(a.Kind), a.Claim})
	}
	for _, m := range f.memberships {
		all = append(all, arrow{ref(network.KindMembership, m.ID), ref(network.KindPartner, m.Partner),
			one(ref(network.KindGroup, m.Group), ref(network.KindPartner, m.Collective)), string(m.Role), m.Claim})
	}
	for _, r := range f.relations {
		all = append(all, arrow{ref(network.KindRelation, r.ID), r.Subject, r.Object, string(r.Kind), r.Claim})
	}
	return all
}

func ref(k network.Kind, id int) network.Ref { return network.Ref{Kind: k, ID: id} }

func one(a, b network.Ref) network.Ref {
	if a.ID == 0 {
		return b
	}
	return a
}

// dated returns a date, or none.
func dated(text string) lexicon.PartialDate {
	if text == "" {
		return lexicon.PartialDate{}
	}
	return lexicon.MustPartialDate(text)
}

func on(date string) *lexicon.PartialDate {
	if date == "" {
		return nil
	}
	d := lexicon.MustPartialDate(date)
	return &d
}
