// Package backfill runs a job over all records of a database in batches.
//
// Each batch is a transaction that also stores the job's progress. A job can therefore be killed at
// any time and resumes where it was. Several programs on one database share it, and nothing is done
// twice.
package backfill

import (
	"context"
	stdsql "database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Job is a job over all records of a database.
type Job struct {
	Client  *ent.Client
	Dialect string   // as ent names it
	Setting string   // the key under which the database stores the progress
	Version string   // the version of the job's result; another one starts the job again
	Types   []string // the prefixes of the types, in the order of the job
	Batch   int      // records in a transaction
	// Sentence returns the error for requests that need the finished job, given the percentage done.
	Sentence func(percent int) message.Sentence

	// Needed reports whether the database lacks the job's result.
	Needed func(ctx context.Context, tx *ent.Tx) (bool, error)
	// Do processes a batch of records of one type.
	Do func(ctx context.Context, tx *ent.Tx, p Progress, prefix string, rows []ent.Row) error
	// End finishes the job, in the transaction that finds no more records; it may be nil.
	End func(ctx context.Context, tx *ent.Tx) error

	progress atomic.Pointer[Progress] // the latest that this process saw; nil without a job
}

// Progress is the progress of a job.
type Progress struct {
	Version  string    `json:"version"`
	Write    string    `json:"write"` // an identifier for what the job writes
	At       time.Time `json:"at"`    // when it began
	Type     int       `json:"type"`  // the index of the current type
	After    int       `json:"after"` // the last processed record of that type, by database id
	Done     int       `json:"done"`
	Total    int       `json:"total"` // when it began
	Finished bool      `json:"finished"`
}

// Percent returns the percentage that is done, and 100 only when the job is finished.
func (p Progress) Percent() int {
	switch {
	case p.Finished:
		return 100
	case p.Total == 0:
		return 0
	}
	return min(99, 100*p.Done/p.Total)
}

// Check returns a *message.UnfinishedError while the job is not finished.
func (j *Job) Check() error {
	if p := j.progress.Load(); p != nil && !p.Finished {
		return &message.UnfinishedError{Sentence: j.Sentence(p.Percent()), Percent: p.Percent()}
	}
	return nil
}

// Progress returns the progress of the job. It returns false when the database needed none.
func (j *Job) Progress() (p Progress, ok bool) {
	if seen := j.progress.Load(); seen != nil {
		return *seen, true
	}
	return Progress{}, false
}

// Start determines whether the database needs the job, and stores its beginning. When several programs
// start it at once, one of them does this.
func (j *Job) Start(ctx context.Context) error {
	var p *Progress
	err := j.inTx(access.AsSystem(ctx), func(ctx context.Context, tx *ent.Tx) (err error) {
		if j.Dialect == dialect.Postgres {
			if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtext($1))", j.Setting); err != nil {
				return err
			}
		}
		if p, err = j.read(ctx, tx); err != nil {
			return err
		}
		if p != nil && p.Version == j.Version && !p.Finished {
			return nil // it resumes where it was
		}
		needed, err := j.Needed(ctx, tx)
		if err != nil || !needed {
			p = nil
			return err
		}
		p = &Progress{Version: j.Version, Write: lexicon.NewUID("write"),
			At: time.Now().UTC().Truncate(time.Microsecond)}
		return j.begin(ctx, tx, p)
	})
	if err == nil {
		j.progress.Store(p)
	}
	return err
}

func (j *Job) begin(ctx context.Context, tx *ent.Tx, p *Progress) (err error) {
	if p.Total, err = j.count(ctx, tx); err != nil {
		return err
	}
	return j.store(ctx, tx, *p)
}

// retryDelay is how long Run waits after a failure.
const retryDelay = 2 * time.Second

// Run runs the job to its end, together with other programs that run it, and logs the progress. After
// a failure it retries until the context ends.
func (j *Job) Run(ctx context.Context, log *slog.Logger) error {
	ctx = access.AsSystem(ctx)
	report := reporter{log: log.With("job", j.Setting), job: j, begun: time.Now()}
	report.first, _ = j.Progress()
	for j.Check() != nil {
		if err := j.Step(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			report.log.ErrorContext(ctx, "a batch failed; it is tried again", "error", err, "after", retryDelay)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(retryDelay):
			}
		}
		report.logProgress(ctx)
	}
	return nil
}

