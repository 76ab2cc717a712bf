package ledger

import (
	"bytes"
	"context"
	stdsql "database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// Entry is what the lines of one write have in common.
type Entry struct {
	Actor  string
	Reason string    // why; may be empty
	At     time.Time // when: now, unless it is given, and never before the latest line
	// Reverts says which change the next line of a record undoes; mostly none. The
	// writer may change it between lines.
	Reverts map[string]string
	// Key makes the write one that is done once: who writes again under the key
	// gets what was answered the first time. Fingerprint is of what is asked; Former
	// is the one by which an earlier version of the hub kept it, or nil.
	Key                 string
	Fingerprint, Former []byte
}

// Written is what a write did.
type Written struct {
	Write   string   // by which its lines are found
	Records []string // the public identifiers that the writer answered with
	Again   bool     // it had been done before, under the same key
}

// ErrKeyMismatch says that a key was used for something else.
var ErrKeyMismatch = errors.New("the idempotency key was used for another write")

// ErrUndone makes a write that went well be rolled back: it was a trial.
var ErrUndone = errors.New("the write was a trial")

// Write does what it is told in one transaction, with a line for every record
// that changes; all of it is written, or nothing. The function answers with
// the records that the write is about.
func (l *Ledger) Write(ctx context.Context, e Entry, do func(ctx context.Context, tx *gen.Tx) ([]string, error)) (Written, error) {
	var written Written
	err := l.baseline.Check()
	if err != nil {
		return written, err
	}
	for attempt := 1; ; attempt++ {
		written, err = l.once(ctx, e, do)
		if err == nil || attempt == tries || !isCollision(err) {
			break
		}
		if err := pause(ctx, attempt); err != nil {
			return Written{}, err
		}
	}
	if err == nil && !written.Again {
		l.committed()
	}
	return written, err
}

// tries is how often a write is begun again. Each time somebody else was
// quicker, so that all writers together go on; only chance can use them up.
const tries = 50

// pause lets others go first: longer each time, and not all equally long.
func pause(ctx context.Context, attempt int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(min(attempt, 10)+1) * time.Millisecond)):
		return nil
	}
}

// isolation is that of transactions that write. On PostgreSQL lines are read in
// the order of their transactions' numbers, which are given at a transaction's
// first write. One that sees what another did must therefore have the higher
// number, or a record's versions would come in the wrong order: so it sees only
// what was committed before it began, and where that does not suffice it
// collides, and is done again under a new number. The strictest isolation would
// also find the rules that several records keep together, but four times fewer
// writes got through where many met: who writes under such a rule makes others
// collide instead, by a row that all of them change.
func (l *Ledger) isolation() *stdsql.TxOptions {
	if l.postgres {
		return &stdsql.TxOptions{Isolation: stdsql.LevelRepeatableRead}
	}
	return nil // one writer
}

func (l *Ledger) once(ctx context.Context, e Entry, do func(ctx context.Context, tx *gen.Tx) ([]string, error)) (written Written, err error) {
	if e.At.IsZero() {
		e.At = time.Now()
	}
	tx, err := l.client.BeginTx(ctx, l.isolation())
	if err != nil {
		return written, err
	}
	done := false
	defer func() {
		if !done {
			_ = tx.Rollback() // the first error is the one to report
		}
	}()
	if e.At, err = notBefore(ctx, tx, e.At); err != nil {
		return written, err
	}
	written.Write = lexicon.NewUID("write")
	if e.Key != "" {
		first, err := l.reserve(ctx, tx, e, written.Write)
		if err != nil || first != nil {
			return asWritten(first), err
		}
	}
	p := newPen(l, tx, e)
	if written.Records, err = do(withPen(ctx, p), tx); err != nil {
		return Written{}, err
	}
	if err := p.flush(ctx, written.Write); err != nil {
		return Written{}, fmt.Errorf("write the ledger's lines: %w", err)
	}
	if e.Key != "" {
		if err := l.receipt(ctx, tx, e, written.Records); err != nil {
			return Written{}, err
		}
	}
	done = true
	return written, tx.Commit()
}

