package network

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"maillage/internal/lexicon"
)

// Build makes the network of those facts that a scope sees, of all when it is
// nil. It refuses a fact that is wrong in itself and says which: a word
// outside the lexicon, an end too many. Of facts in the scope that name a
// thing outside it, claims are left out; but where everything is seen, a thing
// or claim that names an unknown thing is refused too.
func (f *Facts) Build(scope *Scope) (*Network, error) {
	if len(f.faults) > 0 {
		return nil, errors.New(slices.Min(slices.Collect(maps.Values(f.faults))))
	}
	l := f.settle()
	if scope != nil {
		l = l.within(scope)
	}
	n := &Network{}
	n.number(&l)
	if err := n.place(&l); err != nil {
		return nil, err
	}
	said, err := n.resolve(&l)
	if err != nil {
		return nil, err
	}
	if err := n.cite(&l); err != nil {
		return nil, err
	}
	n.date(&l)
	n.connect(said)
	n.rank(&l)
	n.measure(&l, f.amounts)
	n.counters.New = func() any { return newCounter(n.nodes.count(KindPartner)) }
	n.searches.New = func() any { return newSearch(n.nodes.len()) }
	return n, nil
}

// number gives every thing its node and every claim its number.
func (n *Network) number(l *lists) {
	n.nodes.add(KindContract, l.contracts.ids)
	n.nodes.add(KindPlan, l.plans.ids)
	n.nodes.add(KindTheme, l.themes.ids)
	n.nodes.add(KindAxis, l.axes.ids)
	n.nodes.add(KindAction, l.actions.ids)
	n.nodes.add(KindPartner, l.partners.ids)
	n.nodes.add(KindGroup, l.groups.ids)
	n.numberEnds(l.claims[KindRelation].rows)
	for k := KindContribution; int(k) < kinds; k++ {
		n.numbers.add(k, l.claims[k].ids)
	}
}

// numberEnds numbers the things that are known only as ends of relations.
func (n *Network) numberEnds(relations []rawClaim) {
	var ends [kinds][]int
	for _, r := range relations {
		for _, end := range []Ref{{r.fromKind, r.from}, {r.toKind, r.to}} {
			if end.Kind.isShared() && end.ID != 0 {
				ends[end.Kind] = append(ends[end.Kind], end.ID)
			}
		}
	}
	for k := KindProgramme; k <= KindConcept; k++ {
		slices.Sort(ends[k])
		n.nodes.add(k, slices.Compact(ends[k]))
	}
}

// resolve turns database ids of claims into nodes. It also returns the node of
// each relation's contract, or -1.
func (n *Network) resolve(l *lists) (said []int32, err error) {
	homes := make([]int32, len(l.homes))
	for place, contract := range l.homes {
		homes[place] = n.nodes.find(Ref{KindContract, contract})
	}
	n.claims = make([]claim, 0, n.numbers.len())
	n.recorded = make([]lexicon.Day, n.numbers.len())
	said = make([]int32, 0, len(l.claims[KindRelation].rows))
	for k := KindContribution; int(k) < kinds; k++ {
		for i := range l.claims[k].rows {
			raw, about := &l.claims[k].rows[i], Ref{k, l.claims[k].ids[i]}
			c := claim{to: -1, status: raw.status, basis: raw.basis, word: raw.word}
			if c.from, err = n.known(about, Ref{raw.fromKind, raw.from}); err != nil {
				return nil, err
			}
			if to := (Ref{raw.toKind, raw.to}); !to.IsZero() {
				if c.to, err = n.known(about, to); err != nil {
					return nil, err
				}
			}
			if homes[raw.home] < 0 && l.homes[raw.home] != 0 {
				return nil, unknown(about, Ref{KindContract, l.homes[raw.home]})
			}
			n.claims = append(n.claims, c)
			if k == KindRelation {
				said = append(said, homes[raw.home])
			}
		}
	}
	return said, nil
}

// known is the node of a thing that a record names, or an error that says
// which record and which thing.
func (n *Network) known(about, thing Ref) (int32, error) {
	if !thing.Kind.IsClaim() {
		if node := n.nodes.find(thing); node >= 0 {
			return node, nil
		}
	}
	return -1, unknown(about, thing)
}

func unknown(about, thing Ref) error {
	return fmt.Errorf("%s %d names the unknown %s %d", about.Kind, about.ID, thing.Kind, thing.ID)
}

// knownOrNone is known, where the id 0 means none.
func (n *Network) knownOrNone(about, thing Ref) (int32, error) {
	if thing.ID == 0 {
		return -1, nil
	}
	return n.known(about, thing)
}

// connect builds the adjacencies of claims.
func (n *Network) connect(said []int32) {
	nodes, count := n.nodes.len(), len(n.claims)
	n.out = newCSR(nodes, count, func(i int) (int32, int32) { return n.claims[i].from, int32(i) })
	n.in = newCSR(nodes, count, func(i int) (int32, int32) { return n.claims[i].to, int32(i) })
	first := n.numbers.first(KindRelation)
	n.said = newCSR(n.nodes.count(KindContract), len(said), func(i int) (int32, int32) { return said[i], first + int32(i) })
}

// rank orders partners by sort key and axes by contract and position.
func (n *Network) rank(l *lists) {
	partners, axes := l.partners.rows, l.axes.rows
	n.partnerRank, n.byRank = ranked(len(l.partners.ids), func(i, j int32) int {
		return cmp.Or(bytes.Compare(partners[i].SortKey, partners[j].SortKey), cmp.Compare(i, j))
	})
	n.axisRank, n.axesInOrder = ranked(len(l.axes.ids), func(i, j int32) int {
		a, b := axes[i], axes[j]
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
