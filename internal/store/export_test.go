package store

import (
	"context"
	"database/sql"
	"io/fs"
)

// MigrateFrom is Migrate with the files of another directory.
func (s *Store) MigrateFrom(ctx context.Context, directory fs.FS) ([]string, error) {
	files, err := readMigrations(directory)
	if err != nil {
		return nil, err
	}
	return s.migrate(ctx, files)
}

// PendingFrom is Pending with the files of another directory.
func (s *Store) PendingFrom(ctx context.Context, directory fs.FS) ([]string, error) {
	files, err := readMigrations(directory)
	if err != nil {
		return nil, err
	}
	return s.pending(ctx, files)
}

// Embedded returns the directory of migrations that Migrate applies.
func (s *Store) Embedded() (fs.FS, error) {
	if s.isSQLite() {
		return fs.Sub(embedded, "migrations/sqlite")
	}
	return fs.Sub(embedded, "migrations/postgres")
}

// Exec sends a statement without ent.
func (s *Store) Exec(ctx context.Context, statement string) error {
	_, err := s.driver.ExecContext(ctx, statement)
	return err
}

// Query sends a statement that returns rows, without ent.
func (s *Store) Query(ctx context.Context, statement string) (*sql.Rows, error) {
	return s.driver.QueryContext(ctx, statement)
}
