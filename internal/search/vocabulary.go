package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// The number of letters of words for which similar words are searched.
const (
	minSimilarLetters = 4
	maxSimilarLetters = 40
)

// maxSimilar is the maximum number of words that may replace one.
const maxSimilar = 100

// similarWords holds the words that may replace a word that no record has.
type similarWords struct {
	corrections []string // within the edit distance: they may have been meant
	containing  []string // longer words that contain it
}

// similarTo returns the similar words of a word that visible records have. Words of hidden records alone would
// reveal these records, by their plurals and stems and by displacing other words.
func (f *Results) similarTo(ctx context.Context, w string) (similarWords, error) {
	n := utf8.RuneCountInString(w)
	if n < minSimilarLetters || n > maxSimilarLetters || hasDigit(w) {
		return similarWords{}, nil
	}
	words, err := f.vocabulary(ctx, prefilter(w))
	if err != nil {
		return similarWords{}, err
	}
	type candidate struct {
		word     string
		distance int
	}
	var slips, within []candidate
	for i, other := range words {
		if i%contextInterval == 0 && ctx.Err() != nil {
			return similarWords{}, ctx.Err()
		}
		switch {
		case other == w:
		case isNear(w, other):
			slips = append(slips, candidate{other, distance(w, other)})
		case strings.Contains(other, w): // its distance is the number of additional letters
			within = append(within, candidate{other, utf8.RuneCountInString(other) - n})
		}
	}
	nearest := func(of []candidate) (list []string, err error) {
		slices.SortFunc(of, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.word, b.word))
		})
		for _, c := range of {
			seen, err := f.isVisible(ctx, c.word)
			if err != nil {
				return nil, err
			}
			if seen {
				list = append(list, c.word)
			}
			if len(list) == maxSimilar {
				break
			}
		}
		return list, nil
	}
	var found similarWords
	if found.corrections, err = nearest(slips); err == nil {
		found.containing, err = nearest(within)
	}
	return found, err
}

// prefilter returns a function that quickly excludes most words that are not similar to one.
func prefilter(w string) func(other string) bool {
	letters := []rune(w)
	slack := maxDistance(len(letters)) * utf8.UTFMax
	pieces := fragmentsOf(letters)
	return func(other string) bool {
		if strings.Contains(other, w) {
			return true
		}
		if len(other) > len(w)+slack || len(other) < len(w)-slack {
			return false
		}
		return slices.ContainsFunc(pieces, func(p fragment) bool { return p.isIn(other) })
	}
}

// vocabulary returns the distinct words that can be mistyped and pass a filter.
func (f *Results) vocabulary(ctx context.Context, holds func(string) bool) ([]string, error) {
	var words []string
	for i := range f.parts {
		for _, class := range []string{nameWord, textWord} {
			f.parts[i].eachWithPrefix(class, func(at int) {
				if other := f.parts[i].lexeme(at)[len(class):]; holds(other) && isMistypable(other) {
					words = append(words, other)
				}
			})
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words), nil
}

// isMistypable reports whether a word is long enough, and not too long, to be corrected.
func isMistypable(w string) bool {
	n := utf8.RuneCountInString(w)
	return n >= minSimilarLetters && n <= maxSimilarLetters && !hasDigit(w)
}

// isVisible reports whether a visible record has a word.
func (f *Results) isVisible(ctx context.Context, w string) (seen bool, err error) {
	if f.isVisibleEntry == nil {
		f.isVisibleEntry = f.requested(Request{})
	}
	err = f.eachMatch(ctx, f.isVisibleEntry, anyOf(is(nameWord+w), is(textWord+w)), func(*part, uint32, entry) bool {
		seen = true
		return false
	})
	return seen, err
}

// maxDistance returns the maximum edit distance for a word with so many letters.
func maxDistance(letters int) int {
	if letters < 9 {
		return 1
	}
	return 2
}

// fragment is a part of a word, with its position if it begins or ends the word.
type fragment struct {
	text         string
	begins, ends bool
}

// isIn reports whether a word has the fragment at its position.
func (p fragment) isIn(w string) bool {
	switch {
	case p.begins:
		return strings.HasPrefix(w, p.text)
	case p.ends:
		return strings.HasSuffix(w, p.text)
	}
	return strings.Contains(w, p.text)
}

// fragmentsOf returns fragments such that each word within the maximum distance has one of them. There is one
// fragment more than edits, so that one of them stays intact.
func fragmentsOf(letters []rune) []fragment {
	n := len(letters)
	if maxDistance(n) == 1 {
		half := n / 2
		swapped := slices.Clone(letters) // a transposition across the middle changes both halves
		swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
		return []fragment{
			{text: string(letters[:half]), begins: true}, {text: string(letters[half:]), ends: true},
			{text: string(swapped[:half+1]), begins: true},
		}
	}
	third := n / 3
	return []fragment{
		{text: string(letters[:third]), begins: true}, {text: string(letters[third : n-third])},
		{text: string(letters[n-third:]), ends: true},
	}
}

// isNear reports whether the second word is within the maximum distance of the first.
func isNear(a, b string) bool { return distance(a, b) <= maxDistance(len([]rune(a))) }

// distance returns the edit distance of two words: the number of insertions, deletions, substitutions and
// transpositions of neighbouring letters.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			same := 1
			if x[i-1] == y[j-1] {
				same = 0
			}
			least := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				least = min(least, rows[i-2][j-2]+1)
			}
			rows[i][j] = least
		}
	}
	return rows[len(x)][len(y)]
}
