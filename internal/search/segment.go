package search

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// entry encodes a record in 32 bits: its kind, then its id.
type entry uint32

// as many as those of persistent.MostID
const idBits = 27 // as many as persistent.MostID has

func entryOf(kind int, id int32) entry { return entry(kind)<<idBits | entry(id) } //nolint:gosec // there are 19 kinds

func (e entry) kind() int { return int(e >> idBits) }
func (e entry) id() int32 { return int32(e & (1<<idBits - 1)) }

// segment is an inverted index of documents, which are numbered from 0. It is immutable.
type segment struct {
	entries  []entry  // ascending
	weights  []uint16 // by document
	text     string   // all lexemes, sorted and concatenated
	lexemes  []uint32 // end of each lexeme in text
	postings []uint32 // documents of each lexeme, ascending
	lists    []uint32 // end of each lexeme's documents in postings
}

// between returns the range of an item by the ends of all items.
func between(ends []uint32, i int) (from, to uint32) {
	if i > 0 {
		from = ends[i-1]
	}
	return from, ends[i]
}

// lexeme returns a lexeme by its index.
func (s *segment) lexeme(i int) string {
	from, to := between(s.lexemes, i)
	return s.text[from:to]
}

// list returns the documents of a lexeme by its index.
func (s *segment) list(i int) []uint32 {
	from, to := between(s.lists, i)
	return s.postings[from:to]
}

// lowerBound returns the index of the first lexeme that is not less than another.
func (s *segment) lowerBound(lexeme string) int {
	return sort.Search(len(s.lexemes), func(i int) bool { return s.lexeme(i) >= lexeme })
}

// eachWithPrefix calls each with the index of every lexeme with a prefix.
func (s *segment) eachWithPrefix(prefix string, each func(i int)) {
	for i := s.lowerBound(prefix); i < len(s.lexemes) && strings.HasPrefix(s.lexeme(i), prefix); i++ {
		each(i)
	}
}

// lookup returns the documents with a lexeme, or nil.
func (s *segment) lookup(lexeme string) []uint32 {
	if i := s.lowerBound(lexeme); i < len(s.lexemes) && s.lexeme(i) == lexeme {
		return s.list(i)
	}
	return nil
}

// matches caches which documents of a segment fulfil an expression.
type matches struct {
	inner  map[*expression]*roaring.Bitmap
	leaves map[leaf]*roaring.Bitmap
}

// leaf is an expression of one lexeme.
type leaf struct {
	lexeme string
	prefix bool
}

// newMatches returns an empty cache.
func newMatches() *matches {
	return &matches{inner: map[*expression]*roaring.Bitmap{}, leaves: map[leaf]*roaring.Bitmap{}}
}

// match returns the documents that fulfil an expression. They must not be modified, and are arbitrary once the
// context has ended.
func (s *segment) match(ctx context.Context, e *expression, known *matches) *roaring.Bitmap {
	if ctx.Err() != nil {
		return roaring.New()
	}
	if e.operator == 0 {
		one := leaf{e.lexeme, e.prefix}
		if known.leaves[one] == nil {
			known.leaves[one] = s.leaf(one)
		}
		return known.leaves[one]
	}
	found := known.inner[e]
	if found != nil {
		return found
	}
	switch e.operator {
	case and:
		found = s.match(ctx, e.parts[0], known)
		for _, part := range e.parts[1:] {
			if found.IsEmpty() {
				break
			}
			found = roaring.And(found, s.match(ctx, part, known))
		}
	case or:
		found = roaring.FastOr(mapSlice(e.parts, func(part *expression) *roaring.Bitmap {
			return s.match(ctx, part, known)
		})...)
	case not:
		if found = s.match(ctx, e.parts[0], known); !found.IsEmpty() {
			found = roaring.AndNot(found, s.match(ctx, e.parts[1], known))
		}
	}
	known.inner[e] = found
	return found
}

// leaf returns the documents that fulfil an expression of one lexeme.
func (s *segment) leaf(e leaf) *roaring.Bitmap {
	found := roaring.New()
	switch {
	case strings.HasPrefix(e.lexeme, typeClass):
		kind := kindOf(strings.TrimPrefix(e.lexeme, typeClass))
		from, _ := slices.BinarySearch(s.entries, entryOf(kind, 0))
		to, _ := slices.BinarySearch(s.entries, entryOf(kind+1, 0))
		found.AddRange(uint64(from), uint64(to)) //nolint:gosec // document numbers
	case e.prefix:
		s.eachWithPrefix(e.lexeme, func(i int) { found.AddMany(s.list(i)) })
	default:
		found.AddMany(s.lookup(e.lexeme))
	}
	return found
}

// segmentBuilder builds a segment of documents, which must come in the order of their entries.
type segmentBuilder struct {
	segment
	lexemeIndexes map[string]uint32 // indexes in names and lists
	names         []string
	lists         [][]uint32
}

// add adds a document.
func (c *segmentBuilder) add(d *document) {
	doc := uint32(len(c.entries)) //nolint:gosec // docs are fewer than entries
	c.entries, c.weights = append(c.entries, d.entry), append(c.weights, d.weight)
	for _, lexeme := range d.lexemes {
		at, known := c.lexemeIndexes[lexeme]
		if !known {
			at = uint32(len(c.lists)) //nolint:gosec // lexemes
			c.lexemeIndexes[lexeme], c.names, c.lists = at, append(c.names, lexeme), append(c.lists, nil)
		}
		c.lists[at] = append(c.lists[at], doc)
	}
}

// newSegmentBuilder returns an empty builder.
func newSegmentBuilder() *segmentBuilder { return &segmentBuilder{lexemeIndexes: map[string]uint32{}} }

