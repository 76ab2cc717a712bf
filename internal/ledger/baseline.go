package ledger

import (
	"context"
	"log/slog"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/backfill"
	gen "maillage/internal/gen/ent"
	"maillage/internal/record"
)

// baselineReason is that of the first lines.
const baselineReason = "what was there before the ledger"

// Foreground is up to how many records Open prepares a database by itself. More
// are prepared by Prepare, while the hub answers reads.
const Foreground = 5000

// newBaseline is the job that writes a line for every record that was there
// before the ledger. The lines are of one write and one moment.
func (l *Ledger) newBaseline() *backfill.Job {
	job := &backfill.Job{
		Client: l.client, Dialect: l.config.Dialect, Setting: "ledger.baseline", Version: "1", Batch: 2000,
		Sentence: "the hub is still preparing its ledger (%d %% done): try again later; reading records works meanwhile",
		Needed:   l.needsBaseline, Do: l.addBaseline,
		End: func(ctx context.Context, tx *gen.Tx) error {
			if !l.postgres {
				return nil
			}
			_, err := tx.ExecContext(ctx, "ANALYZE changes") // until then the planner takes it for empty
			return err
		},
	}
	for _, t := range record.Types {
		job.Types = append(job.Types, t.Prefix)
	}
	return job
}

// needsBaseline tells whether there are records and no lines.
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

// addBaseline writes the lines of a batch. A record whose version has a line
// was written by another hub that did not know of the job.
func (l *Ledger) addBaseline(
	ctx context.Context, tx *gen.Tx, at backfill.Progress, prefix string, rows []gen.Row,
) error {
	t := record.Of(prefix)
	p := newPen(l, tx, Entry{Actor: "maillage", Reason: baselineReason, At: at.At})
	p.skips = true
	if err := p.learn(ctx, t, rows); err != nil {
		return err
	}
	for _, row := range rows {
		if err := p.created(ctx, t, row); err != nil {
			return err
		}
	}
	return p.flush(ctx, at.Write)
}

// learn reads the public identifiers of all records that some records refer to.
func (p *pen) learn(ctx context.Context, t *record.Type, rows []gen.Row) error {
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
		if err := p.learnUIDs(ctx, prefix, ids); err != nil {
			return err
		}
	}
	return nil
}

// learnUIDs reads the public identifiers of records of one type.
func (p *pen) learnUIDs(ctx context.Context, prefix string, ids map[int]bool) error {
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
		p.uids[at{prefix, id}] = uid
	}
	return rows.Err()
}

// Prepare writes the first lines of a database that others filled, as far as
// they are missing, and logs how far it is. It ends when this or another hub has
// done so, or with the context.
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

// Unprepared tells whether first lines are missing, and how many percent are written.
func (l *Ledger) Unprepared() (percent int, is bool) {
	if p, ok := l.baseline.Progress(); ok && l.baseline.Check() != nil {
		return p.Percent(), true
	}
	return 0, false
}
