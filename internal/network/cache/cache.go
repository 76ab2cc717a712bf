// Package cache holds what was derived of each contract until the facts behind it change.
package cache

import "sync"

// ByContract caches what was derived of each contract for recent selections, until the facts behind it change.
// Networks of successive facts share it.
type ByContract[V any] struct {
	mu      sync.Mutex
	entries map[string]map[int32]cachedValue[V] // by key, then contract
	keys    []string                            // oldest first
}

// cachedValue is a value and the version of the contract that it was derived from.
type cachedValue[V any] struct {
	version [2]uint32
	value   V
}

// maxCachedKeys is the number of keys that a cache holds: some megabytes each at the size of the country.
const maxCachedKeys = 32

// Get returns the value of a contract at a version, if it is cached.
func (k *ByContract[V]) Get(key string, contract int32, version [2]uint32) (value V, is bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if of, known := k.entries[key][contract]; known && of.version == version {
		return of.value, true
	}
	return value, false
}

// Put stores the value of a contract at a version. It evicts the oldest key when there are too many.
func (k *ByContract[V]) Put(key string, contract int32, version [2]uint32, value V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.entries[key] == nil {
		if k.entries == nil {
			k.entries = map[string]map[int32]cachedValue[V]{}
		}
		if len(k.keys) == maxCachedKeys {
			delete(k.entries, k.keys[0])
			k.keys = k.keys[1:]
		}
		k.entries[key], k.keys = map[int32]cachedValue[V]{}, append(k.keys, key)
	}
	k.entries[key][contract] = cachedValue[V]{version, value}
}
