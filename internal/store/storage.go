package store

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// StorageError means that a database cannot write, or cannot read back what it wrote, until somebody
// repairs its storage.
type StorageError struct {
	Reason string // for people; it names no file
	Err    error
}

func (e *StorageError) Error() string { return e.Reason + ": " + e.Err.Error() }

func (e *StorageError) Unwrap() error { return e.Err }

// Reasons of a StorageError.
const (
	diskFull     = "the disk is full"
	diskFails    = "the disk fails"
	readOnly     = "the database is read-only"
	damaged      = "the database is damaged"
	fileReplaced = "the database file was deleted or replaced"
	cannotOpen   = "the database file cannot be opened"
)

// storageFaults are the reasons by SQLite's primary codes and PostgreSQL's SQLSTATE codes.
var (
	sqliteFaults   = map[int]string{8: readOnly, 10: diskFails, 11: damaged, 13: diskFull, 14: cannotOpen, 26: damaged}
	postgresFaults = map[string]string{
		"25006": readOnly, "53100": diskFull, "58030": diskFails, "58P01": damaged, "XX001": damaged, "XX002": damaged,
	}
)

// StorageFault returns the reason when err comes from a fault of the database's storage, and "" for
// any other error.
func StorageFault(err error) string {
	var ours *StorageError
	var lite *sqlite.Error
	var state interface{ SQLState() string }
	switch {
	case err == nil:
		return ""
	case errors.As(err, &ours):
		return ours.Reason
	case errors.As(err, &lite):
		return sqliteFaults[lite.Code()&0xff]
	case !errors.As(err, &state):
		return ""
	case state.SQLState() == "0A000" && strings.Contains(err.Error(), "read-write"):
		return readOnly // a standby refuses to begin a transaction that writes
	}
	return postgresFaults[state.SQLState()]
}

// storage identifies the file in which a database is stored.
type storage struct {
	path string      // of a SQLite file
	file os.FileInfo // as it was opened; nil when there is none to watch
}

var errReplaced = errors.New("what is at its path is not what was opened; restart the hub on the right file")

// checkReplaced returns an error when the file at the path is not the one that was opened. What is written to
// a deleted file is lost.
func (s *storage) checkReplaced() error {
	if s.file == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &StorageError{fileReplaced, err}
	case err != nil:
		return &StorageError{cannotOpen, err}
	case !os.SameFile(s.file, now):
		return &StorageError{fileReplaced, errReplaced}
	}
	return nil
}

// possibleFault is a possible fault of the storage, since which no check has written.
type possibleFault struct {
	err error // nil when nothing was written at all
	at  time.Time
}

// A fault is reported for faultHold, because small writes may find room where others did not. Then a
// check writes checkSize bytes.
const (
	faultHold = 3 * time.Second
	checkSize = 16 << 10
)

// Check checks that the database answers and can write. It writes something after a fault of the
// storage, and the first time. Only one goroutine may call it.
func (s *Store) Check(ctx context.Context) error {
	if err := s.driver.reads.DB().PingContext(ctx); err != nil {
		return &UnreachableError{Database: s.name, Err: err}
	}
	if err := s.driver.storage.checkReplaced(); err != nil {
		return err
	}
	suspect := s.driver.suspect.Load()
	if suspect == nil {
		return nil
	}
	if suspect.err != nil && time.Since(suspect.at) < faultHold {
		return suspect.err
	}
	text := make([]byte, checkSize)
	_, _ = rand.Read(text) // never fails
	if err := s.SetSetting(ctx, "written by a check", text); err != nil {
		return err
	}
	s.driver.suspect.CompareAndSwap(suspect, nil)
	return nil
}
