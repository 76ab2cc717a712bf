package snapshot

import (
	"bytes"
	"slices"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// SortedByUID returns the visible records of a type, sorted by public identifier. The order does not depend on the
// database.
func (v *View) SortedByUID(prefix string) []int32 {
	rows, sees := v.Rows(prefix), v.VisibilityOf(prefix)
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
	return ids
}

// OfContract returns the part of a visible contract: its records, those of the directory that they name, and the
// reference themes.
func (v *View) OfContract(id int) *View { return v.newView(access.Visibility{Contracts: []int{id}}) }

// Line converts a record for an export. References are the identifiers of visible records.
func (v *View) Line(t *record.Type, row ent.Row) record.Line {
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
	if prefix, id := v.Referred(row, f); id != 0 {
		return lexicon.UID(prefix, v.Rows(prefix).UID(id))
	}
	return nil
}

// Referred returns the visible record to which a field of a record refers; the id is 0 if there is none.
func (v *View) Referred(row ent.Row, f *record.Field) (prefix string, id int32) {
	for _, end := range f.Ends() {
		to, is := row.Column(end.Column).(int)
		if is && v.CanSee(end.Prefix, int32(to)) { //nolint:gosec // it is an id
			return end.Prefix, int32(to) //nolint:gosec // as above
		}
	}
	return "", 0
}

// CanSeeDirectory reports whether the viewer can see all records of no contract.
func (v *View) CanSeeDirectory() bool { return v.all || v.directory }
