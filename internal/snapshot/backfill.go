package snapshot

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"maillage/internal/access"
	"maillage/internal/ledger"
	"maillage/internal/rows"
)

// How often Backfill looks whether the journal has begun anew, and how long it waits after a failure.
const (
	backfillInterval = time.Second / 5
	backfillRetry    = time.Minute
)

// Backfill adds the lines before the start of the hub to the journal, so that it soon has the last MaxLines. It does
// so again whenever the journal has begun anew, until the context ends. It passes failures to failed.
func (l *Source) Backfill(ctx context.Context, failed func(error)) {
	ctx = access.AsSystem(ctx)
	for wait := backfillInterval; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = backfillInterval
		if err := recovering(func() error { return l.backfill(ctx) }); err != nil && ctx.Err() == nil {
			failed(err)
			wait = backfillRetry
		}
	}
}

// backfill adds earlier lines to the journal until it has enough. It stops if the journal has begun anew meanwhile.
func (l *Source) backfill(ctx context.Context) error {
	for {
		now := l.latest.Load()
		if now == nil || !now.journal.isExtensible(l.maxLines) {
			return nil
		}
		words := now.journal.checkpoints[0].snapshot.words
		words.Start()
		if words.Check() != nil { // until it is ready, each earlier checkpoint would get an index of its own
			return nil
		}
		earlier, err := l.journalBefore(ctx, &now.journal)
		if errors.Is(err, ledger.ErrRestored) {
			return nil // the journal begins anew once that is followed
		}
		if err != nil {
			return err
		}
		if is, err := l.prepend(ctx, earlier, now.journal.from); !is || err != nil {
			return err
		}
	}
}

// isExtensible reports whether there are lines before the journal, which it should have too, and a checkpoint from
// which they can be undone.
func (j *journal) isExtensible(most int) bool {
	return j.isKnown && j.lines < most && j.from != (ledger.Position{}) && len(j.checkpoints) > 0 &&
		j.checkpoints[0].after == j.from
}

// prepend adds an earlier journal, and publishes the result, unless the journal begins elsewhere by now.
func (l *Source) prepend(ctx context.Context, earlier journal, from ledger.Position) (done bool, err error) {
	if err := l.acquire(ctx); err != nil {
		return false, err
	}
	defer func() { <-l.lock }()
	if l.build == nil || !l.journal.isKnown || l.journal.from != from {
		return false, nil
	}
	next := *l.latest.Load()
	l.journal = l.journal.withEarlier(earlier, l.maxLines)
	next.journal = l.journal
	l.latest.Store(&next)
	return true, nil
}

// journalBefore returns a journal of the lines before another one, up to the next checkpoint.
func (l *Source) journalBefore(ctx context.Context, later *journal) (journal, error) {
	lines := min(l.checkpointLines, l.maxLines-later.lines)
	b := later.checkpoints[0].snapshot.fork(l.Location())
	j := journal{from: later.from}
	for j.lines < lines && j.from != (ledger.Position{}) {
		began := time.Now()
		if err := l.undoBefore(ctx, b, &j, min(l.undoneLines, lines-j.lines)); err != nil {
			return j, err
		}
		select {
		case <-ctx.Done():
			return j, ctx.Err()
		case <-time.After(time.Since(began)): // so that it takes half of a processor at most
		}
	}
	var err error
	if j.from != (ledger.Position{}) {
		if j.at, err = l.ledger.Latest(ctx, l.client, j.from); err != nil {
			return j, err
		}
	}
	slices.Reverse(j.steps)
	latest := j.at
	for i := range j.steps {
		if j.steps[i].at.Before(latest) { // a clock went back
			j.steps[i].at = latest
		}
		latest = j.steps[i].at
	}
	s, err := b.snapshot()
	j.checkpoints = []checkpoint{{j.from, s}}
	return j, err
}

// undoBefore undoes some lines before a journal whose steps are in reverse order, and adds them. A step has lines of
// one time, so that no moment is within it.
func (l *Source) undoBefore(ctx context.Context, b *builder, j *journal, most int) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if err := l.ledger.CheckLine(ctx, tx.Client(), j.from); err != nil {
		return err
	}
	lines, err := l.ledger.Between(ctx, tx.Client(), ledger.Position{}, j.from.After(), most+1)
	if err != nil {
		return err
	}
	j.from = ledger.Position{}
	if len(lines) > most {
		j.from, lines = ledger.PositionOf(lines[most].Change), lines[:most]
	}
	values := new(rows.Values)
	for len(lines) > 0 {
		n := slices.IndexFunc(lines, func(line ledger.Line) bool { return !line.At.Equal(lines[0].At) })
		if n < 0 {
			n = len(lines)
		}
		if err := b.undoLines(ctx, lines[:n]); err != nil {
			return err
		}
		j.steps, j.lines = append(j.steps, b.undoneStep(lines[:n], values)), j.lines+n
		lines = lines[n:]
	}
	*values = b.w.Values
	return nil
}

// undoneStep returns the step of lines that were just undone, with values that are to be those of the builder.
func (b *builder) undoneStep(lines []ledger.Line, values *rows.Values) step {
	first, last := lines[len(lines)-1], lines[0]
	s := step{
		first: ledger.PositionOf(first.Change), last: ledger.PositionOf(last.Change), lines: len(lines),
		isOnce: true, at: last.At, values: values,
	}
	for _, line := range lines {
		s.before = append(s.before, b.image(indexOf(line.RecordType), line.RecordRow))
	}
	return s
}
