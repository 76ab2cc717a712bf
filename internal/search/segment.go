package search

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// entry names a record in few bits: its kind, then its id.
type entry uint32

const idBits = 27 // as many as persistent.MostID has

func entryOf(kind int, id int32) entry { return entry(kind)<<idBits | entry(id) } //nolint:gosec // there are 19 kinds

func (e entry) kind() int { return int(e >> idBits) }
func (e entry) id() int32 { return int32(e & (1<<idBits - 1)) }

// segment is an index of some documents, by their places among them. It never changes.
type segment struct {
	entries  []entry  // ascending
	weights  []uint16 // of each document
	text     string   // all lexemes, one after the other, ascending
	lexemes  []uint32 // where each ends
	postings []uint32 // places of documents, ascending for each lexeme
	lists    []uint32 // where those of each lexeme end
}

func between(ends []uint32, i int) (from, to uint32) {
	if i > 0 {
		from = ends[i-1]
	}
	return from, ends[i]
}

func (s *segment) lexeme(i int) string {
	from, to := between(s.lexemes, i)
	return s.text[from:to]
}

func (s *segment) list(i int) []uint32 {
	from, to := between(s.lists, i)
	return s.postings[from:to]
}

// from returns the first lexeme that is not before another.
func (s *segment) from(lexeme string) int {
	return sort.Search(len(s.lexemes), func(i int) bool { return s.lexeme(i) >= lexeme })
}

// beginning calls back for each lexeme that begins so.
func (s *segment) beginning(prefix string, each func(i int)) {
	for i := s.from(prefix); i < len(s.lexemes) && strings.HasPrefix(s.lexeme(i), prefix); i++ {
		each(i)
	}
}

// having returns the documents that have a lexeme; nil when none has.
func (s *segment) having(lexeme string) []uint32 {
	if i := s.from(lexeme); i < len(s.lexemes) && s.lexeme(i) == lexeme {
		return s.list(i)
	}
	return nil
}

// matches remembers which documents of a segment fulfil an expression.
type matches struct {
	joined map[*expression]*roaring.Bitmap
	leaves map[leaf]*roaring.Bitmap
}

// leaf is an expression of one lexeme.
type leaf struct {
	lexeme string
	prefix bool
}

func newMatches() *matches {
	return &matches{joined: map[*expression]*roaring.Bitmap{}, leaves: map[leaf]*roaring.Bitmap{}}
}

// match returns the documents that fulfil an expression, which must not be changed; any once the context has ended.
func (s *segment) match(ctx context.Context, e *expression, known *matches) *roaring.Bitmap {
	if ctx.Err() != nil {
		return roaring.New()
	}
	if e.joined == 0 {
		one := leaf{e.lexeme, e.prefix}
		if known.leaves[one] == nil {
			known.leaves[one] = s.leaf(one)
		}
		return known.leaves[one]
	}
	found := known.joined[e]
	if found != nil {
		return found
	}
	switch e.joined {
	case and:
		found = s.match(ctx, e.parts[0], known)
		for _, part := range e.parts[1:] {
			if found.IsEmpty() {
				break
			}
			found = roaring.And(found, s.match(ctx, part, known))
		}
	case or:
		found = roaring.FastOr(each(e.parts, func(part *expression) *roaring.Bitmap {
			return s.match(ctx, part, known)
		})...)
	case not:
		if found = s.match(ctx, e.parts[0], known); !found.IsEmpty() {
			found = roaring.AndNot(found, s.match(ctx, e.parts[1], known))
		}
	}
	known.joined[e] = found
	return found
}

func (s *segment) leaf(e leaf) *roaring.Bitmap {
	found := roaring.New()
	switch {
	case strings.HasPrefix(e.lexeme, ofKind):
		kind := kindOf(strings.TrimPrefix(e.lexeme, ofKind))
		from, _ := slices.BinarySearch(s.entries, entryOf(kind, 0))
		to, _ := slices.BinarySearch(s.entries, entryOf(kind+1, 0))
		found.AddRange(uint64(from), uint64(to)) //nolint:gosec // places
	case e.prefix:
		s.beginning(e.lexeme, func(i int) { found.AddMany(s.list(i)) })
	default:
		found.AddMany(s.having(e.lexeme))
	}
	return found
}

