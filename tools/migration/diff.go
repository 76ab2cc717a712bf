package main

import (
	"context"
	"path/filepath"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

// readTables returns the tables that the ent schemas need.
func readTables() ([]*schema.Table, error) {
	graph, err := entc.LoadGraph("maillage/ent/schema", &gen.Config{})
	if err != nil {
		return nil, err
	}
	return graph.Tables()
}

// diff writes the migration that the directory lacks, if any. The database must be empty and is left
// empty.
func diff(
	ctx context.Context, empty dialect.Driver, tables []*schema.Table, directory, version, name string,
) error {
	dir, err := migrate.NewLocalDir(directory)
	if err != nil {
		return err
	}
	tables, err = schema.CopyTables(tables) // the differ adds to them
	if err != nil {
		return err
	}
	differ, err := schema.NewMigrate(empty,
		schema.WithDir(dir),
		schema.WithMigrationMode(schema.ModeReplay),
		schema.WithFormatter(versioned(version)),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithIndent("  "),
		// Without it, a changed CHECK that keeps its name counts as unchanged, and every database would
		// refuse a new word of a vocabulary.
		schema.WithDiffOptions(atlas.DiffNormalized()),
	)
	if err != nil {
		return err
	}
	return differ.NamedDiff(ctx, name, tables...)
}

// versioned formats migrations under a given version, so that the files of both databases have the
// same one.
type versioned string

func (v versioned) Format(plan *migrate.Plan) ([]migrate.File, error) {
	plan.Version = string(v)
	return migrate.DefaultFormatter.Format(plan)
}

// writeSums rewrites atlas.sum in both directories.
func writeSums(directory string) error {
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
