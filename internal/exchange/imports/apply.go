package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// maxSteps is the number of changes of a batch. A line is up to seven: two new partners with two numbers, and a grant.
const maxSteps = edit.MaxSteps - 7

// apply writes the lines of a plan that need no decision, batch by batch. A batch and its progress are one
// transaction under one idempotency key, so that an interrupted import goes on where it stopped.
func (m *Imports) apply(ctx context.Context, row *ent.FileImport, progress Progress) error {
	system := access.AsSystem(ctx)
	all, err := m.client.ImportLine.Query().Where(
		importline.ImportID(row.ID), sql.FieldIn("outcome", writable...)).Count(system)
	if err != nil {
		return err
	}
	isRanked, err := m.client.ImportLine.Query().Where(importline.ImportID(row.ID), sql.FieldGT("rank", 0)).Exist(system)
	if err != nil {
		return err
	}
	after, err := m.beforeFirst(system, row, place{isRanked: isRanked})
	if err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		viewer, err := m.viewer(system, row)
		if err != nil {
			return err
		}
		if row, err = m.reread(system, row.ID); err != nil {
			return err
		}
		if row.State != lexicon.ImportApplying {
			return nil // somebody cancelled it
		}
		if !mayImport(viewer, deref(row.ContractID)) {
			return &ForbiddenError{}
		}
		var more bool
		if after, more, err = m.writeBatch(access.WithViewer(ctx, viewer), row, after); err != nil {
			return err
		}
		if !more {
			break
		}
		if progress != nil {
			if row, err = m.reread(system, row.ID); err != nil {
				return err
			}
			progress(int64(row.Settled), int64(all))
		}
	}
	return m.end(system, row, lexicon.ImportApplying, lexicon.ImportApplied)
}

var writable = []lexicon.ImportOutcome{lexicon.OutcomeApplied, lexicon.OutcomeFlagged}

// end stores the final state of an import, unless somebody changed its state meanwhile.
func (m *Imports) end(ctx context.Context, row *ent.FileImport, from, to lexicon.ImportState) error {
	defer m.notifyWaiters(row.ID)
	return m.client.FileImport.Update().Where(fileimport.ID(row.ID), fileimport.StateEQ(from)).SetState(to).
		ClearProblem().ClearLeasedBy().ClearLeasedUntil().Exec(ctx)
}

func (m *Imports) reread(ctx context.Context, id int) (*ent.FileImport, error) {
	return m.client.FileImport.Query().Where(fileimport.ID(id)).WithAccount().WithToken().WithContract().Only(ctx)
}

// batch is the lines and steps that are written together.
type batch struct {
	lines   []*ent.ImportLine
	steps   []edit.Step
	created []int             // parties whose partners are created
	renamed []*ent.ImportLine // whose record is another one than planned
	seesAll bool              // the viewer may choose identifiers
}

// writtenTables are the tables in which most rows of an import are written.
const writtenTables = "changes, citations, grants, identifiers, partners, receipts"

// writeBatch writes the next batch of the lines after one. It returns the last line that is dealt with, and whether
// there may be more. Lines that the rules refuse get a note, and the others are tried again without them.
func (m *Imports) writeBatch(
	ctx context.Context, row *ent.FileImport, after place,
) (last place, more bool, err error) {
	system := access.AsSystem(ctx)
	lines, last, err := m.linesToWrite(system, row, after)
	if err != nil || len(lines) == 0 {
		return after, false, err
	}
	if _, err := m.takeMade(ctx, lines); err != nil {
		return after, false, err
	}
	b, err := m.batchOf(ctx, row, lines)
	if err != nil {
		return after, false, err
	}
	outcome, err := m.editor.Do(ctx, edit.Request{
		Steps: b.steps, Reason: "Import " + shape.Clip(row.Name, 200), Contract: contractName(row),
		Key: batchKey(row, row.Batches), Sent: sentAs(row, row.Batches), Unadvised: true,
		Within: func(ctx context.Context, tx *ent.Client, records []string) error {
			actor := access.From(ctx).Account
			if err := m.config.Ledger.ForgetReceipt(ctx, tx, actor, revertKey(row, row.Batches)); err != nil {
				return err
			}
			if err := b.rememberFound(access.AsSystem(ctx), tx, records); err != nil {
				return err
			}
			return m.settleBatch(ctx, tx, row, b)
		},
	})
	switch {
	case err != nil:
		return after, false, err
	case outcome.Replayed:
		return after, false, fmt.Errorf("another process wrote batch %d: %w", row.Batches, errLeaseLost)
	case outcome.Problems != nil:
		if found, err := m.takeMade(ctx, lines); err != nil || found {
			return after, true, err // another process made them at the same time
		}
		return after, true, m.refuse(system, row, b, outcome)
	}
	m.notifyWaiters(row.ID)
	if isAnalyzedAfter(row.Batches) {
		if err := m.analyze(system, writtenTables); err != nil {
			return after, false, err
		}
	}
	if len(b.lines) < len(lines) {
		last = after.at(b.lines[len(b.lines)-1])
	}
	return last, true, nil
}

