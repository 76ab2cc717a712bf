package ledger

import (
	"context"
	"strings"
	"time"

	"maillage/internal/access"
)

// Mark says which lines the ledger holds. Answers that are derived from what the
// ledger records are the same at the same mark.
type Mark struct {
	Lines string // names the lines: alike in every process that sees the same ones
	Looks uint64 // of this process that found new lines, up to this one
}

// look is one look at the end of the ledger.
type look struct {
	Mark
	waiting string // how many lines wait for an older transaction
	writes  uint64 // of this process, before the look
	at      time.Time
}

// good tells whether what was seen is still known to be there: this process has
// written nothing since, and others had no more than a moment for it.
func (k *look) good(l *Ledger) bool {
	return k != nil && k.writes == l.Writes() && time.Since(k.at) < poll
}

// Mark is the ledger's mark: with every write of this process, always, and with
// those of others but for the last second at most.
func (l *Ledger) Mark(ctx context.Context) (Mark, error) {
	if k := l.last.Load(); k.good(l) {
		return k.Mark, nil
	}
	k, err := l.lookOnce(access.AsSystem(ctx), (*look).good)
	if err != nil {
		return Mark{}, err
	}
	return k.Mark, nil
}

// Looks counts the looks that found new lines.
func (l *Ledger) Looks() uint64 { return l.looks.Load() }

// look looks at the end of the ledger, and wakes whoever waits when it moved.
func (l *Ledger) look(ctx context.Context) (*look, error) {
	return l.lookOnce(ctx, func(*look, *Ledger) bool { return false })
}

// lookOnce looks unless the last look, which may be another's just now, is good.
func (l *Ledger) lookOnce(ctx context.Context, good func(*look, *Ledger) bool) (*look, error) {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	before := l.last.Load()
	if good(before, l) {
		return before, nil
	}
	k := &look{writes: l.Writes(), at: time.Now()} // before the look: what it finds is newer
	seen, err := l.text(ctx, l.end())
	if err != nil {
		return nil, err
	}
	k.waiting, k.Lines, _ = strings.Cut(seen, " ")
	moved := before == nil || before.Lines != k.Lines
	if moved {
		l.looks.Add(1)
	}
	k.Looks = l.Looks()
	l.last.Store(k)
	if moved || before.waiting != k.waiting {
		l.wake()
	}
	return k, nil
}

// end asks how many lines there are above a recent place, which is the last, and
// which it is by a name that no other ledger has: a line that is committed late
// has a low number, and changes the count.
func (l *Ledger) end() string {
	// And first, how many of them wait for an older transaction: when that ends
	// without a line of its own, nothing else tells.
	waiting := "0"
	if l.postgres {
		waiting = `count(*) FILTER (WHERE xid >= ` + oldestRunning + `)`
	}
	// Both bounds, so that PostgreSQL expects few lines and reads them by their ids.
	return `SELECT ` + waiting + ` || ' '
		|| coalesce((SELECT id || ' ' || uid FROM changes ORDER BY id DESC LIMIT 1), '') || ' ' || count(*)
		FROM changes
		WHERE id > (SELECT coalesce(max(id), 0) - 10000 FROM changes)
			AND id <= (SELECT coalesce(max(id), 0) FROM changes)`
}
