package search

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Closeness is how well a record matches.
type Closeness int

// From the best to the least. A record is listed once, at its best closeness.
const (
	Exact         Closeness = iota // a name, an acronym, a code or a number equals the query
	Initials                       // names have all words, some of them as initials of a partner
	Name                           // names have all words
	NameBeginning                  // names have words with these beginnings
	Text                           // names and texts have words with these beginnings
	Stem                           // names and texts have words of the same stem
	Similar                        // names have similar words, within the edit distance
	SimilarText                    // names and texts have similar words
	Within                         // names and texts have words that contain these words
	Most                           // all words but one, or similar words
	SomeName                       // names have some of the words
	SomeText                       // names and texts have some of the words
	Some                           // some of the words, or similar or longer words
)

// stages are tried one after the other, until one has visible hits. Similar words are only searched if the words of
// the query match nothing.
var stages = [][]Closeness{
	{Exact, Initials, Name, NameBeginning, Text, Stem},
	{Similar, SimilarText, Within},
	{Most, SomeName, SomeText, Some},
}

// stageOf returns the stage of a closeness.
func stageOf(c Closeness) int {
	for stage, of := range stages {
		if c <= of[len(of)-1] {
			return stage
		}
	}
	return len(stages) - 1
}

// LongestQuery is the maximum number of characters of a query, and mostWords the number of its words that are
// searched. MostMistyped is the number of these that may be mistyped.
const (
	LongestQuery = 300
	mostWords    = 12
	MostMistyped = 6
)

// Query is a parsed query.
type Query struct {
	words   []string // distinct words without stop words, in order
	exact   string   // the whole query as one word
	similar map[string]similarWords
}

// newQuestion parses a query; it may have no words.
func newQuestion(query string) *Query {
	written := wordsOf(query)
	terms := significant(written)
	if len(terms) == 0 {
		terms = written
	}
	q := &Query{exact: concatenated(written)}
	known := map[string]bool{}
	for _, w := range terms {
		if !known[w.folded] && len(q.words) < mostWords {
			known[w.folded] = true
			q.words = append(q.words, w.folded)
		}
	}
	return q
}

// Words returns the number of words of a query that are searched. It does not parse a query that is too long, which
// is rejected later: a document may repeat one variable many times.
func Words(query string) int {
	if len(query) > LongestQuery*utf8.UTFMax {
		return mostWords
	}
	return len(newQuestion(query).words)
}

// rank holds the condition of a closeness, and that of the better ones, which it excludes. For the last closeness
// of a stage both together match all hits.
type rank struct{ has, better *expression }

// condition returns the condition of the closeness; nil matches nothing.
func (r rank) condition() *expression {
	if r.has == nil || r.better == nil {
		return r.has
	}
	return without(r.has, r.better)
}

// ranks returns the ranks of a stage.
func (q *Query) ranks(stage int) []rank {
	every := func(of func(string) *expression) *expression { return all(mapSlice(q.words, of)...) }
	some := func(of func(string) *expression) *expression { return anyOf(mapSlice(q.words, of)...) }
	switch stage {
	case 0:
		exact, short, name := is(exactName+q.exact), q.byInitials(), every(inName)
		var initialled *expression
		if short != nil {
			initialled = all(short, name)
		}
		beginning, text := every(beginsInName), every(beginsAnywhere)
		other := anyOf(q.number(), q.shortened())
		return []rank{
			{exact, nil}, {initialled, exact}, {name, anyOf(exact, short)},
			{anyOf(beginning, other), anyOf(exact, name)},
			{text, anyOf(exact, other, beginning)}, {every(stemAnywhere), anyOf(exact, other, text)},
		}
	case 1:
		name, text := every(q.fuzzyInName), every(q.fuzzyAnywhere)
		return []rank{{name, nil}, {text, name}, {every(q.substringAnywhere), text}}
	}
	if len(q.words) == 1 { // some words are all words, which matched nothing
		return []rank{{}, {}, {}, {some(q.substringAnywhere), nil}}
	}
	var most *expression
	if len(q.words) > 2 { // for two words, all but one is any of them
		most = allButOne(mapSlice(q.words, q.fuzzyAnywhere))
	}
	name, text := some(beginsInName), some(beginsAnywhere)
	return []rank{{most, nil}, {name, most}, {text, anyOf(most, name)}, {some(q.substringAnywhere), anyOf(most, text)}}
}