// done returns the segment. The builder must not be used afterwards.
func (c *segmentBuilder) done() *segment {
	order := make([]uint32, len(c.names))
	size, postings := 0, 0
	for i := range order {
		order[i] = uint32(i) //nolint:gosec // lexemes
		size += len(c.names[i])
		postings += len(c.lists[i])
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(c.names[a], c.names[b]) })
	s := &segment{entries: slices.Clip(c.entries), weights: slices.Clip(c.weights)}
	w := newLexemeWriter(s, len(order), size, postings)
	for _, at := range order {
		w.begin(c.names[at])
		s.postings = append(s.postings, c.lists[at]...)
		c.lists[at] = nil
		w.end()
	}
	w.done()
	return s
}

// lexemeWriter appends lexemes to a segment, in order.
type lexemeWriter struct {
	s    *segment
	text strings.Builder
}

// newLexemeWriter returns a writer with the expected capacities.
func newLexemeWriter(s *segment, lexemes, size, postings int) *lexemeWriter {
	w := &lexemeWriter{s: s}
	w.text.Grow(size)
	s.lexemes, s.lists = make([]uint32, 0, lexemes), make([]uint32, 0, lexemes)
	s.postings = make([]uint32, 0, postings)
	return w
}

// begin starts a lexeme. Its documents are then appended to the postings.
func (w *lexemeWriter) begin(lexeme string) { w.text.WriteString(lexeme) }

// end completes a lexeme.
func (w *lexemeWriter) end() {
	w.s.lexemes = append(w.s.lexemes, uint32(w.text.Len()))  //nolint:gosec // 4 GiB are the most
	w.s.lists = append(w.s.lists, uint32(len(w.s.postings))) //nolint:gosec // as many
}

// done completes the segment and frees capacity that merged lists did not need.
func (w *lexemeWriter) done() {
	w.s.text = strings.Clone(w.text.String())
	if cap(w.s.postings) > len(w.s.postings)+len(w.s.postings)/8 {
		w.s.postings = slices.Clone(w.s.postings)
	}
}

// merge returns a segment of the live documents of some parts.
func merge(parts []part) *segment {
	s := &segment{}
	docs := s.adopt(parts)
	size, postings, lexemes := 0, 0, 0
	for i := range parts {
		size, postings = size+len(parts[i].text), postings+len(parts[i].postings)
		lexemes = max(lexemes, len(parts[i].lexemes))
	}
	w := newLexemeWriter(s, lexemes, size, postings)
	at := make([]int, len(parts))
	for {
		least, some := "", false
		for i := range parts {
			if at[i] < len(parts[i].lexemes) {
				if lexeme := parts[i].lexeme(at[i]); !some || lexeme < least {
					least, some = lexeme, true
				}
			}
		}
		if !some {
			break
		}
		from, lists := len(s.postings), 0
		for i := range parts {
			if at[i] == len(parts[i].lexemes) || parts[i].lexeme(at[i]) != least {
				continue
			}
			before := len(s.postings)
			for _, doc := range parts[i].list(at[i]) {
				if now := docs[i][doc]; now > 0 {
					s.postings = append(s.postings, now-1)
				}
			}
			if len(s.postings) > before {
				lists++
			}
			at[i]++
		}
		if len(s.postings) == from {
			continue
		}
		if lists > 1 {
			slices.Sort(s.postings[from:])
		}
		w.begin(least)
		w.end()
	}
	w.done()
	return s
}

// adopt adds the live documents of parts. It returns for each part and document the new number plus one; 0 for a
// deleted document.
func (s *segment) adopt(parts []part) [][]uint32 {
	type living struct {
		entry entry
		part  int
		doc   uint32
	}
	var all []living
	docs := make([][]uint32, len(parts))
	for i := range parts {
		docs[i] = make([]uint32, len(parts[i].entries))
		for doc, e := range parts[i].entries {
			if p := uint32(doc); !parts[i].isDeleted(p) { //nolint:gosec // docs
				all = append(all, living{e, i, p})
			}
		}
	}
	slices.SortFunc(all, func(a, b living) int { return cmp.Compare(a.entry, b.entry) })
	for now, l := range all {
		s.entries, s.weights = append(s.entries, l.entry), append(s.weights, parts[l.part].weights[l.doc])
		docs[l.part][l.doc] = uint32(now) + 1 //nolint:gosec // docs
	}
	return docs
}

// indexRecords returns a segment of records, whose entries are ascending. Deleted records have no document.
func indexRecords(records Records, entries []entry) *segment {
	c := newSegmentBuilder()
	for _, e := range entries {
		if d := documentAt(records, e); d != nil {
			c.add(d)
		}
	}
	return c.done()
}

// indexAll returns a segment of all records. It calls progress with the number of ids done and of all ids.
func indexAll(records Records, progress func(done, all int)) *segment {
	all, done := 0, 0
	for _, prefix := range kinds {
		all += int(records.Bound(prefix))
	}
	c := newSegmentBuilder()
	for kind, prefix := range kinds {
		for id := range records.Bound(prefix) {
			if d := documentAt(records, entryOf(kind, id)); d != nil {
				c.add(d)
			}
			if done++; done%10_000 == 0 {
				progress(done, all)
			}
		}
	}
	return c.done()
}

// documentAt returns the document of an entry's record, or nil.
func documentAt(records Records, e entry) *document {
	prefix := kinds[e.kind()]
	row := records.Record(prefix, int(e.id()))
	if row == nil {
		return nil
	}
	return documentOf(e, row, records.IdentifiersOf(prefix, int(e.id())))
}
