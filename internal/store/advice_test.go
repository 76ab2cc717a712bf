package store_test

import (
	"errors"
	"strings"
	"testing"

	"maillage/internal/store"
)

func TestAMigrationThatMayNotMakeAnExtensionSaysWhatToRun(t *testing.T) {
	denied := &store.MigrationError{File: "f.sql", Statement: `CREATE EXTENSION IF NOT EXISTS "pg_trgm"`, Err: errors.New("permission denied")}
	if !strings.Contains(denied.Error(), "CREATE EXTENSION pg_trgm;") {
		t.Error(denied)
	}
	other := &store.MigrationError{File: "f.sql", Statement: "CREATE TABLE x ()", Err: errors.New("permission denied")}
	if strings.Contains(other.Error(), "pg_trgm") {
		t.Error(other)
	}
}
