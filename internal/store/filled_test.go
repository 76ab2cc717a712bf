package store_test

import (
	"bytes"
	stdsql "database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/record"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// A migration that fills a column changes records without a line of the ledger. Replaying the ledger
// must nevertheless give the same records.
func TestMigrations_ReplayMakesWhatTheyMake(t *testing.T) {
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			demo := kind.Demo(t)
			files := embeddedFiles(t, demo)
			for i, last := range files {
				t.Run(last, func(t *testing.T) {
					older := testdb.Open(t, kind.Empty(t))
					if _, err := older.MigrateFrom(t.Context(), withoutAfter(t, older, files[i+1:])); err != nil {
						t.Fatal(err)
					}
					copyDemo(t, demo, older)
					if applied, err := older.Migrate(t.Context()); err != nil || len(applied) != len(files)-i-1 {
						t.Fatal(applied, err)
					}
					checkReplay(t, older)
				})
			}
		})
	}
}

// withoutAfter returns the directory of migrations without some files.
func withoutAfter(t *testing.T, s *store.Store, files []string) fstest.MapFS {
	t.Helper()
	directory := withFile(t, s, "", "")
	for _, name := range files {
		delete(directory, name)
	}
	return summed(t, directory)
}

// copyDemo copies records and their lines into a database of an older version, without the tables and
// columns that it lacks. So an older program would have written them.
func copyDemo(t *testing.T, from, to *store.Store) {
	t.Helper()
	lacks := map[string]map[string]bool{} // missing fields, by the prefix of their type
	tables := tablesOf(t, to)
	for _, of := range record.Types {
		if !slices.Contains(tables, of.Table) {
			continue
		}
		columns := columnsOf(t, to, of.Table)
		lacks[of.Prefix] = map[string]bool{}
		for _, f := range of.Fields {
			lacks[of.Prefix][f.Name] = !slices.ContainsFunc(f.Columns(), func(c string) bool {
				return slices.Contains(columns, c)
			})
		}
		copyTable(t, from, to, of.Table, nil)
	}
	copyTable(t, from, to, "changes", func(line map[string]any) {
		if lacks[fmt.Sprint(line["record_type"])] == nil {
			t.Fatalf(
				"the demo has a %s, which an older program does not know: leave its lines out", line["record_type"],
			)
		}
		for _, side := range []string{"before", "after"} {
			if line[side] != nil {
				line[side] = withoutFields(t, line[side], lacks[fmt.Sprint(line["record_type"])])
			}
		}
	})
}

// withoutFields returns one side of a line without some fields.
func withoutFields(t *testing.T, side any, lacks map[string]bool) string {
	t.Helper()
	text, is := side.([]byte)
	if !is {
		text = []byte(side.(string))
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(values, func(name string, _ json.RawMessage) bool { return lacks[name] })
	left, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return string(left)
}

// copyTable copies the rows of a table, without the columns that the other database lacks.
func copyTable(t *testing.T, from, to *store.Store, table string, edit func(map[string]any)) {
	t.Helper()
	known := columnsOf(t, from, table)
	columns := slices.DeleteFunc(columnsOf(t, to, table), func(c string) bool { return !slices.Contains(known, c) })
	rows := selected(t, from, table, columns)
	defer func() { _ = rows.Close() }()
	tx, err := to.Client.Tx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()  // after a commit it does nothing
	if to.Dialect() == dialect.Postgres { // a record may refer to a later one of its type
		if _, err := tx.ExecContext(t.Context(), "SET LOCAL session_replication_role = replica"); err != nil {
			t.Fatal(err)
		}
	}
	insert := sql.Dialect(to.Dialect()).Insert(table).Columns(columns...)
	waiting := 0
	write := func() {
		query, args := insert.Query()
		if _, err := tx.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		insert, waiting = sql.Dialect(to.Dialect()).Insert(table).Columns(columns...), 0
	}
	for rows.Next() {
		insert.Values(rowOf(t, rows, columns, edit)...)
		if waiting++; waiting == 100 {
			write()
		}
	}
	if waiting > 0 {
		write()
	}
	if err := errors.Join(rows.Err(), tx.Commit()); err != nil {
		t.Fatal(err)
	}
}

// rowOf returns the values of a row after the edit.
func rowOf(t *testing.T, rows *stdsql.Rows, columns []string, edit func(map[string]any)) []any {
	t.Helper()
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	row := map[string]any{}
	for i, c := range columns {
		row[c] = values[i]
	}
	if edit != nil {
		edit(row)
	}
	for i, c := range columns {
		values[i] = row[c]
	}
	return values
}

// selected returns the rows of a table. PostgreSQL's values are read as text, which it accepts back
// whatever their type.
func selected(t *testing.T, s *store.Store, table string, columns []string) *stdsql.Rows {
	t.Helper()
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = `"` + c + `"`
		if s.Dialect() == dialect.Postgres {
			quoted[i] += "::text"
		}
	}
	rows, err := s.Query(t.Context(), "SELECT "+strings.Join(quoted, ", ")+" FROM "+table+" ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// tablesOf returns the names of the tables of a database.
func tablesOf(t *testing.T, s *store.Store) (tables []string) {
	t.Helper()
	query := "SELECT name FROM sqlite_schema WHERE type = 'table'"
	if s.Dialect() == dialect.Postgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	rows, err := s.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		err = errors.Join(err, rows.Scan(&name))
		tables = append(tables, name)
	}
	if err := errors.Join(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	return tables
}

func columnsOf(t *testing.T, s *store.Store, table string) []string {
	t.Helper()
	rows, err := s.Query(t.Context(), "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err = errors.Join(err, rows.Err()); err != nil {
		t.Fatal(err)
	}
	return columns
}

// checkReplay checks that replaying the ledger gives the records that the database holds.
func checkReplay(t *testing.T, s *store.Store) {
	t.Helper()
	lines, err := s.Client.Change.Query().Order(ent.Asc("epoch", "xid", "id")).All(testdb.Context(t))
	if err != nil || len(lines) < 100 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	state := history.State{}
	for _, line := range lines {
		if err := state.Replay(line); err != nil {
			t.Fatal(err)
		}
	}
	var kept, replayed bytes.Buffer
	if err := errors.Join(testdb.Export(testdb.Context(t), s.Client, &kept), state.Export(&replayed)); err != nil {
		t.Fatal(err)
	}
	is, made := strings.Split(kept.String(), "\n"), strings.Split(replayed.String(), "\n")
	differ := 0
	for i := range min(len(is), len(made)) {
		if is[i] != made[i] {
			if differ++; differ == 1 {
				t.Errorf("kept     %s\nreplayed %s", is[i], made[i])
			}
		}
	}
	if differ > 0 || len(is) != len(made) {
		t.Errorf("%d of %d records differ, and %d are replayed", differ, len(is), len(made))
	}
}
