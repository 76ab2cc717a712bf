// Package store opens a SQLite or PostgreSQL database and migrates it.
//
// Both use the same ent client. What differs between them stays in this package: how they are reached,
// who may write at once, and how their schema is migrated.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"os"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"maillage/internal/gen/ent"
	_ "maillage/internal/gen/ent/runtime" // the schemas' hooks and defaults
)

// Config selects the database to open and sets its options.
type Config struct {
	// URL is the database: postgres://… or postgresql://…, or the path of a SQLite file, with or
	// without "sqlite:" before it.
	URL string
	// Create makes the SQLite file when there is none. Otherwise a missing file is an error.
	Create bool
	// MaxConns limits the connections of the pool that serves reads; 0 means a default. A SQLite
	// database has one more connection, its only writer.
	MaxConns int
	// FaultHold is how long a fault of the storage is reported at least; 0 means 3 s.
	FaultHold time.Duration
	// Observe, unless nil, is called with every SQL statement of the client, before it is sent.
	// Transaction control and migrations do not pass through the client.
	Observe func(ctx context.Context, query string)
}

// Store is an open database.
type Store struct {
	// Client queries and changes records.
	Client *ent.Client
	// Created is the path of the SQLite file that opening the store created, or empty.
	Created string

	driver  *router
	name    string // a description for people; never holds a password
	address string // of a PostgreSQL database, with its password

	faultHold time.Duration
}

// Open opens the database and checks that it answers, or returns an *UnreachableError. It does not
// migrate.
func Open(ctx context.Context, c Config) (*Store, error) {
	open := openSQLite
	if IsPostgres(c.URL) {
		open = openPostgres
	}
	s, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	err = retryWhileBusy(ctx, func() error { return s.Ping(ctx) })
	if path := s.driver.storage.path; err == nil && path != "" {
		s.driver.storage.file, err = os.Stat(path)
	}
	if err != nil {
		_ = s.Close() // the reason it does not answer is what matters
		return nil, err
	}
	return s, nil
}

// IsPostgres reports whether an address is of a PostgreSQL database.
func IsPostgres(address string) bool {
	scheme, _, _ := strings.Cut(address, ":")
	return scheme == "postgres" || scheme == "postgresql"
}

// newStore joins the pools; reads may be the same pool as writes.
func newStore(name, dialectName string, writes, reads *sql.DB, c Config) *Store {
	d := newRouter(dialectName, writes, reads, c.Observe)
	return &Store{
		Client: ent.NewClient(ent.Driver(d)), driver: d, name: name, faultHold: cmp.Or(c.FaultHold, faultHold),
	}
}

// Dialect returns "sqlite3" or "postgres", as ent names them.
func (s *Store) Dialect() string { return s.driver.Dialect() }

// String describes the database for people, without its password.
func (s *Store) String() string { return s.name }

// Ping checks that the database answers, or returns an *UnreachableError.
func (s *Store) Ping(ctx context.Context) error {
	for _, pool := range s.driver.pools() {
		if err := pool.PingContext(ctx); err != nil {
			return &UnreachableError{Database: s.name, Err: err}
		}
	}
	return nil
}

// retryWhileBusy retries while another process that opens the same new SQLite file has it locked. Switching
// a file to its write-ahead log takes a lock for which SQLite itself does not always wait. When six
// programs started on a new file, one failed in one of sixty runs.
func retryWhileBusy(ctx context.Context, try func() error) error {
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

// Close closes the database's connections. On SQLite it waits for running statements.
func (s *Store) Close() error { return s.driver.Close() }

func (s *Store) isSQLite() bool { return s.Dialect() == dialect.SQLite }
