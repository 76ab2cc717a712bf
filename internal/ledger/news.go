package ledger

import (
	"context"
	stdsql "database/sql"
	"errors"
	"strings"
	"time"

	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
)

// Touched is a record that lines are about, by type and database id.
type Touched struct {
	Prefix string
	ID     int
}

// News describes the lines after a position, as a transaction sees them.
type News struct {
	Touched []Touched // the records of the lines, settled or not

	// Next is the position from which to continue: that of the last settled line.
	Next  Position
	First Position // the first settled line; zero if there is none
	Lines int      // number of settled lines
	At    Span     // times of the settled lines

	// IsWhole is true if all lines are settled: no line can be added before Next, and none is after it.
	IsWhole bool

	// IsPreparing is true if there may be other lines, about records that are older than the ledger.
	IsPreparing bool
}

// Span is the range of the times of some lines; it is zero without lines.
type Span struct{ Earliest, Latest time.Time }

// Add extends the range by another one.
func (s *Span) Add(other Span) {
	if s.Earliest.IsZero() || !other.Earliest.IsZero() && other.Earliest.Before(s.Earliest) {
		s.Earliest = other.Earliest
	}
	if other.Latest.After(s.Latest) {
		s.Latest = other.Latest
	}
}

// Since returns the lines after a position, as a transaction sees them. A caller that reads their records in the
// same transaction has everything that the transaction sees.
func (l *Ledger) Since(ctx context.Context, tx *gen.Client, after Position) (news News, err error) {
	ctx = access.AsSystem(ctx)
	nothing := News{Next: after}
	baseline, isPrepared := l.baseline.Progress()
	rows, err := l.querySince(ctx, tx, after, baseline.Write)
	if err != nil {
		return nothing, err
	}
	defer func() { _ = rows.Close() }() // errors are in Err
	news = News{Next: after, IsWhole: true}
	for rows.Next() {
		var isThere bool
		var settled stdsql.NullBool
		var epoch, xid, id, row stdsql.NullInt64
		var uid, prefix stdsql.NullString
		var at stdsql.NullTime
		if err := rows.Scan(&isThere, &settled, &epoch, &xid, &id, &uid, &prefix, &row, &at); err != nil {
			return nothing, err
		}
		if !isThere {
			return nothing, ErrRestored
		}
		if !id.Valid {
			break // there are no lines
		}
		news.Touched = append(news.Touched, Touched{prefix.String, int(row.Int64)})
		line := Position{int(epoch.Int64), xid.Int64, int(id.Int64), uid.String}
		news.add(line, at.Time, settled.Bool)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nothing, err
	}
	if !isPrepared {
		return news, nil
	}
	last, err := l.lastSettled(ctx, tx, after) // there may be other settled lines
	if err != nil {
		return nothing, err
	}
	next := after
	if last != nil {
		next = PositionOf(last)
	}
	if next != news.Next || l.baseline.Check() != nil {
		news.Next, news.IsWhole, news.IsPreparing = next, false, true
	}
	return news, nil
}

// add adds a line.
func (n *News) add(line Position, at time.Time, isSettled bool) {
	if !isSettled {
		n.IsWhole = false
		return
	}
	n.Lines++
	n.At.Add(Span{at, at})
	if n.First == (Position{}) || line.Compare(n.First) < 0 {
		n.First = line
	}
	if line.Compare(n.Next) > 0 {
		n.Next = line
	}
}

// querySince queries the lines after a position except those of one write. It returns whether each is settled, and
// whether the line of the position exists; if there are no lines, one row without a line.
//
// Callers determine the last settled line from the rows: for a query PostgreSQL would scan the index from its end
// to its beginning.
func (l *Ledger) querySince(
	ctx context.Context, tx *gen.Client, after Position, exceptWrite string,
) (*stdsql.Rows, error) {
	settled, there := "TRUE", "EXISTS (SELECT 1 FROM changes WHERE id = $3 AND uid = $4)"
	if l.postgres {
		settled = isSettled
	}
	if after.ID == 0 {
		there = "(TRUE OR $4 = '')"
	}
	query := `SELECT place.there, ` + settled + `, epoch, xid, id, uid, record_type, record_row, at
		FROM (SELECT ` + there + ` AS there) AS place LEFT JOIN changes ON (epoch, xid, id) > ($1, $2, $3)`
	args := []any{after.Epoch, after.XID, after.ID, after.UID}
	if exceptWrite != "" {
		query += " AND write <> $5"
		args = append(args, exceptWrite)
	}
	if !l.postgres {
		query = strings.ReplaceAll(query, "$", "?")
	}
	return tx.QueryContext(ctx, query, args...)
}
