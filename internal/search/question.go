package search

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Closeness is how well a record matches.
type Closeness int

// From the best to the least. A record is listed once, where it matches best.
const (
	Exact         Closeness = iota // a name, an acronym, a code or a number is what was asked for
	Initials                       // names have all words, of which some are the initials of a partner
	Name                           // names have all words
	NameBeginning                  // names have words that begin so
	Text                           // names and texts have words that begin so
	Stem                           // names and texts have words of the same stem
	Similar                        // words that are a slip away, of names
	SimilarText                    // words that are a slip away, of names and texts
	Within                         // words that have others within them
	Most                           // all words but one, or words that are a slip away
	SomeName                       // any of the words, of names
	SomeText                       // any of the words, of names and texts
	Some                           // words that are alike any of them
)

// stages are asked one after the other, until one finds something that the
// viewer sees: words that are alike are looked for when none are as asked.
var stages = [][]Closeness{
	{Exact, Initials, Name, NameBeginning, Text, Stem},
	{Similar, SimilarText, Within},
	{Most, SomeName, SomeText, Some},
}

// stageOf is the stage that a closeness is of.
func stageOf(c Closeness) int {
	for stage, of := range stages {
		if c <= of[len(of)-1] {
			return stage
		}
	}
	return len(stages) - 1
}

// LongestQuery is how many characters a query may have, mostWords how many of
// its words are looked for, and MostMistyped how many may be mistyped.
const (
	LongestQuery = 300
	mostWords    = 12
	MostMistyped = 6
)

// Question is a query as it is looked for.
type Question struct {
	words   []string // that say something, each once, in order
	exact   string   // all of it as one word
	similar map[string]alike
}

// newQuestion reads a query; one without a word asks for nothing.
func newQuestion(query string) *Question {
	written := wordsOf(query)
	said := significant(written)
	if len(said) == 0 {
		said = written
	}
	q := &Question{exact: squeezed(written)}
	known := map[string]bool{}
	for _, w := range said {
		if !known[w.folded] && len(q.words) < mostWords {
			known[w.folded] = true
			q.words = append(q.words, w.folded)
		}
	}
	return q
}

// Words counts the words of a query that are looked for. It does not read a query that is too long, which is refused
// later: a document may name one variable many times.
func Words(query string) int {
	if len(query) > LongestQuery*utf8.UTFMax {
		return mostWords
	}
	return len(newQuestion(query).words)
}

// rank is what records of a closeness have, and what better ones have that it
// does not want. Of the last of a stage both together are all that is found.
type rank struct{ has, better *expression }

// condition is that of being of the closeness; nil when nothing is.
func (r rank) condition() *expression {
	if r.has == nil || r.better == nil {
		return r.has
	}
	return without(r.has, r.better)
}

// ranks are those of a stage.
func (q *Question) ranks(stage int) []rank {
	every := func(of func(string) *expression) *expression { return all(each(q.words, of)...) }
	some := func(of func(string) *expression) *expression { return anyOf(each(q.words, of)...) }
	switch stage {
	case 0:
		exact, short, name := is(exactly+q.exact), q.byInitials(), every(inName)
		var initialled *expression
		if short != nil {
			initialled = all(short, name)
		}
		beginning, text := every(beginsInName), every(beginsAnywhere)
		other := anyOf(q.number(), q.shortened())
		return []rank{
			{exact, nil}, {initialled, exact}, {name, anyOf(exact, short)}, {anyOf(beginning, other), anyOf(exact, name)},
			{text, anyOf(exact, other, beginning)}, {every(stemAnywhere), anyOf(exact, other, text)},
		}
	case 1:
		name, text := every(q.slipInName), every(q.slipAnywhere)
		return []rank{{name, nil}, {text, name}, {every(q.withinAnywhere), text}}
	}
	if len(q.words) == 1 { // some of which is all of it: nothing was found by it
		return []rank{{}, {}, {}, {some(q.withinAnywhere), nil}}
	}
	var most *expression
	if len(q.words) > 2 { // of two words, any is all but one
		most = allButOne(each(q.words, q.slipAnywhere))
	}
	name, text := some(beginsInName), some(beginsAnywhere)
	return []rank{{most, nil}, {name, most}, {text, anyOf(most, name)}, {some(q.withinAnywhere), anyOf(most, text)}}
}

