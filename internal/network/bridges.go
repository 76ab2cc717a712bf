package network

import (
	"cmp"
	"context"
	"slices"

	"maillage/internal/network/connectivity"
)

// Bridge is a partner through which others are connected.
type Bridge struct {
	Partner int // database id
	// Betweenness is the share of shortest paths between two other things of the contract that go through the
	// partner. It is summed over all pairs and divided by their number, (n-1)(n-2)/2 for n things: from 0 to 1.
	Betweenness float64
	// CutOff is the number of parts that only the partner connects with the rest. Above 0, it is an articulation.
	CutOff int
	Axes   []int // axes of the contract that it contributes to, by position, id
}

// Bridges holds the partners that connect a contract.
type Bridges struct {
	Partners []Bridge // with a betweenness, or articulations; highest first, then by sort key, id
	Latent   []Ref    // resemblances to the contract's axes: suggestions, never counted
	CutOff   []Part   // what only the partners that were left out connect with a larger part; the largest first
}

// Part holds things of a contract that are connected with each other and with no other: partners by sort key, axes by
// position, then actions and groups by id.
type Part []Ref

// Bridges measures which partners connect the partners, actions, axes and groups of a contract.
//
// Contributions, alignments, memberships (in groups and in collectives), PART_OF between actions and FOLLOWS
// connect them, unless abandoned or out of force at the given time. Several claims between two things connect them
// once. The claims of a succeeded partner connect its successor.
//
// The partners without are left out, as if they were not in the contract.
//
// The time is proportional to the product of things and links: minutes for a contract with tens of thousands. The
// context cancels it.
func (n *Network) Bridges(ctx context.Context, contract int, without []int, when When) (Bridges, error) {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return Bridges{}, nil
	}
	whole, all := n.contractGraph(node, nil, when)
	g, members := whole, all
	if len(without) > 0 {
		g, members = n.contractGraph(node, n.findAll(KindPartner, without), when)
	}
	done, err := acquireSlot(ctx, len(members))
	if err != nil {
		return Bridges{}, err
	}
	defer done()
	betweenness, err := g.Betweenness(ctx)
	if err != nil {
		return Bridges{}, err
	}
	cut := g.Articulations()
	axes := n.contributesTo(contract, when)
	b := Bridges{Latent: n.latent(node, when)}
	if len(members) < len(all) {
		b.CutOff = n.cutOff(whole, g, all, members)
	}
	for i, member := range members {
		if nodeIs(member, KindPartner) && (betweenness[i] > 0 || cut[i] > 0) {
			id := nodeID(member)
			b.Partners = append(b.Partners, Bridge{id, betweenness[i], cut[i], axes[id]})
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

// cutOff returns the parts of a graph that were connected with a larger part in the whole graph. Both graphs come with
// the nodes of their vertices.
func (n *Network) cutOff(whole, g connectivity.Graph, all, members []int32) []Part {
	was, is := whole.Components(), g.Components()
	parts := make([][]int32, 0) // of the smaller graph, as nodes
	for i, member := range members {
		if int(is[i]) == len(parts) {
			parts = append(parts, nil)
		}
		parts[is[i]] = append(parts[is[i]], member)
	}
	partners := func(nodes []int32) (count int) {
		for _, node := range nodes {
			if nodeIs(node, KindPartner) {
				count++
			}
		}
		return count
	}
	slices.SortStableFunc(parts, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(partners(b), partners(a)))
	})
	var cut []Part
	hasLarger := make([]bool, len(all))
	for _, part := range parts {
		first, _ := slices.BinarySearch(all, part[0])
		if hasLarger[was[first]] {
			cut = append(cut, n.part(part))
		}
		hasLarger[was[first]] = true
	}
	return cut
}

// part returns the things of some nodes, in the order of a [Part].
func (n *Network) part(nodes []int32) Part {
	slices.SortFunc(nodes, func(a, b int32) int {
		switch kind := nodeKind(a); {
		case kind != nodeKind(b):
			return cmp.Compare(slices.Index(partKinds, kind), slices.Index(partKinds, nodeKind(b)))
		case kind == KindPartner:
			return n.comparePartners(a, b)
		case kind == KindAxis:
			return n.compareAxes(a, b)
		}
		return cmp.Compare(a, b)
	})
	p := make(Part, len(nodes))
	for i, node := range nodes {
		p[i] = nodeRef(node)
	}
	return p
}

// partKinds are the kinds of things that a contract's graph connects, in the order of a [Part].
var partKinds = []Kind{KindPartner, KindAxis, KindAction, KindGroup}

// contractGraph returns the undirected graph of a contract, without some partners, and the node of each of its
// vertices.
func (n *Network) contractGraph(contract int32, without []int32, when When) (connectivity.Graph, []int32) {
	members := n.withSuccessors(n.namedPartners(contract, when), when)
	members = slices.DeleteFunc(members, func(p int32) bool { return slices.Contains(without, p) })
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
	return connectivity.New(len(members), edges), members
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
