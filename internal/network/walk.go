package network

import "slices"

// walk collects the items that are reached from a first one, each once.
type walk struct {
	items []int32        // in the order reached
	known map[int32]bool // of the items, when they are many
}

// few bounds the items that are searched without a map.
const few = 32

func newWalk(first int32) *walk { return &walk{items: []int32{first}} }

// add adds an item unless it was reached before.
func (w *walk) add(item int32) {
	switch {
	case w.known == nil && len(w.items) < few:
		if slices.Contains(w.items, item) {
			return
		}
	case w.known == nil:
		w.known = make(map[int32]bool, 2*few)
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
