package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// router presents two connection pools to ent as one database. SQLite has a single writer, and a
// writer that finds the database locked fails or waits. Therefore all writes go through one
// connection, and reads never wait for it. On PostgreSQL both pools are the same one.
type router struct {
	dialect       string
	writes, reads *entsql.Driver
	observe       func(ctx context.Context, query string)
	storage       storage
	suspect       atomic.Pointer[possibleFault] // nil once a check has written
}

var _ dialect.Driver = (*router)(nil)

func newRouter(name string, writes, reads *sql.DB, observe func(context.Context, string)) *router {
	if observe == nil {
		observe = func(context.Context, string) {}
	}
	d := &router{dialect: name, writes: entsql.OpenDB(name, writes), reads: entsql.OpenDB(name, reads),
		observe: observe}
	d.suspect.Store(&possibleFault{})
	return d
}

// Dialect returns the database's dialect, as ent names it.
func (d *router) Dialect() string { return d.dialect }

func (d *router) pools() []*sql.DB {
	if d.writes.DB() == d.reads.DB() {
		return []*sql.DB{d.writes.DB()}
	}
	return []*sql.DB{d.writes.DB(), d.reads.DB()}
}

// Close closes the readers first. The last connection to a SQLite database merges its log into its
// file, which a reader may not do.
func (d *router) Close() error {
	var errs []error
	for i := len(d.pools()) - 1; i >= 0; i-- {
		errs = append(errs, d.pools()[i].Close())
	}
	return errors.Join(errs...)
}

// onlyReads reports whether a statement certainly writes nothing. Ent inserts with RETURNING, which is
// a query that writes. Readers refuse to write, so a mistake here gives an error and never a second
// writer.
func onlyReads(query string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch strings.ToUpper(first) {
	case "SELECT", "VALUES":
		return true
	case "WITH":
		rest = strings.ToUpper(rest)
		return !strings.Contains(rest, "INSERT") && !strings.Contains(rest, "UPDATE") &&
			!strings.Contains(rest, "DELETE")
	default:
		return false
	}
}

// noteFault remembers an error that may mean a fault of the database's storage, and returns the error.
func (d *router) noteFault(err error) error {
	if isStorageFault(err) {
		d.suspect.Store(&possibleFault{err, time.Now()})
	}
	return err
}

// write calls do, which writes, unless the database file was deleted or replaced.
func (d *router) write(do func() error) error {
	err := d.storage.checkReplaced()
	if err == nil {
		err = do()
	}
	return d.noteFault(err)
}

// Exec runs a statement.
func (d *router) Exec(ctx context.Context, query string, args, v any) error {
	d.observe(ctx, query)
	return d.write(func() error { return d.writes.Exec(ctx, query, args, v) })
}

// Query runs a statement that returns rows.
func (d *router) Query(ctx context.Context, query string, args, v any) error {
	d.observe(ctx, query)
	if onlyReads(query) {
		return d.reads.Query(ctx, query, args, v)
	}
	return d.write(func() error { return d.writes.Query(ctx, query, args, v) })
}

// ExecContext runs a hand-written statement.
func (d *router) ExecContext(ctx context.Context, query string, args ...any) (result sql.Result, err error) {
	d.observe(ctx, query)
	err = d.write(func() error { result, err = d.writes.ExecContext(ctx, query, args...); return err })
	return result, err
}

// QueryContext runs a hand-written statement that returns rows.
func (d *router) QueryContext(ctx context.Context, query string, args ...any) (found *sql.Rows, err error) {
	d.observe(ctx, query)
	if onlyReads(query) {
		return d.reads.QueryContext(ctx, query, args...)
	}
	err = d.write(func() error { found, err = d.writes.QueryContext(ctx, query, args...); return err })
	return found, err
}

// Tx begins a transaction that writes.
func (d *router) Tx(ctx context.Context) (dialect.Tx, error) { return d.BeginTx(ctx, nil) }

// BeginTx begins a transaction. A read-only one sees the database at one moment, and does not occupy
// the writer.
func (d *router) BeginTx(ctx context.Context, opts *sql.TxOptions) (dialect.Tx, error) {
	readOnly := opts != nil && opts.ReadOnly
	pool := d.writes
	if readOnly {
		pool = d.reads
	}
	t, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return nil, d.noteFault(err)
	}
	return &tx{t.(*entsql.Tx), d, readOnly}, nil
}

// tx is a transaction whose statements are observed.
type tx struct {
	*entsql.Tx
	router   *router
	readOnly bool
}

func (t *tx) Exec(ctx context.Context, query string, args, v any) error {
	t.router.observe(ctx, query)
	return t.router.noteFault(t.Tx.Exec(ctx, query, args, v))
}

func (t *tx) Query(ctx context.Context, query string, args, v any) error {
	t.router.observe(ctx, query)
	return t.router.noteFault(t.Tx.Query(ctx, query, args, v))
}

func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	t.router.observe(ctx, query)
	result, err := t.Tx.ExecContext(ctx, query, args...)
	return result, t.router.noteFault(err)
}

func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	t.router.observe(ctx, query)
	found, err := t.Tx.QueryContext(ctx, query, args...)
	return found, t.router.noteFault(err)
}

// Commit commits, unless the database file was deleted or replaced.
func (t *tx) Commit() error {
	if t.readOnly {
		return t.Tx.Commit()
	}
	if err := t.router.storage.checkReplaced(); err != nil {
		return errors.Join(t.router.noteFault(err), t.Rollback())
	}
	return t.router.noteFault(t.Tx.Commit())
}
