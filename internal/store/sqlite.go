package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"modernc.org/sqlite"
)

// busyTimeout is how long a statement waits for another process's lock.
const busyTimeout = 10 * time.Second

// isBusy tells whether another process had the database locked.
func isBusy(err error) bool {
	const busy, primary = 5, 0xff // extended codes say more in their other bits
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code()&primary == busy
}

// openSQLite opens a file with one writer and a pool of readers.
func openSQLite(c Config) (*Store, error) {
	path, err := sqlitePath(c.URL)
	if err != nil {
		return nil, err
	}
	safety, foreignKeys := "FULL", "1" // NORMAL loses acknowledged commits when the power fails
	if c.scratch {
		safety, foreignKeys = "OFF", "0" // it is filled from what was checked when it was written
	}
	writes, err := sql.Open("sqlite", sqliteDSN(path, safety, foreignKeys, "_txlock", "immediate"))
	if err != nil {
		return nil, err
	}
	reads, err := sql.Open("sqlite", sqliteDSN(path, safety, foreignKeys, "_pragma", "query_only(1)"))
	if err != nil {
		return nil, err
	}
	writes.SetMaxOpenConns(1)
	readers := c.MaxConns
	if readers == 0 {
		readers = max(4, runtime.NumCPU())
	}
	reads.SetMaxOpenConns(readers)
	reads.SetMaxIdleConns(readers)
	reads.SetConnMaxIdleTime(5 * time.Minute)
	return newStore("SQLite database "+path, dialect.SQLite, writes, reads, c), nil
}

// sqlitePath reads the file out of the address. The mistakes that SQLite would
// report as "unable to open database file" are told apart here. The file is
// never opened beside SQLite: closing it would drop SQLite's locks.
func sqlitePath(address string) (string, error) {
	if scheme, _, found := strings.Cut(address, "://"); found && scheme != "sqlite" {
		return "", &UnreachableError{scheme + " database", errors.New("a database is postgres://…, sqlite:path or the path of a file")}
	}
	path := strings.TrimPrefix(strings.TrimPrefix(address, "sqlite:"), "//")
	if path == "" || path == ":memory:" {
		return "", &UnreachableError{"SQLite database", errors.New("it needs the path of a file")}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", &UnreachableError{"SQLite database", err}
	}
	unreachable := func(format string, args ...any) (string, error) {
		return "", &UnreachableError{"SQLite database " + path, fmt.Errorf(format, args...)}
	}
	directory := filepath.Dir(path)
	switch info, err := os.Stat(directory); {
	case errors.Is(err, fs.ErrNotExist):
		return unreachable("the directory %s does not exist", directory)
	case err != nil:
		return unreachable("%w", err)
	case !info.IsDir():
		return unreachable("%s is not a directory", directory)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return unreachable("it is a directory, not a file")
	}
	return path, nil
}

// sqliteDSN says everything about a connection: a PRAGMA that is executed
// reaches one connection of a pool, these reach each of them.
func sqliteDSN(path, synchronous, foreignKeys string, pairs ...string) string {
	options := url.Values{
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
			"journal_mode(WAL)", // readers do not wait for the writer
			"foreign_keys(" + foreignKeys + ")",
			"synchronous(" + synchronous + ")",
		},
		"_time_format": {"sqlite"}, // else times are text that does not sort
		"_timezone":    {"UTC"},
	}
	for i := 0; i < len(pairs); i += 2 {
		options.Add(pairs[i], pairs[i+1])
	}
	// A path may hold what a URI gives a meaning to: ?, #, %, spaces.
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options.Encode()}
	if !strings.HasPrefix(file.Path, "/") {
		file.Path = "/" + file.Path // a drive letter
	}
	return file.String()
}
