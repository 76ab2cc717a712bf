package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// oneSQLiteConnection opens a new SQLite file with a table of the numbers from 1 to 5, through a single connection.
func oneSQLiteConnection(t *testing.T) *sql.Conn {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hub.db")
	if _, err := makeFile(path, true); err != nil {
		t.Fatal(err)
	}
	pool, err := openSQLitePool(sqliteDSN(path))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(conn.Close(), pool.Close()); err != nil {
			t.Error(err)
		}
	})
	for _, statement := range []string{
		"CREATE TABLE numbers (n integer NOT NULL)", "INSERT INTO numbers VALUES (1), (2), (3), (4), (5)",
	} {
		if _, err := conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// isKept reports whether a connection keeps a text prepared, ready to run.
func isKept(t *testing.T, conn *sql.Conn, query string) (is bool) {
	t.Helper()
	err := conn.Raw(func(raw any) error {
		found, kept := raw.(*sqliteSession).statements.prepared.Get(query)
		is = kept && !found.(*sqliteStatement).isReading
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return is
}

// countAbove counts the rows of a query with one argument.
func countAbove(t *testing.T, conn *sql.Conn, query string, least int) (count int) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), query, least)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		count++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	return count
}

const above = "SELECT n FROM numbers WHERE n > ? ORDER BY n"

func TestSQLiteStatements_RepeatedTextIsKept(t *testing.T) {
	conn := oneSQLiteConnection(t)
	const insert = "INSERT INTO numbers VALUES (?)"
	for i := range 4 {
		if got := countAbove(t, conn, above, i); got != 5 {
			t.Errorf("above %d: %d, want 5", i, got)
		}
		if _, err := conn.ExecContext(t.Context(), insert, 10+i); err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{above, insert} {
			if is := isKept(t, conn, query); is != (i > 0) {
				t.Errorf("%s after %d runs: kept is %t", query, i+1, is)
			}
		}
	}
}

func TestSQLiteStatements_RunWhileTheirRowsAreOpen(t *testing.T) {
	conn := oneSQLiteConnection(t)
	for range 2 {
		countAbove(t, conn, above, 0)
	}
	rows, err := conn.QueryContext(t.Context(), above, 2)
	if err != nil {
		t.Fatal(err)
	}
	var read []int
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		read = append(read, n)
		if got := countAbove(t, conn, above, 1); got != 4 {
			t.Errorf("the same text beside its rows found %d, want 4", got)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || fmt.Sprint(read) != "[3 4 5]" {
		t.Errorf("read %v, %v", read, err)
	}
	if got := countAbove(t, conn, above, 4); got != 1 || !isKept(t, conn, above) {
		t.Errorf("afterwards it found %d", got)
	}
}

func TestSQLiteStatements_DroppedOneEndsWithItsRows(t *testing.T) {
	conn := oneSQLiteConnection(t)
	for range 2 {
		countAbove(t, conn, above, 0)
	}
	rows, err := conn.QueryContext(t.Context(), above, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sqliteStatements {
		for range 2 {
			countAbove(t, conn, fmt.Sprintf("SELECT %d FROM numbers WHERE n > ?", i), 0)
		}
	}
	if isKept(t, conn, above) {
		t.Fatal("it was not dropped")
	}
	count := 0
	for rows.Next() {
		count++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || count != 5 {
		t.Errorf("read %d rows, want 5; %v", count, err)
	}
	long := "SELECT n FROM numbers WHERE n > ? /* " + strings.Repeat("x", longestPrepared) + " */"
	for range 3 {
		countAbove(t, conn, long, 0)
	}
	if isKept(t, conn, long) {
		t.Error("a long text is kept")
	}
}

func TestSQLiteStatements_OutliveErrorsAndChangesOfTheSchema(t *testing.T) {
	conn := oneSQLiteConnection(t)
	const insert, endless = "INSERT INTO numbers VALUES (?)", `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL
		SELECT n + 1 FROM c WHERE n < ?) SELECT count(*) FROM c`
	for range 2 {
		countAbove(t, conn, above, 0)
		countAbove(t, conn, endless, 10)
		if _, err := conn.ExecContext(t.Context(), insert, 6); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.ExecContext(t.Context(), insert, nil); err == nil {
		t.Error("the column took NULL")
	}
	if _, err := conn.ExecContext(t.Context(), insert, 7); err != nil {
		t.Error("after an error:", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	rows, err := conn.QueryContext(ctx, endless, 1<<40)
	if err == nil {
		_ = rows.Close()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an endless statement ended with %v", err)
	}
	if _, err := conn.ExecContext(t.Context(), "ALTER TABLE numbers ADD COLUMN more text"); err != nil {
		t.Fatal(err)
	}
	if got := countAbove(t, conn, above, 0); got != 8 || !isKept(t, conn, above) {
		t.Errorf("after a change of the schema it found %d, want 8", got)
	}
	if got := countAbove(t, conn, endless, 10); got != 1 || !isKept(t, conn, endless) {
		t.Errorf("after it was interrupted it found %d rows", got)
	}
}
