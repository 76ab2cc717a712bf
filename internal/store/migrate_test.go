package store_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"ariga.io/atlas/sql/migrate"

	"maillage/internal/gen/ent"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// eachEmpty runs the test on an empty database of each kind.
func eachEmpty(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) { test(t, kind.Empty(t)) })
	}
}

func TestMigrate_ConcurrentStartsApplyEachFileOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		s := testdb.Open(t, url)
		directory := threeFiles(t, s)
		var mu sync.Mutex
		var applied []string
		var starters sync.WaitGroup
		for range 6 {
			starters.Go(func() {
				s, err := store.Open(testdb.Context(t), store.Config{URL: url, Create: true, MaxConns: 2})
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				defer func() { _ = s.Close() }()
				files, err := s.MigrateFrom(testdb.Context(t), directory)
				if err != nil {
					t.Errorf("migrate: %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				applied = append(applied, files...)
			})
		}
		starters.Wait()
		if want := fileNames(directory); !slices.Equal(slices.Sorted(slices.Values(applied)), want) {
			t.Errorf("six starters applied %v, want each of %v once", applied, want)
		}
		if pending, err := s.PendingFrom(testdb.Context(t), directory); err != nil || len(pending) != 0 {
			t.Errorf("pending %v, %v; want none", pending, err)
		}
	})
}

func TestPending_ReturnsWhatMigrateWouldApply(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		s := testdb.Open(t, url)
		pending, err := s.Pending(testdb.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		applied, err := s.Migrate(testdb.Context(t))
		if want := embeddedFiles(t, s); err != nil || !slices.Equal(pending, want) || !slices.Equal(applied, want) {
			t.Errorf("pending %v, then applied %v (%v); want %v", pending, applied, err, want)
		}
		directory := threeFiles(t, s)
		pending, err = s.PendingFrom(testdb.Context(t), directory)
		if err != nil {
			t.Fatal(err)
		}
		applied, err = s.MigrateFrom(testdb.Context(t), directory)
		want := fileNames(directory)[len(embeddedFiles(t, s)):]
		if err != nil || !slices.Equal(pending, want) || !slices.Equal(applied, want) {
			t.Errorf("later pending %v, then applied %v (%v); want %v", pending, applied, err, want)
		}
	})
}

// threeFiles returns the directory of migrations with two more files.
func threeFiles(t *testing.T, s *store.Store) fstest.MapFS {
	t.Helper()
	directory := withFile(t, s, "99990101000000_second.sql", "CREATE TABLE second (id integer);")
	directory["99990102000000_third.sql"] = &fstest.MapFile{Data: []byte("ALTER TABLE second ADD COLUMN word text;")}
	return summed(t, directory)
}

func TestMigrate_DatabaseOfADevelopmentStateIsRefused(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		const version = "20261130055243" // the last one that was squashed
		if err := s.Exec(testdb.Context(t), "UPDATE schema_migrations SET version = '"+version+
			"' WHERE version = (SELECT min(version) FROM schema_migrations)"); err != nil {
			t.Fatal(err)
		}
		_, pending := s.Pending(testdb.Context(t))
		_, migrated := s.Migrate(testdb.Context(t))
		for what, err := range map[string]error{"pending": pending, "migrate": migrated} {
			if err == nil || !strings.Contains(err.Error(), version) || !strings.Contains(err.Error(), "new database") {
				t.Errorf("%s: %v; want it to ask for a new database", what, err)
			}
		}
	})
}

func TestMigrate_NewerDatabaseIsRefused(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		next := withFile(t, s, "99990101000000_later.sql", "CREATE TABLE later (id integer);")
		if _, err := s.MigrateFrom(testdb.Context(t), next); err != nil {
			t.Fatal(err)
		}
		_, pending := s.Pending(testdb.Context(t))
		_, migrated := s.Migrate(testdb.Context(t))
		for what, err := range map[string]error{"pending": pending, "migrate": migrated} {
			var newer *store.NewerError
			if !errors.As(err, &newer) || newer.Database != "99990101000000" || newer.Program >= newer.Database {
				t.Errorf("%s: %v; want a NewerError", what, err)
			}
		}
	})
}

func TestMigrate_AlteredFileIsRefused(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		first := embeddedFiles(t, s)[0]
		const added = "99990101000000_added.sql"
		unsummed := withFile(t, s, added, "CREATE TABLE added (id integer);")
		unsummed[added] = &fstest.MapFile{Data: []byte("CREATE TABLE other (id integer);")}
		for altered, directory := range map[string]fs.FS{
			first: withFile(t, s, first, "CREATE TABLE other (id integer);"), // after it was applied
			added: unsummed,                                                  // after it was written
		} {
			_, err := s.MigrateFrom(testdb.Context(t), directory)
			var refused *store.AlteredError
			if !errors.As(err, &refused) || refused.File != altered {
				t.Errorf("%v; want an AlteredError of %s", err, altered)
			}
		}
	})
}

