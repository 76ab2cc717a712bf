package persistent

import "sort"

// Sorted is ids in an order, in chunks: a change copies a chunk and the list of chunks.
type Sorted struct {
	chunks [][]int32
	count  int
}

// chunkIDs is how many ids a chunk has at most; half of it after it was split.
const chunkIDs = 512

// NewSorted is a list of ids that are in order already.
func NewSorted(ids []int32) Sorted {
	s := Sorted{count: len(ids)}
	for len(ids) > 0 {
		n := min(len(ids), chunkIDs/2)
		s.chunks = append(s.chunks, ids[:n:n])
		ids = ids[n:]
	}
	return s
}

// Seek is the place of the first id for which beyond is true; beyond is true from some place on.
func (s *Sorted) Seek(beyond func(id int32) bool) (chunk, at int) {
	chunk = sort.Search(len(s.chunks), func(i int) bool { return beyond(s.chunks[i][len(s.chunks[i])-1]) })
	if chunk == len(s.chunks) {
		return chunk, 0
	}
	ids := s.chunks[chunk]
	return chunk, sort.Search(len(ids), func(i int) bool { return beyond(ids[i]) })
}

// With is the list with another id, which stands before the first for which beyond is true.
func (s *Sorted) With(id int32, beyond func(id int32) bool) Sorted {
	chunk, at := s.Seek(beyond)
	if chunk == len(s.chunks) {
		if len(s.chunks) == 0 {
			return Sorted{[][]int32{{id}}, 1}
		}
		chunk--
		at = len(s.chunks[chunk])
	}
	old := s.chunks[chunk]
	ids := make([]int32, 0, len(old)+1)
	ids = append(append(append(ids, old[:at]...), id), old[at:]...)
	next := make([][]int32, 0, len(s.chunks)+1)
	next = append(next, s.chunks[:chunk]...)
	if half := len(ids) / 2; len(ids) > chunkIDs {
		next = append(next, ids[:half:half], ids[half:])
	} else {
		next = append(next, ids)
	}
	return Sorted{append(next, s.chunks[chunk+1:]...), s.count + 1}
}

// Without is the list without an id, which stands at the first place for which beyond is true.
func (s *Sorted) Without(id int32, beyond func(id int32) bool) (next Sorted, found bool) {
	chunk, at := s.Seek(beyond)
	if chunk == len(s.chunks) || s.chunks[chunk][at] != id {
		return *s, false
	}
	old := s.chunks[chunk]
	chunks := make([][]int32, 0, len(s.chunks))
	chunks = append(chunks, s.chunks[:chunk]...)
	if len(old) > 1 {
		ids := make([]int32, 0, len(old)-1)
		chunks = append(chunks, append(append(ids, old[:at]...), old[at+1:]...))
	}
	return Sorted{append(chunks, s.chunks[chunk+1:]...), s.count - 1}, true
}

// From calls yield for the ids from a place on, until it says no.
func (s *Sorted) From(chunk, at int, yield func(id int32) bool) {
	for ; chunk < len(s.chunks); chunk, at = chunk+1, 0 {
		for _, id := range s.chunks[chunk][at:] {
			if !yield(id) {
				return
			}
		}
	}
}

// Before calls yield for the ids before a place, the last one first, until it says no.
func (s *Sorted) Before(chunk, at int, yield func(id int32) bool) {
	for ; chunk >= 0; chunk-- {
		if chunk < len(s.chunks) {
			for i := min(at, len(s.chunks[chunk])) - 1; i >= 0; i-- {
				if !yield(s.chunks[chunk][i]) {
					return
				}
			}
		}
		at = chunkIDs + 1
	}
}

// End is the place after the last id.
func (s *Sorted) End() (chunk, at int) { return len(s.chunks), 0 }
