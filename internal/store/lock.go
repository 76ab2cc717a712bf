package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// migrationLock is the key of the advisory lock under which PostgreSQL is migrated: the letters of
// "maillage".
const migrationLock = 0x6d61696c6c616765

// migrationConn takes the connection on which migrations run, and returns a function that releases it.
//
// SQLite cannot change a constraint. A migration makes a new table, copies the rows and drops the old
// table. With foreign keys enforced, the drop deletes every row that refers to the table. The
// migrations contain "PRAGMA foreign_keys = off", which does nothing inside a transaction. Therefore
// pin sets it before the transaction. References are checked before the commit instead.
func (s *Store) migrationConn(ctx context.Context) (*sql.Conn, func() error, error) {
	conn, err := s.driver.writes.DB().Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !s.isSQLite() {
		return conn, conn.Close, nil
	}
	// Another process that starts may hold the lock for as long as a migration takes.
	for _, pragma := range []string{"PRAGMA foreign_keys = off", "PRAGMA busy_timeout = 120000"} {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return nil, nil, errors.Join(err, discard(conn))
		}
	}
	// The next connection gets its pragmas from the DSN again.
	return conn, func() error { return discard(conn) }, nil
}

// discard closes a connection instead of returning it to its pool.
func discard(conn *sql.Conn) error {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) && !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	return nil
}

// lock begins the transaction of one migration once nobody else migrates. The lock ends with the
// transaction, so a program that dies leaves none. It also works through a connection pooler.
func (s *Store) lock(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	tx, err := conn.BeginTx(ctx, nil) // immediate on SQLite: it has the write lock
	if err != nil || s.isSQLite() {
		return tx, err
	}
	for _, statement := range []string{
		"SET LOCAL statement_timeout = 0", // a migration takes as long as it takes
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

// checkReferences returns an error for a row whose foreign key has no target. SQLite did not enforce
// foreign keys while the migration ran.
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
