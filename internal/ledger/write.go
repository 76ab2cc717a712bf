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

// Entry holds what all lines of one write have in common.
type Entry struct {
	Actor  string
	Reason string    // optional
	At     time.Time // time of the write; default now, and never before the latest line
	// Reverts maps a record to the change that its next line reverts. It is mostly empty. The writer may modify it
	// between lines.
	Reverts map[string]string
	// Key is an idempotency key: a repeated write with the key returns the result of the first one. Fingerprint
	// identifies the input of the write.
	Key         string
	Fingerprint []byte
}

// Written is the result of a write.
type Written struct {
	Write    string   // identifier of the write, by which its lines are found
	Records  []string // public identifiers that the writer returned
	Replayed bool     // it was written before, with the same idempotency key
}

// ErrKeyMismatch reports that an idempotency key was used for another write.
var ErrKeyMismatch = errors.New("the idempotency key was used for another write")

// ErrDryRun is returned by a writer to roll back a successful write: it was a dry run.
var ErrDryRun = errors.New("the write was a trial")

// Write runs a function in one transaction and adds a line for every record that it changes. It commits everything
// or nothing. The function returns the records that the write is about.
//
// It retries after serialization failures, so that the function may run several times.
func (l *Ledger) Write(
	ctx context.Context, e Entry, do func(ctx context.Context, tx *gen.Tx) ([]string, error),
) (Written, error) {
	var written Written
	err := l.baseline.Check()
	if err != nil {
		return written, err
	}
	for attempt := 1; ; attempt++ {
		written, err = l.attempt(ctx, e, do)
		if err == nil || attempt == maxAttempts || !isSerializationFailure(err) {
			break
		}
		if err := backOff(ctx, attempt); err != nil {
			return Written{}, err
		}
	}
	if err == nil && !written.Replayed {
		l.committed()
	}
	return written, err
}

// maxAttempts is the number of attempts of a write. In each failed one another writer has succeeded, so that
// together they progress; only bad luck exhausts the attempts.
const maxAttempts = 50

// backOff waits before the next attempt: longer each time, with jitter.
func backOff(ctx context.Context, attempt int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(min(attempt, 10)+1) * time.Millisecond)):
		return nil
	}
}

// isolation returns the isolation of transactions that write.
//
// On PostgreSQL lines are read in the order of transaction ids, which are assigned at a transaction's first write.
// A transaction that sees the changes of another must have the higher id, or the versions of a record would be out
// of order. Under repeatable read it sees only what was committed before it began. Where that does not suffice it
// fails, and is retried with a new id.
//
// Serializable would also enforce the rules between several records, but at a quarter of the throughput under
// contention. Writers under such a rule therefore update a common row, so that they conflict.
func (l *Ledger) isolation() *stdsql.TxOptions {
	if l.postgres {
		return &stdsql.TxOptions{Isolation: stdsql.LevelRepeatableRead}
	}
	return nil // SQLite has one writer
}

// attempt runs a write once.
func (l *Ledger) attempt(
	ctx context.Context, e Entry, do func(ctx context.Context, tx *gen.Tx) ([]string, error),
) (written Written, err error) {
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
			_ = tx.Rollback() // the first error is reported
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
	p := newRecorder(l, tx, e)
	if written.Records, err = do(withRecorder(ctx, p), tx); err != nil {
		return Written{}, err
	}
	if err := p.flush(ctx, written.Write); err != nil {
		return Written{}, fmt.Errorf("write the ledger's lines: %w", err)
	}
	if e.Key != "" {
		if err := l.saveReceipt(ctx, tx, e, written.Records); err != nil {
			return Written{}, err
		}
	}
	done = true
	return written, tx.Commit()
}

// notBefore returns the time of the clock, or that of the latest line that the transaction sees if the clock went
// back. A write builds only on what it sees, so that no change is older than what it changes.
func notBefore(ctx context.Context, tx *gen.Tx, clock time.Time) (time.Time, error) {
	clock = clock.UTC().Truncate(time.Microsecond) // the precision of PostgreSQL
	latest, err := tx.Change.Query().Order(gen.Desc("at")).Limit(1).Select("at").All(access.AsSystem(ctx))
	if err != nil || len(latest) == 0 || !clock.Before(latest[0].At) {
		return clock, err
	}
	return latest[0].At.UTC(), nil
}

// asWritten returns a result, or the zero one for nil.
func asWritten(w *Written) Written {
	if w == nil {
		return Written{}
	}
	return *w
}

// isSerializationFailure reports whether a database aborted a transaction because of another one (SQLSTATE 40001,
// 40P01), so that a retry may succeed.
func isSerializationFailure(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "40001" || state.SQLState() == "40P01")
}

// reserve inserts the receipt of a key, or returns the result of the first write with it. Other writes with the key
// wait until this transaction ends.
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
	first, err := l.findReceipt(ctx, tx, e)
	if err == nil && first == nil {
		err = errors.New("the receipt of an idempotency key is gone")
	}
	return first, err
}

// Receipt returns the result of the first write with the entry's key; nil if there is none.
func (l *Ledger) Receipt(ctx context.Context, e Entry) (*Written, error) {
	if e.Key == "" {
		return nil, nil
	}
	return l.findReceipt(access.AsSystem(ctx), l.client, e)
}

// ForgetReceipt deletes the receipt of a key in a transaction that undoes its write, so that the key may write again.
func (l *Ledger) ForgetReceipt(ctx context.Context, tx *gen.Client, actor, key string) error {
	query, args := sql.Dialect(l.config.Dialect).Delete("receipts").
		Where(sql.And(sql.EQ("actor", actor), sql.EQ("key", key))).Query()
	_, err := tx.ExecContext(access.AsSystem(ctx), query, args...)
	return err
}

// querier is implemented by clients and transactions.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*stdsql.Rows, error)
}

// findReceipt returns the result of the first write with the entry's key; nil if there is none.
func (l *Ledger) findReceipt(ctx context.Context, db querier, e Entry) (*Written, error) {
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
	first := Written{Replayed: true}
	if err := rows.Scan(&fingerprint, &records, &first.Write); err != nil {
		return nil, err
	}
	if !bytes.Equal(fingerprint, e.Fingerprint) {
		return nil, ErrKeyMismatch
	}
	return &first, json.Unmarshal(records, &first.Records)
}

// saveReceipt stores the result of a write in the receipt of its key.
func (l *Ledger) saveReceipt(ctx context.Context, tx *gen.Tx, e Entry, records []string) error {
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

// ImportKeys is the beginning of the keys under which imports are written. Their receipts are kept, because an import
// is undone by them.
const ImportKeys = "import/"

// DeleteReceiptsBefore deletes receipts from before a time, after which no client retries, except those of imports.
func (l *Ledger) DeleteReceiptsBefore(ctx context.Context, before time.Time) error {
	query, args := sql.Dialect(l.config.Dialect).Delete("receipts").
		Where(sql.And(sql.LT("at", before), sql.Not(sql.HasPrefix("key", ImportKeys)))).Query()
	_, err := l.client.ExecContext(access.AsSystem(ctx), query, args...)
	return err
}
