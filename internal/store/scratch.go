package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// Scratch is an empty, migrated SQLite database in a folder of its own, which
// goes away when end is called. What is written to it need not survive anything.
func Scratch(ctx context.Context) (s *Store, end func() error, err error) {
	image, err := blank(ctx)
	if err != nil {
		return nil, nil, err
	}
	folder, err := os.MkdirTemp("", "maillage-scratch-")
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(folder, "scratch.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	s, err = Open(ctx, Config{URL: path, Create: true, scratch: true})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, func() error { return errors.Join(s.Close(), os.RemoveAll(folder)) }, nil
}

// PrepareScratch makes what every scratch database begins as, so that the first
// need not wait for it.
func PrepareScratch(ctx context.Context) error {
	_, err := blank(ctx)
	return err
}

// blankImage is the file of an empty, migrated database. It is made once, since
// migrating takes longer than filling a database of the usual size.
var blankImage struct {
	sync.Mutex
	bytes []byte
}

func blank(ctx context.Context) (image []byte, err error) {
	blankImage.Lock()
	defer blankImage.Unlock()
	if blankImage.bytes != nil {
		return blankImage.bytes, nil
	}
	folder, err := os.MkdirTemp("", "maillage-blank-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "blank.db")
	s, err := Open(ctx, Config{URL: path, Create: true, scratch: true})
	if err != nil {
		return nil, err
	}
	_, err = s.Migrate(ctx)
	if err := errors.Join(err, s.Close()); err != nil { // closing folds the log of writes into the file
		return nil, err
	}
	blankImage.bytes, err = os.ReadFile(path)
	return blankImage.bytes, err
}
