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
	"maillage/internal/past"
)

// MaxLines bounds the lines of the ledger that are undone for an earlier moment: more take longer than anybody waits.
const MaxLines = 100_000

// TooLongError says that more than [MaxLines] lines were written since a moment.
type TooLongError struct{}

func (*TooLongError) Error() string { return fmt.Sprintf(TooLong, MaxLines) }

// TooLong is the sentence of a TooLongError, with how many lines are undone.
const TooLong = "more than %d lines of the ledger were written since then: choose a later moment"

// moments keeps the records of earlier moments that were asked for last.
type moments struct {
	turn chan struct{} // of one, who undoes lines
	mu   sync.Mutex
	kept []moment // the one asked for last comes first
}

// moment is the records before a line of the ledger, which no other line can precede any more.
type moment struct {
	until    ledger.Position // of that line
	undone   int             // lines, from the records that it was made of
	snapshot *Snapshot
}

// At returns the records as they were at a moment, with all that was written by then. It returns a *[TooLongError] for
// one too long ago. Where it takes longer than its caller has time, it goes on, so that the moment is kept for who asks
// again; it ends when the caller leaves.
func (l *Source) At(ctx context.Context, at time.Time) (*Source, error) {
	now, err := l.follow(ctx, false)
	if err != nil {
		return nil, err
	}
	if known, err := l.known(ctx, now, at); known != nil || err != nil {
		return known, err // without a turn: others may take seconds
	}
	select {
	case l.moments.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type result struct {
		snapshot *Snapshot
		err      error
	}
	done := make(chan result, 1)
	working, cancel := context.WithTimeout(access.AsSystem(context.WithoutCancel(ctx)), momentPatience)
	go func() {
		defer func() { <-l.moments.turn }()
		defer cancel()
		r := result{err: errors.New("the moment could not be told")}
		defer func() {
			if cause := recover(); cause != nil {
				r.err = fmt.Errorf("tell an earlier moment: panic: %v", cause)
			}
			done <- r
		}()
		r.snapshot, r.err = l.before(working, now, at)
		if errors.Is(r.err, ledger.ErrRestored) { // moments that are kept may have lines that are gone
			l.moments.forget()
			if now, r.err = l.follow(working, true); r.err == nil {
				r.snapshot, r.err = l.before(working, now, at)
			}
		}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, r.err
		}
		return l.still(r.snapshot), nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.Canceled) {
			cancel()
		}
		return nil, ctx.Err()
	}
}

// momentPatience bounds the time that undoing lines takes.
const momentPatience = time.Minute

// known returns the records of a moment that is kept; nil when it is not.
func (l *Source) known(ctx context.Context, now *state, at time.Time) (*Source, error) {
	first, _, err := l.firstAfter(access.AsSystem(ctx), l.client, &now.journal, at)
	if err != nil {
		return nil, err
	}
	k := l.moments.nearest(first)
	if k.snapshot == nil || k.until != first {
		return nil, nil
	}
	if err := l.ledger.CheckLine(ctx, l.client, first); errors.Is(err, ledger.ErrRestored) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return l.still(k.snapshot), nil
}

// before returns the records as they were at a moment before a snapshot. Whoever calls it has the turn.
func (l *Source) before(ctx context.Context, now *state, at time.Time) (*Snapshot, error) {
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	first, isSettled, err := l.firstAfter(ctx, tx.Client(), &now.journal, at)
	if err != nil {
		return nil, err
	}
	base := l.moments.nearest(first)
	if base.snapshot != nil && base.until == first {
		return base.snapshot, l.ledger.CheckLine(ctx, tx.Client(), first)
	}
	u := undoing{Source: l, tx: tx.Client(), base: base}
	isDone, err := u.rewind(ctx, now, first)
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
		if err := u.undo(ctx, first); err != nil {
			return nil, err
		}
	}
	s, err := u.builder.snapshot()
	if err == nil && isSettled {
		l.moments.keep(moment{first, base.undone + u.undone, s})
	}
	return s, err
}

