package store

import (
	"fmt"
)

// UnreachableError means that a database cannot be opened or does not answer.
type UnreachableError struct {
	Database string // its name, without its password
	Err      error  // the reason
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("cannot reach the %s: %v", e.Database, e.Err)
}

func (e *UnreachableError) Unwrap() error { return e.Err }

// NewerError means that a newer program than this one migrated the database.
type NewerError struct {
	Database string // the newest version that the database has
	Program  string // the newest version that this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf(
		"the database is at version %s and this program knows no version after %s: use the newer program", e.Database,
		e.Program,
	)
}

// AlteredError means that a migration file differs from its record. The record is the directory's
// atlas.sum, or the history of a database where the file was applied.
type AlteredError struct {
	File string // the migration file
	Err  error  // the difference
}

func (e *AlteredError) Error() string {
	return fmt.Sprintf("the migration %s was altered: %v", e.File, e.Err)
}

func (e *AlteredError) Unwrap() error { return e.Err }

// MigrationError means that a migration failed and was rolled back as a whole.
type MigrationError struct {
	File      string
	Statement string // the statement that failed; empty when it was none of the file's own
	Err       error
}

func (e *MigrationError) Error() string {
	if e.Statement == "" {
		return fmt.Sprintf("the migration %s failed and nothing of it was kept: %v", e.File, e.Err)
	}
	return fmt.Sprintf("the migration %s failed and nothing of it was kept: %v, in: %s", e.File, e.Err, e.Statement)
}

func (e *MigrationError) Unwrap() error { return e.Err }
