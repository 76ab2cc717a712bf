package search

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"maillage/internal/record"
)

// Kinds are the indexed types.
var Kinds = kinds

// IsSearched reports whether the words of a field are indexed.
func IsSearched(t *record.Type, f *record.Field) bool { return isName(t, f) || isText(t, f) }

// SingularAndPlural returns a word with its possible singular and plural forms.
var SingularAndPlural = singularAndPlural

// Heads returns the initials of the beginnings of a name.
func Heads(name string) []string { return heads(name, significant(wordsOf(name))) }

// Content returns the content of an index, sorted.
func Content(ctx context.Context, ix *Index) ([]string, error) {
	parts, err := ix.parts(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, p := range parts {
		living := 0
		for doc, e := range p.entries {
			if !p.isDeleted(uint32(doc)) {
				living++
				all = append(all, fmt.Sprintf("%s %d weighs %d", kinds[e.kind()], e.id(), p.weights[doc]))
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
			for _, doc := range list {
				if !p.isDeleted(doc) {
					e := p.entries[doc]
					all = append(all, fmt.Sprintf("%s %d has %s", kinds[e.kind()], e.id(), p.lexeme(i)))
				}
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// Parts returns the number of parts of an index.
func Parts(ctx context.Context, ix *Index) (int, error) {
	parts, err := ix.parts(ctx)
	return len(parts), err
}

// UseSmallLimits makes indexes of few records behave like those of many, until the test ends.
func UseSmallLimits(t testing.TB) {
	together, parts := maxMergedInline, maxParts
	maxMergedInline, maxParts = 4, 3
	t.Cleanup(func() { maxMergedInline, maxParts = together, parts })
}

// SetWaitLimit sets how long searches wait for an index, until the test ends.
func SetWaitLimit(t testing.TB, d time.Duration) {
	was := waitLimit
	waitLimit = d
	t.Cleanup(func() { waitLimit = was })
}
