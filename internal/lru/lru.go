// Package lru keeps what was used last, within a bound of bytes.
package lru

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache keeps values by their keys, those that were used last, as long as they
// fit. Its methods may be called from many goroutines. A nil Cache keeps nothing.
type Cache[K comparable, V any] struct {
	most int64 // bytes

	mu    sync.Mutex
	held  int64 // bytes
	items *simplelru.LRU[K, item[V]]
}

type item[V any] struct {
	value V
	bytes int64
}

// largest is the share of the bound that one value may have: a value that drove
// everything else out would have to be worth it.
const largest = 8

// New returns a cache of at most so many bytes; nil when there are none.
func New[K comparable, V any](most int64) *Cache[K, V] {
	if most <= 0 {
		return nil
	}
	c := &Cache[K, V]{most: most}
	c.items, _ = simplelru.NewLRU(math.MaxInt, func(_ K, dropped item[V]) { c.held -= dropped.bytes }) // the size is one that it takes
	return c
}

// Get is the value of a key, which counts as used.
func (c *Cache[K, V]) Get(key K) (value V, kept bool) {
	if c == nil {
		return value, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, kept := c.items.Get(key)
	return found.value, kept
}

// Keep keeps a value of so many bytes, its key and what the cache needs itself
// included, and drops what was not used for longest. A value of more than an
// eighth of the bound is not kept.
func (c *Cache[K, V]) Keep(key K, value V, bytes int64) {
	if c == nil || bytes > c.most/largest {
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

// Bytes is how much the cache holds.
func (c *Cache[K, V]) Bytes() int64 {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held
}
