package persistent

// Index finds ids by a hash of what is asked. It may find more than is meant: whoever asks compares. The zero Index is
// empty.
type Index struct {
	lists Lists
	bits  uint8 // of the hash that are used
	count int
}

// NewIndex makes an index of pairs of a hash and an id.
func NewIndex(hashes []uint64, ids []int32) Index {
	x := Index{bits: bitsFor(len(ids)), count: len(ids)}
	pairs := make(Pairs, 0, len(ids))
	for i, id := range ids {
		pairs.Add(x.bucket(hashes[i]), id)
	}
	x.lists = pairs.Lists()
	return x
}

// bitsFor makes some four ids share a bucket.
func bitsFor(count int) uint8 {
	bits := uint8(4)
	for bits < 26 && count>>bits > 4 {
		bits++
	}
	return bits
}

func (x *Index) bucket(hash uint64) int32 {
	return int32(hash * 0x9E3779B97F4A7C15 >> (64 - max(x.bits, 4))) //nolint:gosec // at most 26 bits
}

// Find returns the ids that may be meant by a hash.
func (x *Index) Find(hash uint64) []int32 { return x.lists.Of(x.bucket(hash)) }

// Add adds an id.
func (x *Index) Add(hash uint64, id int32, epoch Epoch) {
	x.count++
	x.lists.Add(x.bucket(hash), id, epoch)
}

// Remove takes an id away.
func (x *Index) Remove(hash uint64, id int32, epoch Epoch) {
	x.count--
	x.lists.Remove(x.bucket(hash), id, epoch)
}

// Full tells that so many ids share a bucket that a new index is faster.
func (x *Index) Full() bool { return x.bits < 26 && x.count>>max(x.bits, 4) > 32 }
