package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// holders returns the partners who have what a claim says of one, at a time: the
// partner until others succeed it, and these from then on. A claim that was
// abandoned or does not hold has none.
func (n *Network) holders(number int32, when When) []int32 {
	if !n.stands(number, when) {
		return nil
	}
	partner := n.claim(number).from
	if _, known := n.succeededAt(partner); !known {
		return []int32{partner}
	}
	h := heirs{Network: n, when: when}
	h.pass(partner, n.periodOf(number))
	return h.found
}

// heirs passes a claim on from partner to partner.
type heirs struct {
	*Network
	when    When
	visited []int32 // partners under way, so that circles of successions come to an end
	found   []int32
}

func (h *heirs) pass(partner int32, p period) {
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
				h.pass(h.claim(number).from, next)
			}
		}
	}
	h.visited = h.visited[:len(h.visited)-1]
}

// inherited returns a partner and those that it succeeds, through others too.
func (n *Network) inherited(partner int32) []int32 {
	all := newWalk(partner)
	for i := 0; i < len(all.items); i++ {
		for _, number := range n.touching(outward, all.items[i], KindRelation) {
			if _, succeeds := n.begunOf(number); succeeds {
				all.add(n.claim(number).to)
			}
		}
	}
	return all.items
}
