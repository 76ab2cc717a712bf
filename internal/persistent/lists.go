package persistent

import (
	"slices"
)

// Lists holds a sorted list of numbers for each id. The zero Lists are empty.
//
// The lists of 16 ids share one slice, so that millions of short lists need little memory and no work of the
// garbage collector. A long list has a slice of its own.
type Lists struct{ column Column[bundle] }

// bundle holds the lists of 16 consecutive ids.
type bundle struct {
	ends  [bundleSize]uint32 // end of each list in items
	items []int32
	long  *[bundleSize][]int32 // lists with slices of their own; read-only
}

const (
	bundleBits = 4
	bundleSize = 1 << bundleBits
	longList   = 256 // length from which a list has a slice of its own
)

// Of returns the list of an id, which must not be modified.
func (l *Lists) Of(id int32) []int32 {
	b := l.column.Get(id >> bundleBits)
	if b == nil {
		return nil
	}
	n := id & (bundleSize - 1)
	if b.long != nil && b.long[n] != nil {
		return b.long[n]
	}
	from := uint32(0)
	if n > 0 {
		from = b.ends[n-1]
	}
	return b.items[from:b.ends[n]:b.ends[n]]
}

// Add adds a number to the list of an id, unless it contains the number.
func (l *Lists) Add(id, number int32, epoch Epoch) {
	list := l.Of(id)
	at, known := slices.BinarySearch(list, number)
	if known {
		return
	}
	longer := make([]int32, len(list)+1)
	copy(longer, list[:at])
	longer[at] = number
	copy(longer[at+1:], list[at:])
	l.set(id, longer, epoch)
}

// Remove removes a number from the list of an id.
func (l *Lists) Remove(id, number int32, epoch Epoch) {
	list := l.Of(id)
	if at, known := slices.BinarySearch(list, number); known {
		l.set(id, slices.Concat(list[:at], list[at+1:]), epoch)
	}
}

// set replaces the list of an id, and retains the slice.
func (l *Lists) set(id int32, list []int32, epoch Epoch) {
	b, n := l.column.Edit(id>>bundleBits, epoch), id&(bundleSize-1)
	wasLong, isLong := b.long != nil && b.long[n] != nil, len(list) >= longList
	if wasLong || isLong {
		own := [bundleSize][]int32{}
		if b.long != nil {
			own = *b.long
		}
		own[n] = nil
		if isLong {
			own[n] = list
		}
		b.long = &own
	}
	switch {
	case isLong && !wasLong:
		b.replace(n, nil)
	case !isLong:
		b.replace(n, list)
	}
}

// replace replaces a list in the shared slice.
func (b *bundle) replace(n int32, list []int32) {
	from := uint32(0)
	if n > 0 {
		from = b.ends[n-1]
	}
	to := b.ends[n]
	b.items = slices.Concat(b.items[:from], list, b.items[to:])
	for i := n; i < bundleSize; i++ {
		b.ends[i] = b.ends[i] - (to - from) + uint32(len(list)) //nolint:gosec // a list is shorter than 1<<27
	}
}

// Pairs collects numbers for many ids, for [Pairs.Lists].
type Pairs []uint64

// Add adds a number to the list of an id.
func (p *Pairs) Add(id, number int32) { *p = append(*p, uint64(uint32(id))<<32|uint64(uint32(number))) }

// Lists returns lists of the pairs, without duplicates.
func (p Pairs) Lists() Lists {
	SortUint64(p, make([]uint64, len(p)))
	p = slices.Compact(p)
	epoch := NextEpoch()
	var lists Lists
	for len(p) > 0 {
		at := int32(p[0]>>32) >> bundleBits //nolint:gosec // as it was packed
		n := 1
		for n < len(p) && int32(p[n]>>32)>>bundleBits == at { //nolint:gosec // as it was packed
			n++
		}
		lists.column.Edit(at, epoch).fill(p[:n])
		p = p[n:]
	}
	return lists
}

// fill sets the lists of an empty bundle.
func (b *bundle) fill(pairs []uint64) {
	items := make([]int32, 0, len(pairs))
	for i := range bundleSize {
		n := 0
		for n < len(pairs) && int(pairs[n]>>32)&(bundleSize-1) == i {
			n++
		}
		if n >= longList {
			if b.long == nil {
				b.long = &[bundleSize][]int32{}
			}
			b.long[i] = numbersOf(nil, pairs[:n])
		} else {
			items = numbersOf(items, pairs[:n])
		}
		b.ends[i] = uint32(len(items)) //nolint:gosec // of 16 short lists
		pairs = pairs[n:]
	}
	b.items = slices.Clip(items)
}

// numbersOf appends the numbers of pairs.
func numbersOf(list []int32, pairs []uint64) []int32 {
	list = slices.Grow(list, len(pairs))
	for _, pair := range pairs {
		list = append(list, int32(uint32(pair))) //nolint:gosec // as it was packed
	}
	return list
}