// Finish runs the job to its end, and returns the first error.
func (j *Job) Finish(ctx context.Context) error {
	for j.Check() != nil {
		if err := j.Step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Step processes one batch, or notices that another program finished the job.
func (j *Job) Step(ctx context.Context) error {
	var next *Progress
	err := j.inTx(access.AsSystem(ctx), func(ctx context.Context, tx *ent.Tx) (err error) {
		next, err = j.read(ctx, tx)
		switch {
		case err != nil:
			return err
		case next == nil:
			return errors.New("the setting of the job is gone")
		case next.Version != j.Version:
			return fmt.Errorf("another program does version %s of the job", next.Version)
		case next.Finished:
			return nil
		}
		if err := j.batch(ctx, tx, next); err != nil {
			return err
		}
		return j.store(ctx, tx, *next)
	})
	if err == nil {
		j.progress.Store(next)
	}
	return err
}

// batch processes the next records, which may be of several types.
func (j *Job) batch(ctx context.Context, tx *ent.Tx, p *Progress) error {
	for room := j.Batch; room > 0; {
		if p.Type == len(j.Types) {
			p.Finished = true
			if j.End != nil {
				return j.End(ctx, tx)
			}
			return nil
		}
		prefix := j.Types[p.Type]
		rows, err := tx.Client().Rows(ctx, prefix, func(s *sql.Selector) {
			s.Where(sql.GT(s.C("id"), p.After)).OrderBy(s.C("id")).Limit(room)
		})
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			if err := j.Do(ctx, tx, *p, prefix, rows); err != nil {
				return fmt.Errorf("%s after %d: %w", prefix, p.After, err)
			}
			p.After = rows[len(rows)-1].RowID()
			p.Done += len(rows)
		}
		if len(rows) < room {
			p.Type, p.After = p.Type+1, 0
		}
		room -= len(rows)
	}
	return nil
}

// reporter logs the progress of a job.
type reporter struct {
	log   *slog.Logger
	job   *Job
	begun time.Time
	first Progress // when this process began
	last  time.Time
}

// reportInterval is how often the progress is logged.
const reportInterval = 10 * time.Second

// logProgress logs the progress when the last report is long ago, and at the end.
func (r *reporter) logProgress(ctx context.Context) {
	p, _ := r.job.Progress()
	now := time.Now()
	if r.last.IsZero() {
		r.last = r.begun
	}
	if !p.Finished && now.Sub(r.last) < reportInterval {
		return
	}
	r.last = now
	message := "preparing the database"
	if p.Finished {
		message = "the database is prepared"
	}
	rate := float64(p.Done-r.first.Done) / max(now.Sub(r.begun).Seconds(), 0.001)
	r.log.InfoContext(ctx, message,
		"done", p.Done, "of", p.Total, "percent", p.Percent(), "records_per_second", int(rate))
}

// inTx runs a function in a new transaction.
func (j *Job) inTx(ctx context.Context, do func(context.Context, *ent.Tx) error) error {
	tx, err := j.Client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := do(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// read returns the stored progress, or nil, and locks it until the transaction ends.
func (j *Job) read(ctx context.Context, tx *ent.Tx) (*Progress, error) {
	find := j.setting()
	if j.Dialect == dialect.Postgres {
		find.ForUpdate()
	}
	return readOne(ctx, tx, find)
}

func (j *Job) setting() *sql.Selector {
	return sql.Dialect(j.Dialect).Select("value").From(sql.Table("settings")).Where(sql.EQ("key", j.Setting))
}

func readOne(ctx context.Context, tx *ent.Tx, find *sql.Selector) (*Progress, error) {
	query, args := find.Query()
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var text []byte
	if err := rows.Scan(&text); err != nil {
		return nil, err
	}
	var p Progress
	return &p, errors.Join(json.Unmarshal(text, &p), rows.Err())
}

func (j *Job) store(ctx context.Context, tx *ent.Tx, p Progress) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	query, args := sql.Dialect(j.Dialect).Insert("settings").Columns("key", "value").Values(j.Setting, text).
		OnConflict(sql.ConflictColumns("key"), sql.ResolveWithNewValues()).Query()
	_, err = tx.ExecContext(ctx, query, args...)
	return err
}

// count counts all records.
func (j *Job) count(ctx context.Context, tx *ent.Tx) (total int, err error) {
	for _, prefix := range j.Types {
		query, args := sql.Dialect(j.Dialect).Select(sql.Count("*")).From(sql.Table(record.Of(prefix).Table)).Query()
		var n int
		if err := scan(ctx, tx, &n, query, args...); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func scan(ctx context.Context, tx interface {
	QueryContext(context.Context, string, ...any) (*stdsql.Rows, error)
}, into any, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		err = rows.Scan(into)
	}
	return errors.Join(err, rows.Err())
}
