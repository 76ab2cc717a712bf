// Migration writes the migrations that bring the directories up to date with the ent schemas: one file for
// SQLite and one for PostgreSQL, under one version. It replays each directory on an empty database and
// compares.
//
//	make migration NAME=partner_website
//
// Read the files before you commit them. PostgreSQL needs a backfill before SET NOT NULL, and neither
// database can tell a renamed column from a new one.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"log"
	"os"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("diff: ")
	name := flag.String("name", "", "what the migration does, in_a_few_words")
	version := flag.String("version", migrate.NewVersion(), "when it was written, in UTC, as YYYYMMDDhhmmss")
	directory := flag.String("dir", "internal/store/migrations", "where the directories sqlite and postgres are")
	rehash := flag.Bool("rehash", false, "sum the directories up anew, after a new file was completed by hand")
	flag.Parse()
	if *rehash {
		if err := writeSums(*directory); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *name == "" {
		log.Fatal("-name is missing")
	}
	if err := run(context.Background(), *directory, *version, *name); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, directory, version, name string) error {
	server := os.Getenv("MAILLAGE_TEST_POSTGRES")
	if server == "" {
		return errors.New("MAILLAGE_TEST_POSTGRES is not set: run `make migration NAME=…`, which starts a PostgreSQL")
	}
	scratch, err := os.MkdirTemp("", "maillage-diff")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	postgres, drop, err := emptyPostgres(ctx, server)
	if err != nil {
		return err
	}
	defer drop()
	tables, err := readTables()
	if err != nil {
		return err
	}
	for _, target := range []struct{ dialect, url, directory string }{
		{dialect.SQLite, filepath.Join(scratch, "empty.db"), "sqlite"}, {dialect.Postgres, postgres, "postgres"},
	} {
		empty, err := open(target.dialect, target.url)
		if err != nil {
			return err
		}
		err = diff(ctx, empty, tables, filepath.Join(directory, target.directory), version, name)
		if err := errors.Join(err, empty.Close()); err != nil {
			return err
		}
	}
	return nil
}

// open returns a driver of ent for a database.
func open(name, url string) (dialect.Driver, error) {
	driver := name
	if name == dialect.SQLite {
		driver, url = "sqlite", "file:"+url+"?_pragma=foreign_keys(1)"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		return nil, err
	}
	return entsql.OpenDB(name, db), nil
}
