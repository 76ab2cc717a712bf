package network

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Build makes the network of the facts so far. It refuses a record given
// twice, a word outside the lexicon and a claim or thing that names an unknown
// thing, and says which.
func (b *Builder) Build() (*Network, error) {
	if len(b.faults) > 0 {
		return nil, errors.New(slices.Min(b.faults))
	}
	n := &Network{
		validities: slices.Clone(b.validities.values),
		evidences:  slices.Clone(b.evidences.values),
	}
	if err := n.number(b); err != nil {
		return nil, err
	}
	if err := n.place(b); err != nil {
		return nil, err
	}
	contracts, err := n.resolve(b)
	if err != nil {
		return nil, err
	}
	n.connect(contracts)
	n.dispute(b)
	n.rank(b)
	n.counters.New = func() any { return newCounter(n.nodes.count(KindPartner)) }
	n.searches.New = func() any { return newSearch(n.nodes.len()) }
	return n, nil
}

// dispute keeps the contradictions about things, by node. One about a thing
// that no contract names is nothing that a contract lacks.
func (n *Network) dispute(b *Builder) {
	for _, c := range b.disputed {
		if node := n.nodes.find(c.Thing); node >= 0 {
			n.disputed = append(n.disputed, disputed{node, c.Sources})
		}
	}
	slices.SortFunc(n.disputed, func(a, b disputed) int {
		return cmp.Or(cmp.Compare(a.thing, b.thing), cmp.Compare(a.sources, b.sources))
	})
}

// number gives every thing its node and every claim its number.
func (n *Network) number(b *Builder) error {
	if err := number(&n.nodes, KindContract, b.contracts, func(t Contract) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindPlan, b.plans, func(t Plan) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindTheme, b.themes, func(t Theme) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindAxis, b.axes, func(t Axis) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindAction, b.actions, func(t Action) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindPartner, b.partners, func(t Partner) int { return t.ID }); err != nil {
		return err
	}
	if err := number(&n.nodes, KindGroup, b.groups, func(t Group) int { return t.ID }); err != nil {
		return err
	}
	n.numberEnds(b.claims[KindRelation])
	for k := KindContribution; int(k) < kinds; k++ {
		if err := number(&n.numbers, k, b.claims[k], func(c rawClaim) int { return c.id }); err != nil {
			return err
		}
	}
	return nil
}

// number sorts records by id and numbers them.
func number[R any](g *numbering, k Kind, records []R, id func(R) int) error {
	byID := func(a, b R) int { return cmp.Compare(id(a), id(b)) }
	if !slices.IsSortedFunc(records, byID) {
		slices.SortFunc(records, byID)
	}
	ids := make([]int, len(records))
	for i, r := range records {
		ids[i] = id(r)
		if ids[i] == 0 {
			return fmt.Errorf("a %s has the id 0, which means none", k)
		}
		if i > 0 && ids[i] == ids[i-1] {
			return fmt.Errorf("%s %d is given twice", k, ids[i])
		}
	}
	g.add(k, ids)
	return nil
}

// numberEnds numbers the things that are known only as ends of relations.
func (n *Network) numberEnds(relations []rawClaim) {
	var ends [kinds][]int
	for _, r := range relations {
		for _, end := range []Ref{{r.fromKind, r.from}, {r.toKind, r.to}} {
			if end.Kind >= KindProgramme && end.Kind <= KindConcept && end.ID != 0 {
				ends[end.Kind] = append(ends[end.Kind], end.ID)
			}
		}
	}
	for k := KindProgramme; k <= KindConcept; k++ {
		slices.Sort(ends[k])
		n.nodes.add(k, slices.Compact(ends[k]))
	}
}

// resolve turns database ids of claims into nodes. It also returns, for each
// relation, the node of the contract in whose documents it is said, or -1.
func (n *Network) resolve(b *Builder) (contracts []int32, err error) {
	n.claims = make([]claim, 0, n.numbers.len())
	contracts = make([]int32, 0, len(b.claims[KindRelation]))
	for k := KindContribution; int(k) < kinds; k++ {
		for _, raw := range b.claims[k] {
			c := claim{to: -1, validity: raw.validity, evidence: raw.evidence, status: raw.status, basis: raw.basis, word: raw.word}
			about := Ref{k, raw.id}
			if c.from, err = n.known(about, Ref{raw.fromKind, raw.from}); err != nil {
				return nil, err
			}
			if to := (Ref{raw.toKind, raw.to}); !to.IsZero() {
				if c.to, err = n.known(about, to); err != nil {
					return nil, err
				}
			}
			n.claims = append(n.claims, c)
			if k == KindRelation {
				contract, err := n.knownOrNone(about, Ref{KindContract, raw.contract})
				if err != nil {
					return nil, err
				}
				contracts = append(contracts, contract)
			}
		}
	}
	return contracts, nil
}

// known is the node of a thing that a record names, or an error that says
// which record and which thing.
func (n *Network) known(about, thing Ref) (int32, error) {
	if !thing.Kind.IsClaim() {
		if node := n.nodes.find(thing); node >= 0 {
			return node, nil
		}
	}
	return -1, fmt.Errorf("%s %d names the unknown %s %d", about.Kind, about.ID, thing.Kind, thing.ID)
}

// knownOrNone is known, where the id 0 means none.
func (n *Network) knownOrNone(about, thing Ref) (int32, error) {
	if thing.ID == 0 {
		return -1, nil
	}
	return n.known(about, thing)
}

// connect builds the adjacencies of claims.
func (n *Network) connect(contracts []int32) {
	nodes, count := n.nodes.len(), len(n.claims)
	n.out = newCSR(nodes, count, func(i int) (int32, int32) { return n.claims[i].from, int32(i) })
	n.in = newCSR(nodes, count, func(i int) (int32, int32) { return n.claims[i].to, int32(i) })
	first := n.numbers.first(KindRelation)
	n.said = newCSR(n.nodes.count(KindContract), len(contracts), func(i int) (int32, int32) { return contracts[i], first + int32(i) })
}

// rank orders partners by sort key and axes by contract and position.
func (n *Network) rank(b *Builder) {
	n.partnerRank, n.byRank = ranked(len(b.partners), func(i, j int32) int {
		return cmp.Or(bytes.Compare(b.partners[i].SortKey, b.partners[j].SortKey), cmp.Compare(i, j))
	})
	n.axisRank, n.axesInOrder = ranked(len(b.axes), func(i, j int32) int {
		a, b := b.axes[i], b.axes[j]
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Position, b.Position), cmp.Compare(i, j))
	})
	for i := range n.byRank {
		n.byRank[i] += n.nodes.first(KindPartner)
	}
	for i := range n.axesInOrder {
		n.axesInOrder[i] += n.nodes.first(KindAxis)
	}
}

// ranked orders 0 … count-1 and returns the place of each and who is at each place.
func ranked(count int, compare func(i, j int32) int) (rank, at []int32) {
	rank, at = make([]int32, count), make([]int32, count)
	for i := range at {
		at[i] = int32(i)
	}
	slices.SortFunc(at, compare)
	for place, i := range at {
		rank[i] = int32(place)
	}
	return rank, at
}
