package network

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// maxCachedStats is the number of statistics that a network caches.
const maxCachedStats = 64

// statsCache caches the statistics computed last, so that a page that everybody opens is computed once for each
// state of the data.
type statsCache struct {
	mu      sync.Mutex
	entries map[string]*statsEntry
	keys    []string // oldest first
}

// statsEntry is the result for one key, once it is computed.
type statsEntry struct {
	lock    chan struct{} // of capacity one, held while the entry is computed
	stats   *Statistics
	tooMany *TooManyError // a lasting error
}

// get returns the statistics of a key, from the cache or by compute. A caller waits while another one computes
// them, and computes them itself if the other was cancelled.
func (c *statsCache) get(ctx context.Context, key string, compute func() (*Statistics, error)) (*Statistics, error) {
	c.mu.Lock()
	a := c.entries[key]
	if a == nil {
		if a = (&statsEntry{lock: make(chan struct{}, 1)}); c.entries == nil {
			c.entries = make(map[string]*statsEntry)
		}
		if len(c.keys) == maxCachedStats {
			delete(c.entries, c.keys[0])
			c.keys = c.keys[1:]
		}
		c.entries[key], c.keys = a, append(c.keys, key)
	}
	c.mu.Unlock()
	select {
	case a.lock <- struct{}{}:
		defer func() { <-a.lock }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if a.tooMany != nil {
		return nil, a.tooMany
	}
	if a.stats == nil {
		stats, err := compute()
		if err != nil {
			errors.As(err, &a.tooMany)
			return nil, err
		}
		a.stats = stats
	}
	return a.stats, nil
}

// idsKey returns the ids of a selection as part of a cache key. nil and an empty list are equal there: both mean
// all.
func (s Selection) idsKey() string {
	return fmt.Sprint(s.Contracts, s.Axes, s.Themes, s.Partners, s.Territories, s.Audiences, s.ActionThemes, s.Around)
}

// nilKey tells nil from empty lists of words, which differ in meaning, for a cache key.
func (s Selection) nilKey() string {
	return fmt.Sprint(s.AxisRoles == nil, s.ActionRoles == nil, s.Statuses == nil, s.Bases == nil, s.Rules == nil)
}

// dayKey returns the time of a selection for a cache key.
func (s Selection) dayKey() string { return fmt.Sprint(s.When) }
