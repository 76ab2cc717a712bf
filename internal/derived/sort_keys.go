package derived

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"maillage/internal/relay"
)

// sortKey is the position of an item in a list in memory. Keys compare as bytes, each term in its direction.
type sortKey []byte

// text appends a text. A text sorts before its extensions.
func (p sortKey) text(value []byte, way relay.Direction) sortKey {
	escaped := bytes.ReplaceAll(value, []byte{0}, []byte{0, 0xff})
	return p.add(append(escaped, 0, 1), way)
}

// number appends a number, which must not be negative.
func (p sortKey) number(n int, way relay.Direction) sortKey {
	return p.add(binary.BigEndian.AppendUint64(nil, uint64(n)), way) //nolint:gosec // n is not negative
}

// add appends bytes, inverted for a descending term.
func (p sortKey) add(value []byte, way relay.Direction) sortKey {
	if way == relay.Descending {
		for i := range value {
			value[i] = ^value[i]
		}
	}
	return append(p, value...)
}

// sortedPage sorts a list in memory and returns a page of it. The sort key of an item is unique.
func sortedPage[T any](
	r *relay.Reader, list string, items []*T, args relay.Args, order relay.Order, keyOf func(*T) sortKey,
) (*relay.Connection[T], error) {
	if err := order.Wrong(); err != nil {
		return nil, err
	}
	keys := make(map[*T]string, len(items))
	for _, item := range items {
		keys[item] = string(keyOf(item))
	}
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b *T) int { return cmp.Compare(keys[a], keys[b]) })
	return relay.Slice(r, order.List(list), items, args, func(item *T) string { return keys[item] })
}
