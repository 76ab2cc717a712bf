package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/past"
	"maillage/internal/record"
)

// Who writes again under a key is answered as the first time: with the records
// as that write left them, whatever became of them since. What they lead to is
// as it is now.

// asLeft is a record as the write of an outcome left it, and nil when it left
// none; now is the record as it is, and nil for one that the viewer does not see
// or that is not there any more.
func (r *Resolver) asLeft(ctx context.Context, o *edit.Outcome, uid string, now ent.Row) (ent.Row, error) {
	if !o.Again || o.Write == "" || uid == "" {
		return now, nil
	}
	reading := ctx
	if now != nil {
		reading = access.AsSystem(ctx) // the viewer sees the record, and so all that was written of it
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
	state := past.State{}
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
	now = now.Copied() // others have the record too
	return now, r.refill(ctx, now, left)
}

// refill gives a record in memory the values that it had.
func (r *Resolver) refill(ctx context.Context, row ent.Row, was *past.Record) error {
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
		if column, _ := f.Leads(to.Prefix); len(found) > 0 {
			row.SetColumn(column, found[0].RowID())
		}
	}
	return nil
}
