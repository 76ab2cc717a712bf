// Package persistent holds values in memory of which copies cost almost nothing. A writer copies the chunks that it
// changes and shares the rest with all earlier copies, which never change.
//
// A copy is a plain copy of the struct. One writer at a time changes a value, in an epoch of its own ([NextEpoch]).
// In the same epoch it changes a copied chunk in place. It must start another epoch before it changes what it has
// shared with readers.
package persistent

import (
	"sync/atomic"
	"unsafe"
)

// Epoch identifies a period of a writer, and the chunks that it has copied in it.
type Epoch uint32

var epochs atomic.Uint32

// NextEpoch returns a new epoch.
func NextEpoch() Epoch { return Epoch(epochs.Add(1)) }

// MostID is the greatest id that may be a key. Keys are ids of a database, which are dense.
const MostID = 1<<27 - 1

// Column holds a value for each id from 0 to [MostID]. The zero Column is empty.
//
// Values are stored in chunks of about 4 KiB, and chunks in groups of 64. A change copies at most a chunk, a group
// and the list of groups.
type Column[T any] struct {
	groups []*group[T]
	epoch  Epoch // in which the list of groups was copied
	shift  uint8 // a chunk has 1<<shift values; 0 before the first change
}

type group[T any] struct {
	chunks [groupSize][]T
	epochs [groupSize]Epoch // in which each chunk was copied
	epoch  Epoch            // in which the group was copied
}

const (
	groupBits  = 6
	groupSize  = 1 << groupBits
	chunkBytes = 4 << 10
)

// Get returns the value of an id, which must not be modified. It returns nil if no value in the chunk of the id was
// ever set.
func (c *Column[T]) Get(id int32) *T {
	at := uint32(id) >> c.shift
	if g := at >> groupBits; g < uint32(len(c.groups)) && c.groups[g] != nil {
		if chunk := c.groups[g].chunks[at&(groupSize-1)]; chunk != nil {
			return &chunk[uint32(id)&(1<<c.shift-1)]
		}
	}
	return nil
}

// Edit returns the value of an id, to be modified in an epoch.
func (c *Column[T]) Edit(id int32, epoch Epoch) *T {
	if c.shift == 0 {
		var value T
		c.shift = 4
		for c.shift < 12 && unsafe.Sizeof(value)<<(c.shift+1) <= chunkBytes {
			c.shift++
		}
	}
	at := uint32(id) >> c.shift
	index := int(at >> groupBits)
	if c.epoch != epoch || index >= len(c.groups) {
		longer := make([]*group[T], max(len(c.groups), index+1))
		copy(longer, c.groups)
		c.groups, c.epoch = longer, epoch
	}
	g := c.groups[index]
	if g == nil || g.epoch != epoch {
		own := &group[T]{}
		if g != nil {
			*own = *g
		}
		own.epoch = epoch
		g, c.groups[index] = own, own
	}
	in := at & (groupSize - 1)
	if g.chunks[in] == nil || g.epochs[in] != epoch {
		own := make([]T, 1<<c.shift)
		copy(own, g.chunks[in])
		g.chunks[in], g.epochs[in] = own, epoch
	}
	return &g.chunks[in][uint32(id)&(1<<c.shift-1)]
}

// Bound returns a number greater than all ids with a value.
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

// All yields the ids of all chunks with a value, with their values, in ascending order.
func (c *Column[T]) All(yield func(id int32, value *T) bool) {
	for g, of := range c.groups {
		if of == nil {
			continue
		}
		for n, chunk := range of.chunks {
			first := int32((g<<groupBits + n) << c.shift) //nolint:gosec // ids are below 1<<27
			for i := range chunk {
				if !yield(first+int32(i), &chunk[i]) { //nolint:gosec // a chunk has at most 4,096 values
					return
				}
			}
		}
	}
}
