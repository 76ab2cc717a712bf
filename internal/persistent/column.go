// Package persistent keeps values in memory so that a copy costs almost nothing: a writer copies the chunks that it
// changes and shares the rest with all earlier copies, which never change.
//
// A copy is a plain copy of the struct. One writer at a time changes a value, in an epoch of its own ([NextEpoch]):
// what it changed before in the same epoch it changes in place. It takes another epoch before it changes what it has
// handed to readers.
package persistent

import (
	"sync/atomic"
	"unsafe"
)

// Epoch tells the writers of values apart, and what one of them has already copied.
type Epoch uint32

var epochs atomic.Uint32

// NextEpoch returns an epoch that nobody has had.
func NextEpoch() Epoch { return Epoch(epochs.Add(1)) }

// MostID is the greatest id that may be a key. Keys are the ids of a database, which are dense.
const MostID = 1<<27 - 1

// Column keeps a value for each id from 0 to [MostID]. The zero Column is empty.
//
// Values stand in chunks of about 4 KiB, and chunks in groups of 64, so that a change copies a chunk, a group and the
// list of groups at most.
type Column[T any] struct {
	groups []*group[T]
	epoch  Epoch // in which the list of groups was copied
	shift  uint8 // a chunk has 1<<shift values; 0 before the first change
}

type group[T any] struct {
	chunks [groupSize][]T
	epochs [groupSize]Epoch // in which each chunk was copied
	epoch  Epoch            // in which the group was
}

const (
	groupBits  = 6
	groupSize  = 1 << groupBits
	chunkBytes = 4 << 10
)

// Get returns the value of an id, or nil where neither it nor a neighbour was ever set. It must not be changed.
func (c *Column[T]) Get(id int32) *T {
	at := uint32(id) >> c.shift
	if g := at >> groupBits; g < uint32(len(c.groups)) && c.groups[g] != nil {
		if chunk := c.groups[g].chunks[at&(groupSize-1)]; chunk != nil {
			return &chunk[uint32(id)&(1<<c.shift-1)]
		}
	}
	return nil
}

// Edit returns the value of an id, to be changed in an epoch.
func (c *Column[T]) Edit(id int32, epoch Epoch) *T {
	if c.shift == 0 {
		var value T
		c.shift = 4
		for c.shift < 12 && unsafe.Sizeof(value)<<(c.shift+1) <= chunkBytes {
			c.shift++
		}
	}
	at := uint32(id) >> c.shift
	place := int(at >> groupBits)
	if c.epoch != epoch || place >= len(c.groups) {
		longer := make([]*group[T], max(len(c.groups), place+1))
		copy(longer, c.groups)
		c.groups, c.epoch = longer, epoch
	}
	g := c.groups[place]
	if g == nil || g.epoch != epoch {
		own := &group[T]{}
		if g != nil {
			*own = *g
		}
		own.epoch = epoch
		g, c.groups[place] = own, own
	}
	in := at & (groupSize - 1)
	if g.chunks[in] == nil || g.epochs[in] != epoch {
		own := make([]T, 1<<c.shift)
		copy(own, g.chunks[in])
		g.chunks[in], g.epochs[in] = own, epoch
	}
	return &g.chunks[in][uint32(id)&(1<<c.shift-1)]
}

// Bound returns a number that all ids are below of which a value was set.
func (c *Column[T]) Bound() int32 {
	for g := len(c.groups) - 1; g >= 0; g-- {
		if c.groups[g] == nil {
			continue
		}
		for n := groupSize - 1; n >= 0; n-- {
			if c.groups[g].chunks[n] != nil {
				return int32((g<<groupBits + n + 1) << c.shift) //nolint:gosec // ids are below 1<<27
			}
		}
	}
	return 0
}

// All yields each id whose chunk was ever set with its value, in ascending order.
func (c *Column[T]) All(yield func(id int32, value *T) bool) {
	for g, of := range c.groups {
		if of == nil {
			continue
		}
		for n, chunk := range of.chunks {
			first := int32((g<<groupBits + n) << c.shift) //nolint:gosec // ids are below 1<<27
			for i := range chunk {
				if !yield(first+int32(i), &chunk[i]) { //nolint:gosec // a chunk has 4,096 values at most
					return
				}
			}
		}
	}
}
