package ledger

import (
	"context"
	"log/slog"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/backfill"
	gen "maillage/internal/gen/ent"
	"maillage/internal/message"
	"maillage/internal/record"
)

// baselineReason is the reason of the first lines.
const baselineReason = "what was there before the ledger"

// Foreground is the maximum number of records for which Open writes the first lines itself. For more, Prepare
// writes them while the hub answers reads.
const Foreground = 5000

// newBaseline returns the job that writes a line for every record that is older than the ledger. All these lines
// belong to one write at one time.
func (l *Ledger) newBaseline() *backfill.Job {
	job := &backfill.Job{
		Client: l.client, Dialect: l.config.Dialect, Setting: "ledger.baseline", Version: "1", Batch: 2000,
		Sentence: message.PreparingLedger,
		Needed:   l.needsBaseline, Do: l.addBaseline,
		End: func(ctx context.Context, tx *gen.Tx) error {
			if !l.postgres {
				return nil
			}
			_, err := tx.ExecContext(ctx, "ANALYZE changes") // until then the planner assumes an empty table
			return err
		},
	}
	for _, t := range record.Types {
		job.Types = append(job.Types, t.Prefix)
	}
	return job
}

// needsBaseline reports whether there are records but no lines.
func (l *Ledger) needsBaseline(ctx context.Context, tx *gen.Tx) (bool, error) {
	if lines, err := tx.Change.Query().Exist(ctx); err != nil || lines {
		return false, err
	}
	for _, t := range record.Types {
		rows, err := tx.Client().Rows(ctx, t.Prefix, func(s *sql.Selector) { s.Limit(1) })
		if err != nil || len(rows) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// addBaseline writes the lines of a batch. A record whose version has a line was written by another hub that did
// not know of the job.
func (l *Ledger) addBaseline(
	ctx context.Context, tx *gen.Tx, at backfill.Progress, prefix string, rows []gen.Row,
) error {
	t := record.Of(prefix)
	p := newRecorder(l, tx, Entry{Actor: "maillage", Reason: baselineReason, At: at.At})
	p.skipExisting = true
	if err := p.loadUIDs(ctx, t, rows); err != nil {
		return err
	}
	for _, row := range rows {
		if err := p.created(ctx, t, row); err != nil {
			return err
		}
	}
	return p.flush(ctx, at.Write)
}

// loadUIDs reads the public identifiers of all records that the given records refer to.
func (p *recorder) loadUIDs(ctx context.Context, t *record.Type, rows []gen.Row) error {
	wanted := map[string]map[int]bool{}
	want := func(prefix string, row gen.Row, column string) {
		if id, ok := row.Column(column).(int); ok {
			if wanted[prefix] == nil {
				wanted[prefix] = map[int]bool{}
			}
			wanted[prefix][id] = true
		}
	}
	for _, row := range rows {
		for _, f := range t.Fields {
			for _, end := range f.Ends() {
				want(end.Prefix, row, end.Column)
			}
		}
		if t.Scope != "" && t.Scope != "id" {
			want("contract", row, t.Scope)
		}
	}
	for prefix, ids := range wanted {
		if err := p.loadUIDsOf(ctx, prefix, ids); err != nil {
			return err
		}
	}
	return nil
}

// loadUIDsOf reads the public identifiers of records of one type.
func (p *recorder) loadUIDsOf(ctx context.Context, prefix string, ids map[int]bool) error {
	some := make([]any, 0, len(ids))
	for id := range ids {
		some = append(some, id)
	}
	query, args := sql.Dialect(p.ledger.config.Dialect).Select("id", "uid").
		From(sql.Table(record.Of(prefix).Table)).Where(sql.In("id", some...)).Query()
	rows, err := p.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int
		var uid string
		if err := rows.Scan(&id, &uid); err != nil {
			return err
		}
		p.uids[recordRef{prefix, id}] = uid
	}
	return rows.Err()
}

// Prepare writes the missing first lines of a database that was filled without a ledger, and logs its progress. It
// ends when this or another hub has finished, or with the context.
func (l *Ledger) Prepare(ctx context.Context, log *slog.Logger) error {
	if l.baseline.Check() == nil {
		return nil
	}
	if err := l.baseline.Run(ctx, log); err != nil {
		return err
	}
	l.wake()
	return nil
}

// Unprepared reports whether first lines are missing, and how many percent are written.
func (l *Ledger) Unprepared() (percent int, is bool) {
	if p, ok := l.baseline.Progress(); ok && l.baseline.Check() != nil {
		return p.Percent(), true
	}
	return 0, false
}
