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
	"errors"
	"flag"
	"log"
	"os"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"

	"maillage/internal/store"
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
	for _, target := range []struct{ url, directory string }{
		{filepath.Join(scratch, "empty.db"), "sqlite"}, {postgres, "postgres"},
	} {
		if err := on(ctx, target.url, filepath.Join(directory, target.directory), version, name); err != nil {
			return err
		}
	}
	return nil
}

func on(ctx context.Context, url, directory, version, name string) error {
	empty, err := store.Open(ctx, store.Config{URL: url, Create: true})
	if err != nil {
		return err
	}
	return errors.Join(diff(ctx, empty, directory, version, name), empty.Close())
}