// notBefore is a clock's moment, or that of the latest line that the
// transaction sees when the clock went back since. A write builds on nothing
// else than it sees, so that no change is older than what it changes.
func notBefore(ctx context.Context, tx *gen.Tx, clock time.Time) (time.Time, error) {
	clock = clock.UTC().Truncate(time.Microsecond) // what PostgreSQL keeps
	latest, err := tx.Change.Query().Order(gen.Desc("at")).Limit(1).Select("at").All(access.AsSystem(ctx))
	if err != nil || len(latest) == 0 || !clock.Before(latest[0].At) {
		return clock, err
	}
	return latest[0].At.UTC(), nil
}

func asWritten(w *Written) Written {
	if w == nil {
		return Written{}
	}
	return *w
}

// isCollision tells whether a database gave up a transaction because of
// another, so that it is worth doing again.
func isCollision(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "40001" || state.SQLState() == "40P01")
}

// reserve takes the key, or finds what was answered under it. Whoever takes it
// at the same time waits until this transaction ends.
func (l *Ledger) reserve(ctx context.Context, tx *gen.Tx, e Entry, write string) (*Written, error) {
	query, args := sql.Dialect(l.config.Dialect).Insert("receipts").
		Columns("actor", "key", "fingerprint", "records", "write", "at").
		Values(e.Actor, e.Key, e.Fingerprint, "[]", write, e.At).
		OnConflict(sql.ConflictColumns("actor", "key"), sql.DoNothing()).Query()
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return nil, err
	}
	first, err := l.answered(ctx, tx, e)
	if err == nil && first == nil {
		err = errors.New("the receipt of an idempotency key is gone")
	}
	return first, err
}

// Answered is what was answered under the entry's key; nil when nothing was.
func (l *Ledger) Answered(ctx context.Context, e Entry) (*Written, error) {
	if e.Key == "" {
		return nil, nil
	}
	return l.answered(access.AsSystem(ctx), l.client, e)
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*stdsql.Rows, error)
}

func (l *Ledger) answered(ctx context.Context, db querier, e Entry) (*Written, error) {
	query, args := sql.Dialect(l.config.Dialect).Select("fingerprint", "records", "write").From(sql.Table("receipts")).
		Where(sql.And(sql.EQ("actor", e.Actor), sql.EQ("key", e.Key))).Query()
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var fingerprint, records []byte
	first := Written{Again: true}
	if err := rows.Scan(&fingerprint, &records, &first.Write); err != nil {
		return nil, err
	}
	if !bytes.Equal(fingerprint, e.Fingerprint) && (e.Former == nil || !bytes.Equal(fingerprint, e.Former)) {
		return nil, ErrKeyMismatch
	}
	return &first, json.Unmarshal(records, &first.Records)
}

// receipt keeps what is answered under the key.
func (l *Ledger) receipt(ctx context.Context, tx *gen.Tx, e Entry, records []string) error {
	if records == nil {
		records = []string{}
	}
	text, err := json.Marshal(records)
	if err != nil {
		return err
	}
	query, args := sql.Dialect(l.config.Dialect).Update("receipts").Set("records", string(text)).
		Where(sql.And(sql.EQ("actor", e.Actor), sql.EQ("key", e.Key))).Query()
	_, err = tx.ExecContext(ctx, query, args...)
	return err
}

// Forget drops receipts from before a moment: nobody asks again after so long.
func (l *Ledger) Forget(ctx context.Context, before time.Time) error {
	query, args := sql.Dialect(l.config.Dialect).Delete("receipts").Where(sql.LT("at", before)).Query()
	_, err := l.client.ExecContext(access.AsSystem(ctx), query, args...)
	return err
}
