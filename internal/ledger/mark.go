package ledger

import (
	"context"
	stdsql "database/sql"
	"fmt"
	"strconv"
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
	tally
	waiting int    // how many lines wait for an older transaction
	writes  uint64 // of this process, before the look
	at      time.Time
}

// tally counts the lines above a base, as far as none can appear among them any
// more: the next look counts on from there.
type tally struct {
	base  int
	lines int
	upTo  Position
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
	k, err := l.lookOnce(access.AsSystem(ctx), (*look).good, false)
	if err != nil {
		return Mark{}, err
	}
	return k.Mark, nil
}

// Looks counts the looks that found new lines.
func (l *Ledger) Looks() uint64 { return l.looks.Load() }

// look looks at the end of the ledger, and wakes whoever waits when it moved. It
// counts all recent lines when it is told to, else those since the last look.
func (l *Ledger) look(ctx context.Context, all bool) (*look, error) {
	return l.lookOnce(ctx, func(*look, *Ledger) bool { return false }, all)
}

// lookOnce looks unless the last look, which may be another's just now, is good.
func (l *Ledger) lookOnce(ctx context.Context, good func(*look, *Ledger) bool, all bool) (*look, error) {
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
	seen := false
	if _, preparing := l.baseline.Progress(); !all && before != nil && !preparing {
		var err error
		if seen, err = l.countOn(ctx, before.tally, k); err != nil {
			return nil, err
		}
	}
	if !seen {
		if err := l.countAll(ctx, k); err != nil {
			return nil, err
		}
	}
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

// span is how far apart the numbers are above which lines are counted. A line
// that is committed late has a low number, and changes the count: up to twice
// this many are counted.
const span = 10_000

// baseOf is the number above which lines are counted when a line is the last.
func baseOf(last int) int { return (last/span - 1) * span }

// endColumns are those of a look: the last line, how many wait for an older
// transaction, how many there are above the base, how many of these are settled,
// and the last line that is. A line that waits is told of because nothing else
// tells when that transaction ends without a line of its own.
const endColumns = `(SELECT id FROM changes ORDER BY id DESC LIMIT 1),
	(SELECT uid FROM changes ORDER BY id DESC LIMIT 1),
	count(*) FILTER (WHERE {waits}), count(*) FILTER (WHERE id > $1), count(*) FILTER (WHERE id > $1 AND {settled}),
	(SELECT epoch || ' ' || xid || ' ' || id || ' ' || uid FROM changes WHERE {settled}{beyond}
		ORDER BY epoch DESC, xid DESC, id DESC LIMIT 1)`

// countAll counts all lines above the base. With both bounds PostgreSQL expects few
// lines, and reads them by their ids.
func (l *Ledger) countAll(ctx context.Context, k *look) error {
	base := fmt.Sprintf("((SELECT coalesce(max(id), 0) FROM changes) / %[1]d - 1) * %[1]d", span) // as baseOf
	k.tally = tally{}
	_, err := l.readEnd(ctx, k, true, `SELECT TRUE, `+strings.ReplaceAll(endColumns, "$1", base)+` FROM changes
		WHERE id > `+base+` AND id <= (SELECT coalesce(max(id), 0) FROM changes)`, "")
	return err
}

// countOn counts the lines after those that were counted. It is false when those
// are not there any more, or when others are to be counted now.
func (l *Ledger) countOn(ctx context.Context, t tally, k *look) (bool, error) {
	const beyond = " AND (epoch, xid, id) > ($2, $3, $4)"
	k.tally = t
	there := `EXISTS (SELECT 1 FROM changes WHERE id = $4 AND uid = $5)`
	if t.upTo.ID == 0 {
		there = "TRUE OR $5 = ''"
	}
	isThere, err := l.readEnd(ctx, k, false, `SELECT `+there+`, `+endColumns+` FROM changes
		WHERE (epoch, xid, id) > ($2, $3, $4)`, beyond, t.base, t.upTo.Epoch, t.upTo.XID, t.upTo.ID, t.upTo.UID)
	return isThere, err
}

// readEnd reads what a look sees, of all lines or of those after a tally. It is
// false when the query's first column is, or when the last line has another base
// than the tally.
func (l *Ledger) readEnd(ctx context.Context, k *look, all bool, query, beyond string, args ...any) (bool, error) {
	waits, settled := "FALSE", "TRUE"
	if l.postgres {
		waits, settled = "xid >= "+oldestRunning, isSettled
	} else {
		query = strings.ReplaceAll(query, "$", "?")
		beyond = strings.ReplaceAll(beyond, "$", "?")
	}
	query = strings.NewReplacer("{waits}", waits, "{settled}", settled, "{beyond}", beyond).Replace(query)
	rows, err := l.client.QueryContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }() // what it could not read is in Err
	var isThere bool
	var last stdsql.NullInt64
	var uid, upTo stdsql.NullString
	var above, done int
	for rows.Next() {
		if err := rows.Scan(&isThere, &last, &uid, &k.waiting, &above, &done, &upTo); err != nil {
			return false, err
		}
	}
	if err := rows.Err(); err != nil {
		return false, err
	}
	if all {
		k.base = baseOf(int(last.Int64))
	}
	if !isThere || baseOf(int(last.Int64)) != k.base {
		return false, nil
	}
	name := ""
	if last.Valid {
		name = strconv.FormatInt(last.Int64, 10) + " " + uid.String
	}
	k.Lines = name + " " + strconv.Itoa(k.lines+above)
	if k.lines += done; upTo.Valid {
		k.upTo, err = ParsePosition(upTo.String)
	}
	return true, err
}
