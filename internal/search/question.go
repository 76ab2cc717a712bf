package search

import (
	"context"
	"strings"
	"unicode"
)

// Closeness is how well a record matches.
type Closeness int

// From the best to the least. A record is listed once, where it matches best.
const (
	Exact         Closeness = iota // a name, an acronym, a code or a number is what was asked for
	Name                           // names have all words
	NameBeginning                  // names have words that begin so
	Text                           // names and texts have words that begin so
	Similar                        // words that are alike, of names
	SimilarText                    // words that are alike, of names and texts
	Most                           // all words but one
	Some                           // any of the words
)

// stages are asked one after the other, until one finds something that the
// viewer sees: words that are alike are looked for when none are as asked.
var stages = [][]Closeness{{Exact, Name, NameBeginning, Text}, {Similar, SimilarText}, {Most, Some}}

// stageOf is the stage that a closeness is of.
func stageOf(c Closeness) int {
	for stage, of := range stages {
		if c <= of[len(of)-1] {
			return stage
		}
	}
	return len(stages) - 1
}

// LongestQuery is how many characters a query may have, and mostWords how many
// of its words are looked for.
const (
	LongestQuery = 300
	mostWords    = 12
)

// Question is a query as it is looked for.
type Question struct {
	words   []string // that say something, each once, in order
	exact   string   // all of it as one word
	similar map[string][]string
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

// shortestBeginning is how many letters of an acronym have to be given.
const shortestBeginning = 3

// conditions are what records of each closeness of a stage fulfil.
func (q *Question) conditions(stage int) []*expression {
	switch stage {
	case 0:
		number := q.number()
		return []*expression{
			is(exactly + q.exact),
			all(each(q.words, wholeInName)...),
			anyOf(q.every(beginsInName), number),
			anyOf(q.every(beginsAnywhere), number),
		}
	case 1:
		return []*expression{q.every(q.alikeInName), q.every(q.alikeAnywhere)}
	}
	var most, some []*expression
	for i := range q.words {
		some = append(some, q.alikeAnywhere(q.words[i]))
		var others []*expression
		for j, w := range q.words {
			if j != i {
				others = append(others, q.alikeAnywhere(w))
			}
		}
		most = append(most, all(others...))
	}
	return []*expression{anyOf(most...), anyOf(some...)}
}

func wholeInName(w string) *expression {
	return anyOf(is(nameWord+w), is(nameStem+stem(w)), is(initials+w))
}

func beginsInName(w string) *expression {
	e := []*expression{begins(nameWord + w), is(nameStem + stem(w))}
	if len(w) >= shortestBeginning {
		e = append(e, begins(initials+w))
	}
	return anyOf(e...)
}

func beginsAnywhere(w string) *expression {
	return anyOf(beginsInName(w), begins(textWord+w), is(textStem+stem(w)))
}

func (q *Question) alikeInName(w string) *expression {
	e := []*expression{beginsInName(w)}
	for _, other := range q.similar[w] {
		e = append(e, is(nameWord+other))
	}
	return anyOf(e...)
}

func (q *Question) alikeAnywhere(w string) *expression {
	e := []*expression{q.alikeInName(w), beginsAnywhere(w)}
	for _, other := range q.similar[w] {
		e = append(e, is(textWord+other))
	}
	return anyOf(e...)
}

// every is the condition of having each word, or in the place of several that
// follow each other their initials.
func (q *Question) every(of func(string) *expression) *expression {
	ways := []*expression{all(each(q.words, of)...)}
	for from := range q.words {
		for to := from + 3; to <= len(q.words); to++ {
			parts := each(q.words[:from], of)
			parts = append(parts, is(nameWord+q.initials(from, to)))
			parts = append(parts, each(q.words[to:], of)...)
			ways = append(ways, all(parts...))
		}
	}
	return anyOf(ways...)
}

func (q *Question) initials(from, to int) string {
	var short strings.Builder
	for _, w := range q.words[from:to] {
		for _, first := range w {
			short.WriteRune(first)
			break
		}
	}
	return short.String()
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
func (ix *Index) lookUp(ctx context.Context, q *Question) error {
	if q.similar != nil {
		return nil
	}
	similar := map[string][]string{}
	for _, w := range q.words {
		others, err := ix.similar(ctx, w)
		if err != nil {
			return err
		}
		similar[w] = others
	}
	q.similar = similar
	return nil
}
