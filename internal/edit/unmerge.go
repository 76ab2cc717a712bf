package edit

import (
	"context"
	"errors"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Unmerge undoes the merge of a partner that was merged away, which its former id or code names. What else the write
// of the merge did stays, as do later writes. Each that prevents it is a problem of its own. With isDry nothing is
// written. The request has no steps.
func (e *Editor) Unmerge(ctx context.Context, partner string, isDry bool, r Request) (*Outcome, error) {
	entry := ledger.Entry{Reason: r.Reason, Key: r.Key, Reverts: map[string]string{}}
	tried := &Outcome{}
	id := keyInput(r.Sent, []any{"unmerge", partner, r.Reason})
	outcome, err := e.write(ctx, entry, id, func(ctx context.Context, w *work) (_ []string, err error) {
		clear(entry.Reverts) // of an aborted attempt
		merge, err := w.mergeOf(ctx, partner)
		if err == nil {
			err = w.failure()
		}
		if err != nil {
			return nil, err
		}
		if tried.Records, err = w.undoMerge(ctx, merge, entry.Reverts); err == nil && isDry {
			err = ledger.ErrDryRun
		}
		return tried.Records, err
	})
	if errors.Is(err, ledger.ErrDryRun) {
		return tried, nil
	}
	if outcome != nil {
		for _, p := range outcome.Problems {
			if !slices.Equal(p.Field, KeyMismatch().Field) {
				p.Field = []string{"partner"} // the input has no field of the record
			}
		}
	}
	return outcome, err
}

// undoMerge reverts the lines of a merge. When later lines prevent it, they alone are its problems: what follows from
// the parts that are not undone is no news.
func (w *work) undoMerge(ctx context.Context, merge *ent.Change, reverts map[string]string) ([]string, error) {
	lines, err := w.mergeLines(ctx, merge)
	if err == nil {
		err = w.failure()
	}
	if err != nil {
		return nil, err
	}
	records, err := w.revertLines(ctx, lines, true, reverts)
	if problems := (*failed)(nil); len(w.unreverted) == 0 || err != nil && !errors.As(err, &problems) {
		return records, err
	}
	prevented := &failed{}
	for _, line := range slices.Backward(w.unreverted) {
		p, err := w.preventedBy(ctx, line)
		if err != nil {
			return nil, err
		}
		prevented.problems = append(prevented.problems, p)
	}
	return nil, prevented
}

// mergeOf returns the line of the ledger with which the last merge that still stands deleted the partner that an id or
// a code named. It reports a partner that was not merged.
func (w *work) mergeOf(ctx context.Context, name string) (*ent.Change, error) {
	kept, err := w.keptOf(ctx, name)
	if err != nil {
		return nil, err
	}
	var merged []any // what was merged into them, by id and by code
	for _, into := range kept {
		for _, uid := range into.texts(record.MergedIDs) {
			merged = append(merged, uid)
		}
	}
	lines, err := w.ledger.FindIn(ctx, w.tx, func(s *sql.Selector) {
		s.Where(sql.And(sql.In(s.C("record_uid"), merged...), sql.ColumnsEQ(s.C("record_uid"), s.C("merged"))))
	})
	if err != nil {
		return nil, err
	}
	for _, line := range slices.Backward(lines) {
		before, err := ledger.Values(record.Of("partner"), line.Before)
		if err != nil {
			return nil, err
		}
		if line.RecordUID == name || before["code"] == name {
			return line, nil
		}
	}
	found, err := w.findItself(ctx, Step{}, "partner", []record.End{{Prefix: "partner"}}, name, nil)
	if found != nil || len(kept) > 0 {
		w.report(Step{}, "partner", lexicon.UserInvalid, message.NotMerged(name))
	}
	return nil, err
}

// mergeLines returns the lines of a merge, without those of other changes in its write. A viewer who does not see all
// of them may not undo it.
func (w *work) mergeLines(ctx context.Context, merge *ent.Change) ([]*ent.Change, error) {
	ofMerge := func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("write"), merge.Write), sql.EQ(s.C("merged"), merge.RecordUID)))
	}
	lines, err := w.ledger.FindIn(ctx, w.tx, ofMerge)
	if err != nil {
		return nil, err
	}
	all, err := w.tx.Change.Query().Where(ofMerge).Count(access.AsSystem(ctx))
	if err == nil && all != len(lines) {
		w.reportForbidden(Step{})
	}
	return lines, err
}

// preventedBy returns the problem of a line that can no longer be reverted: it names the record, and the first line
// about it since.
func (w *work) preventedBy(ctx context.Context, line *ent.Change) (*Problem, error) {
	later, err := w.ledger.FindIn(ctx, w.tx, func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("record_uid"), line.RecordUID), sql.GT(s.C("id"), line.ID))).Limit(1)
	})
	p := &Problem{Code: lexicon.UserCannotRevert, Sentence: message.ChangedSince(line.RecordUID)}
	if len(later) > 0 {
		p.Sentence = message.ChangedSinceBy(line.RecordUID, later[0].UID)
	}
	return p, err
}
