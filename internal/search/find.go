package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"maillage/internal/record"
)

// Request is a search query with its filters, and the page of results that is requested.
type Request struct {
	Query    string
	Types    []string // prefixes; nil means all types
	Contract int      // only records that belong to it, by database id; 0 means no filter
	After    *Place
	Before   *Place
	Limit    int
	Backward bool
}

// Place is the position of a hit among all hits.
type Place struct {
	Closeness Closeness
	weight    int
	key       []byte
	kind      int
	record    int
}

// String encodes the position for ParsePlace.
func (p Place) String() string {
	return fmt.Sprintf("%d %d %d %d %s.", p.Closeness, p.weight, p.kind, p.record, hex.EncodeToString(p.key))
}

// ParsePlace decodes a position.
func ParsePlace(text string) (p Place, err error) {
	var key string
	if _, err = fmt.Sscanf(text, "%d %d %d %d %s", &p.Closeness, &p.weight, &p.kind, &p.record, &key); err != nil {
		return p, fmt.Errorf("malformed search position %q: %w", text, err)
	}
	p.key, err = hex.DecodeString(key[:len(key)-1])
	return p, err
}

// compare orders positions, the best first.
func (p *Place) compare(other *Place) int {
	return cmp.Or(cmp.Compare(p.Closeness, other.Closeness), cmp.Compare(p.weight, other.weight),
		cmp.Compare(p.kind, other.kind), bytes.Compare(p.key, other.key), cmp.Compare(p.record, other.record))
}

// Hit is a record that matches.
type Hit struct {
	Place
	Prefix string // of the record's type
	ID     int    // in the database
}

// Results holds the results of a search.
type Results struct {
	Hits           []Hit // in the direction of paging
	Query          *Query
	request        Request
	stage          int
	records        Records
	parts          []part
	matches        []*matches              // by part
	sortKeys       []func(id int32) []byte // read the sort key of a record, by kind
	isVisibleEntry func(e entry) bool      // ignores the filters of the request; nil before its first use
}

// Find returns the visible records that match a request.
func (ix *Index) Find(ctx context.Context, records Records, r Request) (*Results, error) {
	f := &Results{Query: newQuestion(r.Query), request: r, records: records}
	if len(f.Query.words) == 0 {
		return f, nil
	}
	var err error
	if f.parts, err = ix.parts(ctx); err != nil {
		return nil, err
	}
	for range f.parts {
		f.matches = append(f.matches, newMatches())
	}
	for _, prefix := range kinds {
		f.sortKeys = append(f.sortKeys, records.Key(prefix))
	}
	for _, cursor := range []*Place{r.After, r.Before} {
		if cursor != nil {
			f.stage = stageOf(cursor.Closeness)
			return f, f.collect(ctx)
		}
	}
	for f.stage = 0; ; f.stage++ {
		if err := f.collect(ctx); err != nil || len(f.Hits) > 0 || f.stage == len(stages)-1 {
			return f, err
		}
	}
}

// collect adds hits of the stage until there are enough, from the best to the least or in reverse.
func (f *Results) collect(ctx context.Context) error {
	ranks, err := f.ranks(ctx)
	if err != nil {
		return err
	}
	order := make([]int, len(ranks))
	for i := range order {
		order[i] = i
	}
	if f.request.Backward {
		slices.Reverse(order)
	}
	for _, i := range order {
		closeness, condition := stages[f.stage][i], ranks[i].condition()
		if condition == nil || f.beyond(closeness) {
			continue
		}
		if err := f.hits(ctx, closeness, condition); err != nil || len(f.Hits) >= f.request.Limit {
			return err
		}
	}
	return nil
}

// ranks returns the ranks of the stage. After the first stage it also needs similar words.
func (f *Results) ranks(ctx context.Context) ([]rank, error) {
	if f.stage > 0 {
		if err := f.findSimilar(ctx); err != nil {
			return nil, err
		}
	}
	return f.Query.ranks(f.stage), nil
}

// beyond reports whether all hits of a closeness are outside the cursors.
func (f *Results) beyond(c Closeness) bool {
	return f.request.After != nil && c < f.request.After.Closeness ||
		f.request.Before != nil && c > f.request.Before.Closeness
}

