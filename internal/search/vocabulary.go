package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"
)

// What words are looked up in the vocabulary when nothing was found by them as
// they are written.
const (
	shortestSimilar = 4
	longestSimilar  = 40
)

// maxSimilar is how many words may stand for one that is mistyped.
const maxSimilar = 100

// alike are words that stand for one that no record has.
type alike struct {
	slips  []string // a slip away from it: they may have been meant
	within []string // have it within them
}

// similar returns words that are alike a word, of records that are seen: what only hidden ones have would tell of
// them, by its plural and its stem, and by the place that it takes.
func (f *Found) similar(ctx context.Context, w string) (alike, error) {
	n := utf8.RuneCountInString(w)
	if n < shortestSimilar || n > longestSimilar || hasDigit(w) {
		return alike{}, nil
	}
	words, err := f.vocabulary(ctx, resembling(w))
	if err != nil {
		return alike{}, err
	}
	type candidate struct {
		word     string
		distance int
	}
	var slips, within []candidate
	for i, other := range words {
		if i%breath == 0 && ctx.Err() != nil {
			return alike{}, ctx.Err()
		}
		switch {
		case other == w:
		case isSlip(w, other):
			slips = append(slips, candidate{other, distance(w, other)})
		case strings.Contains(other, w): // it is as far away as it is longer
			within = append(within, candidate{other, utf8.RuneCountInString(other) - n})
		}
	}
	nearest := func(of []candidate) (list []string, err error) {
		slices.SortFunc(of, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.distance, b.distance), strings.Compare(a.word, b.word))
		})
		for _, c := range of {
			seen, err := f.isSeen(ctx, c.word)
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
	var found alike
	if found.slips, err = nearest(slips); err == nil {
		found.within, err = nearest(within)
	}
	return found, err
}

// resembling returns what tells cheaply whether a word may be alike another.
func resembling(w string) func(other string) bool {
	letters := []rune(w)
	slack := allowed(len(letters)) * utf8.UTFMax
	pieces := piecesOf(letters)
	return func(other string) bool {
		if strings.Contains(other, w) {
			return true
		}
		if len(other) > len(w)+slack || len(other) < len(w)-slack {
			return false
		}
		return slices.ContainsFunc(pieces, func(p piece) bool { return p.in(other) })
	}
}

// vocabulary returns the words in which letters can be mistyped, each once, of which something holds.
func (f *Found) vocabulary(ctx context.Context, holds func(string) bool) ([]string, error) {
	var words []string
	for i := range f.parts {
		for _, class := range []string{nameWord, textWord} {
			f.parts[i].beginning(class, func(at int) {
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

func isMistypable(w string) bool {
	n := utf8.RuneCountInString(w)
	return n >= shortestSimilar && n <= longestSimilar && !hasDigit(w)
}

// isSeen tells whether a record has a word that is seen.
func (f *Found) isSeen(ctx context.Context, w string) (seen bool, err error) {
	if f.sees == nil {
		f.sees = f.asked(Request{})
	}
	err = f.each(ctx, f.sees, anyOf(is(nameWord+w), is(textWord+w)), func(*part, uint32, entry) bool {
		seen = true
		return false
	})
	return seen, err
}

// allowed is how many slips a word of so many letters may have.
func allowed(letters int) int {
	if letters < 9 {
		return 1
	}
	return 2
}

// piece is a part of a word at a place.
type piece struct {
	text         string
	begins, ends bool
}

func (p piece) in(w string) bool {
	switch {
	case p.begins:
		return strings.HasPrefix(w, p.text)
	case p.ends:
		return strings.HasSuffix(w, p.text)
	}
	return strings.Contains(w, p.text)
}

// piecesOf returns pieces, one of which every word has that is within the allowed slips: of so many pieces, one more
// than slips, one is always left whole.
func piecesOf(letters []rune) []piece {
	n := len(letters)
	if allowed(n) == 1 {
		half := n / 2
		swapped := slices.Clone(letters) // a slip over the middle breaks both halves
		swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
		return []piece{
			{text: string(letters[:half]), begins: true}, {text: string(letters[half:]), ends: true},
			{text: string(swapped[:half+1]), begins: true},
		}
	}
	third := n / 3
	return []piece{
		{text: string(letters[:third]), begins: true}, {text: string(letters[third : n-third])},
		{text: string(letters[n-third:]), ends: true},
	}
}

func isSlip(a, b string) bool { return distance(a, b) <= allowed(len([]rune(a))) }

// distance is how many slips lead from a word to another: a letter too many,
// too few, another one, or two in the wrong order.
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
