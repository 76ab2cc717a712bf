// Package batch loads what many records need in one query. Records that were loaded together are
// siblings. The first sibling that needs something loads it for all of them. A query of any depth thus
// costs one load for each field, never one for each row. The package uses no timers and no goroutines.
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

// load is a load that happens once for the whole set.
type load struct {
	once   sync.Once
	result any
	err    error
}

// Member is embedded in a record so that it knows its siblings.
type Member[T any] struct{ set *Set[T] }

// Siblings returns the set of the record's siblings, or nil.
func (m *Member[T]) Siblings() *Set[T] { return m.set }

// Join adds the record to a set.
func (m *Member[T]) Join(set *Set[T]) { m.set = set }

// Of is a pointer to a record that embeds a Member.
type Of[T any] interface {
	*T
	Siblings() *Set[T]
	Join(*Set[T])
}

// Group makes the records siblings, because they were loaded together.
func Group[T any, P Of[T]](records []*T) []*T {
	set := &Set[T]{members: records}
	for _, r := range records {
		P(r).Join(set)
	}
	return records
}

// errNoResult is the error for the other siblings when the loader panicked, or when one key stands for
// two different loads.
var errNoResult = errors.New("batch: the load has no result of this type")

// Load returns what a record needs. The first call with a key loads it for all its siblings. The key
// must identify everything that the load depends on besides the siblings. The loader receives every
// sibling. A record that is not in its result gets the zero value. An error of the loader is returned
// for all siblings. A record without siblings is loaded alone.
func Load[T, V any, P Of[T]](
	ctx context.Context, record P, key any, loader func(context.Context, []*T) (map[*T]V, error),
) (V, error) {
	set := record.Siblings()
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
