// Package batch loads what many records need as one: records that were loaded
// together are siblings, and the first of them to need something loads it for
// all. A query of any depth thus costs one load a field, never one a row, with
// no timers and no goroutines of its own.
package batch

import (
	"context"
	"errors"
	"sync"
)

// Set is a group of records that were loaded together.
type Set[T any] struct {
	members []*T
	mu      sync.Mutex
	loads   map[any]*load
}

// load is made once, for the whole set.
type load struct {
	once   sync.Once
	result any
	err    error
}

// Member is what a record embeds to know its siblings.
type Member[T any] struct{ set *Set[T] }

// Kin is the set that the record was loaded with, or nil.
func (m *Member[T]) Kin() *Set[T] { return m.set }

// Join puts the record into a set.
func (m *Member[T]) Join(set *Set[T]) { m.set = set }

// Of is a pointer to a record that embeds a Member.
type Of[T any] interface {
	*T
	Kin() *Set[T]
	Join(*Set[T])
}

// Together makes siblings of records that were loaded together.
func Together[T any, P Of[T]](records []*T) []*T {
	set := &Set[T]{members: records}
	for _, r := range records {
		P(r).Join(set)
	}
	return records
}

// errNoResult is what siblings get when the loader panicked for the one that
// asked first, or when one key stands for two different loads.
var errNoResult = errors.New("batch: the load has no result of this type")

// Load returns what one record needs, loading it for all its siblings the
// first time that one of them asks under the key, which stands for everything
// that the load depends on besides the siblings. The loader receives every
// sibling; a record that its answer lacks gets the zero value. A failed load
// fails for all of them. A record without siblings is loaded alone.
func Load[T, V any, P Of[T]](ctx context.Context, record P, key any, loader func(context.Context, []*T) (map[*T]V, error)) (V, error) {
	set := record.Kin()
	if set == nil {
		set = &Set[T]{members: []*T{record}}
	}
	l := set.load(key)
	l.once.Do(func() { l.result, l.err = loader(ctx, set.members) })
	var none V
	if l.err != nil {
		return none, l.err
	}
	results, ok := l.result.(map[*T]V)
	if !ok {
		return none, errNoResult
	}
	return results[record], nil
}

func (s *Set[T]) load(key any) *load {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.loads[key]
	if l == nil {
		if s.loads == nil {
			s.loads = map[any]*load{}
		}
		l = &load{}
		s.loads[key] = l
	}
	return l
}
