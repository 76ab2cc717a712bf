package chaos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"maillage/internal/testhub"
)

// Variable is the environment variable that makes the tests as large as in `make chaos` when it is
// "full".
const Variable = "MAILLAGE_CHAOS"

// patience is the time limit for operations that normally take far less.
const patience = 60 * time.Second

// folder contains the command.
var folder string

func TestMain(m *testing.M) {
	if asked := os.Getenv(attackVariable); asked != "" {
		if err := attackUntilEOF(asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := func() int {
		var err error
		if folder, err = os.MkdirTemp("", "maillage-chaos-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }() // otherwise a file is left over
		return m.Run()
	}()
	os.Exit(code)
}

// full reports whether the tests run in full.
func full() bool { return os.Getenv(Variable) == "full" }

// size returns how much of something a test does.
func size[T any](small, large T) T {
	if full() {
		return large
	}
	return small
}

// binary returns the path of the command, which is built once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "maillage")
	out, err := exec.Command("go", "build", "-o", path, "maillage").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("building the command: %w\n%s", err, out)
	}
	return path, err
})

// command runs the command to its end and returns its output.
func command(t testing.TB, arguments ...string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), path, arguments...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("maillage %v: %v\n%s", arguments, err, failed.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// base is a database that instances serve, and that the tests also read directly.
type base struct {
	kind, url string
	token     string // of an administrator, who writes and follows
	db        *sql.DB
}

// eachBase runs a test on a base of each kind.
func eachBase(t *testing.T, test func(t *testing.T, b *base)) {
	t.Helper()
	for _, kind := range testhub.Kinds {
		t.Run(kind.Name, func(t *testing.T) { test(t, newBase(t, kind.Name, kind.Empty(t))) })
	}
}

// newBase returns a base with an empty database.
func newBase(t testing.TB, kind, url string) *base {
	t.Helper()
	b := &base{kind: kind, url: url}
	command(t, "migrate", "--database", url)
	b.token = command(t, "token", "create", "--database", url, "--label", "chaos", "--role", "administrator",
		"--scope", "read", "--scope", "write", "--scope", "feed")
	b.token = b.token[:len(b.token)-1] // without the line's end
	driver, source := "postgres", url
	if kind == "sqlite" {
		driver, source = "sqlite", "file:"+url+"?_pragma=query_only(1)&_pragma=busy_timeout(10000)"
	}
	var err error
	if b.db, err = sql.Open(driver, source); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.db.Close() }) // it was only read
	return b
}

// snapshot runs queries that see one moment.
func (b *base) snapshot(t testing.TB, read func(tx *sql.Tx) error) {
	t.Helper()
	options := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	if b.kind == "sqlite" {
		options = nil // its transactions see one moment anyway
	}
	tx, err := b.db.BeginTx(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	err = read(tx)
	_ = tx.Rollback() // nothing was written
	if err != nil {
		t.Fatalf("reading the database: %v", err)
	}
}

// rows calls back for each row of a query of texts.
func rows(ctx context.Context, tx *sql.Tx, query string, row func(column []string)) error {
	found, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }() // Err returns what matters
	names, err := found.Columns()
	if err != nil {
		return err
	}
	column, into := make([]string, len(names)), make([]any, len(names))
	for i := range column {
		into[i] = &column[i]
	}
	for found.Next() {
		if err := found.Scan(into...); err != nil {
			return err
		}
		row(column)
	}
	return found.Err()
}
