// Package lru is a cache of bounded size that drops the least recently used values first.
package lru

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache is a cache that drops the least recently used values when their size exceeds a limit. The size is in bytes, or
// the number of values. Its methods may be called from many goroutines. A nil Cache is always empty.
type Cache[K comparable, V any] struct {
	most int64 // the limit

	mu    sync.Mutex
	held  int64 // the size of the cached values
	items *simplelru.LRU[K, item[V]]
}

type item[V any] struct {
	value V
	size  int64
}

// largestShare is the divisor of the limit that gives the size of the largest value to be cached. A larger
// one would drive too many others out.
const largestShare = 8

// New returns a cache with a limit; nil when the limit is not positive.
func New[K comparable, V any](most int64) *Cache[K, V] { return NewWithDrop[K](most, func(V) {}) }

// NewWithDrop is New with a function that is called with each value that leaves the cache. It must not use the cache.
func NewWithDrop[K comparable, V any](most int64, drop func(V)) *Cache[K, V] {
	if most <= 0 {
		return nil
	}
	c := &Cache[K, V]{most: most}
	// NewLRU fails only for sizes that are not positive.
	c.items, _ = simplelru.NewLRU(math.MaxInt, func(_ K, dropped item[V]) {
		c.held -= dropped.size
		drop(dropped.value)
	})
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

// Add caches a value of size one, in a cache that limits the number of values.
func (c *Cache[K, V]) Add(key K, value V) { c.Keep(key, value, 1) }

// Keep caches a value, and drops the least recently used ones to stay within the limit. A size in bytes counts the
// value, its key and the cache's own overhead. A value of more than an eighth of the limit is not cached.
func (c *Cache[K, V]) Keep(key K, value V, size int64) {
	if c == nil || size > c.most/largestShare {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items.Remove(key) // with its size
	c.items.Add(key, item[V]{value, size})
	for c.held += size; c.held > c.most; {
		c.items.RemoveOldest()
	}
}

// Remove drops the value of a key, and reports whether there was one.
func (c *Cache[K, V]) Remove(key K) bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.items.Remove(key)
}

// Clear drops all values.
func (c *Cache[K, V]) Clear() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items.Purge()
}

// Size returns the size of the cached values.
func (c *Cache[K, V]) Size() int64 {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held
}
