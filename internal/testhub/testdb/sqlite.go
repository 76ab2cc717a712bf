package testdb

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"maillage/internal/store"
)

// migratedSQLite returns the content of a migrated file. Tests copy it, because migrating takes a
// hundred times as long.
var migratedSQLite = sync.OnceValues(func() ([]byte, error) { return shared("migrated.db", migrateSQLite) })

func migrateSQLite() (content []byte, err error) {
	err = withPath(func(path string) error {
		if err := migrate(context.Background(), path); err != nil {
			return err
		}
		content, err = os.ReadFile(path) // nothing has it open any more
		return err
	})
	return content, err
}

// withPath runs a function with the path of a file to be made, which is removed afterwards.
func withPath(do func(path string) error) error {
	directory, err := os.MkdirTemp("", "testdb")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(directory) }()
	return do(filepath.Join(directory, "hub.db"))
}

// SQLite opens a migrated SQLite database for the test.
func SQLite(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	return copySQLite(t, migratedSQLite, options)
}

// copySQLite opens a copy of a file for the test.
func copySQLite(t testing.TB, made func() ([]byte, error), options []Option) *store.Store {
	t.Helper()
	content, err := made()
	if err != nil {
		t.Fatal(err)
	}
	path := EmptySQLite(t)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return Open(t, path, options...)
}

// EmptySQLite returns the path of a SQLite database that does not exist yet.
func EmptySQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "hub.db")
}
