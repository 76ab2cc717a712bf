package write

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// A repeated idempotency key returns the records as the first write left them, whatever changed them since. The records
// that they refer to are in their present state.

// recordAsWritten returns a record as the write of an outcome left it, or nil when the write deleted it. The argument
// now is the current record; it is nil when the viewer does not see it or it is deleted.
func (r Writer) recordAsWritten(ctx context.Context, o *edit.Outcome, uid string, now ent.Row) (ent.Row, error) {
	if !o.Replayed || o.Write == "" || uid == "" {
		return now, nil
	}
	reading := ctx
	if now != nil {
		reading = access.AsSystem(ctx) // the viewer sees the record, and so its whole history
	}
	lines, err := r.Ledger.Find(reading, func(s *sql.Selector) { s.Where(sql.EQ(s.C("record_uid"), uid)) })
	if err != nil {
		return nil, err
	}
	last := -1
	for i, line := range lines {
		if line.Write == o.Write {
			last = i
		}
	}
	switch {
	case last < 0, now != nil && now.Column("version") == lines[last].RecordVersion:
		return now, nil
	case lines[0].Operation != lexicon.OperationCreate: // before the viewer saw it
		return now, nil
	}
	state := history.State{}
	for _, line := range lines[:last+1] {
		if err := state.Replay(line); err != nil {
			return nil, err
		}
	}
	left := state[uid]
	if left == nil || left.Gone {
		return nil, nil // it was deleted
	}
	if now == nil {
		now = ent.NewRow(left.Type.Prefix, lines[last].RecordRow)
	}
	now = now.Copied() // the record is shared
	return now, r.restoreValues(ctx, now, left)
}

// restoreValues sets the columns of a row in memory to the values of an earlier version.
func (r Writer) restoreValues(ctx context.Context, row ent.Row, was *history.Record) error {
	for name, value := range map[string]any{
		"uid": was.UID, "version": was.Version, "created_at": was.CreatedAt, "updated_at": was.UpdatedAt,
	} {
		row.SetColumn(name, value)
	}
	for _, f := range was.Type.Fields {
		if !f.IsReference() {
			row.SetColumn(f.Columns()[0], f.Column(was.Values[f.Name]))
			continue
		}
		for _, column := range f.Columns() {
			row.SetColumn(column, nil)
		}
		uid, given := was.Values[f.Name].(string)
		if !given {
			continue
		}
		to := record.OfUID(uid)
		found, err := r.Reader.Client.Rows(
			access.AsSystem(ctx), to.Prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), uid)) },
		)
		if err != nil {
			return err
		}
		if column, _ := f.ColumnFor(to.Prefix); len(found) > 0 {
			row.SetColumn(column, found[0].RowID())
		}
	}
	return nil
}
