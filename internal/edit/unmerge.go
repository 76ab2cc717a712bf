package edit

import (
	"context"
	"errors"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Unmerge undoes the merge of a partner that was merged away, which its former id or code names. It reverts the write
// of the merge. Later writes stay; each that prevents it is a problem of its own. With isDry nothing is written. The
// request has no steps.
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

// undoMerge reverts the write of a merge. When later writes prevent it, they alone are its problems: what follows from
// the parts that are not undone is no news.
func (w *work) undoMerge(ctx context.Context, merge *ent.Change, reverts map[string]string) ([]string, error) {
	lines, err := w.linesToRevert(ctx, merge.UID, true)
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

// mergeOf returns the line of the ledger with which a merge deleted the partner that an id or a code named. It reports
// a partner that was not merged.
func (w *work) mergeOf(ctx context.Context, name string) (*ent.Change, error) {
	into, err := w.mergedInto(ctx, name)
	if err != nil {
		return nil, err
	}
	if into == nil {
		found, err := w.findItself(ctx, Step{}, "partner", []record.End{{Prefix: "partner"}}, name, nil)
		if found != nil {
			w.report(Step{}, "partner", lexicon.UserInvalid, message.NotMerged(name))
		}
		return nil, err
	}
	uids := []string{name}
	if _, isUID := lexicon.UIDPrefix(name); !isUID {
		uids = into.texts(record.MergedIDs)
	}
	for _, uid := range slices.Backward(uids) { // of several with one code, the one that was merged last
		lines, err := w.lines(ctx, "record_uid", uid)
		if err != nil {
			return nil, err
		}
		for _, line := range slices.Backward(lines) {
			if line.Operation != lexicon.OperationDelete {
				continue
			}
			before, err := ledger.Values(into.of, line.Before)
			if err != nil {
				return nil, err
			}
			if uid == name || before["code"] == name {
				return line, nil
			}
			break
		}
	}
	w.report(Step{}, "partner", lexicon.UserInvalid, message.NotMerged(name))
	return nil, nil
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
