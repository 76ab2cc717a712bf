package network

import (
	"cmp"
	"slices"
)

// PeerOptions says which peers are asked for.
type PeerOptions struct {
	Limit int  // how many at most; 0 is all
	When  When // contributions that may hold then
}

// Peer is a partner who takes part in the same as another.
type Peer struct {
	Partner int
	Actions []int // in which, or in parts of which, both take part, by id
}

// Peers are the partners who share an action with a partner, or of whom one takes
// part in an action and the other in a part of it, at any depth. Two parts of one
// action are not shared. Neither a claim nor an action counts that was abandoned
// or does not hold. A successor has what its predecessor had, from the succession
// on. Those who share most come first, then by sort key and id.
func (n *Network) Peers(partner int, opts PeerOptions) []Peer {
	self := n.nodes.find(Ref{KindPartner, partner})
	if self < 0 {
		return nil
	}
	c := n.counters.Get().(*counter)
	defer n.counters.Put(c)
	common := n.common(self, opts.When)
	ranks := c.count(n, self, common, opts.When)
	slices.SortFunc(ranks, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.shared[b], c.shared[a]), cmp.Compare(a, b))
	})
	if opts.Limit > 0 && len(ranks) > opts.Limit {
		c.forget(ranks[opts.Limit:])
		ranks = ranks[:opts.Limit]
	}
	peers := make([]Peer, len(ranks))
	for i, rank := range ranks {
		peers[i] = Peer{Partner: n.nodes.ids[n.byRank[rank]], Actions: make([]int, 0, c.shared[rank])}
	}
	c.list(n, self, ranks, common, peers, opts.When)
	c.forget(ranks)
	return peers
}

// meeting is an action in which a partner takes part, or in a part of which it
// does, and an action where it meets others for that: the action or a part of it.
type meeting struct{ action, at, by int32 } // by is the contribution of the partner

// common are the meetings of a partner, each once, by action.
func (n *Network) common(partner int32, when When) []meeting {
	var common []meeting
	for _, predecessor := range n.inherited(partner) {
		for _, number := range n.touching(n.out, predecessor, KindContribution) {
			own := n.claims[number].to
			if !n.nodes.is(own, KindAction) || !n.runs(own, when) || !slices.Contains(n.holders(number, when), partner) {
				continue
			}
			for _, part := range n.kin(n.in, own, when) {
				common = append(common, meeting{own, part, number})
			}
			for _, whole := range n.kin(n.out, own, when) {
				common = append(common, meeting{whole, whole, number})
			}
		}
	}
	slices.SortFunc(common, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(a.action, b.action), cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by))
	})
	return slices.Compact(common)
}

// met calls on with the rank of every partner who is met, once for each of its
// contributions. Two partners who have one contribution after the other do not meet by it.
func (n *Network) met(m meeting, self int32, when When, on func(rank int32)) {
	first := n.nodes.first(KindPartner)
	for _, number := range n.touching(n.in, m.at, KindContribution) {
		from := n.claims[number].from
		if number == m.by {
			continue
		}
		if _, isSucceeded := n.succeeded[from]; !isSucceeded {
			if from != self && n.stands(number, when) {
				on(n.partnerRank[from-first])
			}
			continue
		}
		for _, holder := range n.holders(number, when) {
			if holder != self {
				on(n.partnerRank[holder-first])
			}
		}
	}
}

// kin are an action and its parts (of n.in), or what it is a part of (of n.out), at
// any depth, as far as they run.
func (n *Network) kin(side csr, action int32, when When) []int32 {
	kin := newWalk(action)
	for i := 0; i < len(kin.items); i++ {
		for _, number := range n.touching(side, kin.items[i], KindRelation) {
			c := &n.claims[number]
			other := c.from
			if other == kin.items[i] {
				other = c.to
			}
			if c.word == partOf && other >= 0 && n.nodes.is(other, KindAction) && n.stands(number, when) && n.runs(other, when) {
				kin.add(other)
			}
		}
	}
	return kin.items
}

// counter counts per partner without a map. Between uses every count is 0.
type counter struct {
	shared []int32 // partner's rank → actions shared
	last   []int32 // partner's rank → last action counted, or place among the peers kept
	ranks  []int32 // partners counted, in the order met
}

func newCounter(partners int) *counter {
	return &counter{shared: make([]int32, partners), last: make([]int32, partners)}
}

// count counts, for every other partner, the actions that it shares, and
// returns the ranks of those that share any.
func (c *counter) count(n *Network, self int32, common []meeting, when When) []int32 {
	c.ranks = c.ranks[:0]
	for _, m := range common {
		n.met(m, self, when, func(rank int32) {
			if c.shared[rank] == 0 {
				c.ranks = append(c.ranks, rank)
			} else if c.last[rank] == m.action {
				return // two contributions to one action share it once
			}
			c.shared[rank]++
			c.last[rank] = m.action
		})
	}
	return c.ranks
}

// list writes the shared actions of the peers that are kept.
func (c *counter) list(n *Network, self int32, ranks []int32, common []meeting, peers []Peer, when When) {
	for place, rank := range ranks {
		c.last[rank] = int32(place)
	}
	for _, m := range common {
		id := n.nodes.ids[m.action]
		n.met(m, self, when, func(rank int32) {
			if c.shared[rank] == 0 {
				return
			}
			p := &peers[c.last[rank]]
			if len(p.Actions) == 0 || p.Actions[len(p.Actions)-1] != id {
				p.Actions = append(p.Actions, id)
			}
		})
	}
}

// forget sets the counts of partners back to 0.
func (c *counter) forget(ranks []int32) {
	for _, rank := range ranks {
		c.shared[rank] = 0
	}
}
