package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
)

// router is the database as ent sees it: one, behind two pools. SQLite has a
// single writer, and a writer that finds the database locked fails or waits;
// so what writes goes through one connection, and what reads never waits for
// it. On PostgreSQL both pools are the same one.
type router struct {
	dialect       string
	writes, reads *entsql.Driver
	observe       func(ctx context.Context, query string)
}

var _ dialect.Driver = (*router)(nil)

func newRouter(name string, writes, reads *sql.DB, observe func(context.Context, string)) *router {
	if observe == nil {
		observe = func(context.Context, string) {}
	}
	return &router{name, entsql.OpenDB(name, writes), entsql.OpenDB(name, reads), observe}
}

// Dialect is the database's, as ent names it.
func (d *router) Dialect() string { return d.dialect }

func (d *router) pools() []*sql.DB {
	if d.writes.DB() == d.reads.DB() {
		return []*sql.DB{d.writes.DB()}
	}
	return []*sql.DB{d.writes.DB(), d.reads.DB()}
}

// Close closes the readers first: the last connection to a SQLite database
// folds its log into its file, which a reader may not do.
func (d *router) Close() error {
	var errs []error
	for i := len(d.pools()) - 1; i >= 0; i-- {
		errs = append(errs, d.pools()[i].Close())
	}
	return errors.Join(errs...)
}

// poolFor is the pool for a statement that returns rows, outside a
// transaction. Ent inserts with RETURNING: a query, that writes.
func (d *router) poolFor(query string) *entsql.Driver {
	if onlyReads(query) {
		return d.reads
	}
	return d.writes
}

// onlyReads tells whether a statement surely writes nothing. Readers refuse to
// write, so that a mistake here is an error and never a second writer.
func onlyReads(query string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch strings.ToUpper(first) {
	case "SELECT", "VALUES":
		return true
	case "WITH":
		rest = strings.ToUpper(rest)
		return !strings.Contains(rest, "INSERT") && !strings.Contains(rest, "UPDATE") && !strings.Contains(rest, "DELETE")
	default:
		return false
	}
}

// Exec runs a statement.
func (d *router) Exec(ctx context.Context, query string, args, v any) error {
	d.observe(ctx, query)
	return d.writes.Exec(ctx, query, args, v)
}

// Query runs a statement that returns rows.
func (d *router) Query(ctx context.Context, query string, args, v any) error {
	d.observe(ctx, query)
	return d.poolFor(query).Query(ctx, query, args, v)
}

// ExecContext runs a hand-written statement.
func (d *router) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	d.observe(ctx, query)
	return d.writes.ExecContext(ctx, query, args...)
}

// QueryContext runs a hand-written statement that returns rows.
func (d *router) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	d.observe(ctx, query)
	return d.poolFor(query).QueryContext(ctx, query, args...)
}

// Tx begins a transaction that writes.
func (d *router) Tx(ctx context.Context) (dialect.Tx, error) { return d.BeginTx(ctx, nil) }

// BeginTx begins a transaction; one that only reads sees the database at one
// moment, and leaves the writer to others.
func (d *router) BeginTx(ctx context.Context, opts *sql.TxOptions) (dialect.Tx, error) {
	pool := d.writes
	if opts != nil && opts.ReadOnly {
		pool = d.reads
	}
	t, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &tx{t.(*entsql.Tx), d.observe}, nil
}

// tx is a transaction whose statements are observed.
type tx struct {
	*entsql.Tx
	observe func(ctx context.Context, query string)
}

func (t *tx) Exec(ctx context.Context, query string, args, v any) error {
	t.observe(ctx, query)
	return t.Tx.Exec(ctx, query, args, v)
}

func (t *tx) Query(ctx context.Context, query string, args, v any) error {
	t.observe(ctx, query)
	return t.Tx.Query(ctx, query, args, v)
}

func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	t.observe(ctx, query)
	return t.Tx.ExecContext(ctx, query, args...)
}

func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	t.observe(ctx, query)
	return t.Tx.QueryContext(ctx, query, args...)
}
