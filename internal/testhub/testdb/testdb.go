// Package testdb supports tests. Every test that touches a database runs on a fresh one of each kind
// that the hub supports.
//
// It imports neither the hub nor the API. If it did, packages that these import would be compiled
// again for their internal tests.
package testdb

import (
	"context"
	"os"
	"runtime/debug"
	"sync"
	"testing"

	"maillage/internal/store"
)

// Option changes how a test's database is opened.
type Option func(*store.Config)

// Observe calls the function with every SQL statement that the test's client sends.
func Observe(observe func(ctx context.Context, query string)) Option {
	return func(c *store.Config) { c.Observe = observe }
}

// EachDatabase runs the test as the subtests "sqlite" and "postgres", each on a migrated database that
// holds no record and that nobody else uses.
func EachDatabase(t *testing.T, test func(t *testing.T, s *store.Store), options ...Option) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind.Name, func(t *testing.T) { test(t, kind.Open(t, options...)) })
	}
}

// EachDemoDatabase is like EachDatabase, on databases with the demo data.
func EachDemoDatabase(t *testing.T, test func(t *testing.T, s *store.Store), options ...Option) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind.Name, func(t *testing.T) { test(t, kind.Demo(t, options...)) })
	}
}

// Kind is a kind of database.
type Kind struct {
	Name string // sqlite or postgres, as migrations' directories are named
	// Open opens a database with every migration applied.
	Open func(t testing.TB, options ...Option) *store.Store
	// Demo opens a database with the demo data.
	Demo func(t testing.TB, options ...Option) *store.Store
	// Empty returns the URL of a database without migrations.
	Empty func(t testing.TB) string
}

// Kinds are the kinds that the hub supports.
var Kinds = []Kind{{"sqlite", SQLite, DemoSQLite, EmptySQLite}, {"postgres", Postgres, demoPostgres, EmptyPostgres}}

// collectLess makes a test process collect garbage less often: it has more memory to spare than time.
var collectLess = sync.OnceFunc(func() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
})

// Open opens a database until the test ends. It does not migrate.
func Open(t testing.TB, url string, options ...Option) *store.Store {
	t.Helper()
	if _, measures := t.(*testing.B); !measures {
		collectLess()
	}
	config := store.Config{URL: url, Create: true, MaxConns: 8}
	for _, option := range options {
		option(&config)
	}
	s, err := store.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return s
}

func migrate(ctx context.Context, url string) error {
	s, err := store.Open(ctx, store.Config{URL: url, Create: true})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	_, err = s.Migrate(ctx)
	return err
}
