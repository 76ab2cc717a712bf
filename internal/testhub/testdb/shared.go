package testdb

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"maillage/internal/testhub/cluster"
)

// shared returns the content of a file that the test processes of one run share. The first that needs it makes it, and
// others wait. Without a directory for such files, each process makes its own.
func shared(name string, content func() ([]byte, error)) (made []byte, err error) {
	directory := os.Getenv(cluster.FilesVariable)
	if directory == "" {
		return content()
	}
	path := filepath.Join(directory, name)
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()                // which unlocks it
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil { //nolint:gosec // a file's number is small
		return nil, err
	}
	if made, err = os.ReadFile(path); !errors.Is(err, os.ErrNotExist) {
		return made, err
	}
	if made, err = content(); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path+".part", made, 0o600); err != nil {
		return nil, err
	}
	return made, os.Rename(path+".part", path) // a process that is killed leaves no half of it
}
