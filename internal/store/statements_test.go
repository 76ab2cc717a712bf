package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// oneConnection opens an empty PostgreSQL database with a single connection.
func oneConnection(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: testdb.EmptyPostgres(t), MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// number runs a query that returns one number.
func number(t *testing.T, s *store.Store, query string, args ...any) int {
	t.Helper()
	n, err := tryNumber(t.Context(), s.Client, query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func tryNumber(ctx context.Context, db querier, query string, args ...any) (n int, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

// preparedLike counts the connection's prepared statements whose text has this beginning.
func preparedLike(t *testing.T, s *store.Store, text string) int {
	t.Helper()
	return number(t, s, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '"+text+"%'")
}

func TestStatements_RepeatedTextIsPreparedOnce(t *testing.T) {
	s := oneConnection(t)
	const query = "SELECT 1 + $1::int"
	for i := range 5 {
		if n := number(t, s, query, i); n != 1+i {
			t.Errorf("1 + %d is %d", i, n)
		}
		want := min(i, 1) // one that came once is not prepared
		if n := preparedLike(t, s, query); n != want {
			t.Errorf("prepared %d times after %d runs, want %d", n, i+1, want)
		}
	}
	uses := "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = '" + query + "'"
	if n := number(t, s, uses); n != 4 {
		t.Errorf("used %d times, want 4", n)
	}
}

func TestStatements_AreBounded(t *testing.T) {
	s := oneConnection(t)
	for i := range 300 {
		query := fmt.Sprintf("SELECT $1::int + %d", i)
		for range 2 {
			if n := number(t, s, query, 1); n != 1+i {
				t.Fatalf("%s is %d", query, n)
			}
		}
	}
	if n := preparedLike(t, s, "SELECT $1::int"); n < 200 || n > 256 {
		t.Errorf("%d statements are prepared, want at most 256", n)
	}
	long := "SELECT 7 + $1::int /* " + strings.Repeat("x", 5000) + " */"
	for range 3 {
		number(t, s, long, 1)
	}
	if n := preparedLike(t, s, "SELECT 7"); n != 0 {
		t.Error("a long text is prepared")
	}
}

func TestStatements_OutliveAChangeOfTheSchema(t *testing.T) {
	s := oneConnection(t)
	change := func(statement string) {
		t.Helper()
		if err := s.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	change("CREATE TABLE things AS SELECT 7 AS n")
	const query = "SELECT * FROM things WHERE n = $1"
	again := func() {
		t.Helper()
		for range 3 {
			if n := number(t, s, query, 7); n != 7 {
				t.Errorf("found %d", n)
			}
		}
		if preparedLike(t, s, query) != 1 {
			t.Error("it is not prepared any more")
		}
	}
	again()
	change("ALTER TABLE things ALTER n TYPE bigint")
	again()
	change("DEALLOCATE ALL")
	again()

	change("ALTER TABLE things ALTER n TYPE text")
	change("ALTER TABLE things ALTER n TYPE int USING n::int")
	change("ALTER TABLE things ALTER n TYPE bigint")
	again()
	change("ALTER TABLE things ALTER n TYPE int")
	tx, err := s.Client.Tx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tryNumber(t.Context(), tx, query, 7); err == nil || !strings.Contains(err.Error(), "cached plan") {
		t.Errorf("within a transaction: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	again()
}

func TestStatements_ACancelledOneTakesItsConnectionAlong(t *testing.T) {
	s := oneConnection(t)
	const query, pid = "SELECT 1 FROM pg_sleep($1)", "SELECT pg_backend_pid()"
	for range 3 {
		number(t, s, query, 0)
	}
	before := number(t, s, pid)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := tryNumber(ctx, s.Client, query, 30)
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 5*time.Second {
		t.Errorf("%v after %v", err, took)
	}
	for range 20 { // a late cancellation would end one of these
		number(t, s, "SELECT 1 FROM pg_sleep(0.01)")
	}
	if after := number(t, s, pid); after == before {
		t.Error("the connection is used again")
	}
	const running = `SELECT count(*) FROM pg_stat_activity
		WHERE query LIKE '%pg_sleep($1)%' AND state = 'active' AND pid <> pg_backend_pid()`
	if n := number(t, s, running); n != 0 {
		t.Error("the server still runs the statement")
	}
}

func TestStatements_RowsAreReadBeforeTheNext(t *testing.T) {
	s := oneConnection(t)
	tx, err := s.Client.Tx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	const query = "SELECT g FROM generate_series(1, $1) AS g"
	for range 3 {
		if n, err := tryNumber(t.Context(), tx, query, 5); n != 5 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	rows, err := tx.QueryContext(t.Context(), query, 5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tryNumber(t.Context(), tx, query, 5); err == nil {
		t.Error("two statements run on one connection at once")
	}
	last := 0
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || last != 5 {
		t.Errorf("read up to %d, %v", last, err)
	}
	if n, err := tryNumber(t.Context(), tx, query, 4); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}
