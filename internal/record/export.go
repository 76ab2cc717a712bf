package record

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
)

// Line is a record as an export writes it.
type Line struct {
	Type      string         `json:"type"`
	ID        string         `json:"id"`
	Version   int            `json:"version"`
	CreatedAt string         `json:"createdAt"`
	UpdatedAt string         `json:"updatedAt"`
	Fields    map[string]any `json:"fields"`
}

// NewLine is the line of a record; fields are plain values, those that are
// empty left out.
func NewLine(t *Type, uid string, version int, created, updated time.Time, fields map[string]any) Line {
	return Line{t.Name, uid, version, created.UTC().Format(time.RFC3339Nano), updated.UTC().Format(time.RFC3339Nano), fields}
}

// Export writes all records that the viewer sees as JSON Lines: type by type,
// each by identifier, so that two exports of the same records are the same.
func Export(ctx context.Context, c *ent.Client, w io.Writer) error {
	uids := map[End]map[int]string{}
	rows := map[*Type][]ent.Row{}
	for _, t := range Types {
		found, err := c.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.OrderBy(s.C("uid")) })
		if err != nil {
			return err
		}
		slices.SortFunc(found, func(a, b ent.Row) int { return strings.Compare(a.Column("uid").(string), b.Column("uid").(string)) })
		rows[t] = found
		of := map[int]string{}
		for _, row := range found {
			of[row.RowID()] = row.Column("uid").(string)
		}
		uids[End{Prefix: t.Prefix}] = of
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, t := range Types {
		for _, row := range rows[t] {
			fields := map[string]any{}
			for _, f := range t.Fields {
				if value := f.of(row, uids); value != nil {
					fields[f.Name] = value
				}
			}
			created, _ := row.Column("created_at").(time.Time)
			updated, _ := row.Column("updated_at").(time.Time)
			if err := encoder.Encode(NewLine(t, row.Column("uid").(string), row.Column("version").(int), created, updated, fields)); err != nil {
				return err
			}
		}
	}
	return nil
}

// of is the plain value of a row's field; references are identifiers, as far as
// they are known.
func (f *Field) of(row ent.Row, uids map[End]map[int]string) any {
	if f.ends == nil {
		return f.Plain(row.Column(f.column))
	}
	for _, e := range f.ends {
		if id, ok := row.Column(e.Column).(int); ok {
			if uid, known := uids[End{Prefix: e.Prefix}][id]; known {
				return uid
			}
		}
	}
	return nil
}
