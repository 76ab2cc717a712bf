package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
)

// Highlight is a text in which words were found.
type Highlight struct {
	Field    string // of the record; `identifiers` is what registers call it
	Segments []Segment
}

// Segment is a part of a text, which was found or stands around what was.
type Segment struct {
	Text    string
	Matched bool
}

// excerpt is how many characters of a text are shown, about, and before those
// that come ahead of the first word that was found.
const (
	excerpt = 200
	before  = 60
)

// Highlights are the texts of a record in which words of the query are; held
// are its identifiers.
func (q *Question) Highlights(prefix string, row ent.Row, held []string) []Highlight {
	list := []Highlight{}
	t := record.Of(prefix)
	add := func(field, text string, name bool) {
		if segments := q.segments(text, name); segments != nil {
			list = append(list, Highlight{field, segments})
		}
	}
	for _, f := range t.Fields {
		if isName(t, f) || isText(t, f) {
			for _, text := range textsOf(f, row) {
				add(f.Name, text, isName(t, f))
			}
		}
	}
	for _, value := range held {
		add("identifiers", value, true)
	}
	return list
}

// segments cut a text around the words that were found in it; nil when none
// was.
func (q *Question) segments(text string, name bool) []Segment {
	words := wordsOf(text)
	found := q.found(words, name)
	first := -1
	for i := range words {
		if found[i] && first < 0 {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	from, to := cut(text, words, first)
	var segments []Segment
	put := func(text string, matched bool) {
		if text != "" {
			segments = append(segments, Segment{text, matched})
		}
	}
	at := from
	lead := ""
	if from > 0 {
		lead = "…"
	}
	for i, w := range words {
		if found[i] && w.start >= from && w.end <= to {
			put(lead+text[at:w.start], false)
			put(text[w.start:w.end], true)
			at, lead = w.end, ""
		}
	}
	tail := text[at:to]
	if to < len(text) {
		tail += "…"
	}
	put(tail, false)
	return segments
}

// cut is the part of a text that is shown, from one word's beginning to
// another's end.
func cut(text string, words []word, first int) (from, to int) {
	if utf8.RuneCountInString(text) <= excerpt {
		return 0, len(text)
	}
	start := first
	for start > 0 && utf8.RuneCountInString(text[words[start-1].start:words[first].start]) <= before {
		start--
	}
	end := first
	for end < len(words)-1 && utf8.RuneCountInString(text[words[start].start:words[end+1].end]) <= excerpt {
		end++
	}
	from, to = words[start].start, words[end].end
	if start == 0 {
		from = 0
	}
	if end == len(words)-1 {
		to = len(text)
	}
	return from, to
}

// found tells which words of a text were looked for.
func (q *Question) found(words []word, name bool) []bool {
	found := make([]bool, len(words))
	for i, w := range words {
		found[i] = q.means(w.folded)
	}
	if !name {
		return found
	}
	if all := squeezed(words); all == q.exact || q.number() != nil && strings.HasPrefix(all, q.exact) {
		for i := range found {
			found[i] = true
		}
	}
	q.initialled(words, found)
	return found
}

// means tells whether a word of a text is one of the query's, or stands for one.
func (q *Question) means(folded string) bool {
	for i, w := range q.words {
		for _, meant := range append([]string{w}, q.similar[w].slips...) {
			if strings.HasPrefix(folded, meant) || slices.Contains(numbers(meant), folded) || !empty[folded] && stem(folded) == stem(meant) {
				return true
			}
		}
		if slices.Contains(q.similar[w].within, folded) {
			return true
		}
		for to := i + shortestInitials; to <= len(q.words); to++ {
			if q.initials(i, to) == folded {
				return true
			}
		}
	}
	return false
}

// initialled marks the words of a name whose initials were looked for.
func (q *Question) initialled(words []word, found []bool) {
	said := significant(words)
	short := initialsOf(each(said, folded))
	for _, w := range q.words {
		if len(w) < shortestInitials || !strings.HasPrefix(short, w) {
			continue
		}
		marked := utf8.RuneCountInString(w)
		for i := range words {
			if marked > 0 && !empty[words[i].folded] {
				found[i] = true
				marked--
			}
		}
	}
}
