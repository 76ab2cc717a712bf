package search

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/message"
	"maillage/internal/persistent"
)

// Records reads the records of one snapshot that are visible to a viewer.
type Records interface {
	// Bound returns a number greater than all ids of a type.
	Bound(prefix string) int32
	// VisibilityOf returns a function that reports whether a record of a type exists and is visible.
	VisibilityOf(prefix string) func(id int32) bool
	// Record returns a visible record, or nil.
	Record(prefix string, id int) ent.Row
	// IdentifiersOf returns the values of a record's visible identifiers.
	IdentifiersOf(prefix string, id int) []string
	// Parent returns a function that reads the id to which a column of a record refers; 0 means none.
	Parent(prefix, column string) func(id int32) int32
	// Key returns a function that reads the sort key of a name. It returns nil for a type without names.
	Key(prefix string) func(id int32) []byte
}

// Index finds the records of one snapshot by their words. It is immutable.
type Index struct {
	older []part  // parts before the base
	base  *base   // nil if older and newer are complete
	since []entry // entries that were touched after the base
	newer []part  // parts after the base
	later *Index  // nil, or the index of a later snapshot, from which the base differs by the touched records

	once sync.Once
	all  []part // oldest first
}

// part is a segment with its deleted documents.
type part struct {
	*segment
	deleted persistent.Column[uint64] // a bit for each document
	// number of documents that are not deleted
	live int
}

// isDeleted reports whether a document is deleted.
func (p *part) isDeleted(doc uint32) bool {
	bits := p.deleted.Get(int32(doc / 64)) //nolint:gosec // documents are fewer than entries
	return bits != nil && *bits>>(doc%64)&1 == 1
}

// markDeleted marks documents as deleted: a later part has them, or their records are deleted.
func (p *part) markDeleted(entries []entry, epoch persistent.Epoch) {
	for _, e := range entries {
		if doc, is := slices.BinarySearch(p.entries, e); is && !p.isDeleted(uint32(doc)) { //nolint:gosec // as above
			*p.deleted.Edit(int32(doc/64), epoch) |= 1 << (doc % 64) //nolint:gosec // as above
			p.live--
		}
	}
}

// base is a segment that is built in the background.
type base struct {
	build   func(progress func(done, all int)) *segment
	started atomic.Bool
	eager   atomic.Bool // started before it is needed: searches that find it unfinished return an error
	percent atomic.Int32
	done    chan struct{}
	segment *segment
	err     error
}

// newBase returns a base that is not started.
func newBase(build func(progress func(done, all int)) *segment) *base {
	return &base{build: build, done: make(chan struct{})}
}

// start builds the segment, once.
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
		b.segment = b.build(func(done, all int) {
			b.percent.Store(int32(100 * done / max(all, 1))) //nolint:gosec // at most 100
		})
		b.build = nil // to free the snapshot that it reads
	}()
}

// isDone reports whether the base is built or has failed.
func (b *base) isDone() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// waitLimit bounds how long a search waits for an index that is being built. Meanwhile it occupies one of the few
// slots for expensive operations.
var waitLimit = 200 * time.Millisecond

// Start builds the index in the background before it is needed, unless it was started.
func (ix *Index) Start() {
	if ix.base != nil {
		ix.base.eager.Store(true)
		ix.base.start()
	}
}

// Check returns a *message.UnfinishedError while the index is being built.
func (ix *Index) Check() error {
	if ix.base == nil || !ix.base.started.Load() || ix.base.isDone() {
		return nil
	}
	percent := int(ix.base.percent.Load())
	return &message.UnfinishedError{Sentence: message.PreparingSearch(percent), Percent: percent}
}

