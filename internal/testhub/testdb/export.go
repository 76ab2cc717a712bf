package testdb

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
)

// Export writes the lines of an export, read from the database. The policies of the schemas must allow
// the viewer to read it.
func Export(ctx context.Context, c *ent.Client, w io.Writer) error {
	uids := map[record.End]map[int]string{}
	rows := map[*record.Type][]ent.Row{}
	for _, t := range record.Types {
		found, err := c.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.OrderBy(s.C("uid")) })
		if err != nil {
			return err
		}
		slices.SortFunc(found, func(a, b ent.Row) int {
			return strings.Compare(a.Column("uid").(string), b.Column("uid").(string))
		})
		rows[t] = found
		of := map[int]string{}
		for _, row := range found {
			of[row.RowID()] = row.Column("uid").(string)
		}
		uids[record.End{Prefix: t.Prefix}] = of
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, t := range record.Types {
		for _, row := range rows[t] {
			fields := map[string]any{}
			for _, f := range t.Fields {
				if value := plain(f, row, uids); value != nil {
					fields[f.Name] = value
				}
			}
			created, _ := row.Column("created_at").(time.Time)
			updated, _ := row.Column("updated_at").(time.Time)
			version := row.Column("version").(int)
			line := record.NewLine(t, row.Column("uid").(string), version, created, updated, fields)
			if err := encoder.Encode(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// plain returns the plain value of a row's field. References are public identifiers, as far as they
// are known.
func plain(f *record.Field, row ent.Row, uids map[record.End]map[int]string) any {
	if !f.IsReference() {
		return f.Plain(row.Column(f.Columns()[0]))
	}
	for _, e := range f.Ends() {
		if id, ok := row.Column(e.Column).(int); ok {
			if uid, known := uids[record.End{Prefix: e.Prefix}][id]; known {
				return uid
			}
		}
	}
	return nil
}
