package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// FirstAfter returns the position of the first line that was written after a time, as a transaction sees it, or the
// zero position. isFinal reports whether no other line can come before it any more. isLong reports that more than
// most lines are newer than the time.
func (l *Ledger) FirstAfter(
	ctx context.Context, tx *gen.Client, at time.Time, most int,
) (first Position, isFinal, isLong bool, err error) {
	if err := l.baseline.Check(); err != nil {
		return Position{}, false, false, err
	}
	// One pass over the lines after that time finds the first and counts them. To find the first by its position, the
	// database would scan that index from its beginning.
	young := sql.Dialect(l.config.Dialect).Select("epoch", "xid", "id", "uid").From(sql.Table("changes")).
		Where(sql.GT("at", at.UTC())).Limit(most + 1)
	query, args := young.Query()
	first, isFinal, count, err := l.firstOf(ctx, tx, query, args)
	if err != nil || count > most {
		return Position{}, false, err == nil, err
	}
	return first, isFinal, false, nil
}

// FirstAmong is [Ledger.FirstAfter] limited to a number of lines after a position.
func (l *Ledger) FirstAmong(
	ctx context.Context, tx *gen.Client, at time.Time, after Position, lines int,
) (first Position, isFinal bool, err error) {
	if err := l.baseline.Check(); err != nil {
		return Position{}, false, err
	}
	next := sql.Dialect(l.config.Dialect).Select("epoch", "xid", "id", "uid", "at").From(sql.Table("changes"))
	query, args := next.Where(compare(next, ">", after)).OrderBy("epoch", "xid", "id").Limit(lines).Query()
	moment := "?"
	if l.postgres {
		moment = fmt.Sprintf("$%d", len(args)+1)
	}
	query = "SELECT epoch, xid, id, uid FROM (" + query + ") AS following WHERE at > " + moment
	first, isFinal, _, err = l.firstOf(ctx, tx, query, append(args, at.UTC()))
	return first, isFinal, err
}

// firstOf returns the first of the lines that a query selects, or the zero position, whether it is settled, and the
// number of lines.
func (l *Ledger) firstOf(
	ctx context.Context, tx *gen.Client, query string, args []any,
) (first Position, isFinal bool, count int, err error) {
	settled := "TRUE"
	if l.postgres {
		settled = isSettled
	}
	rows, err := tx.QueryContext(ctx, "WITH young AS ("+query+") SELECT epoch, xid, id, uid, "+settled+
		", (SELECT count(*) FROM young) FROM young ORDER BY epoch, xid, id LIMIT 1", args...)
	if err != nil {
		return Position{}, false, 0, err
	}
	defer func() { _ = rows.Close() }() // errors are in Err
	for rows.Next() {
		if err := rows.Scan(&first.Epoch, &first.XID, &first.ID, &first.UID, &isFinal, &count); err != nil {
			return Position{}, false, 0, err
		}
	}
	return first, isFinal, count, rows.Err()
}

// Latest returns the latest time of all lines up to a position; the zero time if there are none.
func (l *Ledger) Latest(ctx context.Context, tx *gen.Client, upTo Position) (time.Time, error) {
	last, err := tx.Change.Query().Where(func(s *sql.Selector) {
		s.Where(compare(s, "<=", upTo)).OrderBy(sql.Desc(s.C("at"))).Limit(1)
	}).Select("at").All(ctx)
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0].At, nil
}

// Line is a line with the times that the record had before it.
type Line struct {
	*gen.Change
	UpdatedAt time.Time // when the version before was written; zero if the line created the record
	CreatedAt time.Time // when the record was first created, if the line deleted it
}

// Between returns the lines from a position to before another, the last first, with what is needed to undo them. Of
// more than most lines it returns the last ones. The zero position means the beginning, or the end.
func (l *Ledger) Between(ctx context.Context, tx *gen.Client, from, before Position, most int) ([]Line, error) {
	// Without the lower bound: PostgreSQL does not stop a scan at a bound of several columns.
	found, err := tx.Change.Query().Where(func(s *sql.Selector) {
		if before != (Position{}) {
			s.Where(compare(s, "<", before))
		}
		s.OrderBy(sql.Desc(s.C("epoch")), sql.Desc(s.C("xid")), sql.Desc(s.C("id"))).Limit(most)
	}).Select("uid", "epoch", "xid", "at", "record_type", "record_uid", "record_row", "record_version", "operation",
		"contract_uid", "before", "after").All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read lines of the ledger: %w", err)
	}
	isEarlier := func(line *gen.Change) bool { return PositionOf(line).Compare(from) < 0 }
	if end := slices.IndexFunc(found, isEarlier); end >= 0 {
		found = found[:end]
	}
	return l.withTimes(ctx, tx, found)
}

