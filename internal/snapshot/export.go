package snapshot

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Export writes all visible records as JSON Lines. They come by type, then by identifier, so that two exports of
// the same records are equal.
func (v *View) Export(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for index, t := range record.Types {
		rows, sees := v.tables[index].rows, v.VisibilityOf(t.Prefix)
		var ids []int32
		for id := range rows.Bound() {
			if sees(id) {
				ids = append(ids, id)
			}
		}
		slices.SortFunc(ids, func(a, b int32) int {
			one, other := rows.UID(a), rows.UID(b)
			return bytes.Compare(one[:], other[:])
		})
		for _, id := range ids {
			if err := encoder.Encode(v.line(t, rows.Record(id, &v.values))); err != nil {
				return err
			}
		}
	}
	return nil
}

// line converts a record for an export. References are the identifiers of visible records.
func (v *View) line(t *record.Type, row ent.Row) record.Line {
	fields := map[string]any{}
	for _, f := range t.Fields {
		if value := v.plain(row, f); value != nil {
			fields[f.Name] = value
		}
	}
	created, _ := row.Column("created_at").(time.Time)
	updated, _ := row.Column("updated_at").(time.Time)
	return record.NewLine(t, row.Column("uid").(string), row.Column("version").(int), created, updated, fields)
}

// plain returns the exported value of a field; nil means none.
func (v *View) plain(row ent.Row, f *record.Field) any {
	if !f.IsReference() {
		return f.Plain(row.Column(f.Columns()[0]))
	}
	for _, end := range f.Ends() {
		to, is := row.Column(end.Column).(int)
		if is && v.CanSee(end.Prefix, int32(to)) { //nolint:gosec // it is an id
			return lexicon.UID(end.Prefix, v.Rows(end.Prefix).UID(int32(to))) //nolint:gosec // as above
		}
	}
	return nil
}