// hits appends the hits of one closeness, up to the limit of the request.
func (f *Results) hits(ctx context.Context, closeness Closeness, condition *expression) error {
	b := &best{limit: f.request.Limit - len(f.Hits), backward: f.request.Backward}
	err := f.eachMatch(ctx, f.requested(f.request), condition, func(p *part, doc uint32, e entry) bool {
		h := Hit{Place: Place{Closeness: closeness, weight: int(p.weights[doc]), kind: e.kind(), record: int(e.id())}}
		if b.isWorse(&h) {
			return true
		}
		if key := f.sortKeys[h.kind]; key != nil {
			h.key = key(e.id())
			h.key = h.key[:min(len(h.key), maxKeyBytes)]
		}
		after, before := f.request.After, f.request.Before
		if (after == nil || h.compare(after) > 0) && (before == nil || h.compare(before) < 0) {
			h.Prefix, h.ID = kinds[h.kind], h.record
			b.add(h)
		}
		return true
	})
	f.Hits = append(f.Hits, b.done()...)
	return err
}

// best holds the best hits, or the least ones when paging backward.
type best struct {
	limit    int
	backward bool
	hits     []Hit
	isFull   bool // the hit at the limit is known
}

// compare orders hits in the direction of paging.
func (b *best) compare(x, y *Hit) int {
	if b.backward {
		x, y = y, x
	}
	return x.compare(&y.Place)
}

// isWorse reports whether a hit cannot be among the best, whatever its sort key.
func (b *best) isWorse(h *Hit) bool {
	if !b.isFull {
		return false
	}
	last := &b.hits[b.limit-1]
	sign := cmp.Or(cmp.Compare(h.weight, last.weight), cmp.Compare(h.kind, last.kind))
	return sign > 0 && !b.backward || sign < 0 && b.backward
}

// add adds a hit if it may be among the best.
func (b *best) add(h Hit) {
	if b.isFull && b.compare(&h, &b.hits[b.limit-1]) > 0 {
		return
	}
	if b.hits = append(b.hits, h); len(b.hits) >= 2*b.limit+64 {
		b.trim()
	}
}

// trim sorts the hits and drops those beyond the limit.
func (b *best) trim() {
	slices.SortFunc(b.hits, func(x, y Hit) int { return b.compare(&x, &y) })
	if len(b.hits) >= b.limit {
		b.hits, b.isFull = b.hits[:b.limit], b.limit > 0
	}
}

// done returns the best hits in order.
func (b *best) done() []Hit {
	b.trim()
	return b.hits
}

// contextInterval is the number of documents between two checks of the context.
const contextInterval = 1 << 12

// eachMatch yields each document that fulfils a condition and passes a filter, until yield returns false.
func (f *Results) eachMatch(ctx context.Context, ask func(entry) bool, condition *expression,
	yield func(p *part, doc uint32, e entry) bool) error {
	looked := 0
	for i := range f.parts {
		p := &f.parts[i]
		matched := p.match(ctx, condition, f.matches[i])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for docs := matched.Iterator(); docs.HasNext(); {
			doc := docs.Next()
			if looked++; looked%contextInterval == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			e := p.entries[doc]
			if !p.isDeleted(doc) && ask(e) && !yield(p, doc, e) {
				return nil
			}
		}
	}
	return nil
}

// requested returns a function that reports whether a record passes the filters of a request and is visible.
func (f *Results) requested(request Request) func(e entry) bool {
	sees := make([]func(int32) bool, len(kinds))
	homes := make([]func(int32) int32, len(kinds))
	for kind, prefix := range kinds {
		if request.Types != nil && !slices.Contains(request.Types, prefix) {
			continue
		}
		if request.Contract != 0 {
			scope := record.Of(prefix).Scope
			if scope == "" {
				continue
			}
			homes[kind] = f.records.Parent(prefix, scope)
		}
		sees[kind] = f.records.VisibilityOf(prefix)
	}
	return func(e entry) bool {
		kind, id := e.kind(), e.id()
		if sees[kind] == nil || homes[kind] != nil && int(homes[kind](id)) != request.Contract {
			return false
		}
		return sees[kind](id)
	}
}

// Count counts the matching records by the prefixes of types.
func (f *Results) Count(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	if len(f.Query.words) == 0 || len(f.Hits) == 0 && f.request.After == nil && f.request.Before == nil {
		return counts, nil // no words, or no hits
	}
	ranks, err := f.ranks(ctx)
	if err != nil {
		return nil, err
	}
	last := ranks[len(ranks)-1]
	err = f.eachMatch(ctx, f.requested(f.request), anyOf(last.has, last.better), func(_ *part, _ uint32, e entry) bool {
		counts[kinds[e.kind()]]++
		return true
	})
	return counts, err
}
