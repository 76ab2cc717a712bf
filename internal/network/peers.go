package network

import (
	"cmp"
	"slices"
	"sync"
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
	self := n.node(Ref{KindPartner, partner})
	if self < 0 {
		return nil
	}
	c := newCounter(n)
	defer counters.Put(c)
	common := n.common(self, opts.When)
	met := c.count(n, self, common, opts.When)
	slices.SortFunc(met, func(a, b int32) int {
		return cmp.Or(cmp.Compare(c.shared[idOf(b)], c.shared[idOf(a)]), n.comparePartners(a, b))
	})
	if opts.Limit > 0 && len(met) > opts.Limit {
		c.forget(met[opts.Limit:])
		met = met[:opts.Limit]
	}
	peers := make([]Peer, len(met))
	for i, partner := range met {
		peers[i] = Peer{Partner: nodeID(partner), Actions: make([]int, 0, c.shared[idOf(partner)])}
	}
	c.list(n, self, met, common, peers, opts.When)
	c.forget(met)
	return peers
}

// meeting is an action in which a partner takes part, or in a part of which it
// does, and an action where it meets others for that: the action or a part of it.
type meeting struct{ action, at, by int32 } // by is the contribution of the partner

// common are the meetings of a partner, each once, by action.
func (n *Network) common(partner int32, when When) []meeting {
	var common []meeting
	for _, predecessor := range n.inherited(partner) {
		for _, number := range n.touching(outward, predecessor, KindContribution) {
			own := n.claim(number).to
			if !nodeIs(own, KindAction) || !n.runs(own, when) || !slices.Contains(n.holders(number, when), partner) {
				continue
			}
			for _, part := range n.kin(inward, own, when) {
				common = append(common, meeting{own, part, number})
			}
			for _, whole := range n.kin(outward, own, when) {
				common = append(common, meeting{whole, whole, number})
			}
		}
	}
	slices.SortFunc(common, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(a.action, b.action), cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by))
	})
	return slices.Compact(common)
}

// met calls on with every partner who is met, once for each of its
// contributions. Two partners who have one contribution after the other do not meet by it.
func (n *Network) met(m meeting, self int32, when When, on func(partner int32)) {
	for _, number := range n.touching(inward, m.at, KindContribution) {
		from := n.claim(number).from
		if number == m.by {
			continue
		}
		if _, isSucceeded := n.succeededAt(from); !isSucceeded {
			if from != self && n.stands(number, when) {
				on(from)
			}
			continue
		}
		for _, holder := range n.holders(number, when) {
			if holder != self {
				on(holder)
			}
		}
	}
}

// kin are an action and its parts (inward), or what it is a part of (outward), at
// any depth, as far as they run.
func (n *Network) kin(from side, action int32, when When) []int32 {
	kin := newWalk(action)
	for i := 0; i < len(kin.items); i++ {
		for _, number := range n.touching(from, kin.items[i], KindRelation) {
			c := n.claim(number)
			other := c.from
			if other == kin.items[i] {
				other = c.to
			}
			if c.word == partOf && other >= 0 && nodeIs(other, KindAction) && n.stands(number, when) &&
				n.runs(other, when) {
				kin.add(other)
			}
		}
	}
	return kin.items
}

// counter counts per partner without a map. Between uses every count is 0.
type counter struct {
	shared []int32 // partner's id → actions shared
	last   []int32 // partner's id → last action counted, or place among the peers kept
	met    []int32 // partners counted, in the order met
}

var counters sync.Pool // *counter

func newCounter(n *Network) *counter {
	c, _ := counters.Get().(*counter)
	if partners := n.bounds[KindPartner]; c == nil || len(c.shared) < int(partners) {
		c = &counter{shared: make([]int32, partners), last: make([]int32, partners)}
	}
	return c
}

// count counts, for every other partner, the actions that it shares, and
// returns those that share any.
func (c *counter) count(n *Network, self int32, common []meeting, when When) []int32 {
	c.met = c.met[:0]
	for _, m := range common {
		n.met(m, self, when, func(partner int32) {
			at := idOf(partner)
			if c.shared[at] == 0 {
				c.met = append(c.met, partner)
			} else if c.last[at] == m.action {
				return // two contributions to one action share it once
			}
			c.shared[at]++
			c.last[at] = m.action
		})
	}
	return c.met
}

// list writes the shared actions of the peers that are kept.
func (c *counter) list(n *Network, self int32, kept []int32, common []meeting, peers []Peer, when When) {
	for place, partner := range kept {
		c.last[idOf(partner)] = int32(place) //nolint:gosec // partners are bounded
	}
	for _, m := range common {
		id := nodeID(m.action)
		n.met(m, self, when, func(partner int32) {
			at := idOf(partner)
			if c.shared[at] == 0 {
				return
			}
			p := &peers[c.last[at]]
			if len(p.Actions) == 0 || p.Actions[len(p.Actions)-1] != id {
				p.Actions = append(p.Actions, id)
			}
		})
	}
}

// forget sets the counts of partners back to 0.
func (c *counter) forget(partners []int32) {
	for _, partner := range partners {
		c.shared[idOf(partner)] = 0
	}
}
