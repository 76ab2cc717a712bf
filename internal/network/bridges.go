package network

import (
	"cmp"
	"context"
	"slices"
)

// Bridge is a partner through whom others are joined.
type Bridge struct {
	Partner int // database id
	// Betweenness is the share of shortest paths between two other things of
	// the contract that go through the partner, summed over all pairs and
	// divided by their number, (n-1)(n-2)/2 for n things: from 0 to 1.
	Betweenness float64
	// Articulation tells that without the partner some things of the contract
	// would no longer be joined.
	Articulation bool
	Axes         []int // axes of the contract that it contributes to, by position, id
}

// Bridges are the partners that join a contract together.
type Bridges struct {
	Partners []Bridge // of any betweenness, or articulations; highest first, then by sort key, id
	Latent   []Ref    // alignments by resemblance to the contract's axes: suggestions, never counted
}

// Bridges measures who joins a contract's partners, actions, axes and groups.
// They are joined by contributions, alignments, memberships (in groups and in
// collectives), PART_OF between actions and FOLLOWS, unless abandoned or out of
// force at asOf; several claims between two things join them once. What a succeeded
// partner had joins its successor.
//
// It takes the product of things and links, minutes where a contract has tens of
// thousands, and is ended by its context.
func (n *Network) Bridges(ctx context.Context, contract int, when When) (Bridges, error) {
	node := n.nodes.find(Ref{KindContract, contract})
	if node < 0 {
		return Bridges{}, nil
	}
	g, members := n.web(node, when)
	done, err := turn(ctx, len(members))
	if err != nil {
		return Bridges{}, err
	}
	defer done()
	betweenness, err := g.betweenness(ctx)
	if err != nil {
		return Bridges{}, err
	}
	articulations := g.articulations()
	axes := n.contributesTo(contract, when)
	b := Bridges{Latent: n.latent(node, when)}
	var ranks []int32
	for i, member := range members {
		if n.nodes.is(member, KindPartner) && (betweenness[i] > 0 || articulations[i]) {
			id := n.nodes.ids[member]
			b.Partners = append(b.Partners, Bridge{id, betweenness[i], articulations[i], axes[id]})
			ranks = append(ranks, n.partnerRank[member-n.nodes.first(KindPartner)])
		}
	}
	_, order := ranked(len(ranks), func(i, j int32) int {
		return cmp.Or(cmp.Compare(b.Partners[j].Betweenness, b.Partners[i].Betweenness), cmp.Compare(ranks[i], ranks[j]))
	})
	sorted := make([]Bridge, len(order))
	for place, i := range order {
		sorted[place] = b.Partners[i]
	}
	b.Partners = sorted
	return b, nil
}

// contributesTo maps a partner of a contract to the axes that it has a chain
// to, not abandoned, that may hold.
func (n *Network) contributesTo(contract int, when When) map[int][]int {
	axes := make(map[int][]int)
	for _, c := range n.cells(Selection{Contracts: []int{contract}, When: when}) {
		if c.standing() == notStanding {
			continue
		}
		axes[c.Partner] = append(axes[c.Partner], c.Axis)
	}
	return axes
}

// latent are the resemblances to a contract's axes.
func (n *Network) latent(contract int32, when When) []Ref {
	var numbers []int32
	for _, axis := range n.holding(contract, KindAxis) {
		for _, number := range n.touching(n.in, axis, KindAlignment) {
			if n.claims[number].word == resembles && n.stands(number, when) {
				numbers = append(numbers, number)
			}
		}
	}
	slices.Sort(numbers)
	return n.numbers.refs(numbers)
}

// web is the undirected graph of a contract and, for each of its vertices, the
// node it stands for.
func (n *Network) web(contract int32, when When) (graph, []int32) {
	members := n.withSuccessors(n.named(contract, when), when)
	for _, k := range []Kind{KindAxis, KindAction, KindGroup} {
		members = append(members, n.holding(contract, k)...)
	}
	slices.Sort(members)
	var edges [][2]int32
	for i, member := range members {
		// What leads to a thing of the contract is few; what starts from a
		// partner may lead all over the country.
		for _, number := range n.in.of(member) {
			if !n.joins(number) || !n.stands(number, when) {
				continue
			}
			from := []int32{n.claims[number].from}
			if n.nodes.is(from[0], KindPartner) {
				from = n.holders(number, when)
			}
			for _, one := range from {
				if j, ok := slices.BinarySearch(members, one); ok {
					edges = append(edges, [2]int32{int32(i), int32(j)})
				}
			}
		}
	}
	return newGraph(len(members), edges), members
}

// withSuccessors adds those who succeed some partners.
func (n *Network) withSuccessors(partners []int32, when When) []int32 {
	all := &walk{items: slices.Clone(partners)}
	for i := 0; i < len(all.items); i++ {
		for _, number := range n.touching(n.in, all.items[i], KindRelation) {
			if _, succeeds := n.begun[number]; succeeds && n.stands(number, when) {
				all.add(n.claims[number].from)
			}
		}
	}
	return all.items
}

// joins tells whether a claim joins two things of a contract.
func (n *Network) joins(number int32) bool {
	c := &n.claims[number]
	switch n.numbers.kind(number) {
	case KindAlignment:
		return c.word != resembles
	case KindRelation:
		if c.to < 0 {
			return false // words, no record
		}
		from, to := n.nodes.kind(c.from), n.nodes.kind(c.to)
		return c.word == partOf && from == KindAction && to == KindAction ||
			c.word == follows && from == KindGroup && to == KindAxis
	}
	return true
}
