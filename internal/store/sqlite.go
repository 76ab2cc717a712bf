package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"modernc.org/sqlite"
)

// busyTimeout is how long a statement waits for another process's lock.
const busyTimeout = 10 * time.Second

// isBusy reports whether another process had the database locked.
func isBusy(err error) bool {
	const busy, primary = 5, 0xff // extended codes use the other bits
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code()&primary == busy
}

// openSQLite opens a file with one writer and a pool of readers.
func openSQLite(ctx context.Context, c Config) (*Store, error) {
	path, err := sqlitePath(c.URL)
	if err != nil {
		return nil, err
	}
	name := "SQLite database " + path
	created, err := makeFile(path, c.Create)
	if err == nil {
		err = retryWhileBusy(ctx, func() error { return checkApplicationID(ctx, path) })
	}
	if err != nil {
		return nil, &UnreachableError{name, err}
	}
	writes, err := openSQLitePool(sqliteDSN(path, "_txlock", "immediate"))
	if err != nil {
		return nil, err
	}
	reads, err := openSQLitePool(sqliteDSN(path, "_pragma", "query_only(1)"))
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
	opened := newStore(name, dialect.SQLite, writes, reads, c)
	if opened.driver.storage.path = path; created {
		opened.Created = path
	}
	return opened, nil
}

func busyPragma() string { return fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()) }

// sqliteDSN returns a DSN with all settings of a connection. A PRAGMA that is executed reaches only
// one connection of a pool, and these reach each of them. No connection creates a file, so a deleted
// one is not replaced by an empty one.
func sqliteDSN(path string, pairs ...string) string {
	return fileURL(path, append(pairs,
		"mode", "rw",
		"_pragma", busyPragma(),
		"_pragma", "journal_mode(WAL)", // readers do not wait for the writer
		"_pragma", "foreign_keys(1)",
		"_pragma", "synchronous(FULL)", // NORMAL loses acknowledged commits when the power fails
		"_time_format", "sqlite", // else times are text that does not sort
		"_timezone", "UTC",
	)...)
}

// fileURL returns the URL of a file with connection options; pairs alternates names and values.
func fileURL(path string, pairs ...string) string {
	options := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		options.Add(pairs[i], pairs[i+1])
	}
	// A path may hold characters that have a meaning in a URI: ?, #, %, spaces.
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: options.Encode()}
	if !strings.HasPrefix(file.Path, "/") {
		file.Path = "/" + file.Path // a drive letter
	}
	return file.String()
}
