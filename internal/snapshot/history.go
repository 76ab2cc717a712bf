package snapshot

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/message"
)

// MaxLines is the maximum number of lines of the ledger that are undone for a past snapshot. More would take too
// long.
const MaxLines = 100_000

// TooLongError reports that more than [MaxLines] lines were written since a time.
type TooLongError struct{}

func (*TooLongError) Error() string { return message.HistoryTooLong(MaxLines).String() }

// historyCache caches the past snapshots that were used last.
type historyCache struct {
	lock    chan struct{} // of capacity one, held while lines are undone
	mu      sync.Mutex
	entries []pastSnapshot // most recently used first
}

// pastSnapshot is the snapshot before a line of the ledger. No other line can be added before that line.
type pastSnapshot struct {
	until    ledger.Position // position of that line
	undone   int             // number of lines undone from the base snapshot
	snapshot *Snapshot
}

// At returns a source of the records at an earlier time, with all writes up to then. It returns a *[TooLongError]
// if that is too many lines ago.
//
// After the deadline of the caller it continues and caches the result for a repeated request. If the caller
// cancels, it stops.
func (l *Source) At(ctx context.Context, at time.Time) (*Source, error) {
	now, err := l.follow(ctx, false)
	if err != nil {
		return nil, err
	}
	if known, err := l.cachedAt(ctx, now, at); known != nil || err != nil {
		return known, err // without the lock, which others may hold for seconds
	}
	select {
	case l.history.lock <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type result struct {
		snapshot *Snapshot
		err      error
	}
	done := make(chan result, 1)
	working, cancel := context.WithTimeout(access.AsSystem(context.WithoutCancel(ctx)), historyTimeout)
	go func() {
		defer func() { <-l.history.lock }()
		defer cancel()
		r := result{err: errors.New("the earlier snapshot could not be built")}
		defer func() {
			if cause := recover(); cause != nil {
				r.err = fmt.Errorf("build an earlier snapshot: panic: %v", cause)
			}
			done <- r
		}()
		r.snapshot, r.err = l.snapshotAt(working, now, at)
		if errors.Is(r.err, ledger.ErrRestored) { // cached snapshots may include lost lines
			l.history.forget()
			if now, r.err = l.follow(working, true); r.err == nil {
				r.snapshot, r.err = l.snapshotAt(working, now, at)
			}
		}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, r.err
		}
		return l.static(r.snapshot), nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			cancel()
		}
		return nil, ctx.Err()
	}
}

// historyTimeout bounds the time to undo lines.
const historyTimeout = time.Minute

// cachedAt returns a source of the cached snapshot at a time, or nil.
func (l *Source) cachedAt(ctx context.Context, now *state, at time.Time) (*Source, error) {
	first, _, err := l.firstAfter(access.AsSystem(ctx), l.client, &now.journal, at)
	if err != nil {
		return nil, err
	}
	k := l.history.nearest(first)
	if k.snapshot == nil || k.until != first {
		return nil, nil
	}
	if err := l.ledger.CheckLine(ctx, l.client, first); errors.Is(err, ledger.ErrRestored) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return l.static(k.snapshot), nil
}

// snapshotAt returns the snapshot at an earlier time. The caller holds the lock.
func (l *Source) snapshotAt(ctx context.Context, now *state, at time.Time) (*Snapshot, error) {
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	first, isSettled, err := l.firstAfter(ctx, tx.Client(), &now.journal, at)
	if err != nil {
		return nil, err
	}
	base := l.history.nearest(first)
	if base.snapshot != nil && base.until == first {
		return base.snapshot, l.ledger.CheckLine(ctx, tx.Client(), first)
	}
	u := rewinder{Source: l, tx: tx.Client(), base: base}
	isDone, err := u.undoSteps(ctx, now, first)
	if err != nil {
		return nil, err
	}
	if !isDone && u.builder == nil && base.snapshot == nil {
		u.base.snapshot = now.snapshot
		news, err := l.ledger.Since(ctx, u.tx, now.snapshot.at)
		if err != nil {
			return nil, err
		}
		if len(news.Touched) == 0 && first == (ledger.Position{}) {
			return now.snapshot, nil
		}
		u.builder = now.snapshot.fork(l.Location())
		if _, err := u.builder.reloadAll(ctx, u.tx, news.Touched); err != nil {
			return nil, err
		}
	} else if u.builder == nil {
		if err := l.ledger.CheckLine(ctx, u.tx, base.until); err != nil {
			return nil, err
		}
		u.builder = base.snapshot.fork(l.Location())
	}
	if !isDone && first != (ledger.Position{}) {
		if err := u.undoLines(ctx, first); err != nil {
			return nil, err
		}
	}
	s, err := u.builder.snapshot()
	if err == nil && isSettled {
		l.history.add(pastSnapshot{first, base.undone + u.undone, s})
	}
	return s, err
}

