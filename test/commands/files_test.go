package commands

import (
	"database/sql"
	"errors"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// mode FILE checks that only its owner may read and write the file.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE")
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if info.Mode() != 0o600 {
		ts.Fatalf("%s has the mode %s, want 0600", args[0], info.Mode())
	}
}

// foreign DATABASE creates a table of another program.
func foreign(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE|URL")
	if strings.HasPrefix(args[0], "postgres:") {
		change(ts, "postgres", args[0], "CREATE TABLE letters (id integer)")
		return
	}
	change(ts, "sqlite", ts.MkAbs(args[0]), "CREATE TABLE letters (id integer)")
}

// unmarked FILE clears the hub's application id in a SQLite file.
func unmarked(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE")
	change(ts, "sqlite", ts.MkAbs(args[0]), "PRAGMA application_id = 0")
}

func change(ts *testscript.TestScript, driver, source, statement string) {
	db, err := sql.Open(driver, source)
	ts.Check(err)
	_, err = db.Exec(statement)
	ts.Check(errors.Join(err, db.Close()))
}