// version identifies a version of a record.
type version struct {
	uid    string
	number int
}

// withTimes adds the times to consecutive lines, the last of which is the first. It reads those that other lines
// have.
func (l *Ledger) withTimes(ctx context.Context, tx *gen.Client, found []*gen.Change) ([]Line, error) {
	written := make(map[version]time.Time, len(found))
	for _, line := range found {
		written[version{line.RecordUID, line.RecordVersion}] = line.At
	}
	versions, deleted := map[string]int{}, map[string]bool{}
	for _, line := range found {
		before := version{line.RecordUID, line.RecordVersion - 1}
		if _, known := written[before]; !known && line.Operation != lexicon.OperationCreate {
			versions[before.uid] = before.number
		}
		if line.Operation == lexicon.OperationDelete {
			deleted[line.RecordUID] = true
		}
	}
	earlier, err := l.writtenAt(ctx, tx, versions)
	if err != nil {
		return nil, err
	}
	created, err := l.createdAt(ctx, tx, slices.Collect(maps.Keys(deleted)))
	if err != nil {
		return nil, err
	}
	for uid, at := range earlier {
		written[version{uid, versions[uid]}] = at
	}
	lines := make([]Line, len(found))
	for i, line := range found {
		lines[i].Change = line
		if line.Operation != lexicon.OperationCreate {
			lines[i].UpdatedAt = written[version{line.RecordUID, line.RecordVersion - 1}]
		}
		if line.Operation == lexicon.OperationDelete {
			lines[i].CreatedAt = created[line.RecordUID]
		}
	}
	return lines, nil
}

// recordsPerStatement is the number of records that one statement looks up.
const recordsPerStatement = 1000

// writtenAt returns when the given versions of records were written. It returns an error if the ledger lacks one.
func (l *Ledger) writtenAt(
	ctx context.Context, tx *gen.Client, versions map[string]int,
) (map[string]time.Time, error) {
	return l.times(ctx, tx, slices.Collect(maps.Keys(versions)), func(s *sql.Selector, some []string) *sql.Predicate {
		return sql.P(func(b *sql.Builder) {
			b.WriteString("(").Ident(s.C("record_uid")).Comma().Ident(s.C("record_version"))
			b.WriteString(") IN (VALUES ")
			for i, uid := range some {
				if i > 0 {
					b.Comma()
				}
				b.WriteString("(").Arg(uid).WriteString(fmt.Sprintf(", %d)", versions[uid]))
			}
			b.WriteString(")")
		})
	})
}

// createdAt returns when records were first created, also those that came back. It returns an error if the ledger
// lacks one.
func (l *Ledger) createdAt(ctx context.Context, tx *gen.Client, uids []string) (map[string]time.Time, error) {
	return l.times(ctx, tx, uids, func(s *sql.Selector, some []string) *sql.Predicate {
		return sql.And(sql.In(s.C("record_uid"), anyOf(some)...), sql.EQ(s.C("operation"), "CREATE"))
	})
}

// times returns when a line about each of the records was written.
func (l *Ledger) times(
	ctx context.Context, tx *gen.Client, uids []string, of func(*sql.Selector, []string) *sql.Predicate,
) (map[string]time.Time, error) {
	at := make(map[string]time.Time, len(uids))
	for some := range slices.Chunk(uids, recordsPerStatement) {
		lines, err := tx.Change.Query().Where(func(s *sql.Selector) { s.Where(of(s, some)) }).
			Select("record_uid", "at").All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read when records were written: %w", err)
		}
		for _, line := range lines {
			if first, known := at[line.RecordUID]; !known || line.At.Before(first) {
				at[line.RecordUID] = line.At
			}
		}
	}
	if len(at) != len(uids) {
		missing := slices.DeleteFunc(slices.Clone(uids), func(uid string) bool { return !at[uid].IsZero() })
		return nil, fmt.Errorf("the ledger lacks lines about %s", strings.Join(missing, ", "))
	}
	return at, nil
}
