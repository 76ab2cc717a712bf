package search

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/backfill"
	"maillage/internal/gen/ent"
	"maillage/internal/persistent"
)

// Records reads one snapshot as a viewer sees it.
type Records interface {
	// Bound returns a number that the ids of a type are below.
	Bound(prefix string) int32
	// Seeing returns a function that reports whether a record of a type exists and the viewer sees it.
	Seeing(prefix string) func(id int32) bool
	// Record returns a record that the viewer sees, and nil for any other.
	Record(prefix string, id int) ent.Row
	// Held returns the values of the identifiers of a record that are seen.
	Held(prefix string, id int) []string
	// Parent returns a function from a record to the id that a column of it refers to; 0 is none.
	Parent(prefix, column string) func(id int32) int32
	// Key returns a function that reads the sort key of a name; nil for a type without names.
	Key(prefix string) func(id int32) []byte
}

// Index finds the records of one snapshot by their words. It never changes.
type Index struct {
	older []part  // what the base follows
	base  *base   // nil when older and newer are all that there is
	since []entry // that were touched since the base
	newer []part  // what follows the base
	later *Index  // of a later moment, unless it is nil: what was touched before that is in the base

	once sync.Once
	all  []part // by age
}

// part is a segment, of which some documents are of earlier snapshots.
type part struct {
	*segment
	dead persistent.Column[uint64] // a bit for each place
	live int
}

func (p *part) isDead(place uint32) bool {
	bits := p.dead.Get(int32(place / 64)) //nolint:gosec // places are fewer than entries
	return bits != nil && *bits>>(place%64)&1 == 1
}

// bury marks documents as dead: a later part has them, or their records are gone.
func (p *part) bury(entries []entry, epoch persistent.Epoch) {
	for _, e := range entries {
		if place, is := slices.BinarySearch(p.entries, e); is && !p.isDead(uint32(place)) { //nolint:gosec // as above
			*p.dead.Edit(int32(place/64), epoch) |= 1 << (place % 64) //nolint:gosec // as above
			p.live--
		}
	}
}

// base is a segment that is made in the background.
type base struct {
	making  func(told func(done, all int)) *segment
	started atomic.Bool
	ahead   atomic.Bool // of those who search: who finds it unfinished is refused
	percent atomic.Int32
	done    chan struct{}
	segment *segment
	err     error
}

func newBase(making func(told func(done, all int)) *segment) *base {
	return &base{making: making, done: make(chan struct{})}
}

// start makes the segment, once.
func (b *base) start() {
	if !b.started.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer close(b.done)
		defer func() {
			if cause := recover(); cause != nil {
				b.err = fmt.Errorf("index the records: panic: %v", cause)
			}
		}()
		b.segment = b.making(func(done, all int) {
			b.percent.Store(int32(100 * done / max(all, 1))) //nolint:gosec // at most 100
		})
		b.making = nil // with the snapshot that it reads
	}()
}

func (b *base) isDone() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// patience bounds the wait of a search for an index that is being made: it holds one of the few heavy slots meanwhile.
var patience = 200 * time.Millisecond

// Start makes the index in the background, ahead of those who search, unless that was begun.
func (ix *Index) Start() {
	if ix.base != nil {
		ix.base.ahead.Store(true)
		ix.base.start()
	}
}

// Check returns a *backfill.UnfinishedError while the index is made.
func (ix *Index) Check() error {
	if ix.base == nil || !ix.base.started.Load() || ix.base.isDone() {
		return nil
	}
	return &backfill.UnfinishedError{
		Sentence: "the hub is still preparing its search index (%d %% done): try again later; lists work",
		Percent:  int(ix.base.percent.Load()),
	}
}

// parts waits for the base and returns all parts, by age. A base that is made ahead it awaits for a moment only.
func (ix *Index) parts(ctx context.Context) ([]part, error) {
	if ix.base == nil {
		return ix.joined(), nil
	}
	ix.base.start()
	if !ix.base.isDone() {
		within, cancel := ctx, context.CancelFunc(func() {})
		if ix.base.ahead.Load() {
			within, cancel = context.WithTimeout(ctx, patience)
		}
		defer cancel()
		select {
		case <-ix.base.done:
		case <-within.Done():
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err := ix.Check(); err != nil {
				return nil, err
			}
		}
	}
	if ix.base.err != nil {
		return nil, ix.base.err
	}
	return ix.joined(), nil
}

// joined returns all parts; the base is done.
func (ix *Index) joined() []part {
	ix.once.Do(func() {
		if ix.later != nil {
			ix.all = slices.Clone(ix.later.joined())
			epoch := persistent.NextEpoch()
			for i := range ix.all {
				ix.all[i].bury(ix.since, epoch)
			}
			ix.all = append(ix.all, part{segment: ix.base.segment, live: len(ix.base.segment.entries)})
			return
		}
		ix.all = slices.Clone(ix.older)
		if ix.base != nil {
			p := part{segment: ix.base.segment, live: len(ix.base.segment.entries)}
			p.bury(ix.since, persistent.NextEpoch())
			ix.all = append(ix.all, p)
		}
		ix.all = append(ix.all, ix.newer...)
	})
	return ix.all
}

