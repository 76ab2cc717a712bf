package store

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"time"

	"modernc.org/sqlite"

	"maillage/internal/message"
)

// StorageError means that a database cannot write, or cannot read back what it wrote, until somebody
// repairs its storage.
type StorageError struct {
	Reason message.Sentence // it names no file
	Err    error
}

func (e *StorageError) Error() string { return e.Reason.String() + ": " + e.Err.Error() }

func (e *StorageError) Unwrap() error { return e.Err }

// storageFaults are the reasons by SQLite's primary codes and PostgreSQL's SQLSTATE codes.
var (
	sqliteFaults = map[int]message.Sentence{
		8: message.ReadOnly, 10: message.DiskFails, 11: message.Damaged, 13: message.DiskFull, 14: message.CannotOpen,
		26: message.Damaged,
	}
	postgresFaults = map[string]message.Sentence{
		"25006": message.ReadOnly, "53100": message.DiskFull, "58030": message.DiskFails, "58P01": message.Damaged,
		"XX001": message.Damaged, "XX002": message.Damaged,
	}
)

// StorageFault returns the reason when err comes from a fault of the database's storage. It returns false for
// any other error.
func StorageFault(err error) (reason message.Sentence, is bool) {
	var ours *StorageError
	var lite *sqlite.Error
	var state interface{ SQLState() string }
	switch {
	case err == nil:
		return reason, false
	case errors.As(err, &ours):
		return ours.Reason, true
	case errors.As(err, &lite):
		reason, is = sqliteFaults[lite.Code()&0xff]
		return reason, is
	case !errors.As(err, &state):
		return reason, false
	case state.SQLState() == "0A000" && strings.Contains(err.Error(), "read-write"):
		return message.ReadOnly, true // a standby refuses to begin a transaction that writes
	}
	reason, is = postgresFaults[state.SQLState()]
	return reason, is
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
		return &StorageError{message.FileReplaced, err}
	case err != nil:
		return &StorageError{message.CannotOpen, err}
	case !os.SameFile(s.file, now):
		return &StorageError{message.FileReplaced, errReplaced}
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
	if suspect.err != nil && time.Since(suspect.at) < s.faultHold {
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

func isStorageFault(err error) bool {
	_, is := StorageFault(err)
	return is
}
