package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"

	"maillage/internal/testhub"
)

const (
	directories = "../../internal/store/migrations"
	later       = "99991231235959"
)

func TestDiff_DirectoriesMatchTheSchemas(t *testing.T) {
	for _, kind := range testhub.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			directory := copied(t, filepath.Join(directories, kind.Name))
			if written := diffOf(t, kind, directory); written != "" {
				t.Errorf("the ent schemas changed and no migration says so; run `make migration NAME=…`:\n%s", written)
			}
		})
	}
}

// A drift check that cannot fail is worth nothing. Each of these changes causes a drift that must be
// found.
func TestDiff_FindsDrift(t *testing.T) {
	for _, drift := range []struct{ name, pattern, replacement string }{
		{"a column is missing", `(?m)^  .publisher. .*\n`, ""},
		{"a word is missing from a CHECK", `'COLLECTIVE'(::text)?`, "'OTHER'$1"},
		{"a CHECK is missing", `\s+CONSTRAINT .match_with_reference. CHECK .*`, ""},
		{"an index is missing", `CREATE INDEX .partner_sort_key. .*;`, ""},
		{"a column may be NULL", `(.literal. .*) NULL`, "$1 NOT NULL"},
		{"a column is too many", `(?m)^  (.)acronym. (.*),$`, "$0\n  ${1}extra${1} $2,"},
		{"an index is too many", `(?m)^CREATE INDEX (.)partner_sort_key. (.*)$`, "$0\nCREATE INDEX ${1}extra${1} $2"},
		{"a deletion restricts", `ON DELETE CASCADE`, "ON DELETE RESTRICT"},
	} {
		for _, kind := range testhub.Kinds {
			t.Run(drift.name+"/"+kind.Name, func(t *testing.T) {
				directory := copied(t, filepath.Join(directories, kind.Name))
				change(t, directory, drift.pattern, drift.replacement)
				if diffOf(t, kind, directory) == "" {
					t.Error("the diff wrote nothing")
				}
			})
		}
	}
}

// tables are those of the schemas, which take seconds to load.
var tables = sync.OnceValues(readTables)

// diffOf returns the migration that the diff writes, if any.
func diffOf(t *testing.T, kind testhub.Kind, directory string) string {
	t.Helper()
	needed, err := tables()
	if err != nil {
		t.Fatal(err)
	}
	dialects := map[string]string{"sqlite": dialect.SQLite, "postgres": dialect.Postgres}
	empty, err := open(dialects[kind.Name], kind.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	if err := diff(t.Context(), empty, needed, directory, later, "drift"); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join(directory, later+"_drift.sql"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(written)
}

func copied(t *testing.T, directory string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(directory)); err != nil {
		t.Fatal(err)
	}
	return to
}

// change edits the first match in the last file that has one, and updates the sums.
func change(t *testing.T, directory, pattern, replacement string) {
	t.Helper()
	dir, err := migrate.NewLocalDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	files, err := dir.Files()
	if err != nil {
		t.Fatal(err)
	}
	find := regexp.MustCompile(pattern)
	at := len(files) - 1 // a later file may build a table anew
	for at >= 0 && !find.Match(files[at].Bytes()) {
		at--
	}
	if at < 0 {
		t.Fatalf("no migration has %s", pattern)
	}
	text := string(files[at].Bytes())
	place := find.FindString(text)
	text = strings.Replace(text, place, find.ReplaceAllString(place, replacement), 1)
	if err := dir.WriteFile(files[at].Name(), []byte(text)); err != nil {
		t.Fatal(err)
	}
	sums, err := dir.Checksum()
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.WriteSumFile(dir, sums); err != nil {
		t.Fatal(err)
	}
}
