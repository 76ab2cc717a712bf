// Package lru is a cache of bounded size that drops the least recently used values first.
package lru

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache is a cache that drops the least recently used values when their size exceeds a limit. Its
// methods may be called from many goroutines. A nil Cache is always empty.
type Cache[K comparable, V any] struct {
	most int64 // the limit, in bytes

	mu    sync.Mutex
	held  int64 // the size of the cached values, in bytes
	items *simplelru.LRU[K, item[V]]
}

type item[V any] struct {
	value V
	bytes int64
}

// largestShare is the divisor of the limit that gives the size of the largest value to be cached. A larger
// one would drive too many others out.
const largestShare = 8

// New returns a cache with a limit in bytes; nil when the limit is not positive.
func New[K comparable, V any](most int64) *Cache[K, V] {
	if most <= 0 {
		return nil
	}
	c := &Cache[K, V]{most: most}
	// NewLRU fails only for sizes that are not positive.
	c.items, _ = simplelru.NewLRU(math.MaxInt, func(_ K, dropped item[V]) { c.held -= dropped.bytes })
	return c
}

// Get returns the value of a key, and marks it as used.
func (c *Cache[K, V]) Get(key K) (value V, found bool) {
	if c == nil {
		return value, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, found := c.items.Get(key)
	return entry.value, found
}

// Keep caches a value, and drops the least recently used ones to stay within the limit. bytes is the
// value's size with its key and the cache's own overhead. A value of more than an eighth of the limit
// is not cached.
func (c *Cache[K, V]) Keep(key K, value V, bytes int64) {
	if c == nil || bytes > c.most/largestShare {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items.Remove(key) // with its bytes
	c.items.Add(key, item[V]{value, bytes})
	for c.held += bytes; c.held > c.most; {
		c.items.RemoveOldest()
	}
}

// Bytes returns the size of the cached values, in bytes.
func (c *Cache[K, V]) Bytes() int64 {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held
}
