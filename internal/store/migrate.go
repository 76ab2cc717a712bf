package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"
)

// historyTable records the migrations that the database has. It is not part of the ent schemas,
// because it must exist before the first of them.
const historyTable = "schema_migrations"

const createHistory = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version varchar(14) NOT NULL PRIMARY KEY,
  hash varchar(64) NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
)`

// Migrate brings the database up to date and returns the files that it applied. Concurrent callers
// wait. Each file is applied once, as a whole or not at all.
func (s *Store) Migrate(ctx context.Context) (applied []string, err error) {
	files, err := migrationsFor(s.Dialect())
	if err != nil {
		return nil, err
	}
	return s.migrate(ctx, files)
}

// Pending returns the files that Migrate would apply, or a *NewerError when the database has a version
// that this program lacks.
func (s *Store) Pending(ctx context.Context) ([]string, error) {
	files, err := migrationsFor(s.Dialect())
	if err != nil {
		return nil, err
	}
	return s.pending(ctx, files)
}

func (s *Store) pending(ctx context.Context, files []migration) ([]string, error) {
	done, err := s.history(ctx)
	if err != nil {
		return nil, err
	}
	missing, err := compare(files, done)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range missing {
		names = append(names, f.name)
	}
	return names, nil
}

func (s *Store) migrate(ctx context.Context, files []migration) (applied []string, err error) {
	if missing, err := s.pending(ctx, files); err != nil || len(missing) == 0 {
		return nil, err // an ordinary start waits for no lock
	}
	conn, release, err := s.migrationConn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	for i := range files {
		did, err := s.apply(ctx, conn, files, i)
		if err != nil {
			return applied, err
		}
		if did {
			applied = append(applied, files[i].name)
		}
	}
	return applied, nil
}

// apply runs one file and records it in one transaction. It does nothing when another process applied
// the file while this one waited for the lock.
func (s *Store) apply(ctx context.Context, conn *sql.Conn, files []migration, i int) (did bool, err error) {
	tx, err := s.lock(ctx, conn)
	if err != nil {
		return false, fmt.Errorf("locking the %s to migrate it: %w", s.name, err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if _, err := tx.ExecContext(ctx, createHistory); err != nil {
		return false, err
	}
	done, err := readHistory(ctx, tx)
	if err != nil {
		return false, err
	}
	if _, err := compare(files, done); err != nil {
		return false, err
	}
	file := files[i]
	if _, is := done[file.version]; is {
		return false, nil
	}
	for _, statement := range file.statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return false, &MigrationError{file.name, statement, err}
		}
	}
	if err := s.record(ctx, tx, file); err != nil {
		return false, &MigrationError{file.name, "", err}
	}
	return true, nil
}

func (s *Store) record(ctx context.Context, tx *sql.Tx, file migration) error {
	if s.isSQLite() {
		if err := checkReferences(ctx, tx); err != nil {
			return err
		}
	}
	query, args := entsql.Dialect(s.Dialect()).Insert(historyTable).
		Columns("version", "hash").Values(file.version, file.hash).Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	return tx.Commit()
}
