package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// history returns the hash of each applied migration, by version. It is empty for a database that was
// never migrated.
func (s *Store) history(ctx context.Context) (map[string]string, error) {
	exists := "SELECT to_regclass('" + historyTable + "') IS NOT NULL"
	if s.isSQLite() {
		exists = "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = '" + historyTable + "'"
	}
	db := s.driver.writes.DB()
	var migrated bool
	if err := db.QueryRowContext(ctx, exists).Scan(&migrated); err != nil {
		return nil, &UnreachableError{s.name, err}
	}
	if !migrated {
		return nil, s.checkForeign(ctx, db)
	}
	return readHistory(ctx, db)
}

// checkForeign returns an error for a PostgreSQL database whose schema holds tables of another
// program. Tables of extensions do not count.
func (s *Store) checkForeign(ctx context.Context, db *sql.DB) error {
	if s.isSQLite() {
		return nil // checkApplicationID checked it before it was opened
	}
	var table string
	err := db.QueryRowContext(ctx, `SELECT c.relname FROM pg_class c
		WHERE c.relnamespace = to_regnamespace(current_schema())
		AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (
			SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
		ORDER BY c.relname LIMIT 1`).Scan(&table)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return &UnreachableError{s.name, err}
	}
	return &UnreachableError{s.name, fmt.Errorf("its schema holds %s, a table of another program; "+
		"name an empty database with --database", table)}
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func readHistory(ctx context.Context, q querier) (done map[string]string, err error) {
	rows, err := q.QueryContext(ctx, "SELECT version, hash FROM "+historyTable)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	done = map[string]string{}
	for rows.Next() {
		var version, hash string
		if err := rows.Scan(&version, &hash); err != nil {
			return nil, err
		}
		done[version] = hash
	}
	return done, rows.Err()
}

var errOtherHash = errors.New("the database has another one under its version")

// compare returns the files that were not applied yet. It returns an error when a version has no file,
// and when a file's hash differs.
func compare(files []migration, done map[string]string) (missing []migration, err error) {
	known := map[string]bool{}
	for _, f := range files {
		known[f.version] = true
		hash, is := done[f.version]
		switch {
		case !is:
			missing = append(missing, f)
		case hash != f.hash:
			err = errors.Join(err, &AlteredError{f.name, errOtherHash})
		}
	}
	newest := ""
	for version := range done {
		if !known[version] {
			newest = max(newest, version)
		}
	}
	if newest == "" {
		return missing, err
	}
	program := ""
	if len(files) > 0 {
		program = files[len(files)-1].version
	}
	if newest < program {
		return nil, fmt.Errorf("the database has the migration %s of a development state that was never released: "+
			"make a new database", newest)
	}
	return nil, &NewerError{Database: newest, Program: program}
}
