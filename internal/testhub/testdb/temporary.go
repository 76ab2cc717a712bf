package testdb

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"maillage/internal/ledger"
	"maillage/internal/store"
)

// Temporary runs a function on an empty SQLite database and its ledger, for examples, which have no test.
func Temporary(ctx context.Context, run func(s *store.Store, book *ledger.Ledger) error) (err error) {
	directory, err := os.MkdirTemp("", "maillage")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	s, err := store.Open(ctx, store.Config{URL: filepath.Join(directory, "hub.db"), Create: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	book, err := ledger.Open(ctx, ledger.Config{Client: s.Client, Dialect: s.Dialect()})
	if err != nil {
		return err
	}
	return run(s, book)
}
