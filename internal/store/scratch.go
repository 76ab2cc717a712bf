package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Scratch is an empty, migrated SQLite database in a folder of its own, which
// goes away when end is called.
func Scratch(ctx context.Context) (s *Store, end func() error, err error) {
	folder, err := os.MkdirTemp("", "maillage-scratch-")
	if err != nil {
		return nil, nil, err
	}
	s, err = Open(ctx, Config{URL: filepath.Join(folder, "scratch.db")})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	end = func() error { return errors.Join(s.Close(), os.RemoveAll(folder)) }
	if _, err := s.Migrate(ctx); err != nil {
		return nil, nil, errors.Join(err, end())
	}
	return s, end, nil
}
