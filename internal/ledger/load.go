package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Loaded is a new record as plain values, with its database id.
type Loaded struct {
	ID       int
	UID      string
	Contract *Reference     // the contract that the record belongs to; nil in the directory
	Values   map[string]any // by field: plain values, and a Reference for references
}

// Reference identifies a record by both its identifiers.
type Reference struct {
	Prefix string
	ID     int
	UID    string
}

// Load inserts new records of one type and their lines, in one transaction of few statements. It is for bulk
// imports of valid records: only the constraints of the database are checked. The entry must have a time.
func (l *Ledger) Load(ctx context.Context, e Entry, t *record.Type, records []Loaded) error {
	tx, err := l.client.BeginTx(ctx, l.isolation())
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no-op after a commit
	p := newRecorder(l, tx, e)
	rows := make([]map[string]any, len(records))
	for i, r := range records {
		rows[i] = r.row(t, e.At)
		p.lines = append(p.lines, r.line(t))
	}
	if l.postgres {
		err = insertAsJSON(ctx, tx, t, rows)
	} else {
		err = insertRows(ctx, tx, t, rows)
	}
	if err != nil {
		return fmt.Errorf("write %d of %s: %w", len(records), t.Name, err)
	}
	if l.postgres { // otherwise the next record would get a used id
		next := fmt.Sprintf(
			`SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), (SELECT MAX(id) FROM %[1]s))`,
			t.Table,
		)
		if _, err := tx.ExecContext(ctx, next); err != nil {
			return err
		}
	}
	if err := p.flush(ctx, lexicon.NewUID("write")); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	l.committed()
	return nil
}

// row returns the columns of the record that are not empty.
func (r Loaded) row(t *record.Type, at time.Time) map[string]any {
	moment := at.UTC().Format(timeLayout)
	row := map[string]any{"id": r.ID, "uid": r.UID, "version": 1, "created_at": moment, "updated_at": moment}
	for _, f := range t.Fields {
		value := r.Values[f.Name]
		if to, is := value.(Reference); is {
			column, _ := f.ColumnFor(to.Prefix)
			row[column] = to.ID
		} else if !f.IsReference() {
			f.Fill(row, value)
		}
	}
	if r.Contract != nil && t.Scope == "scope_id" {
		row[t.Scope] = r.Contract.ID
	}
	if name, is := row["name"].(string); is && t.Field("name") != nil {
		row[sortKey] = lexicon.ListKey(name)
	}
	return row
}

const (
	sortKey    = "sort_key"
	timeLayout = "2006-01-02 15:04:05.999999-07:00" // both databases can parse it
)

// line returns the line of the record.
func (r Loaded) line(t *record.Type) line {
	after := make(map[string]any, len(r.Values))
	for _, f := range t.Fields {
		value := r.Values[f.Name]
		if to, is := value.(Reference); is {
			value = to.UID
		} else if value == nil {
			value = f.Default
		}
		if value != nil {
			after[f.Name] = value
		}
	}
	l := line{of: t, uid: r.UID, row: r.ID, version: 1, operation: lexicon.OperationCreate, after: after}
	if r.Contract != nil {
		l.contract = &r.Contract.UID
	}
	return l
}

// insertAsJSON inserts rows in one statement with one parameter. PostgreSQL needs several times longer to plan one
// with a parameter for every value.
func insertAsJSON(ctx context.Context, tx *gen.Tx, t *record.Type, rows []map[string]any) error {
	for _, row := range rows {
		if key, is := row[sortKey].([]byte); is {
			row[sortKey] = fmt.Sprintf(`\x%x`, key) // the format of PostgreSQL for bytes
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(
		ctx,
		fmt.Sprintf(`INSERT INTO %[1]s SELECT * FROM jsonb_populate_recordset(NULL::%[1]s, $1)`, t.Table),
		string(text),
	)
	return err
}

// insertRows inserts rows with a parameter for every value.
func insertRows(ctx context.Context, tx *gen.Tx, t *record.Type, rows []map[string]any) error {
	columns := []string{"id", "uid", "version", "created_at", "updated_at"}
	for _, f := range t.Fields {
		columns = append(columns, f.Filled()...)
	}
	if t.Scope == "scope_id" {
		columns = append(columns, t.Scope)
	}
	if t.Field("name") != nil {
		columns = append(columns, sortKey)
	}
	for rows := range slices.Chunk(rows, linesPerStatement) {
		query := sql.Dialect(dialect.SQLite).Insert(t.Table).Columns(columns...)
		for _, row := range rows {
			values := make([]any, len(columns))
			for i, c := range columns {
				values[i] = row[c]
				if list, is := row[c].([]string); is {
					text, err := json.Marshal(list)
					if err != nil {
						return err
					}
					values[i] = string(text)
				}
			}
			query.Values(values...)
		}
		text, args := query.Query()
		if _, err := tx.ExecContext(ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}
