package store

import (
	"fmt"
)

// UnreachableError says that a database cannot be opened or does not answer.
type UnreachableError struct {
	Database string // which, without its password
	Err      error  // why
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("cannot reach the %s: %v", e.Database, e.Err)
}

func (e *UnreachableError) Unwrap() error { return e.Err }

// NewerError says that a newer program than this one migrated the database.
type NewerError struct {
	Database string // the newest version that the database has
	Program  string // the newest that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the database is at version %s and this program knows no version after %s: use the newer program", e.Database, e.Program)
}

// AlteredError says that a migration is not what it was when it was recorded:
// in its directory's atlas.sum, or in a database where it was applied.
type AlteredError struct {
	File string // the migration
	Err  error  // how it shows
}

func (e *AlteredError) Error() string {
	return fmt.Sprintf("the migration %s was altered: %v", e.File, e.Err)
}

func (e *AlteredError) Unwrap() error { return e.Err }

// MigrationError says that a migration failed, and that nothing of it was kept.
type MigrationError struct {
	File      string
	Statement string // the one that failed; empty when none of its own did
	Err       error
}

func (e *MigrationError) Error() string {
	if e.Statement == "" {
		return fmt.Sprintf("the migration %s failed and nothing of it was kept: %v", e.File, e.Err)
	}
	return fmt.Sprintf("the migration %s failed and nothing of it was kept: %v, in: %s", e.File, e.Err, e.Statement)
}

func (e *MigrationError) Unwrap() error { return e.Err }