// undoSteps undoes steps of the journal back to a line, without reading lines. It returns false if lines remain to
// be undone. Then either the line is within a step, which becomes the next base, or the journal lacks it.
func (u *rewinder) undoSteps(ctx context.Context, now *state, first ledger.Position) (isDone bool, err error) {
	j := &now.journal
	from, is := j.find(first)
	if !is {
		return false, nil
	}
	isDone = j.steps[from].first == first
	last := first
	if !isDone {
		last = j.steps[from].last
		from++
	}
	to, start := len(j.steps), now.settled
	at, isBase := j.beginning(u.base.until)
	if isBase = isBase && u.base.snapshot != nil; isBase {
		to, start = at, u.base.snapshot
	}
	if at, s := j.nearest(from); s != nil && at < to {
		to, start, isBase = at, s, false
	}
	if !isBase {
		u.base = pastSnapshot{}
	}
	if start == nil || from > to {
		return false, nil
	}
	if to > from {
		last = j.steps[to-1].last
	}
	if err := u.ledger.CheckLine(ctx, u.tx, last); err != nil {
		return false, err
	}
	u.builder = start.fork(u.Location())
	if err := u.builder.undoSteps(ctx, j.steps[from:to]); err != nil {
		return false, err
	}
	for _, s := range j.steps[from:to] {
		u.undone += s.lines
	}
	if isDone {
		return true, nil
	}
	if u.base.snapshot, err = u.builder.snapshot(); err != nil {
		return false, err
	}
	u.base.until = j.end().After() // lines written since then are not in the settled snapshot
	if from < len(j.steps) {
		u.base.until = j.steps[from].first
	}
	return false, nil
}

// static returns a source of one snapshot.
func (l *Source) static(s *Snapshot) *Source {
	fixed := New(l.client, nil)
	fixed.Zone = l.Zone
	fixed.latest.Store(&state{snapshot: s})
	return fixed
}

// nearest returns the cached snapshot with the fewest lines to undo, and marks it as used. It returns a zero value
// if that is the latest snapshot.
func (m *historyCache) nearest(first ledger.Position) (found pastSnapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := -1
	for i, k := range m.entries {
		is := first != (ledger.Position{}) && k.until.Compare(first) >= 0
		if is && (at < 0 || k.until.Compare(found.until) < 0) {
			at, found = i, k
		}
	}
	if at >= 0 {
		m.entries = slices.Insert(slices.Delete(m.entries, at, at+1), 0, found)
	}
	return found
}

// forget clears the cache.
func (m *historyCache) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = nil
}

// maxPastSnapshots is the number of snapshots in the cache. The lines undone for all but the last are bounded by
// MaxLines.
const maxPastSnapshots = 4

// add caches a snapshot and evicts the least recently used ones.
func (m *historyCache) add(k pastSnapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = slices.Insert(m.entries, 0, k)
	undone := 0
	for i := range m.entries {
		if undone += m.entries[i].undone; i > 0 && undone > MaxLines || i == maxPastSnapshots {
			clear(m.entries[i:])
			m.entries = m.entries[:i]
			break
		}
	}
}

// rewinder makes a past snapshot from a later one.
type rewinder struct {
	*Source
	tx      *ent.Client
	base    pastSnapshot
	builder *builder
	undone  int
}
