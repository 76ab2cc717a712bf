package network

import (
	"cmp"
	"context"
	"slices"
)

// Bridge is a partner through which others are connected.
type Bridge struct {
	Partner int // database id
	// Betweenness is the share of shortest paths between two other things of the contract that go through the
	// partner. It is summed over all pairs and divided by their number, (n-1)(n-2)/2 for n things: from 0 to 1.
	Betweenness float64
	// Articulation is true if the removal of the partner would disconnect things of the contract.
	Articulation bool
	Axes         []int // axes of the contract that it contributes to, by position, id
}

// Bridges holds the partners that connect a contract.
type Bridges struct {
	Partners []Bridge // with a betweenness, or articulations; highest first, then by sort key, id
	Latent   []Ref    // resemblances to the contract's axes: suggestions, never counted
}

// Bridges measures which partners connect the partners, actions, axes and groups of a contract.
//
// Contributions, alignments, memberships (in groups and in collectives), PART_OF between actions and FOLLOWS
// connect them, unless abandoned or out of force at the given time. Several claims between two things connect them
// once. The claims of a succeeded partner connect its successor.
//
// The time is proportional to the product of things and links: minutes for a contract with tens of thousands. The
// context cancels it.
func (n *Network) Bridges(ctx context.Context, contract int, when When) (Bridges, error) {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return Bridges{}, nil
	}
	g, members := n.contractGraph(node, when)
	done, err := acquireSlot(ctx, len(members))
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
	for i, member := range members {
		if nodeIs(member, KindPartner) && (betweenness[i] > 0 || articulations[i]) {
			id := nodeID(member)
			b.Partners = append(b.Partners, Bridge{id, betweenness[i], articulations[i], axes[id]})
		}
	}
	slices.SortFunc(b.Partners, func(x, y Bridge) int {
		return cmp.Or(cmp.Compare(y.Betweenness, x.Betweenness), n.compareIDs(x.Partner, y.Partner))
	})
	return b, nil
}

// contributesTo maps the partners of a contract to the axes to which they have a chain that is not abandoned and
// may hold.
func (n *Network) contributesTo(contract int, when When) map[int][]int {
	axes := make(map[int][]int)
	for _, c := range n.cells(Selection{Contracts: []int{contract}, When: when}) {
		if c.standing() == noStanding {
			continue
		}
		axes[c.Partner] = append(axes[c.Partner], c.Axis)
	}
	return axes
}

// latent returns the resemblances to a contract's axes.
func (n *Network) latent(contract int32, when When) []Ref {
	var numbers []int32
	for _, axis := range n.holding(contract, KindAxis) {
		for _, number := range n.touching(inward, axis, KindAlignment) {
			if n.claim(number).word == resembles && n.stands(number, when) {
				numbers = append(numbers, number)
			}
		}
	}
	slices.Sort(numbers)
	return numberRefs(numbers)
}

// contractGraph returns the undirected graph of a contract and the node of each of its vertices.
func (n *Network) contractGraph(contract int32, when When) (graph, []int32) {
	members := n.withSuccessors(n.namedPartners(contract, when), when)
	for _, k := range []Kind{KindAxis, KindAction, KindGroup} {
		members = append(members, n.holding(contract, k)...)
	}
	slices.Sort(members)
	var edges [][2]int32
	for i, member := range members {
		// Few claims lead to a thing of the contract; those that start from a partner may lead to any contract.
		for _, number := range n.inOf(member) {
			if !n.joins(number) || !n.stands(number, when) {
				continue
			}
			from := []int32{n.claim(number).from}
			if nodeIs(from[0], KindPartner) {
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

// withSuccessors returns partners with their successors, direct and indirect.
func (n *Network) withSuccessors(partners []int32, when When) []int32 {
	all := &orderedSet{items: slices.Clone(partners)}
	for i := 0; i < len(all.items); i++ {
		for _, number := range n.touching(inward, all.items[i], KindRelation) {
			if _, succeeds := n.begunOf(number); succeeds && n.stands(number, when) {
				all.add(n.claim(number).from)
			}
		}
	}
	return all.items
}

// joins reports whether a claim connects two things of a contract.
func (n *Network) joins(number int32) bool {
	c := n.claim(number)
	switch numberKind(number) {
	case KindAlignment:
		return c.word != resembles
	case KindRelation:
		if c.to < 0 {
			return false // words, no record
		}
		from, to := nodeKind(c.from), nodeKind(c.to)
		return c.word == partOf && from == KindAction && to == KindAction ||
			c.word == follows && from == KindGroup && to == KindAxis
	}
	return true
}
