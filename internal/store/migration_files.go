package store

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
)

//go:embed migrations
var embedded embed.FS

// migration is one migration file of a directory.
type migration struct {
	name       string // 20261130120000_schema.sql
	version    string // 20261130120000
	hash       string // of this file and of those before it
	statements []string
}

// migrationsFor returns the files that bring a database of the dialect up to date.
func migrationsFor(name string) ([]migration, error) {
	directory := "migrations/postgres"
	if name == dialect.SQLite {
		directory = "migrations/sqlite"
	}
	files, err := fs.Sub(embedded, directory)
	if err != nil {
		return nil, err
	}
	return readMigrations(files)
}

// readMigrations reads a directory's files in order, or returns an *AlteredError when they differ from
// its atlas.sum.
func readMigrations(directory fs.FS) ([]migration, error) {
	entries, err := fs.ReadDir(directory, ".")
	if err != nil {
		return nil, err
	}
	memory := &migrate.MemDir{}
	for _, entry := range entries {
		content, err := fs.ReadFile(directory, entry.Name())
		if err != nil {
			return nil, err
		}
		if err := memory.WriteFile(entry.Name(), content); err != nil {
			return nil, err
		}
	}
	if err := migrate.Validate(memory); err != nil {
		return nil, altered(err)
	}
	sums, err := memory.Checksum()
	if err != nil {
		return nil, err
	}
	files, err := memory.Files()
	if err != nil {
		return nil, err
	}
	migrations := make([]migration, len(files))
	for i, f := range files {
		if migrations[i], err = readMigration(f, sums); err != nil {
			return nil, fmt.Errorf("reading the migration %s: %w", f.Name(), err)
		}
	}
	return migrations, nil
}

func readMigration(f migrate.File, sums migrate.HashFile) (migration, error) {
	hash, err := sums.SumByName(f.Name())
	if err != nil {
		return migration{}, err
	}
	// Statements are sent one at a time, because lib/pq can run several twice.
	statements, err := f.Stmts()
	return migration{f.Name(), f.Version(), hash, statements}, err
}

func altered(err error) error {
	var mismatch *migrate.ChecksumError
	if errors.As(err, &mismatch) {
		return &AlteredError{mismatch.File, fmt.Errorf("atlas.sum says otherwise: %s", mismatch.Reason)}
	}
	return &AlteredError{migrate.HashFileName, err}
}