func TestMigrate_FailureLeavesNothing(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		broken := withFile(t, s, "99990101000000_broken.sql",
			"CREATE TABLE half (id integer);\nCREATE TABLE half (id integer);")
		_, err := s.MigrateFrom(testdb.Context(t), broken)
		var failed *store.MigrationError
		if !errors.As(err, &failed) || !strings.Contains(failed.Statement, "half") {
			t.Fatalf("%v; want a MigrationError", err)
		}
		mended := withFile(t, s, "99990101000000_broken.sql", "CREATE TABLE half (id integer);")
		if applied, err := s.MigrateFrom(testdb.Context(t), mended); err != nil || len(applied) != 1 {
			t.Errorf("once mended: %v, %v", applied, err)
		}
		partner(t, s.Client, "still-writes")
	})
}

// SQLite changes a constraint by making a new table. Dropping the old one while foreign keys are
// enforced deletes all rows that refer to it. Atlas' own "PRAGMA foreign_keys = off" does nothing
// inside a transaction.
func TestMigrate_RebuildingATableKeepsRowsThatReferToIt(t *testing.T) {
	s := testdb.SQLite(t)
	cited := contribution(t, s.Client)
	citation(t, s.Client, func(c *ent.CitationCreate) { c.SetContributionID(cited.ID) })
	rebuild := withFile(t, s, "99990101000000_rebuild.sql", `PRAGMA foreign_keys = off;
CREATE TABLE new_contributions AS SELECT * FROM contributions;
DROP TABLE contributions;
CREATE TABLE contributions (id integer NOT NULL PRIMARY KEY, partner_id integer NOT NULL REFERENCES partners (id));
INSERT INTO contributions (id, partner_id) SELECT id, partner_id FROM new_contributions;
DROP TABLE new_contributions;
PRAGMA foreign_keys = on;`)
	if _, err := s.MigrateFrom(testdb.Context(t), rebuild); err != nil {
		t.Fatal(err)
	}
	if n := s.Client.Citation.Query().CountX(testdb.Context(t)); n != 1 {
		t.Errorf("%d citations after the rebuild, want 1: the drop cascaded", n)
	}
	if err := s.Exec(testdb.Context(t), "INSERT INTO contributions (id, partner_id) VALUES (99, 99)"); err == nil {
		t.Error("after the migration foreign keys are no longer enforced")
	}
}

func TestMigrate_LosingARowIsRefused(t *testing.T) {
	s := testdb.SQLite(t)
	contribution(t, s.Client)
	loses := withFile(t, s, "99990101000000_loses.sql", "DELETE FROM partners;")
	_, err := s.MigrateFrom(testdb.Context(t), loses)
	if err == nil || !strings.Contains(err.Error(), "contributions") {
		t.Errorf("%v; want an error that names contributions", err)
	}
	if n := s.Client.Partner.Query().CountX(testdb.Context(t)); n != 1 {
		t.Errorf("%d partners, want 1: nothing of it may be kept", n)
	}
}

func embeddedFiles(t *testing.T, s *store.Store) []string {
	t.Helper()
	return fileNames(withFile(t, s, "", ""))
}

func fileNames(directory fstest.MapFS) (names []string) {
	for name := range directory {
		if strings.HasSuffix(name, ".sql") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// withFile returns a copy of the directory of migrations in which one file is added or replaced, with
// matching sums.
func withFile(t *testing.T, s *store.Store, name, content string) fstest.MapFS {
	t.Helper()
	directory, err := s.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	if name != "" {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	entries, err := fs.Glob(directory, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if data, err := fs.ReadFile(directory, entry); err != nil {
			t.Fatal(err)
		} else if entry != name {
			files[entry] = &fstest.MapFile{Data: data}
		}
	}
	return summed(t, files)
}

// summed adds atlas.sum to a directory of migrations.
func summed(t *testing.T, files fstest.MapFS) fstest.MapFS {
	t.Helper()
	memory := &migrate.MemDir{}
	delete(files, migrate.HashFileName)
	for name, file := range files {
		if err := memory.WriteFile(name, file.Data); err != nil {
			t.Fatal(err)
		}
	}
	sums, err := memory.Checksum()
	if err != nil {
		t.Fatal(err)
	}
	text, err := sums.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	files[migrate.HashFileName] = &fstest.MapFile{Data: text}
	return files
}