// rememberFound stores the records that upserts found where the plan expected new ones.
func (b *batch) rememberFound(ctx context.Context, tx *ent.Client, records []string) error {
	for i, step := range b.steps {
		if step.Verb != edit.Upsert || records[i] == step.New {
			continue
		}
		for _, l := range b.lines {
			if l.Record == step.New {
				if err := tx.ImportLine.UpdateOneID(l.ID).SetRecord(records[i]).Exec(ctx); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sentAs identifies a batch under its idempotency key.
func sentAs(row *ent.FileImport, batch int) any { return []any{"import", row.UID, batch} }

func contractName(row *ent.FileImport) string {
	if row.Edges.Contract == nil {
		return ""
	}
	return row.Edges.Contract.UID
}

// batchOf returns the steps of some lines: as many as fit in one write, without a part of a group.
func (m *Imports) batchOf(ctx context.Context, row *ent.FileImport, lines []*ent.ImportLine) (*batch, error) {
	b := &batch{}
	if v := access.From(ctx); v != nil {
		b.seesAll = v.Visibility.All
	}
	system := access.AsSystem(ctx)
	if row.Batches == 0 && row.Source != "" {
		source, err := sourceOf(row)
		if err != nil {
			return nil, err
		}
		b.steps = append(b.steps, source)
	}
	whole := *b // as it was before the last group
	for i, l := range lines {
		if i == 0 || !isTogether(lines[i-1], l) {
			whole = *b
		}
		if len(b.steps) >= maxSteps {
			if len(whole.lines) > 0 {
				b = &whole
			}
			break
		}
		if err := m.addLine(system, row, b, l); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(b.steps, func(s, t edit.Step) int { return orderOf(s) - orderOf(t) })
	return b, nil
}

// orderOf orders the steps of a batch by type: what others name comes first, and records of a type are written
// together. Deletions keep their place.
func orderOf(s edit.Step) int {
	if s.Verb == edit.Delete {
		return len(record.Types)
	}
	return slices.Index(record.Types, record.Of(s.Type))
}

// sourceOf returns the step that creates the source which cites the file.
func sourceOf(row *ent.FileImport) (edit.Step, error) {
	source := map[string]any{"code": "import-" + row.UID[len(row.UID)-12:], "name": row.Name,
		"date": row.CreatedAt.Format("2006-01-02"), "note": "SHA-256 " + row.Hash}
	var o Options
	err := json.Unmarshal(row.Options, &o)
	if o.Publisher != "" {
		source["publisher"] = o.Publisher
	}
	return edit.Step{Verb: edit.Create, Type: "source", New: row.Source, Set: source, Path: []string{sourceStep}}, err
}

// sourceStep is the path of the problems of the source.
const sourceStep = "source"

// SourceError reports that the rules refuse the source of a file. Every line cites it, so that none is written.
type SourceError struct{ *edit.Problem }

func (e *SourceError) Error() string {
	return "the source of the import is refused: " + e.Message(lexicon.English)
}

// errLeaseLost reports that another process works on the import, or that somebody stopped it.
var errLeaseLost = errors.New("the lease of the import is lost")

// settleBatch stores the progress of a batch in its transaction.
func (m *Imports) settleBatch(ctx context.Context, tx *ent.Client, row *ent.FileImport, b *batch) error {
	ctx = access.AsSystem(ctx)
	ids := make([]int, len(b.lines))
	for i, l := range b.lines {
		ids[i] = l.ID
		if l.Choice == Correct || slices.Contains(b.renamed, l) {
			if err := tx.ImportLine.UpdateOneID(l.ID).SetRecord(l.Record).Exec(ctx); err != nil {
				return err
			}
		}
	}
	err := tx.ImportLine.Update().Where(importline.IDIn(ids...)).SetDone(true).SetBatch(row.Batches).Exec(ctx)
	if err == nil && len(b.created) > 0 {
		err = tx.ImportParty.Update().Where(importparty.IDIn(b.created...)).SetCreated(true).Exec(ctx)
	}
	if err != nil {
		return err
	}
	n, err := tx.FileImport.Update().Where(fileimport.ID(row.ID), fileimport.Batches(row.Batches),
		fileimport.StateEQ(lexicon.ImportApplying)).AddBatches(1).AddSettled(len(b.lines)).Save(ctx)
	if err == nil && n != 1 {
		err = errLeaseLost
	}
	if err != nil {
		return err
	}
	return m.renewLease(ctx, tx, row)
}

// refuse notes the problems of a batch on their lines. A line whose record has changed since the plan waits.
func (m *Imports) refuse(ctx context.Context, row *ent.FileImport, b *batch, outcome *edit.Outcome) error {
	byLine := map[int][]*edit.Problem{}
	for _, problem := range outcome.Problems {
		if len(problem.Field) > 0 && problem.Field[0] == sourceStep {
			return &SourceError{problem}
		}
		if len(problem.Field) < 2 || problem.Field[0] != "line" {
			return fmt.Errorf("the import %s cannot be written: %s", row.UID, problem.Message(lexicon.English))
		}
		number, err := strconv.Atoi(problem.Field[1])
		if err != nil {
			return err
		}
		byLine[number] = append(byLine[number], problem)
	}
	return m.transact(ctx, func(tx *ent.Client) error {
		for _, l := range b.lines {
			problems := byLine[l.Number]
			if problems == nil {
				continue
			}
			for _, problem := range problems {
				l.Notes = append(l.Notes, noteOfProblem(l, problem))
			}
			l.Choice = ""
			if err := saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) { u.SetChoice("") }); err != nil {
				return err
			}
			delete(byLine, l.Number)
		}
		for number := range byLine {
			return fmt.Errorf("line %d has a problem and is not in its batch", number)
		}
		return m.renewLease(ctx, tx, row)
	})
}

func noteOfProblem(l *ent.ImportLine, p *edit.Problem) lexicon.Note {
	n := lexicon.Note{
		Code: lexicon.WriteRefused, Severity: lexicon.Refuses, Where: cellOf(l),
		Reason: lexicon.Text{English: p.Message(lexicon.English), French: p.Message(lexicon.French)},
	}
	switch p.Code {
	case lexicon.UserForbidden:
		n.Code = lexicon.WriteForbidden
	case lexicon.UserConflict, lexicon.UserUnknown, lexicon.UserTaken:
		n.Code, n.Severity = lexicon.WriteConflict, lexicon.Waits
	}
	return n
}