// collector makes a segment of documents, which come in the order of their entries.
type collector struct {
	segment
	places map[string]uint32 // of lexemes in lists
	names  []string
	lists  [][]uint32
}

func (c *collector) add(d *document) {
	place := uint32(len(c.entries)) //nolint:gosec // places are fewer than entries
	c.entries, c.weights = append(c.entries, d.entry), append(c.weights, d.weight)
	for _, lexeme := range d.lexemes {
		at, known := c.places[lexeme]
		if !known {
			at = uint32(len(c.lists)) //nolint:gosec // lexemes
			c.places[lexeme], c.names, c.lists = at, append(c.names, lexeme), append(c.lists, nil)
		}
		c.lists[at] = append(c.lists[at], place)
	}
}

func newCollector() *collector { return &collector{places: map[string]uint32{}} }

// done returns the segment. The collector is of no use any more.
func (c *collector) done() *segment {
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

// lexemeWriter adds lexemes to a segment, in order.
type lexemeWriter struct {
	s    *segment
	text strings.Builder
}

func newLexemeWriter(s *segment, lexemes, size, postings int) *lexemeWriter {
	w := &lexemeWriter{s: s}
	w.text.Grow(size)
	s.lexemes, s.lists = make([]uint32, 0, lexemes), make([]uint32, 0, lexemes)
	s.postings = make([]uint32, 0, postings)
	return w
}

func (w *lexemeWriter) begin(lexeme string) { w.text.WriteString(lexeme) }

func (w *lexemeWriter) end() {
	w.s.lexemes = append(w.s.lexemes, uint32(w.text.Len()))  //nolint:gosec // 4 GiB are the most
	w.s.lists = append(w.s.lists, uint32(len(w.s.postings))) //nolint:gosec // as many
}

// done gives room back that merged lists did not need.
func (w *lexemeWriter) done() {
	w.s.text = strings.Clone(w.text.String())
	if cap(w.s.postings) > len(w.s.postings)+len(w.s.postings)/8 {
		w.s.postings = slices.Clone(w.s.postings)
	}
}

// merge returns a segment of the living documents of some parts.
func merge(parts []part) *segment {
	s := &segment{}
	places := s.placesOf(parts)
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
			for _, place := range parts[i].list(at[i]) {
				if now := places[i][place]; now > 0 {
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

// placesOf takes the living documents of parts over, and returns for each part and place the place here, plus one; 0
// for a document that is dead.
func (s *segment) placesOf(parts []part) [][]uint32 {
	type living struct {
		entry entry
		part  int
		place uint32
	}
	var all []living
	places := make([][]uint32, len(parts))
	for i := range parts {
		places[i] = make([]uint32, len(parts[i].entries))
		for place, e := range parts[i].entries {
			if p := uint32(place); !parts[i].isDead(p) { //nolint:gosec // places
				all = append(all, living{e, i, p})
			}
		}
	}
	slices.SortFunc(all, func(a, b living) int { return cmp.Compare(a.entry, b.entry) })
	for now, l := range all {
		s.entries, s.weights = append(s.entries, l.entry), append(s.weights, parts[l.part].weights[l.place])
		places[l.part][l.place] = uint32(now) + 1 //nolint:gosec // places
	}
	return places
}

// collected returns a segment of some records, whose entries are ascending. Those that are gone have no document.
func collected(records Records, entries []entry) *segment {
	c := newCollector()
	for _, e := range entries {
		if d := documentAt(records, e); d != nil {
			c.add(d)
		}
	}
	return c.done()
}

// everything returns a segment of all records, and tells how many ids are done of how many.
func everything(records Records, told func(done, all int)) *segment {
	all, done := 0, 0
	for _, prefix := range kinds {
		all += int(records.Bound(prefix))
	}
	c := newCollector()
	for kind, prefix := range kinds {
		for id := range records.Bound(prefix) {
			if d := documentAt(records, entryOf(kind, id)); d != nil {
				c.add(d)
			}
			if done++; done%10_000 == 0 {
				told(done, all)
			}
		}
	}
	return c.done()
}

func documentAt(records Records, e entry) *document {
	prefix := kinds[e.kind()]
	row := records.Record(prefix, int(e.id()))
	if row == nil {
		return nil
	}
	return documentOf(e, row, records.Held(prefix, int(e.id())))
}