// rewind takes back the steps of the journal from that of a line on, without reading lines. It reports whether that is
// all; it is not where the line is within a step, which then is the next base, or where the journal does not have it.
func (u *undoing) rewind(ctx context.Context, now *state, first ledger.Position) (isDone bool, err error) {
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
	to, from0 := len(j.steps), now.settled
	at, isBase := j.beginning(u.base.until)
	if isBase = isBase && u.base.snapshot != nil; isBase {
		to, from0 = at, u.base.snapshot
	}
	if at, s := j.nearest(from); s != nil && at < to {
		to, from0, isBase = at, s, false
	}
	if !isBase {
		u.base = moment{}
	}
	if from0 == nil || from > to {
		return false, nil
	}
	if to > from {
		last = j.steps[to-1].last
	}
	if err := u.ledger.CheckLine(ctx, u.tx, last); err != nil {
		return false, err
	}
	u.builder = from0.fork(u.Location())
	if err := u.builder.undo(ctx, j.steps[from:to]); err != nil {
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
	u.base.until = ledger.Position{}
	if from < len(j.steps) {
		u.base.until = j.steps[from].first
	}
	return false, nil
}

// still returns a source of one snapshot.
func (l *Source) still(s *Snapshot) *Source {
	fixed := New(l.client, nil)
	fixed.Zone = l.Zone
	fixed.now.Store(&state{snapshot: s})
	return fixed
}

// nearest returns the kept moment from which the fewest lines are undone, and marks it as used; a zero moment when that
// is the present.
func (m *moments) nearest(first ledger.Position) (found moment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := -1
	for i, k := range m.kept {
		is := first != (ledger.Position{}) && k.until.Compare(first) >= 0
		if is && (at < 0 || k.until.Compare(found.until) < 0) {
			at, found = i, k
		}
	}
	if at >= 0 {
		m.kept = slices.Insert(slices.Delete(m.kept, at, at+1), 0, found)
	}
	return found
}

// forget forgets all moments.
func (m *moments) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

// mostKept bounds the moments that are kept, and the lines that were undone for all of them but the last.
const mostKept = 4

func (m *moments) keep(k moment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = slices.Insert(m.kept, 0, k)
	undone := 0
	for i := range m.kept {
		if undone += m.kept[i].undone; i > 0 && undone > MaxLines || i == mostKept {
			clear(m.kept[i:])
			m.kept = m.kept[:i]
			break
		}
	}
}

// undoing makes the records of an earlier moment from those of a later one.
type undoing struct {
	*Source
	tx      *ent.Client
	base    moment
	builder *builder
	undone  int
}

// changed is a record of which lines are undone.
type changed struct {
	place   int
	id      int
	row     ent.Row // nil when it is not there
	version int
}

// undo takes back all lines from the first on.
func (u *undoing) undo(ctx context.Context, first ledger.Position) error {
	records := map[string]*changed{}
	idOf := u.ids(records)
	lines, err := u.ledger.Between(ctx, u.tx, first, u.base.until)
	switch {
	case err != nil:
		return err
	case len(lines) > u.mostLines: // where a clock went back
		return &TooLongError{}
	}
	u.undone = len(lines)
	for _, line := range slices.Backward(lines) {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := records[line.RecordUID]
		if c == nil {
			c = &changed{place: placeOf(line.RecordType), id: line.RecordRow}
			c.row = u.builder.record(c.place, c.id)
			records[line.RecordUID] = c
		}
		c.version = line.RecordVersion - 1
		if c.row, err = past.Undo(line, c.row, idOf); err != nil {
			return err
		}
	}
	if err := u.date(ctx, records); err != nil {
		return err
	}
	for _, c := range records {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.row == nil {
			u.builder.remove(c.place, c.id)
		} else if err := u.builder.put(c.place, c.row); err != nil {
			return err
		}
	}
	return nil
}

// date reads when the records were written as they are, and made.
func (u *undoing) date(ctx context.Context, records map[string]*changed) error {
	versions, restored := map[string]int{}, []string{}
	for uid, c := range records {
		if c.row == nil {
			continue
		}
		versions[uid] = c.version
		if made := c.row.Column("created_at").(time.Time); made.IsZero() {
			restored = append(restored, uid)
		}
	}
	updated, err := u.ledger.WrittenAt(ctx, u.tx, versions)
	if err != nil {
		return err
	}
	created, err := u.ledger.CreatedAt(ctx, u.tx, restored)
	if err != nil {
		return err
	}
	for uid := range versions {
		records[uid].row.SetColumn("updated_at", updated[uid])
	}
	for _, uid := range restored {
		records[uid].row.SetColumn("created_at", created[uid])
	}
	return nil
}

// ids returns a function that finds the database id of a record, also of one that was deleted since.
func (u *undoing) ids(records map[string]*changed) func(uid string) int {
	all := u.base.snapshot.view(access.Everything)
	return func(uid string) int {
		if c := records[uid]; c != nil {
			return c.id
		}
		_, id := all.Called(uid)
		return int(id)
	}
}
