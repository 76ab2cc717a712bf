package network

import (
	"cmp"
	"slices"
	"sync"
)

// PeerOptions selects peers.
type PeerOptions struct {
	Limit int  // maximum number; 0 means all
	When  When // contributions that may hold then
}

// Peer is a partner that takes part in the same actions as another.
type Peer struct {
	Partner int
	Actions []int // actions in which, or in parts of which, both take part, by id
}

// Peers returns the partners that share an action with a partner. One may take part in an action and the other in a
// part of it, at any depth. Two parts of one action are not shared.
//
// Claims and actions that are abandoned or do not hold are ignored. A successor has the contributions of its
// predecessor from the succession on. Peers come by the number of shared actions, highest first, then by sort key
// and id.
func (n *Network) Peers(partner int, opts PeerOptions) []Peer {
	self := n.node(Ref{KindPartner, partner})
	if self < 0 {
		return nil
	}
	c := newPeerCounter(n)
	defer peerCounters.Put(c)
	common := n.sharedActions(self, opts.When)
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

// sharedAction is an action in which, or in a part of which, a partner takes part. at is the action or a part of
// it, where it meets others.
type sharedAction struct{ action, at, by int32 } // by is the partner's own contribution

// sharedActions returns the distinct actions that a partner may share, by action.
func (n *Network) sharedActions(partner int32, when When) []sharedAction {
	var common []sharedAction
	for _, predecessor := range n.withPredecessors(partner) {
		for _, number := range n.touching(outward, predecessor, KindContribution) {
			own := n.claim(number).to
			if !nodeIs(own, KindAction) || !n.runs(own, when) || !slices.Contains(n.holders(number, when), partner) {
				continue
			}
			for _, part := range n.relatedActions(inward, own, when) {
				common = append(common, sharedAction{own, part, number})
			}
			for _, whole := range n.relatedActions(outward, own, when) {
				common = append(common, sharedAction{whole, whole, number})
			}
		}
	}
	slices.SortFunc(common, func(a, b sharedAction) int {
		return cmp.Or(cmp.Compare(a.action, b.action), cmp.Compare(a.at, b.at), cmp.Compare(a.by, b.by))
	})
	return slices.Compact(common)
}

// eachParticipant calls visit with every other partner of a shared action, once for each of its contributions. Two
// partners that have the same contribution one after the other do not share it.
func (n *Network) eachParticipant(m sharedAction, self int32, when When, visit func(partner int32)) {
	for _, number := range n.touching(inward, m.at, KindContribution) {
		from := n.claim(number).from
		if number == m.by {
			continue
		}
		if _, isSucceeded := n.succeededAt(from); !isSucceeded {
			if from != self && n.stands(number, when) {
				visit(from)
			}
			continue
		}
		for _, holder := range n.holders(number, when) {
			if holder != self {
				visit(holder)
			}
		}
	}
}

// relatedActions returns an action with its parts (inward), or with its wholes (outward), at any depth. It stops at
// actions that are not under way.
func (n *Network) relatedActions(from side, action int32, when When) []int32 {
	kin := newOrderedSet(action)
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

// peerCounter counts by partner in arrays instead of a map. Between uses every count is 0.
type peerCounter struct {
	shared   []int32 // partner's id → number of shared actions
	last     []int32 // partner's id → last action counted, or index among the returned peers
	partners []int32 // partners counted, in the order found
}

var peerCounters sync.Pool // *peerCounter

// newPeerCounter returns a counter from the pool, with arrays large enough for the network.
func newPeerCounter(n *Network) *peerCounter {
	c, _ := peerCounters.Get().(*peerCounter)
	if partners := n.bounds[KindPartner]; c == nil || len(c.shared) < int(partners) {
		c = &peerCounter{shared: make([]int32, partners), last: make([]int32, partners)}
	}
	return c
}

// count counts the shared actions of every other partner, and returns the partners that share any.
func (c *peerCounter) count(n *Network, self int32, common []sharedAction, when When) []int32 {
	c.partners = c.partners[:0]
	for _, m := range common {
		n.eachParticipant(m, self, when, func(partner int32) {
			at := idOf(partner)
			if c.shared[at] == 0 {
				c.partners = append(c.partners, partner)
			} else if c.last[at] == m.action {
				return // two contributions to one action count once
			}
			c.shared[at]++
			c.last[at] = m.action
		})
	}
	return c.partners
}

// list fills in the shared actions of the returned peers.
func (c *peerCounter) list(n *Network, self int32, shown []int32, common []sharedAction, peers []Peer, when When) {
	for index, partner := range shown {
		c.last[idOf(partner)] = int32(index) //nolint:gosec // partners are bounded
	}
	for _, m := range common {
		id := nodeID(m.action)
		n.eachParticipant(m, self, when, func(partner int32) {
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

// forget resets the counts of partners to 0.
func (c *peerCounter) forget(partners []int32) {
	for _, partner := range partners {
		c.shared[idOf(partner)] = 0
	}
}
