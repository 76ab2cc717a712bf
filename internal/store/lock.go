package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// migrationLock is the advisory lock of whoever migrates, on PostgreSQL: the
// letters of "maillage".
const migrationLock = 0x6d61696c6c616765

// pin takes the connection on which migrations run, and returns what gives it
// back.
//
// SQLite cannot change a constraint: a migration makes the table anew, copies
// its rows and drops the old one, and with foreign keys enforced the drop
// deletes every row that refers to it. The migrations say "PRAGMA foreign_keys
// = off" themselves, but inside a transaction it does nothing; so it is said
// here, before. References are checked before the commit instead.
func (s *Store) pin(ctx context.Context) (*sql.Conn, func() error, error) {
	conn, err := s.driver.writes.DB().Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !s.isSQLite() {
		return conn, conn.Close, nil
	}
	// Another starter may hold the lock for as long as a migration takes.
	for _, pragma := range []string{"PRAGMA foreign_keys = off", "PRAGMA busy_timeout = 120000"} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return nil, nil, errors.Join(err, discard(conn))
		}
	}
	// The next connection gets its pragmas from the DSN again.
	return conn, func() error { return discard(conn) }, nil
}

// discard closes a connection rather than give it back to its pool.
func discard(conn *sql.Conn) error {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) && !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	return nil
}

// lock begins the transaction of one migration when nobody else migrates. The
// lock ends with the transaction, so that a program that dies leaves none, and
// so that it works through a pooler of connections.
func (s *Store) lock(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	tx, err := conn.BeginTx(ctx, nil) // on SQLite immediate: it has the write lock
	if err != nil || s.isSQLite() {
		return tx, err
	}
	for _, statement := range []string{
		"SET LOCAL statement_timeout = 0", // a migration takes the time it takes
		"SET LOCAL lock_timeout = 0",
		fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrationLock),
		// A migration that waits for a busy table makes all others wait behind it.
		"SET LOCAL lock_timeout = '10s'",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	return tx, nil
}

// checkReferences finds a row that refers to none: what SQLite did not enforce
// while the migration ran.
func checkReferences(ctx context.Context, tx *sql.Tx) error {
	var table, parent string
	var row, constraint sql.NullInt64
	err := tx.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &constraint)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("row %d of %s refers to a row of %s that is not there", row.Int64, table, parent)
}
