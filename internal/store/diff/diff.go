package main

import (
	"context"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect/sql/schema"

	"maillage/internal/store"
)

// diff writes to the directory the migration that it lacks, if any. The
// database must be empty and is left empty.
func diff(ctx context.Context, empty *store.Store, directory, version, name string) error {
	dir, err := migrate.NewLocalDir(directory)
	if err != nil {
		return err
	}
	return empty.Client.Schema.NamedDiff(ctx, name,
		schema.WithDir(dir),
		schema.WithMigrationMode(schema.ModeReplay),
		schema.WithFormatter(versioned(version)),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithIndent("  "),
		// Without it a CHECK that keeps its name is taken for unchanged, and a
		// new word of a vocabulary would be refused by every database.
		schema.WithDiffOptions(atlas.DiffNormalized()),
	)
}

// versioned formats migrations under a given version, so that the two
// databases' files have the same one.
type versioned string

func (v versioned) Format(plan *migrate.Plan) ([]migrate.File, error) {
	plan.Version = string(v)
	return migrate.DefaultFormatter.Format(plan)
}

// sumUp writes the sums of both directories anew.
func sumUp(directory string) error {
	for _, name := range []string{"sqlite", "postgres"} {
		dir, err := migrate.NewLocalDir(filepath.Join(directory, name))
		if err != nil {
			return err
		}
		sum, err := dir.Checksum()
		if err != nil {
			return err
		}
		if err := migrate.WriteSumFile(dir, sum); err != nil {
			return err
		}
	}
	return nil
}
