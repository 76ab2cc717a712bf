package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// holders returns the partners that hold a claim at a time: its partner until others succeed it, and these from
// then on. A claim that is abandoned or does not hold has none.
func (n *Network) holders(number int32, when When) []int32 {
	if !n.stands(number, when) {
		return nil
	}
	partner := n.claim(number).from
	if _, known := n.succeededAt(partner); !known {
		return []int32{partner}
	}
	h := successorSearch{Network: n, when: when}
	h.follow(partner, n.periodOf(number))
	return h.found
}

// successorSearch follows a claim from partner to successor.
type successorSearch struct {
	*Network
	when    When
	visited []int32 // partners of the current path, so that cycles of successions end
	found   []int32
}

// follow adds a partner that holds the claim in a period, and its successors.
func (h *successorSearch) follow(partner int32, p period) {
	if slices.Contains(h.visited, partner) {
		return
	}
	h.visited = append(h.visited, partner)
	own := p
	if until, known := h.succeededAt(partner); known {
		own = p.and(until)
	}
	if h.when.holdsIn(own) != lexicon.No && !slices.Contains(h.found, partner) {
		h.found = append(h.found, partner)
	}
	for _, number := range h.touching(inward, partner, KindRelation) {
		if begun, succeeds := h.begunOf(number); succeeds {
			if next := p.and(h.periods[h.claim(number).period]).and(begun); !h.when.misses(next.Validity) {
				h.follow(h.claim(number).from, next)
			}
		}
	}
	h.visited = h.visited[:len(h.visited)-1]
}

// withPredecessors returns a partner and its predecessors, direct and indirect.
func (n *Network) withPredecessors(partner int32) []int32 {
	all := newOrderedSet(partner)
	for i := 0; i < len(all.items); i++ {
		for _, number := range n.touching(outward, all.items[i], KindRelation) {
			if _, succeeds := n.begunOf(number); succeeds {
				all.add(n.claim(number).to)
			}
		}
	}
	return all.items
}
