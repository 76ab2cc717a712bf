package network

import "slices"

// orderedSet collects distinct items in the order in which they are added. Searches use it as their queue.
type orderedSet struct {
	items []int32        // in the order added
	known map[int32]bool // the same items, if they are many
}

// mapThreshold is the number of items from which a map replaces linear search.
const mapThreshold = 32

// newOrderedSet returns a set of one item.
func newOrderedSet(first int32) *orderedSet { return &orderedSet{items: []int32{first}} }

// add appends an item unless the set contains it.
func (w *orderedSet) add(item int32) {
	switch {
	case w.known == nil && len(w.items) < mapThreshold:
		if slices.Contains(w.items, item) {
			return
		}
	case w.known == nil:
		w.known = make(map[int32]bool, 2*mapThreshold)
		for _, known := range w.items {
			w.known[known] = true
		}
		fallthrough
	default:
		if w.known[item] {
			return
		}
		w.known[item] = true
	}
	w.items = append(w.items, item)
}