// allButOne returns the condition that all conditions but any one hold.
func allButOne(parts []*expression) *expression {
	if len(parts) < 2 {
		return nil
	}
	left, right := parts[:len(parts)/2], parts[len(parts)/2:]
	return anyOf(all(all(left...), allButOne(right)), all(allButOne(left), all(right...)))
}

// byInitials returns the condition that a partner has some of the words as initials. It is nil if no word is long
// enough.
func (q *Query) byInitials() *expression {
	var short []*expression
	for _, w := range q.words {
		if len(w) >= minInitials {
			short = append(short, is(initials+w))
		}
	}
	if short == nil {
		return nil
	}
	return all(is(typeClass+"partner"), anyOf(short...))
}

// written returns the condition that a record has a word, in singular or plural.
func written(class, w string) *expression {
	return anyOf(mapSlice(singularAndPlural(w), func(form string) *expression { return is(class + form) })...)
}

// inName returns the condition that a name has a word, or initials.
func inName(w string) *expression { return anyOf(written(nameWord, w), is(initials+w)) }

// beginsInName returns the condition that a name has a word, or initials, with this beginning.
func beginsInName(w string) *expression {
	e := []*expression{begins(nameWord + w), written(nameWord, w)}
	if len(w) >= minInitials {
		e = append(e, begins(initials+w))
	}
	return anyOf(e...)
}

// beginsAnywhere is beginsInName for names and texts.
func beginsAnywhere(w string) *expression {
	return anyOf(beginsInName(w), begins(textWord+w), written(textWord, w))
}

// stemAnywhere returns the condition that a name or a text has a word with this beginning or the same stem.
func stemAnywhere(w string) *expression {
	return anyOf(beginsAnywhere(w), stemOf(nameStem, w), stemOf(textStem, w))
}

// stemOf returns the condition that a record has the stem of a word.
func stemOf(class, w string) *expression { return is(class + stem(w)) }

// fuzzyInName returns the condition that a name has a word or one of its corrections, also as singular or plural,
// or with the same stem.
func (q *Query) fuzzyInName(w string) *expression {
	return anyOf(beginsInName(w), stemOf(nameStem, w), q.corrected(w, func(other string) *expression {
		return anyOf(inName(other), stemOf(nameStem, other))
	}))
}

// fuzzyAnywhere is fuzzyInName for names and texts.
func (q *Query) fuzzyAnywhere(w string) *expression {
	return anyOf(stemAnywhere(w), q.corrected(w, func(other string) *expression {
		return anyOf(inName(other), stemOf(nameStem, other), written(textWord, other), stemOf(textStem, other))
	}))
}

// corrected returns the condition that one of the corrections of a word fulfils.
func (q *Query) corrected(w string, of func(string) *expression) *expression {
	return anyOf(mapSlice(q.similar[w].corrections, of)...)
}

// substringAnywhere returns the condition of fuzzyAnywhere, or that a name or a text has a word that contains this
// one.
func (q *Query) substringAnywhere(w string) *expression {
	return anyOf(q.fuzzyAnywhere(w), anyOf(mapSlice(q.similar[w].containing, func(other string) *expression {
		return anyOf(is(nameWord+other), is(textWord+other))
	})...))
}

// shortened returns the condition that a name has the acronym of several consecutive words, and the other words.
func (q *Query) shortened() *expression {
	var ways []*expression
	for from := range q.words {
		for to := from + minInitials; to <= len(q.words); to++ {
			if short := q.initials(from, to); short != "" {
				others := append(slices.Clone(q.words[:from]), q.words[to:]...)
				ways = append(ways, all(is(nameWord+short), all(mapSlice(others, inName)...)))
			}
		}
	}
	return anyOf(ways...)
}

// initials returns the initials of some of the words. It is empty if one is a number, since groups of digits are no
// acronym.
func (q *Query) initials(from, to int) string {
	short := initialsOf(q.words[from:to])
	if utf8.RuneCountInString(short) < to-from {
		return ""
	}
	return short
}

// number returns the condition that a record has the number in the query, which may be written in groups. It is nil
// if the query is not a number.
func (q *Query) number() *expression {
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

// findSimilar finds the similar words of the words of the query, once.
func (f *Results) findSimilar(ctx context.Context) error {
	if f.Query.similar != nil {
		return nil
	}
	similar := map[string]similarWords{}
	for _, w := range f.Query.words[:min(len(f.Query.words), MostMistyped)] {
		others, err := f.similarTo(ctx, w)
		if err != nil {
			return err
		}
		similar[w] = others
	}
	f.Query.similar = similar
	return nil
}