// parts waits for the base and returns all parts, oldest first. For a base that Start began it waits no longer than
// waitLimit.
func (ix *Index) parts(ctx context.Context) ([]part, error) {
	if ix.base == nil {
		return ix.allParts(), nil
	}
	ix.base.start()
	if !ix.base.isDone() {
		within, cancel := ctx, context.CancelFunc(func() {})
		if ix.base.eager.Load() {
			within, cancel = context.WithTimeout(ctx, waitLimit)
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
	return ix.allParts(), nil
}

// allParts returns all parts. The base must be done.
func (ix *Index) allParts() []part {
	ix.once.Do(func() {
		if ix.later != nil {
			ix.all = slices.Clone(ix.later.allParts())
			epoch := persistent.NextEpoch()
			for i := range ix.all {
				ix.all[i].markDeleted(ix.since, epoch)
			}
			ix.all = append(ix.all, part{segment: ix.base.segment, live: len(ix.base.segment.entries)})
			return
		}
		ix.all = slices.Clone(ix.older)
		if ix.base != nil {
			p := part{segment: ix.base.segment, live: len(ix.base.segment.entries)}
			p.markDeleted(ix.since, persistent.NextEpoch())
			ix.all = append(ix.all, p)
		}
		ix.all = append(ix.all, ix.newer...)
	})
	return ix.all
}

// Writer makes the indexes of successive snapshots. The zero Writer has made none.
type Writer struct {
	current *Index
	next    *Index // of the same records, with fewer parts; nil if none is being built
	touched map[entry]bool
	isFork  bool // makes the index of an earlier snapshot
}

// NewFork returns a writer for the index of a snapshot before that of another index.
func NewFork(later *Index) Writer { return Writer{current: later, isFork: true} }

// Touch records that a record was written since the last index.
func (w *Writer) Touch(prefix string, id int32) {
	if w.current == nil {
		return
	}
	if w.touched == nil {
		w.touched = map[entry]bool{}
	}
	w.touched[entryOf(kindOf(prefix), id)] = true
}

// Index returns the index of a snapshot. records must show all of its records.
func (w *Writer) Index(records Records) *Index {
	touched := make([]entry, 0, len(w.touched))
	for e := range w.touched {
		touched = append(touched, e)
	}
	w.touched = nil
	switch {
	case w.current == nil, w.current.base != nil && !w.current.base.started.Load(), w.current.isBroken():
		w.next = nil
		w.current = newIndex(records)
		return w.current
	case len(touched) == 0:
		return w.current
	}
	slices.Sort(touched)
	if w.isFork {
		w.current = w.current.forked(touched, records) // from which the next index differs
		return w.current
	}
	fresh := indexRecords(records, touched)
	w.current = w.current.with(touched, fresh)
	switch {
	case w.next != nil && w.next.isBroken():
		w.next = nil
	case w.next != nil:
		w.next = w.next.with(touched, fresh)
		if w.next.base == nil {
			w.current, w.next = w.next, nil
		}
	case w.current.base == nil:
		w.next = w.current.compacted()
	}
	return w.current
}

// newIndex returns an index of all records, which is not started.
func newIndex(records Records) *Index {
	return &Index{base: newBase(func(progress func(done, all int)) *segment { return indexAll(records, progress) })}
}

// forked returns the index with other versions of some records. It reads them at the first search.
func (ix *Index) forked(touched []entry, records Records) *Index {
	if ix.later != nil && !ix.base.isDone() { // it was never searched
		touched = slices.Concat(ix.since, touched)
		slices.Sort(touched)
		ix, touched = ix.later, slices.Compact(touched)
	}
	if ix.base != nil && !ix.base.isDone() {
		return newIndex(records)
	}
	return &Index{
		later: ix, since: touched,
		base: newBase(func(func(done, all int)) *segment { return indexRecords(records, touched) }),
	}
}

// isBroken reports whether building the base has failed.
func (ix *Index) isBroken() bool { return ix.base != nil && ix.base.isDone() && ix.base.err != nil }

// with returns the index after some records were touched; fresh is a segment of their new versions.
func (ix *Index) with(touched []entry, fresh *segment) *Index {
	older, newer := slices.Clone(ix.older), slices.Clone(ix.newer)
	next := &Index{older: older, base: ix.base, newer: newer}
	if ix.base != nil && ix.base.isDone() && ix.base.err == nil {
		next = &Index{older: slices.Clone(ix.allParts())}
	}
	if next.base != nil {
		next.since = append(slices.Clip(ix.since), touched...)
	}
	epoch := persistent.NextEpoch()
	for _, parts := range [][]part{next.older, next.newer} {
		for i := range parts {
			parts[i].markDeleted(touched, epoch)
		}
	}
	if next.base != nil {
		next.newer = appendMerged(next.newer, fresh)
	} else {
		next.older = appendMerged(next.older, fresh)
	}
	return next
}

// maxMergedInline is the maximum number of documents that are merged while a writer waits: a few milliseconds.
var maxMergedInline = 1024

// appendMerged appends a segment, and merges it with earlier ones of at most twice its length.
func appendMerged(parts []part, fresh *segment) []part {
	if len(fresh.entries) > 0 {
		parts = append(parts, part{segment: fresh, live: len(fresh.entries)})
	}
	from := mergeStart(parts)
	together := 0
	for from < len(parts) {
		if together = liveDocuments(parts[from:]); together <= maxMergedInline {
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

// mergeStart returns the index of the first part from which each is at most twice as long as all after it.
func mergeStart(parts []part) int {
	from, after := len(parts), 0
	for from > 0 && (after == 0 || parts[from-1].live <= 2*after) {
		from--
		after += parts[from].live
	}
	return from
}

// liveDocuments returns the number of live documents in parts.
func liveDocuments(parts []part) (all int) {
	for i := range parts {
		all += parts[i].live
	}
	return all
}

// maxParts is the number of parts of an index from which some are merged in the background.
var maxParts = 16

// compacted returns an index of the same records, some parts of which are merged in the background. It returns nil
// if there are few parts.
func (ix *Index) compacted() *Index {
	parts := ix.older
	if len(parts) <= maxParts {
		return nil
	}
	from := min(mergeStart(parts), len(parts)-maxParts/2)
	some := parts[from:]
	next := &Index{
		older: parts[:from:from],
		base:  newBase(func(func(done, all int)) *segment { return merge(some) }),
	}
	next.base.start()
	return next
}
