package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
)

// Highlight is a text in which words of a query occur.
type Highlight struct {
	Field    string // of the record; `identifiers` for its identifiers in registers
	Segments []Segment
}

// Segment is a part of a text, which matches the query or surrounds a match.
type Segment struct {
	Text    string
	Matched bool
}

// An excerpt has about excerptLength characters, and about excerptLead before the first match.
const (
	excerptLength = 200
	excerptLead   = 60
)

// Highlights returns the texts of a record in which words of the query occur; held are its identifiers.
func (q *Query) Highlights(prefix string, row ent.Row, held []string) []Highlight {
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

// segments splits a text around its matches; it returns nil if there are none.
func (q *Query) segments(text string, name bool) []Segment {
	words := wordsOf(text)
	found := q.markMatches(words, name)
	first := -1
	for i := range words {
		if found[i] && first < 0 {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	from, to := excerptBounds(text, words, first)
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

// excerptBounds returns the part of a text that is shown, from the beginning of one word to the end of another.
func excerptBounds(text string, words []word, first int) (from, to int) {
	if utf8.RuneCountInString(text) <= excerptLength {
		return 0, len(text)
	}
	start := first
	for start > 0 && utf8.RuneCountInString(text[words[start-1].start:words[first].start]) <= excerptLead {
		start--
	}
	end := first
	for end < len(words)-1 && utf8.RuneCountInString(text[words[start].start:words[end+1].end]) <= excerptLength {
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

// markMatches reports which words of a text match the query.
func (q *Query) markMatches(words []word, name bool) []bool {
	found := make([]bool, len(words))
	for i, w := range words {
		found[i] = q.matchesWord(w.folded)
	}
	if !name {
		return found
	}
	if all := concatenated(words); all == q.exact || q.number() != nil && strings.HasPrefix(all, q.exact) {
		for i := range found {
			found[i] = true
		}
	}
	q.markInitials(words, found)
	return found
}

// matchesWord reports whether a word of a text is one of the query's words or may replace one.
func (q *Query) matchesWord(folded string) bool {
	for i, w := range q.words {
		for _, meant := range append([]string{w}, q.similar[w].corrections...) {
			if strings.HasPrefix(folded, meant) || slices.Contains(singularAndPlural(meant), folded) ||
				!stopWords[folded] && stem(folded) == stem(meant) {
				return true
			}
		}
		if slices.Contains(q.similar[w].containing, folded) {
			return true
		}
		for to := i + minInitials; to <= len(q.words); to++ {
			if q.initials(i, to) == folded {
				return true
			}
		}
	}
	return false
}

// markInitials marks the words of a name whose initials are in the query.
func (q *Query) markInitials(words []word, found []bool) {
	terms := significant(words)
	short := initialsOf(mapSlice(terms, folded))
	for _, w := range q.words {
		if len(w) < minInitials || !strings.HasPrefix(short, w) {
			continue
		}
		marked := utf8.RuneCountInString(w)
		for i := range words {
			if marked > 0 && !stopWords[words[i].folded] {
				found[i] = true
				marked--
			}
		}
	}
}