// Writer makes the indexes of snapshots that follow each other. The zero Writer has made none.
type Writer struct {
	now     *Index
	next    *Index // of the same records, with fewer parts; nil when none is made
	touched map[entry]bool
	forks   bool // of an earlier moment
}

// NewFork returns a writer of one index, of a moment before that of another.
func NewFork(later *Index) Writer { return Writer{now: later, forks: true} }

// Touch tells that a record was written since the last index.
func (w *Writer) Touch(prefix string, id int32) {
	if w.now == nil {
		return
	}
	if w.touched == nil {
		w.touched = map[entry]bool{}
	}
	w.touched[entryOf(kindOf(prefix), id)] = true
}

// Index returns the index of a snapshot, all of whose records are seen.
func (w *Writer) Index(records Records) *Index {
	touched := make([]entry, 0, len(w.touched))
	for e := range w.touched {
		touched = append(touched, e)
	}
	w.touched = nil
	switch {
	case w.now == nil, w.now.base != nil && !w.now.base.started.Load(), w.now.isBroken():
		w.next = nil
		w.now = &Index{base: newBase(func(told func(done, all int)) *segment { return everything(records, told) })}
		return w.now
	case len(touched) == 0:
		return w.now
	}
	slices.Sort(touched)
	if w.forks {
		return w.now.forked(touched, records)
	}
	fresh := collected(records, touched)
	w.now = w.now.with(touched, fresh)
	switch {
	case w.next != nil && w.next.isBroken():
		w.next = nil
	case w.next != nil:
		w.next = w.next.with(touched, fresh)
		if w.next.base == nil {
			w.now, w.next = w.next, nil
		}
	case w.now.base == nil:
		w.next = w.now.compacted()
	}
	return w.now
}

// forked returns the index with other versions of some records, which are read when somebody searches it.
func (ix *Index) forked(touched []entry, records Records) *Index {
	if ix.later != nil && !ix.base.isDone() { // nobody has searched it
		touched = slices.Concat(ix.since, touched)
		slices.Sort(touched)
		ix, touched = ix.later, slices.Compact(touched)
	}
	if ix.base != nil && !ix.base.isDone() {
		return &Index{base: newBase(func(told func(done, all int)) *segment { return everything(records, told) })}
	}
	return &Index{
		later: ix, since: touched,
		base: newBase(func(func(done, all int)) *segment { return collected(records, touched) }),
	}
}

func (ix *Index) isBroken() bool { return ix.base != nil && ix.base.isDone() && ix.base.err != nil }

// with returns the index after some records were touched; fresh has what they say now.
func (ix *Index) with(touched []entry, fresh *segment) *Index {
	older, newer := slices.Clone(ix.older), slices.Clone(ix.newer)
	next := &Index{older: older, base: ix.base, newer: newer}
	if ix.base != nil && ix.base.isDone() && ix.base.err == nil {
		next = &Index{older: slices.Clone(ix.joined())}
	}
	if next.base != nil {
		next.since = append(slices.Clip(ix.since), touched...)
	}
	epoch := persistent.NextEpoch()
	for _, parts := range [][]part{next.older, next.newer} {
		for i := range parts {
			parts[i].bury(touched, epoch)
		}
	}
	if next.base != nil {
		next.newer = following(next.newer, fresh)
	} else {
		next.older = following(next.older, fresh)
	}
	return next
}

// mostTogether bounds the documents that are merged while a writer waits: a few milliseconds.
var mostTogether = 1024

// following appends a segment, and merges it with earlier ones that are at most twice as long.
func following(parts []part, fresh *segment) []part {
	if len(fresh.entries) > 0 {
		parts = append(parts, part{segment: fresh, live: len(fresh.entries)})
	}
	from := longTail(parts)
	together := 0
	for from < len(parts) {
		if together = living(parts[from:]); together <= mostTogether {
			break
		}
		from++
	}
	if len(parts)-from < 2 {
		return parts
	}
	merged := merge(parts[from:])
	return append(parts[:from:from], part{segment: merged, live: len(merged.entries)})
}

// longTail returns the index of the first part from which each is at most twice as long as all after it.
func longTail(parts []part) int {
	from, after := len(parts), 0
	for from > 0 && (after == 0 || parts[from-1].live <= 2*after) {
		from--
		after += parts[from].live
	}
	return from
}

func living(parts []part) (all int) {
	for i := range parts {
		all += parts[i].live
	}
	return all
}

// mostParts bounds the parts of an index; beyond it some are merged in the background.
var mostParts = 16

// compacted returns an index of the same records, of which many parts are merged in the background; nil when they
// are few.
func (ix *Index) compacted() *Index {
	parts := ix.older
	if len(parts) <= mostParts {
		return nil
	}
	from := min(longTail(parts), len(parts)-mostParts/2)
	some := parts[from:]
	next := &Index{
		older: parts[:from:from],
		base:  newBase(func(func(done, all int)) *segment { return merge(some) }),
	}
	next.base.start()
	return next
}
