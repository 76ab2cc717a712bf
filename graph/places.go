package graph

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"maillage/internal/relay"
)

// place is where an item of a list in memory stands: values that compare as bytes, each
// as its term of the order says.
type place []byte

// text adds a text. Its end sorts before any byte that goes on.
func (p place) text(value []byte, way relay.Direction) place {
	escaped := bytes.ReplaceAll(value, []byte{0}, []byte{0, 0xff})
	return p.add(append(escaped, 0, 1), way)
}

// number adds a number that is not negative.
func (p place) number(n int, way relay.Direction) place {
	return p.add(binary.BigEndian.AppendUint64(nil, uint64(n)), way) //nolint:gosec // ids, positions and counts are not negative
}

// add adds bytes, turned around where larger ones come first.
func (p place) add(value []byte, way relay.Direction) place {
	if way == relay.Descending {
		for i := range value {
			value[i] = ^value[i]
		}
	}
	return append(p, value...)
}

// sliced orders a list in memory and pages through it. The place of an item is unique.
func sliced[T any](
	r *relay.Reader, list string, items []*T, args relay.Args, order relay.Order, placeOf func(*T) place,
) (*relay.Connection[T], error) {
	if err := order.Wrong(); err != nil {
		return nil, err
	}
	places := make(map[*T]string, len(items))
	for _, item := range items {
		places[item] = string(placeOf(item))
	}
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b *T) int { return cmp.Compare(places[a], places[b]) })
	return relay.Slice(r, order.List(list), items, args, func(item *T) string { return places[item] })
}
