package search

import (
	"context"
	stdsql "database/sql"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/backfill"
	"maillage/internal/gen/ent"
)

// Index is the index of a database.
type Index struct {
	client  *ent.Client
	dialect string

	job     *backfill.Job
	mu      sync.Mutex
	started bool // the job, in this process
}

// New is the index of a database, by its dialect as ent names it.
func New(c *ent.Client, dialectName string) *Index {
	ix := &Index{client: c, dialect: dialectName}
	ix.job = ix.newJob()
	return ix
}

func (ix *Index) isPostgres() bool { return ix.dialect == dialect.Postgres }

// The tables of the index, and the setting that has its version.
const (
	entries    = "search_entries"  // one row for each record that has words
	lexemes    = "search_lexemes"  // on SQLite, the words of entries; PostgreSQL keeps them in the row
	vocabulary = "search_words"    // every word that was ever indexed
	trigrams   = "search_trigrams" // on SQLite, the vocabulary by its trigrams; PostgreSQL has an index
	versionKey = "search.version"
)

// together is how many records are read or written with one statement.
const together = 500

// database is what statements are sent to: a client, or a transaction.
type database interface {
	ExecContext(ctx context.Context, query string, args ...any) (stdsql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*stdsql.Rows, error)
}

// Refresh makes the index say of some records what the transaction sees of
// them: of those that are gone nothing. Records are given by their types'
// prefixes and their database ids. Holders of identifiers are refreshed with
// them.
func (ix *Index) Refresh(ctx context.Context, tx *ent.Tx, records map[string][]int) error {
	ctx = access.AsSystem(ctx)
	client := tx.Client()
	records, err := withHolders(ctx, client, records)
	if err != nil {
		return err
	}
	words := map[string]bool{}
	for _, prefix := range kinds {
		ids := records[prefix]
		slices.Sort(ids)
		for some := range slices.Chunk(slices.Compact(ids), together) {
			rows, err := client.Rows(ctx, prefix, func(s *sql.Selector) { s.Where(sql.In(s.C("id"), values(some)...)) })
			if err != nil {
				return err
			}
			if err := ix.replace(ctx, tx, prefix, some, rows, words); err != nil {
				return err
			}
		}
	}
	return ix.learn(ctx, tx, words)
}

// replace makes the index say of records what their rows say, and collects
// their words. A record without a row is gone.
func (ix *Index) replace(ctx context.Context, tx *ent.Tx, prefix string, ids []int, rows []ent.Row, words map[string]bool) error {
	if err := ix.remove(ctx, tx, prefix, ids); err != nil {
		return err
	}
	return ix.write(ctx, tx, tx.Client(), prefix, rows, words)
}

// withHolders adds those whose identifiers are among the records.
func withHolders(ctx context.Context, client *ent.Client, records map[string][]int) (map[string][]int, error) {
	changed := records["identifier"]
	if len(changed) == 0 {
		return records, nil
	}
	full := maps.Clone(records)
	for some := range slices.Chunk(changed, together) {
		rows, err := client.Rows(ctx, "identifier", func(s *sql.Selector) { s.Where(sql.In(s.C("id"), values(some)...)) })
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			for _, holder := range holders {
				if id, ok := row.Column(holder + "_id").(int); ok {
					full[holder] = append(slices.Clone(full[holder]), id)
				}
			}
		}
	}
	return full, nil
}

// holders are the types that registers give identifiers to.
var holders = []string{"partner", "territory"}

// remove takes records out of the index.
func (ix *Index) remove(ctx context.Context, tx database, prefix string, ids []int) error {
	tables := map[string]string{entries: "id"}
	if !ix.isPostgres() {
		tables[lexemes] = "rowid"
	}
	for table, column := range tables {
		var keys []any
		for _, id := range ids {
			keys = append(keys, entryOf(slices.Index(kinds, prefix), id))
		}
		query, args := sql.Dialect(ix.dialect).Delete(table).Where(sql.In(column, keys...)).Query()
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("take records out of the index: %w", err)
		}
	}
	return nil
}

// entryOf is the id of a record's entry: types have it in turns.
func entryOf(kind, id int) int64 { return int64(id)<<5 | int64(kind) }

// write adds records, of which the index says nothing yet, and collects their
// words.
func (ix *Index) write(ctx context.Context, tx database, client *ent.Client, prefix string, rows []ent.Row, words map[string]bool) error {
	held, err := heldBy(ctx, client, prefix, rows)
	if err != nil {
		return err
	}
	columns := []string{"id", "kind", "record", "scope", "weight", "sort_key"}
	if ix.isPostgres() {
		columns = append(columns, "lexemes")
	}
	into := sql.Dialect(ix.dialect).Insert(entries).Columns(columns...)
	beside := sql.Dialect(ix.dialect).Insert(lexemes).Columns("rowid", "lexemes")
	n := 0
	for _, row := range rows {
		d := documentOf(prefix, row, held[row.RowID()])
		if d == nil {
			continue
		}
		n++
		for _, w := range d.words {
			words[w] = true
		}
		id := entryOf(d.kind, d.record)
		of := []any{id, d.kind, d.record, d.scope, d.weight, d.key}
		if ix.isPostgres() {
			of = append(of, sql.ExprFunc(func(b *sql.Builder) {
				b.WriteString("array_to_tsvector(string_to_array(").Arg(d.joined()).WriteString(", ' '))")
			}))
		}
		into.Values(of...)
		beside.Values(id, d.joined())
	}
	if n == 0 {
		return nil
	}
	inserts := []*sql.InsertBuilder{into, beside}
	if ix.isPostgres() {
		inserts = inserts[:1]
	}
	for _, insert := range inserts {
		query, args := insert.Query()
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("put records into the index: %w", err)
		}
	}
	return nil
}

