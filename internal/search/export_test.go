package search

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"maillage/internal/record"
)

// Kinds are the types in the index.
var Kinds = kinds

// IsSearched tells whether a field has words to be found by.
func IsSearched(t *record.Type, f *record.Field) bool { return isName(t, f) || isText(t, f) }

// Numbers are a word as one and as many.
var Numbers = numbers

// Heads are the initials of what begins a name.
func Heads(name string) []string { return heads(name, significant(wordsOf(name))) }

// Content returns all that an index says of records, sorted.
func Content(ctx context.Context, ix *Index) ([]string, error) {
	parts, err := ix.parts(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, p := range parts {
		living := 0
		for place, e := range p.entries {
			if !p.isDead(uint32(place)) {
				living++
				all = append(all, fmt.Sprintf("%s %d weighs %d", kinds[e.kind()], e.id(), p.weights[place]))
			}
		}
		if living != p.live {
			return nil, fmt.Errorf("%d documents live, not %d", living, p.live)
		}
		for i := range p.lexemes {
			list := p.list(i)
			if !slices.IsSorted(list) || i > 0 && p.lexeme(i-1) >= p.lexeme(i) {
				return nil, fmt.Errorf("%s is out of order", p.lexeme(i))
			}
			for _, place := range list {
				if !p.isDead(place) {
					e := p.entries[place]
					all = append(all, fmt.Sprintf("%s %d has %s", kinds[e.kind()], e.id(), p.lexeme(i)))
				}
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// Parts returns how many parts an index has.
func Parts(ctx context.Context, ix *Index) (int, error) {
	parts, err := ix.parts(ctx)
	return len(parts), err
}

// Small makes indexes of few records as those of many are, until the test ends.
func Small(t testing.TB) {
	together, parts := mostTogether, mostParts
	mostTogether, mostParts = 4, 3
	t.Cleanup(func() { mostTogether, mostParts = together, parts })
}

// Impatient makes searches wait for an index no longer than that, until the test ends.
func Impatient(t testing.TB, d time.Duration) {
	was := patience
	patience = d
	t.Cleanup(func() { patience = was })
}
