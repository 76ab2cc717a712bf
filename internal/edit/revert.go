package edit

import (
	"context"
	"reflect"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Revert undoes a change by a new one: its record is again what it was in the
// fields that the change changed. With whole, all that was written with the
// change is undone; a record that was deleted comes back with its parts.
func (e *Editor) Revert(ctx context.Context, change, reason, key string, whole bool) (*Outcome, error) {
	asked := []any{"revert", change, whole}
	if first, err := e.before(ctx, key, asked, ""); err != nil || first != nil {
		return first, err
	}
	lines, err := e.toUndo(ctx, change, whole)
	if err != nil {
		return nil, err
	}
	w := &work{tx: e.Client, viewer: access.From(ctx)}
	if len(lines) == 0 {
		w.unknown(Step{}, "change", change)
		return &Outcome{Problems: w.problems}, nil
	}
	r := Request{Reason: reason, Key: key, reverts: map[string]string{}, of: asked}
	for _, line := range slices.Backward(lines) {
		step, err := w.undo(ctx, line)
		if err != nil {
			return nil, err
		}
		if step != nil {
			r.Steps, r.reverts[line.RecordUID] = append(r.Steps, *step), line.UID
		}
	}
	if w.problems != nil {
		return &Outcome{Problems: w.problems}, nil
	}
	if len(r.Steps) > MaxSteps {
		return &Outcome{Problems: []*Problem{tooMany()}}, nil
	}
	return e.write(ctx, r, nil)
}

// toUndo are the lines that a revert undoes, in the ledger's order, as far as
// the viewer sees them.
func (e *Editor) toUndo(ctx context.Context, change string, whole bool) ([]*ent.Change, error) {
	found, err := e.Client.Change.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), change)) }).All(access.AsSystem(ctx))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	asked := found[0]
	together, err := e.Ledger.Read(ctx, ledger.Query{Write: asked.Write})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(together, func(l *ent.Change) bool { return l.UID == asked.UID }) {
		return nil, nil // one that the viewer does not see, of a write of which they see others
	}
	var lines []*ent.Change
	for _, line := range together {
		part := asked.Operation == lexicon.OperationDelete && line.Operation == lexicon.OperationDelete && refersTo(line, asked.RecordUID)
		if whole || line.UID == asked.UID || part {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// refersTo tells whether a line's record was a part of another.
func refersTo(line *ent.Change, uid string) bool {
	t := record.Of(line.RecordType)
	for name, raw := range line.Before {
		if isPart(t, name) && string(raw) == `"`+uid+`"` {
			return true
		}
	}
	return false
}

// undo is the step that undoes a line, with a problem when what the line did
// has been changed again; nil when it did nothing that can be undone.
func (w *work) undo(ctx context.Context, line *ent.Change) (*Step, error) {
	t := record.Of(line.RecordType)
	step := &Step{Type: t.Prefix, Path: []string{"change"}, Set: map[string]any{"id": line.RecordUID}}
	is, err := w.rowOf(ctx, t, "uid", line.RecordUID)
	if err != nil {
		return nil, err
	}
	before, err := ledger.Values(t, line.Before)
	if err != nil {
		return nil, err
	}
	if (line.Operation == lexicon.OperationDelete) == (is != nil) {
		w.cannot(line)
		return nil, nil
	}
	switch line.Operation {
	case lexicon.OperationCreate:
		if is.version != line.RecordVersion {
			w.cannot(line)
			return nil, nil
		}
		step.Verb, step.Set["version"] = Delete, is.version
	case lexicon.OperationDelete:
		step.Verb = Create
		for name, value := range before {
			step.Set[name] = value
		}
	case lexicon.OperationUpdate:
		return w.undoUpdate(ctx, line, step, is, before)
	}
	return step, nil
}

func (w *work) undoUpdate(ctx context.Context, line *ent.Change, step *Step, is *row, before map[string]any) (*Step, error) {
	after, err := ledger.Values(is.of, line.After)
	if err != nil {
		return nil, err
	}
	step.Verb, step.Set["version"] = Update, is.version
	changed := map[string]bool{}
	for name := range before {
		changed[name] = true
	}
	for name := range after {
		changed[name] = true
	}
	for name := range changed {
		value, err := w.plain(ctx, is, name)
		if err != nil {
			return nil, err
		}
		if !reflect.DeepEqual(value, after[name]) {
			w.cannot(line)
			return nil, nil
		}
		step.Set[name] = before[name]
	}
	if len(changed) == 0 {
		return nil, nil
	}
	return step, nil
}

// plain is the value of a record's field as the ledger writes it.
func (w *work) plain(ctx context.Context, r *row, field string) (any, error) {
	f := r.of.Field(field)
	if !f.IsReference() {
		return f.Plain(r.Column(f.Columns()[0])), nil
	}
	prefix, id := r.end(field)
	if id == 0 {
		return nil, nil
	}
	to, err := w.byID(ctx, prefix, id)
	if err != nil {
		return nil, err
	}
	return to.uid, nil
}

func (w *work) cannot(line *ent.Change) {
	w.report(Step{}, "change", lexicon.UserCannotRevert, "Ce que la modification de %s avait fait a changé depuis, ou est déjà défait.",
		"What the change of %s did has changed since, or is undone already.", line.RecordUID)
}
