package testdb

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"maillage/internal/access"
	"maillage/internal/demo"
	"maillage/internal/ledger"
	"maillage/internal/store"
)

// loadDemo writes the demo data into a migrated database.
func loadDemo(ctx context.Context, url string) (err error) {
	s, err := store.Open(ctx, store.Config{URL: url})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	l, err := ledger.Open(ctx, ledger.Config{Client: s.Client, Dialect: s.Dialect()})
	if err != nil {
		return err
	}
	return demo.Load(ctx, l)
}

// loadedSQLite returns the content of a file with the demo data. Tests copy it, because loading takes
// a hundred times as long.
var loadedSQLite = sync.OnceValues(func() ([]byte, error) { return shared("demo.db", loadSQLite) })

func loadSQLite() ([]byte, error) {
	content, err := migratedSQLite()
	if err != nil {
		return nil, err
	}
	var loaded []byte
	err = withFile(content, func(path string) error {
		if err := loadDemo(context.Background(), path); err != nil {
			return err
		}
		loaded, err = os.ReadFile(path) // nothing has it open any more
		return err
	})
	return loaded, err
}

// DemoSQLite opens a SQLite database with the demo data for the test.
func DemoSQLite(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	return copySQLite(t, loadedSQLite, options)
}

// withFile runs a function with a temporary file of that content.
func withFile(content []byte, do func(path string) error) error {
	return withPath(func(path string) error {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
		return do(path)
	})
}

// demoFingerprint returns a hash of this program's schema and demo data.
func demoFingerprint() ([]byte, error) {
	content, err := loadedSQLite()
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	err = withFile(content, func(path string) (err error) {
		ctx := context.Background()
		s, err := store.Open(ctx, store.Config{URL: path})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		rows, err := s.Client.QueryContext(
			access.AsSystem(ctx),
			"SELECT group_concat(sql, ';' ORDER BY name) FROM sqlite_schema",
		)
		if err != nil {
			return err
		}
		var schema string
		for rows.Next() {
			err = rows.Scan(&schema)
		}
		if err := errors.Join(err, rows.Err(), rows.Close()); err != nil {
			return err
		}
		_, _ = hash.Write([]byte(schema)) // a hash takes everything
		return Export(access.AsSystem(ctx), s.Client, hash)
	})
	return fmt.Appendf(nil, "%x", hash.Sum(nil)[:12]), err
}
