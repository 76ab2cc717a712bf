package edit

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Revert undoes a change by a new one: the fields that the change changed get their former values. With whole, it
// undoes the whole write of the change. A deleted record is restored with its parts. The request has no steps.
func (e *Editor) Revert(ctx context.Context, change string, whole bool, r Request) (*Outcome, error) {
	entry := ledger.Entry{Reason: r.Reason, Key: r.Key, Reverts: map[string]string{}}
	id := keyInput(r.Sent, []any{"revert", change, whole, r.Reason})
	outcome, err := e.write(ctx, entry, id, func(ctx context.Context, w *work) ([]string, error) {
		clear(entry.Reverts) // of an aborted attempt
		lines, err := w.linesToRevert(ctx, change, whole)
		if err == nil {
			err = w.failure()
		}
		if err != nil {
			return nil, err
		}
		records, err := w.revertLines(ctx, lines, whole, entry.Reverts)
		if err == nil && r.Within != nil {
			err = r.Within(ctx, w.tx, records)
		}
		return records, err
	})
	if outcome != nil {
		for _, p := range outcome.Problems {
			if !slices.Equal(p.Field, KeyMismatch().Field) {
				p.Field = []string{"change"} // the input has no field of the record
			}
		}
	}
	return outcome, err
}

// revertLines reverts lines, the last one first, and returns the records that they are about.
func (w *work) revertLines(
	ctx context.Context, lines []*ent.Change, whole bool, reverts map[string]string,
) ([]string, error) {
	w.citing = true // lines may be of citations
	var records []string
	undone := map[string]int{} // the version of each record down to which it has been undone
	for _, line := range slices.Backward(lines) {
		step, err := w.revertStep(ctx, line, undone[line.RecordUID])
		if err != nil {
			return nil, err
		}
		if step == nil { // the line records a change in other lines, such as those of a list
			undone[line.RecordUID] = line.RecordVersion
			continue
		}
		step.exact = step.exact || whole && line.Operation == lexicon.OperationDelete
		_, isBasis := step.Set["basis"]
		step.asSourced = whole && !isBasis
		reverts[line.RecordUID] = line.UID
		if len(w.problems) == 0 { // else nothing is written, and records that others need may not be back
			if _, err := w.runStep(ctx, *step); err != nil {
				return nil, err
			}
		}
		undone[line.RecordUID] = line.RecordVersion
		if !slices.Contains(records, line.RecordUID) {
			records = append(records, line.RecordUID)
		}
	}
	if len(lines) > 0 && len(reverts) == 0 && len(w.problems) == 0 {
		w.report(Step{}, "change", lexicon.UserCannotRevert, message.NothingToRevert)
	}
	if err := w.checkSources(ctx); err != nil {
		return nil, err
	}
	if err := w.failure(); err != nil {
		return nil, err
	}
	return records, w.moveBack(ctx, lines)
}

// linesToRevert returns the lines that a revert undoes, in the ledger's order. A viewer who does not see all of a write
// may not revert the whole of it.
func (w *work) linesToRevert(ctx context.Context, change string, whole bool) ([]*ent.Change, error) {
	lines, err := w.lines(ctx, "uid", change)
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		w.reportUnknown(Step{}, "change", change)
		return nil, nil
	}
	asked := lines[0]
	together, err := w.lines(ctx, "write", asked.Write)
	if err != nil {
		return nil, err
	}
	lines = nil
	gone := []string{asked.RecordUID}
	for _, line := range slices.Backward(together) { // the parts of a record are deleted before it
		part := asked.Operation == lexicon.OperationDelete && line.Operation == lexicon.OperationDelete &&
			isPartOf(line, gone)
		if part {
			gone = append(gone, line.RecordUID)
		}
		if whole || line.UID == asked.UID || part {
			lines = append(lines, line)
		}
	}
	slices.Reverse(lines)
	all, err := w.tx.Change.Query().Where(
		func(s *sql.Selector) { s.Where(sql.EQ(s.C("write"), asked.Write)) },
	).Count(access.AsSystem(ctx))
	switch {
	case err != nil:
		return nil, err
	case whole && all != len(together):
		w.reportForbidden(Step{})
	case len(lines) > MaxSteps+MaxParts: // more than any write has
		w.problems = append(w.problems, TooMany())
	}
	return lines, nil
}

// lines returns the lines of the ledger with a value in a column that the viewer sees.
func (w *work) lines(ctx context.Context, column, value string) ([]*ent.Change, error) {
	if _, isUID := lexicon.UIDPrefix(value); !isUID {
		return nil, nil
	}
	return w.ledger.FindIn(ctx, w.tx, func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), value)) })
}

// isPartOf reports whether a line's record was a part of one of some records.
func isPartOf(line *ent.Change, uids []string) bool {
	t := record.Of(line.RecordType)
	for name, raw := range line.Before {
		uid := strings.Trim(string(raw), `"`)
		if isPart(t, name) && slices.Contains(uids, uid) {
			return true
		}
	}
	return false
}

// revertStep returns the step that reverts a line; nil when the line did nothing that can be reverted. It reports a
// problem when the result of the line has changed since. The argument undone is the version down to which the record is
// reverted already; 0 means none.
func (w *work) revertStep(ctx context.Context, line *ent.Change, undone int) (*Step, error) {
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
		w.reportCannotRevert(line)
		return nil, nil
	}
	switch line.Operation {
	case lexicon.OperationCreate:
		if is.version != line.RecordVersion && undone != line.RecordVersion+1 {
			w.reportCannotRevert(line)
			return nil, nil
		}
		if line.Reverts != nil && t.Prefix == "partner" {
			if err := w.checkNothingBeside(ctx, line, is); err != nil {
				return nil, err
			}
		}
		step.Verb, step.Set["version"] = Delete, is.version
	case lexicon.OperationDelete:
		step.Verb, step.New = Create, line.RecordUID
		delete(step.Set, "id")
		for name, value := range before {
			step.Set[name] = value
		}
	case lexicon.OperationUpdate:
		return w.revertUpdate(ctx, line, step, is, before)
	}
	return step, nil
}

// revertUpdate returns the step that reverts an update.
func (w *work) revertUpdate(
	ctx context.Context, line *ent.Change, step *Step, is *row, before map[string]any,
) (*Step, error) {
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
			w.reportCannotRevert(line)
			return nil, nil
		}
		step.Set[name] = before[name]
	}
	if len(changed) == 0 {
		return nil, nil
	}
	step.exact = true // when only references are restored
	for name := range changed {
		step.exact = step.exact && is.of.Field(name).IsReference()
	}
	return step, nil
}

// plain returns the value of a record's field as the ledger writes it.
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

// reportCannotRevert reports that a line can no longer be reverted.
func (w *work) reportCannotRevert(line *ent.Change) {
	w.unreverted = append(w.unreverted, line)
	w.report(Step{}, "change", lexicon.UserCannotRevert, message.ChangedSince(line.RecordUID))
}
