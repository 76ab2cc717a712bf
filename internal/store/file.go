package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// applicationID marks the header of the hub's SQLite files: the letters of "mail".
const applicationID = 0x6d61696c

// sqlitePath returns the absolute path of the file that the address names. It explains the mistakes
// that SQLite would report as "unable to open database file".
func sqlitePath(address string) (string, error) {
	if scheme, _, found := strings.Cut(address, "://"); found && scheme != "sqlite" {
		return "", &UnreachableError{
			scheme + " database", errors.New("a database is postgres://…, sqlite:path or the path of a file"),
		}
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

var errNoFile = errors.New("the file does not exist; `maillage serve` and `maillage migrate` make it")

// makeFile creates a file that only its owner may read, unless there is one. It never opens an
// existing file, because closing that would drop SQLite's locks.
func makeFile(path string, create bool) (created bool, err error) {
	if !create {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return false, errNoFile
		}
		return false, nil // SQLite reports other mistakes
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, file.Close()
}

// checkApplicationID refuses a file that holds another program's tables, and does not change it. It marks a
// file without tables as the hub's.
func checkApplicationID(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", fileURL(path, "mode", "rw", "_pragma", busyPragma()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	var id, tables, ours int
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id) // without reading the schema, as a query would
	if err != nil || id == applicationID {
		return err
	}
	err = db.QueryRowContext(ctx, `SELECT count(*), count(*) FILTER (WHERE name = '`+historyTable+`'
		AND sql LIKE '%hash%') FROM sqlite_master WHERE type = 'table'`).Scan(&tables, &ours)
	switch {
	case err != nil:
		return err
	case ours > 0:
		return nil
	case tables > 0 || id != 0:
		return errForeign
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

var errForeign = errors.New("it holds tables of another program; name another database with --database")