// allButOne is the condition of fulfilling all conditions but one, whichever.
func allButOne(parts []*expression) *expression {
	if len(parts) < 2 {
		return nil
	}
	left, right := parts[:len(parts)/2], parts[len(parts)/2:]
	return anyOf(all(all(left...), allButOne(right)), all(allButOne(left), all(right...)))
}

// byInitials is the condition of being a partner who has some of the words as
// initials; nil when no word is long enough.
func (q *Question) byInitials() *expression {
	var short []*expression
	for _, w := range q.words {
		if len(w) >= shortestInitials {
			short = append(short, is(initials+w))
		}
	}
	if short == nil {
		return nil
	}
	return all(is(ofKind+"partner"), anyOf(short...))
}

// written is the condition of having a word, as one or as many.
func written(class, w string) *expression {
	return anyOf(each(numbers(w), func(form string) *expression { return is(class + form) })...)
}

func inName(w string) *expression { return anyOf(written(nameWord, w), is(initials+w)) }

func beginsInName(w string) *expression {
	e := []*expression{begins(nameWord + w), written(nameWord, w)}
	if len(w) >= shortestInitials {
		e = append(e, begins(initials+w))
	}
	return anyOf(e...)
}

func beginsAnywhere(w string) *expression {
	return anyOf(beginsInName(w), begins(textWord+w), written(textWord, w))
}

func stemAnywhere(w string) *expression {
	return anyOf(beginsAnywhere(w), stemOf(nameStem, w), stemOf(textStem, w))
}

func stemOf(class, w string) *expression { return is(class + stem(w)) }

// slipInName is the condition of having a word, or one that may have been meant
// by it, as many, and of the same stem.
func (q *Question) slipInName(w string) *expression {
	return anyOf(beginsInName(w), stemOf(nameStem, w), q.standsFor(w, func(other string) *expression {
		return anyOf(inName(other), stemOf(nameStem, other))
	}))
}

func (q *Question) slipAnywhere(w string) *expression {
	return anyOf(stemAnywhere(w), q.standsFor(w, func(other string) *expression {
		return anyOf(inName(other), stemOf(nameStem, other), written(textWord, other), stemOf(textStem, other))
	}))
}

func (q *Question) standsFor(w string, of func(string) *expression) *expression {
	return anyOf(each(q.similar[w].slips, of)...)
}

func (q *Question) withinAnywhere(w string) *expression {
	return anyOf(q.slipAnywhere(w), anyOf(each(q.similar[w].within, func(other string) *expression {
		return anyOf(is(nameWord+other), is(textWord+other))
	})...))
}

// shortened is the condition of having, in the place of several words that
// follow each other, their initials as an acronym, and the others in names.
func (q *Question) shortened() *expression {
	var ways []*expression
	for from := range q.words {
		for to := from + shortestInitials; to <= len(q.words); to++ {
			if short := q.initials(from, to); short != "" {
				others := append(slices.Clone(q.words[:from]), q.words[to:]...)
				ways = append(ways, all(is(nameWord+short), all(each(others, inName)...)))
			}
		}
	}
	return anyOf(ways...)
}

// initials are those of some of the words; empty where one is a number, for
// groups of digits are no acronym.
func (q *Question) initials(from, to int) string {
	short := initialsOf(q.words[from:to])
	if utf8.RuneCountInString(short) < to-from {
		return ""
	}
	return short
}

// number is the condition of having a number that is written in groups; nil
// when the query has none.
func (q *Question) number() *expression {
	const fewest = 5 // digits
	digits := 0
	for _, r := range q.exact {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < fewest || len(q.exact) > 2*digits {
		return nil
	}
	return begins(nameWord + q.exact)
}

// lookUp finds what words may stand for those of the query.
func (f *Found) lookUp(ctx context.Context) error {
	if f.Question.similar != nil {
		return nil
	}
	similar := map[string]alike{}
	for _, w := range f.Question.words[:min(len(f.Question.words), MostMistyped)] {
		others, err := f.similar(ctx, w)
		if err != nil {
			return err
		}
		similar[w] = others
	}
	f.Question.similar = similar
	return nil
}
