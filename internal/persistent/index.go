package persistent

// Index finds ids by a hash of a key. It may return other ids as well: the caller compares the keys. The zero Index
// is empty.
type Index struct {
	lists Lists
	bits  uint8 // number of bits of the hash that are used
	count int
}

// NewIndex returns an index of pairs of a hash and an id.
func NewIndex(hashes []uint64, ids []int32) Index {
	x := Index{bits: bitsFor(len(ids)), count: len(ids)}
	pairs := make(Pairs, 0, len(ids))
	for i, id := range ids {
		pairs.Add(x.bucket(hashes[i]), id)
	}
	x.lists = pairs.Lists()
	return x
}

// bitsFor returns the number of bits for about four ids in a bucket.
func bitsFor(count int) uint8 {
	bits := uint8(4)
	for bits < 26 && count>>bits > 4 {
		bits++
	}
	return bits
}

// bucket returns the bucket of a hash.
func (x *Index) bucket(hash uint64) int32 {
	return int32(hash * 0x9E3779B97F4A7C15 >> (64 - max(x.bits, 4))) //nolint:gosec // at most 26 bits
}

// Find returns the ids that may have a hash.
func (x *Index) Find(hash uint64) []int32 { return x.lists.Of(x.bucket(hash)) }

// Add adds an id.
func (x *Index) Add(hash uint64, id int32, epoch Epoch) {
	x.count++
	x.lists.Add(x.bucket(hash), id, epoch)
}

// Remove removes an id.
func (x *Index) Remove(hash uint64, id int32, epoch Epoch) {
	x.count--
	x.lists.Remove(x.bucket(hash), id, epoch)
}

// Full reports whether so many ids share a bucket that a new index would be faster.
func (x *Index) Full() bool { return x.bits < 26 && x.count>>max(x.bits, 4) > 32 }