// heldBy are the values of the identifiers that records hold, by the records'
// database ids.
func heldBy(ctx context.Context, client *ent.Client, prefix string, rows []ent.Row) (map[int][]string, error) {
	held := map[int][]string{}
	if len(rows) == 0 || !slices.Contains(holders, prefix) {
		return held, nil
	}
	column := prefix + "_id"
	ids := each(rows, ent.Row.RowID)
	found, err := client.Rows(ctx, "identifier", func(s *sql.Selector) {
		s.Where(sql.In(s.C(column), values(ids)...)).OrderBy(s.C("id"))
	})
	for _, row := range found {
		id := row.Column(column).(int)
		held[id] = append(held[id], row.Column("value").(string))
	}
	return held, err
}

func values[T any](list []T) []any { return each(list, func(one T) any { return one }) }

// newJob is the job that indexes all records of a database whose index is of
// another version than this program's, or that has none yet.
func (ix *Index) newJob() *backfill.Job {
	return &backfill.Job{
		Client: ix.client, Dialect: ix.dialect, Setting: "search.progress", Version: version, Types: kinds, Batch: 2000,
		Sentence: "the hub is still preparing its search index (%d %% done): try again later; reading lists works meanwhile",
		Needed: func(ctx context.Context, tx *ent.Tx) (bool, error) {
			was, err := ix.version(ctx, tx)
			return was != version, err
		},
		Begin: ix.empty,
		Do: func(ctx context.Context, tx *ent.Tx, _ backfill.Progress, prefix string, rows []ent.Row) error {
			words := map[string]bool{}
			for some := range slices.Chunk(rows, together) {
				if err := ix.replace(ctx, tx, prefix, each(some, ent.Row.RowID), some, words); err != nil {
					return err
				}
			}
			return ix.learn(ctx, tx, words)
		},
		End: ix.finish,
	}
}

// Job is the job that indexes all records.
func (ix *Index) Job() *backfill.Job { return ix.job }

// Prepare indexes all records where that is missing, and logs how far it is.
func (ix *Index) Prepare(ctx context.Context, log *slog.Logger) error {
	if ix.job.Check() == nil {
		return nil
	}
	return ix.job.Run(ctx, log)
}

// Start finds out whether records have to be indexed; Prepare, or the job, does
// so then.
func (ix *Index) Start(ctx context.Context) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.start(ctx)
}

func (ix *Index) start(ctx context.Context) error {
	if ix.started {
		return nil
	}
	err := ix.job.Start(ctx)
	ix.started = err == nil
	return err
}

// check returns an error while the index is not finished. It finishes one that
// nobody started: that of a moment.
func (ix *Index) check(ctx context.Context) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.started {
		return ix.job.Check()
	}
	if err := ix.start(ctx); err != nil {
		return err
	}
	return ix.job.Finish(ctx)
}

// Forget makes the next start index all records anew.
func (ix *Index) Forget(ctx context.Context, db interface {
	ExecContext(ctx context.Context, query string, args ...any) (stdsql.Result, error)
},
) error {
	query, args := sql.Dialect(ix.dialect).Delete("settings").Where(sql.In("key", versionKey, ix.job.Setting)).Query()
	_, err := db.ExecContext(ctx, query, args...)
	return err
}

// Rebuild indexes all records anew.
func (ix *Index) Rebuild(ctx context.Context) error {
	if err := ix.Forget(access.AsSystem(ctx), ix.client); err != nil {
		return err
	}
	if err := ix.job.Start(ctx); err != nil {
		return err
	}
	return ix.job.Finish(ctx)
}

// empty empties the index.
func (ix *Index) empty(ctx context.Context, tx *ent.Tx) error {
	statements := []string{"DELETE FROM " + entries, "DELETE FROM " + vocabulary}
	if ix.isPostgres() {
		statements = append([]string{"SET LOCAL statement_timeout = 0"}, statements...) // it takes the time it takes
	} else {
		statements = append(statements, "INSERT INTO "+lexemes+"("+lexemes+") VALUES ('delete-all')", "DELETE FROM "+trigrams)
	}
	query, args := sql.Dialect(ix.dialect).Delete("settings").Where(sql.EQ("key", versionKey)).Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// finish says that the index is of this program's version.
func (ix *Index) finish(ctx context.Context, tx *ent.Tx) error {
	query, args := sql.Dialect(ix.dialect).Insert("settings").Columns("key", "value").Values(versionKey, []byte(version)).
		OnConflict(sql.ConflictColumns("key"), sql.ResolveWithNewValues()).Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	if ix.isPostgres() { // until it is analysed the planner takes it for empty
		_, err := tx.ExecContext(ctx, "ANALYZE "+entries+", "+vocabulary)
		return err
	}
	return nil
}

// version is that of the database's index; empty when there is none.
func (ix *Index) version(ctx context.Context, db database) (string, error) {
	query, args := sql.Dialect(ix.dialect).Select("value").From(sql.Table("settings")).Where(sql.EQ("key", versionKey)).Query()
	var was []byte
	err := forEach(ctx, db, query, args, func(rows *stdsql.Rows) error { return rows.Scan(&was) })
	return string(was), err
}

// forEach calls back for each row of an answer.
func forEach(ctx context.Context, db database, query string, args []any, row func(*stdsql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what it could not read is in Err
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
