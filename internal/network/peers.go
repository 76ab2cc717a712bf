package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// PeerOptions says which peers are asked for.
type PeerOptions struct {
	Limit int                  // how many at most; 0 is all
	AsOf  *lexicon.PartialDate // contributions that may hold then; nil asks nothing of dates
}

// Peer is a partner who shares actions with another.
type Peer struct {
	Partner int
	Actions []int // shared, by id
}

// Peers are the partners who share an action with a partner: both contribute
// to it themselves, neither contribution abandoned. Those who share most come
// first, then by sort key and id.
func (n *Network) Peers(partner int, opts PeerOptions) []Peer {
	self := n.nodes.find(Ref{KindPartner, partner})
	if self < 0 {
		return nil
	}
	c := n.counters.Get().(*counter)
	defer n.counters.Put(c)
	actions := n.actionsOf(self, opts.AsOf)
	ranks := c.count(n, self, actions, opts.AsOf)
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
	c.list(n, ranks, actions, peers, opts.AsOf)
	c.forget(ranks)
	return peers
}

// actionsOf are the actions that a partner contributes to, each once, by id.
func (n *Network) actionsOf(partner int32, asOf *lexicon.PartialDate) []int32 {
	var actions []int32
	for _, number := range n.touching(n.out, partner, KindContribution) {
		if to := n.claims[number].to; n.nodes.is(to, KindAction) && n.stands(number, asOf) {
			actions = append(actions, to)
		}
	}
	slices.Sort(actions)
	return slices.Compact(actions)
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
func (c *counter) count(n *Network, self int32, actions []int32, asOf *lexicon.PartialDate) []int32 {
	first, own := n.nodes.first(KindPartner), n.partnerRank[self-n.nodes.first(KindPartner)]
	c.ranks = c.ranks[:0]
	for _, action := range actions {
		for _, number := range n.touching(n.in, action, KindContribution) {
			rank := n.partnerRank[n.claims[number].from-first]
			if rank == own || !n.stands(number, asOf) {
				continue
			}
			if c.shared[rank] == 0 {
				c.ranks = append(c.ranks, rank)
			} else if c.last[rank] == action {
				continue // two contributions to one action share it once
			}
			c.shared[rank]++
			c.last[rank] = action
		}
	}
	return c.ranks
}

// list writes the shared actions of the peers that are kept.
func (c *counter) list(n *Network, ranks, actions []int32, peers []Peer, asOf *lexicon.PartialDate) {
	for place, rank := range ranks {
		c.last[rank] = int32(place)
	}
	first := n.nodes.first(KindPartner)
	for _, action := range actions {
		id := n.nodes.ids[action]
		for _, number := range n.touching(n.in, action, KindContribution) {
			rank := n.partnerRank[n.claims[number].from-first]
			if c.shared[rank] == 0 || !n.stands(number, asOf) {
				continue
			}
			p := &peers[c.last[rank]]
			if len(p.Actions) == 0 || p.Actions[len(p.Actions)-1] != id {
				p.Actions = append(p.Actions, id)
			}
		}
	}
}

// forget sets the counts of partners back to 0.
func (c *counter) forget(ranks []int32) {
	for _, rank := range ranks {
		c.shared[rank] = 0
	}
}
