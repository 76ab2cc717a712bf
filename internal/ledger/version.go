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

// Version identifies the lines that the ledger holds. Results that are derived from these lines are the same at the
// same version.
type Version struct {
	Lines string // identifies the lines, equal in every process that sees the same ones
	Polls uint64 // number of polls of this process that found new lines, up to this one
}

// pollState is the result of one poll.
type pollState struct {
	Version
	lineCount
	waiting int    // number of lines that wait for an older transaction
	writes  uint64 // of this process, before the poll
	at      time.Time
}

// lineCount counts the settled lines above a base. The next poll continues from there.
type lineCount struct {
	base  int
	lines int
	upTo  Position
}

// isFresh reports whether the result is still valid: this process has written nothing since, and it is younger than
// pollInterval.
func (k *pollState) isFresh(l *Ledger) bool {
	return k != nil && k.writes == l.Writes() && time.Since(k.at) < pollInterval
}

// Version returns the current version. It includes every write of this process, and those of others until at most a
// second ago.
func (l *Ledger) Version(ctx context.Context) (Version, error) {
	if k := l.last.Load(); k.isFresh(l) {
		return k.Version, nil
	}
	k, err := l.pollUnless(access.AsSystem(ctx), (*pollState).isFresh, false)
	if err != nil {
		return Version{}, err
	}
	return k.Version, nil
}

// Polls returns the number of polls that found new lines.
func (l *Ledger) Polls() uint64 { return l.polls.Load() }

// poll reads the end of the ledger, and wakes waiting callers if it moved. It counts all recent lines if all is
// true, else those since the last poll.
func (l *Ledger) poll(ctx context.Context, all bool) (*pollState, error) {
	return l.pollUnless(ctx, func(*pollState, *Ledger) bool { return false }, all)
}

// pollUnless polls unless the last poll is enough, which another caller may have just made.
func (l *Ledger) pollUnless(
	ctx context.Context, isEnough func(*pollState, *Ledger) bool, all bool,
) (*pollState, error) {
	select {
	case l.lock <- struct{}{}:
		defer func() { <-l.lock }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	before := l.last.Load()
	if isEnough(before, l) {
		return before, nil
	}
	k := &pollState{writes: l.Writes(), at: time.Now()} // before the poll, which sees at least these
	seen := false
	if _, preparing := l.baseline.Progress(); !all && before != nil && !preparing {
		var err error
		if seen, err = l.countNew(ctx, before.lineCount, k); err != nil {
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
		l.polls.Add(1)
	}
	k.Polls = l.Polls()
	l.last.Store(k)
	if moved || before.waiting != k.waiting {
		l.wake()
	}
	return k, nil
}

// countSpan determines the base above which lines are counted. A line that is committed late has a low id and
// changes the count: up to twice this many lines are counted.
const countSpan = 10_000

// baseOf returns the id above which lines are counted if a line is the last.
func baseOf(last int) int { return (last/countSpan - 1) * countSpan }

// endColumns are the columns that a poll reads: the last line, the number of waiting lines, the number above the
// base, and the number and the last of the settled ones.
//
// Waiting lines are those that wait for an older transaction. They are counted because nothing else reports that
// such a transaction ended without a line of its own.
const endColumns = `(SELECT id FROM changes ORDER BY id DESC LIMIT 1),
	(SELECT uid FROM changes ORDER BY id DESC LIMIT 1),
	count(*) FILTER (WHERE {waits}), count(*) FILTER (WHERE id > $1), count(*) FILTER (WHERE id > $1 AND {settled}),
	(SELECT epoch || ' ' || xid || ' ' || id || ' ' || uid FROM changes WHERE {settled}{beyond}
		ORDER BY epoch DESC, xid DESC, id DESC LIMIT 1)`

// countAll counts all lines above the base. With both bounds PostgreSQL expects few lines, and reads them by id.
func (l *Ledger) countAll(ctx context.Context, k *pollState) error {
	base := fmt.Sprintf("((SELECT coalesce(max(id), 0) FROM changes) / %[1]d - 1) * %[1]d", countSpan) // as baseOf
	k.lineCount = lineCount{}
	_, err := l.readEnd(ctx, k, true, `SELECT TRUE, `+strings.ReplaceAll(endColumns, "$1", base)+` FROM changes
		WHERE id > `+base+` AND id <= (SELECT coalesce(max(id), 0) FROM changes)`, "")
	return err
}

// countNew counts the lines after those of the last poll. It returns false if these have disappeared, or if the
// base has changed.
func (l *Ledger) countNew(ctx context.Context, t lineCount, k *pollState) (bool, error) {
	const beyond = " AND (epoch, xid, id) > ($2, $3, $4)"
	k.lineCount = t
	there := `EXISTS (SELECT 1 FROM changes WHERE id = $4 AND uid = $5)`
	if t.upTo.ID == 0 {
		there = "TRUE OR $5 = ''"
	}
	isThere, err := l.readEnd(ctx, k, false, `SELECT `+there+`, `+endColumns+` FROM changes
		WHERE (epoch, xid, id) > ($2, $3, $4)`, beyond, t.base, t.upTo.Epoch, t.upTo.XID, t.upTo.ID, t.upTo.UID)
	return isThere, err
}

// readEnd reads the columns of a poll, for all lines or for those after a count. It returns false if the first
// column is false, or if the base has changed.
func (l *Ledger) readEnd(ctx context.Context, k *pollState, all bool, query, beyond string, args ...any) (bool, error) {
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
	defer func() { _ = rows.Close() }() // errors are in Err
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
