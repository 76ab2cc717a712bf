package persistent

import (
	"slices"
	"sort"
)

// Sorted holds ids in an order, in chunks. A change copies a chunk and the list of chunks, once in an epoch.
type Sorted struct {
	chunks []chunk
	epoch  Epoch // in which the list of chunks was copied
}

type chunk struct {
	ids   []int32
	epoch Epoch // in which it was copied
}

// chunkIDs is the maximum number of ids in a chunk, which has half of it after a split. A change then copies 8 KiB
// of ids and, for a million ids, 16 KiB of the list of chunks.
const chunkIDs = 4096

// NewSorted returns a list of ids that are in order already.
func NewSorted(ids []int32) Sorted {
	var s Sorted
	for len(ids) > 0 {
		n := min(len(ids), chunkIDs/2)
		s.chunks = append(s.chunks, chunk{ids: ids[:n:n]})
		ids = ids[n:]
	}
	return s
}

// Seek returns the position of the first id for which beyond is true. beyond must be true from some position on.
func (s *Sorted) Seek(beyond func(id int32) bool) (chunk, at int) {
	chunk = sort.Search(len(s.chunks), func(i int) bool {
		ids := s.chunks[i].ids
		return beyond(ids[len(ids)-1])
	})
	if chunk == len(s.chunks) {
		return chunk, 0
	}
	ids := s.chunks[chunk].ids
	return chunk, sort.Search(len(ids), func(i int) bool { return beyond(ids[i]) })
}

// Add inserts an id before the first one for which beyond is true.
func (s *Sorted) Add(id int32, beyond func(id int32) bool, epoch Epoch) {
	n, at := s.Seek(beyond)
	s.own(epoch)
	if len(s.chunks) == 0 {
		s.chunks = append(s.chunks, chunk{epoch: epoch})
	} else if n == len(s.chunks) {
		n--
		at = len(s.chunks[n].ids)
	}
	ids := slices.Insert(s.ownChunk(n, epoch), at, id)
	s.chunks[n].ids = ids
	if half := len(ids) / 2; len(ids) > chunkIDs {
		s.chunks[n].ids = ids[:half:half]
		s.chunks = slices.Insert(s.chunks, n+1, chunk{slices.Clone(ids[half:]), epoch})
	}
}

// Remove removes an id at the first position for which beyond is true, and reports whether it was there.
func (s *Sorted) Remove(id int32, beyond func(id int32) bool, epoch Epoch) bool {
	n, at := s.Seek(beyond)
	if n == len(s.chunks) || s.chunks[n].ids[at] != id {
		return false
	}
	s.own(epoch)
	if len(s.chunks[n].ids) == 1 {
		s.chunks = slices.Delete(s.chunks, n, n+1)
		return true
	}
	s.chunks[n].ids = slices.Delete(s.ownChunk(n, epoch), at, at+1)
	return true
}

// own copies the list of chunks, unless it was copied in the epoch.
func (s *Sorted) own(epoch Epoch) {
	if s.epoch != epoch {
		s.chunks, s.epoch = slices.Clone(s.chunks), epoch
	}
}

// ownChunk copies a chunk, unless it was copied in the epoch, and returns its ids.
func (s *Sorted) ownChunk(n int, epoch Epoch) []int32 {
	c := &s.chunks[n]
	if c.epoch != epoch {
		c.ids, c.epoch = append(make([]int32, 0, len(c.ids)+1), c.ids...), epoch
	}
	return c.ids
}

// From yields the ids from a position on.
func (s *Sorted) From(chunk, at int, yield func(id int32) bool) {
	for ; chunk < len(s.chunks); chunk, at = chunk+1, 0 {
		for _, id := range s.chunks[chunk].ids[at:] {
			if !yield(id) {
				return
			}
		}
	}
}

// Before yields the ids before a position, the last one first.
func (s *Sorted) Before(chunk, at int, yield func(id int32) bool) {
	for ; chunk >= 0; chunk-- {
		if chunk < len(s.chunks) {
			ids := s.chunks[chunk].ids
			for i := min(at, len(ids)) - 1; i >= 0; i-- {
				if !yield(ids[i]) {
					return
				}
			}
		}
		at = chunkIDs + 1
	}
}

// End returns the position after the last id.
func (s *Sorted) End() (chunk, at int) { return len(s.chunks), 0 }
