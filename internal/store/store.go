// Package store is the database: it opens SQLite or PostgreSQL, and migrates
// it.
//
// Both are spoken to through the same ent client. What differs between them
// stays in this package: how they are reached, who may write at once, and how
// their schema is brought up to date.
package store

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"maillage/internal/gen/ent"
	_ "maillage/internal/gen/ent/runtime" // the schemas' hooks and defaults
)

// Config says which database to open, and how.
type Config struct {
	// URL is the database: postgres://… or postgresql://…, or the path of a
	// SQLite file, with or without "sqlite:" before it.
	URL string
	// Create makes the SQLite file when there is none; else that is an error.
	Create bool
	// MaxConns limits the connections of the pool that serves reads; 0 is a
	// sensible number. A SQLite database has one more, its only writer.
	MaxConns int
	// Observe, unless nil, is called with every SQL statement that the client
	// sends, before it is sent. Transaction control and migrations are not the
	// client's.
	Observe func(ctx context.Context, query string)
}

// Store is an open database.
type Store struct {
	// Client queries and changes records.
	Client *ent.Client
	// Created is the path of the SQLite file when opening the store made it.
	Created string

	driver  *router
	name    string // what people may be told of where it is; never a password
	address string // of a PostgreSQL database, with its password
}

// Open opens the database and makes sure that it answers, or returns an
// *UnreachableError. It does not migrate.
func Open(ctx context.Context, c Config) (*Store, error) {
	open := openSQLite
	if IsPostgres(c.URL) {
		open = openPostgres
	}
	s, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	err = patiently(ctx, func() error { return s.Ping(ctx) })
	if path := s.driver.storage.path; err == nil && path != "" {
		s.driver.storage.file, err = os.Stat(path)
	}
	if err != nil {
		_ = s.Close() // the reason it does not answer is what matters
		return nil, err
	}
	return s, nil
}

// IsPostgres tells whether an address is of a PostgreSQL database.
func IsPostgres(address string) bool {
	scheme, _, _ := strings.Cut(address, ":")
	return scheme == "postgres" || scheme == "postgresql"
}

// newStore joins the pools; reads may be the same pool as writes.
func newStore(name, dialectName string, writes, reads *sql.DB, c Config) *Store {
	d := newRouter(dialectName, writes, reads, c.Observe)
	return &Store{Client: ent.NewClient(ent.Driver(d)), driver: d, name: name}
}

// Dialect is "sqlite3" or "postgres", as ent names them.
func (s *Store) Dialect() string { return s.driver.Dialect() }

// String names the database for people, without its password.
func (s *Store) String() string { return s.name }

// Ping makes sure that the database answers, or returns an *UnreachableError.
func (s *Store) Ping(ctx context.Context) error {
	for _, pool := range s.driver.pools() {
		if err := pool.PingContext(ctx); err != nil {
			return &UnreachableError{Database: s.name, Err: err}
		}
	}
	return nil
}

// patiently tries something that whoever else opens the same new SQLite file may
// hinder: switching it to its write-ahead log takes a lock for which SQLite
// itself does not always wait: of sixty times that six programs started on a
// new file, one failed.
func patiently(ctx context.Context, try func() error) error {
	for deadline := time.Now().Add(busyTimeout); ; {
		err := try()
		if err == nil || !isBusy(err) || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Close closes the database's connections. On SQLite it waits for the
// statements that run.
func (s *Store) Close() error { return s.driver.Close() }

func (s *Store) isSQLite() bool { return s.Dialect() == dialect.SQLite }
