package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestOpen_UnreachableDatabaseIsNamed(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "text")
	if err := os.WriteFile(file, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ url, says string }{
		{filepath.Join(directory, "none", "hub.db"), "does not exist"},
		{"sqlite:" + directory, "it is a directory"},
		{filepath.Join(file, "hub.db"), "not a directory"},
		{file, "not a database"},
		{"", "path of a file"},
		{"sqlite::memory:", "path of a file"},
		{"mysql://root:hunter2@localhost/hub", "postgres://"},
		{"postgres://hub:hunter2@127.0.0.1:1/hub", "127.0.0.1:1"},
		{"postgres://hub:hun#ter2@127.0.0.1/hub", "%XX"},
		{"postgres://hub:hun/ter2@127.0.0.1/hub", "%XX"},
		{"postgres://hub:hunter2@127.0.0.1/hub?sslmode=hunter2", "sslmode"},
		{"postgres://hub:hunter2@127.0.0.1/hub?binary_parameters=yes", "binary_parameters"},
	} {
		_, err := store.Open(testdb.Context(t), store.Config{URL: c.url, Create: true})
		var unreachable *store.UnreachableError
		switch {
		case !errors.As(err, &unreachable):
			t.Errorf("%s: %v; want an UnreachableError", c.url, err)
		case !strings.Contains(err.Error(), c.says):
			t.Errorf("%s: %v; want it to say %q", c.url, err, c.says)
		case strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "ter2@") ||
			strings.Contains(err.Error(), ":hun"):
			t.Errorf("%s: %v has the password", c.url, err)
		}
	}
}

func TestOpen_SQLitePathMayHoldAnything(t *testing.T) {
	for _, name := range []string{"a b.db", "a?b.db", "a#b.db", "a%20b.db", "é&=.db", "a;b'\".db"} {
		path := filepath.Join(t.TempDir(), name)
		s := testdb.Open(t, "sqlite:"+path)
		if _, err := s.Migrate(testdb.Context(t)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpen_SQLiteConnectionsAreSetUp(t *testing.T) {
	s := testdb.SQLite(t)
	for pragma, want := range map[string]string{
		"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000",
	} {
		if got := pragmaOf(t, s, pragma); got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

func TestOpen_PostgresConnectionsAreSetUp(t *testing.T) {
	s := testdb.Postgres(t)
	for query, want := range map[string]string{
		"SHOW jit": "off", "SHOW statement_timeout": "30s", "SHOW timezone": "UTC",
	} {
		var got string
		rows, err := s.Query(testdb.Context(t), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			err = rows.Scan(&got)
		}
		if err := errors.Join(err, rows.Err(), rows.Close()); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", query, got, want, err)
		}
	}
}

func pragmaOf(t *testing.T, s *store.Store, name string) (value string) {
	t.Helper()
	// Because it is not a SELECT, the writer answers it.
	rows, err := s.Query(testdb.Context(t), "PRAGMA "+name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
	}
	return value
}

// On SQLite a reader that waited for the writer would wait for as long as an import takes.
func TestStore_ReadersDoNotWaitForTheWriter(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		tx, err := s.Client.Tx(testdb.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		partner(t, tx.Client(), "planir")
		soon, cancel := context.WithTimeout(testdb.Context(t), 5*time.Second)
		defer cancel()
		if n, err := s.Client.Partner.Query().Count(soon); n != 0 || err != nil {
			t.Errorf("%d partners, %v; want none while the writer has not committed", n, err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if n := s.Client.Partner.Query().CountX(testdb.Context(t)); n != 1 {
			t.Errorf("%d partners once it has, want 1", n)
		}
	})
}

func TestStore_WritersTakeTurns(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var writers sync.WaitGroup
		for i := range 16 {
			writers.Go(func() {
				code := "p" + string(rune('a'+i))
				if err := s.Client.Partner.Create().SetCode(code).SetName(code).Exec(testdb.Context(t)); err != nil {
					t.Errorf("%s: %v", code, err)
				}
			})
		}
		writers.Wait()
		if n := s.Client.Partner.Query().CountX(testdb.Context(t)); n != 16 {
			t.Errorf("%d partners, want 16", n)
		}
	})
}

// A transaction that reads before it writes must have the write lock from its start. SQLite refuses to
// give it later, once another process has written.
func TestStore_TransactionsOfTwoProcessesTakeTurns(t *testing.T) {
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			url := kind.Empty(t)
			processes := []*store.Store{testdb.Open(t, url), testdb.Open(t, url)}
			if _, err := processes[0].Migrate(testdb.Context(t)); err != nil {
				t.Fatal(err)
			}
			var writers sync.WaitGroup
			for i := range 12 {
				writers.Go(func() {
					if err := readThenWrite(testdb.Context(t), processes[i%2], "p"+string(rune('a'+i))); err != nil {
						t.Error(err)
					}
				})
			}
			writers.Wait()
		})
	}
}

func readThenWrite(ctx context.Context, s *store.Store, code string) error {
	tx, err := s.Client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for range 20 { // others come meanwhile
		if _, err := tx.Partner.Query().Count(ctx); err != nil {
			return err
		}
	}
	if err := tx.Partner.Create().SetCode(code).SetName(code).Exec(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func TestStore_ReadOnlyTransactionWritesNothing(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		tx, err := s.Client.BeginTx(testdb.Context(t), &sql.TxOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		if err := tx.Partner.Create().SetCode("planir").SetName("Planir").Exec(testdb.Context(t)); err == nil {
			t.Error("a transaction that only reads has written")
		}
	})
}

func TestStore_EveryStatementIsObserved(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	observe := testdb.Observe(func(_ context.Context, query string) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, query)
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		seen = nil
		made := partner(t, s.Client, "planir")
		s.Client.Partner.GetX(testdb.Context(t), made.ID)
		tx, err := s.Client.Tx(testdb.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		tx.Partner.Query().CountX(testdb.Context(t))
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		want := []string{"INSERT", "SELECT", "SELECT"}
		if len(seen) != len(want) {
			t.Fatalf("%d statements, want %d: %q", len(seen), len(want), seen)
		}
		for i := range want {
			if !strings.HasPrefix(seen[i], want[i]) {
				t.Errorf("statement %d is %s, want %s", i, seen[i], want[i])
			}
		}
	}, observe)
}
