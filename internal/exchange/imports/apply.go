package imports

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/scdl"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/lexicon"
)

// maxSteps is the number of changes of a batch. A line is up to three: two new partners and a grant.
const maxSteps = edit.MaxSteps - 3

// apply writes the lines of a plan that need no decision, batch by batch. A batch and its progress are one
// transaction under one idempotency key, so that an interrupted import goes on where it stopped.
func (m *Imports) apply(ctx context.Context, row *ent.FileImport, told Progress) error {
	system := access.AsSystem(ctx)
	all, err := m.client.ImportLine.Query().Where(
		importline.ImportID(row.ID), sql.FieldIn("outcome", writable...)).Count(system)
	if err != nil {
		return err
	}
	for after := 0; ; {
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
		if told != nil {
			if row, err = m.reread(system, row.ID); err != nil {
				return err
			}
			told(int64(row.Settled), int64(all))
		}
	}
	return m.end(system, row, lexicon.ImportApplying, lexicon.ImportApplied)
}

var writable = []lexicon.ImportOutcome{lexicon.OutcomeApplied, lexicon.OutcomeFlagged}

// end stores the final state of an import, unless somebody changed its state meanwhile.
func (m *Imports) end(ctx context.Context, row *ent.FileImport, from, to lexicon.ImportState) error {
	defer m.told(row.ID)
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
	created []int // parties whose partners are created
}

// writeBatch writes the next batch of the lines after one. It returns the last line that is dealt with, and whether
// there may be more. Lines that the rules refuse get a note, and the others are tried again without them.
func (m *Imports) writeBatch(ctx context.Context, row *ent.FileImport, after int) (last int, more bool, err error) {
	system := access.AsSystem(ctx)
	lines, last, err := m.linesToWrite(system, row, after)
	if err != nil || len(lines) == 0 {
		return after, false, err
	}
	b, err := m.batchOf(system, row, lines)
	if err != nil {
		return after, false, err
	}
	outcome, err := m.editor.Do(ctx, edit.Request{
		Steps: b.steps, Reason: "Import " + clip(row.Name, 200), Contract: contractName(row),
		Key:  "import/" + row.UID + "/" + strconv.Itoa(row.Batches),
		Sent: sentAs(row, row.Batches), Unadvised: true,
		Within: func(ctx context.Context, tx *ent.Client) error { return m.settleBatch(ctx, tx, row, b) },
	})
	switch {
	case err != nil:
		return after, false, err
	case outcome.Problems != nil:
		return after, true, m.refuse(system, row, b, outcome)
	}
	m.told(row.ID)
	if err := m.analyze(system, row.Batches); err != nil {
		return after, false, err
	}
	if len(b.lines) < len(lines) {
		last = b.lines[len(b.lines)-1].Number
	}
	return last, true, nil
}

// analyze gathers statistics of the tables that an import fills, after its first batch and ever more rarely: without
// them, PostgreSQL reads a whole table where it should use an index.
func (m *Imports) analyze(ctx context.Context, batch int) error {
	if !m.postgres || batch&(batch-1) != 0 || batch > 64 {
		return nil
	}
	_, err := m.exec(ctx, m.client, "ANALYZE changes, citations, grants, identifiers, partners, receipts")
	return err
}

// linesToWrite returns lines after one that are still to be written, and the last line that it looked at. Only the
// index by number fits: with more conditions, a database without statistics sorts all lines for each batch.
func (m *Imports) linesToWrite(
	ctx context.Context, row *ent.FileImport, after int,
) (lines []*ent.ImportLine, last int, err error) {
	for last = after; len(lines) == 0; {
		lines, err = m.client.ImportLine.Query().Where(importline.ImportID(row.ID), sql.FieldGT("number", last)).
			Order(ent.Asc("number")).Limit(batchSize).WithFunder().WithBeneficiary().All(ctx)
		if err != nil || len(lines) == 0 {
			return nil, last, err
		}
		last = lines[len(lines)-1].Number
		lines = slices.DeleteFunc(lines, func(l *ent.ImportLine) bool {
			return l.Done || !slices.Contains(writable, l.Outcome)
		})
	}
	return lines, last, nil
}

// sentAs identifies a batch under its idempotency key.
func sentAs(row *ent.FileImport, batch int) any { return []any{"import", row.UID, batch} }

func contractName(row *ent.FileImport) string {
	if row.Edges.Contract == nil {
		return ""
	}
	return row.Edges.Contract.UID
}

// batchOf returns the steps of some lines: as many as fit in one write.
func (m *Imports) batchOf(ctx context.Context, row *ent.FileImport, lines []*ent.ImportLine) (*batch, error) {
	b := &batch{}
	if row.Batches == 0 {
		source := map[string]any{"code": "import-" + row.UID[len(row.UID)-12:], "name": row.Name,
			"date": row.CreatedAt.Format("2006-01-02"), "note": "SHA-256 " + row.Hash}
		var o Options
		if err := json.Unmarshal(row.Options, &o); err != nil {
			return nil, err
		}
		if o.Publisher != "" {
			source["publisher"] = o.Publisher
		}
		b.steps = append(b.steps, edit.Step{Verb: edit.Create, Type: "source", New: row.Source, Set: source,
			Path: []string{"source"}})
	}
	for _, l := range lines {
		if len(b.steps) >= maxSteps {
			break
		}
		if err := m.addLine(ctx, row, b, l); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(b.steps, func(s, t edit.Step) int { return cmp.Compare(rank[s.Type], rank[t.Type]) })
	return b, nil
}

// rank orders the steps of a batch by type: what others name comes first, and records of a type are written together.
var rank = map[string]int{"source": 0, "partner": 1, "identifier": 2, "grant": 3}

// addLine adds the steps of a line: its new partners, and its grant.
func (m *Imports) addLine(ctx context.Context, row *ent.FileImport, b *batch, l *ent.ImportLine) error {
	var grant scdl.Grant
	if err := json.Unmarshal(l.Fact, &grant); err != nil {
		return err
	}
	set := fieldsOf(&grant)
	path := []string{"line", strconv.Itoa(l.Number)}
	for field, of := range map[string]*ent.ImportParty{"funder": l.Edges.Funder, "beneficiary": l.Edges.Beneficiary} {
		partner, isNew := partnerOf(of)
		if isNew && !of.Created && !slices.Contains(b.created, of.ID) {
			b.created = append(b.created, of.ID)
			b.steps = append(b.steps, partnerSteps(row, of, partner, path)...)
		}
		set[field] = partner
	}
	set["citations"] = []any{map[string]any{
		"source": row.Source, "locator": "ligne " + strconv.Itoa(l.Number), "quote": optional(clip(l.Raw, maxQuote)),
	}}
	step := edit.Step{Verb: edit.Create, Type: "grant", New: l.Record, Set: set, Path: path}
	switch {
	case l.Compared == isChanged:
		keepChanged(set, l)
		set["id"], set["version"] = l.Record, *l.Version
		step.Verb, step.New = edit.Update, ""
	case l.Compared == isOtherAmount && l.Choice == Correct:
		before, err := m.corrected(ctx, row, l)
		if err != nil {
			return err
		}
		l.Record = before.Record
		set["id"], set["recordKey"] = before.Record, keyOf(l)
		step.Verb, step.New = edit.Update, ""
	default:
		set["recordKey"] = keyOf(l)
		if row.Edges.Contract != nil {
			set["contract"] = row.Edges.Contract.UID
		}
	}
	b.lines, b.steps = append(b.lines, l), append(b.steps, step)
	return nil
}

// keepChanged keeps of the fields of a record those in which the line differs from the hub.
func keepChanged(set map[string]any, l *ent.ImportLine) {
	var changed []string
	for _, n := range l.Notes {
		if n.Code == lexicon.ChangedSince {
			changed = strings.Split(n.Value, ", ")
		}
	}
	maps.DeleteFunc(set, func(field string, _ any) bool {
		return field != "citations" && !slices.Contains(changed, field)
	})
}

// corrected returns the line by which the grant came whose amount a line corrects.
func (m *Imports) corrected(ctx context.Context, row *ent.FileImport, l *ent.ImportLine) (*ent.ImportLine, error) {
	p := &planner{Imports: m, row: row}
	before, err := p.writtenBefore(ctx, []*ent.ImportLine{l})
	if err == nil && len(before) == 0 {
		err = fmt.Errorf("line %d corrects a grant that is gone", l.Number)
	}
	if err != nil {
		return nil, err
	}
	return before[len(before)-1], nil
}

// partnerOf returns the partner that a party is, and whether the import creates it.
func partnerOf(of *ent.ImportParty) (uid string, isNew bool) {
	switch {
	case of.Choice == NewOne, of.Choice == "" && of.Match == lexicon.MatchNew:
		return of.Partner, true
	case of.Choice != "":
		return of.Choice, false
	}
	return of.Partner, false
}

// partnerSteps returns the steps that create a partner with the numbers that the file gives.
func partnerSteps(row *ent.FileImport, of *ent.ImportParty, uid string, path []string) []edit.Step {
	cite := []any{map[string]any{"source": row.Source, "locator": "ligne " + strconv.Itoa(of.Line)}}
	steps := []edit.Step{{Verb: edit.Create, Type: "partner", New: uid, Path: path, Set: map[string]any{
		"code": codeOf(of), "name": of.Name, "citations": cite,
	}}}
	for scheme, value := range map[lexicon.Scheme]string{
		lexicon.SIREN: of.Siren, lexicon.SIRET: of.Siret, lexicon.RNA: of.Rna,
	} {
		if value != "" && (scheme != lexicon.SIREN || of.Siret == "") { // a SIRET tells its SIREN
			steps = append(steps, edit.Step{Verb: edit.Create, Type: "identifier", Path: path, Set: map[string]any{
				"partner": uid, "scheme": string(scheme), "value": value,
			}})
		}
	}
	return steps
}

// maxSlug is the number of letters of a name that a code begins with.
const maxSlug = 40

// codeOf returns the code of a new partner: the beginning of its name, and what makes it unique.
func codeOf(of *ent.ImportParty) string {
	slug := strings.Trim(lexicon.Slug(of.Name), "-")
	if len(slug) > maxSlug {
		slug = strings.TrimRight(slug[:maxSlug], "-.")
	}
	unique := cmp.Or(of.Siren, strings.ToLower(of.Rna), fmt.Sprintf("%x", of.Key[:5]))
	return strings.TrimPrefix(slug+"-"+unique, "-")
}

// errLeaseLost reports that another process works on the import, or that somebody stopped it.
var errLeaseLost = errors.New("the lease of the import is lost")

// settleBatch stores the progress of a batch in its transaction.
func (m *Imports) settleBatch(ctx context.Context, tx *ent.Client, row *ent.FileImport, b *batch) error {
	ctx = access.AsSystem(ctx)
	ids := make([]int, len(b.lines))
	for i, l := range b.lines {
		ids[i] = l.ID
		if l.Choice == Correct {
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
	byLine := map[int][]lexicon.Note{}
	for _, problem := range outcome.Problems {
		if len(problem.Field) < 2 || problem.Field[0] != "line" {
			return fmt.Errorf("the import %s cannot be written: %s", row.UID, problem.Message(lexicon.English))
		}
		number, err := strconv.Atoi(problem.Field[1])
		if err != nil {
			return err
		}
		byLine[number] = append(byLine[number], noteOfProblem(number, problem))
	}
	return m.transact(ctx, func(tx *ent.Client) error {
		for _, l := range b.lines {
			notes := byLine[l.Number]
			if notes == nil {
				continue
			}
			l.Notes, l.Choice = append(l.Notes, notes...), ""
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

func noteOfProblem(line int, p *edit.Problem) lexicon.Note {
	n := lexicon.Note{
		Code: lexicon.WriteRefused, Severity: lexicon.Refuses, Where: scdl.CellOfLine(line),
		Value: p.Message(lexicon.English),
	}
	switch p.Code {
	case lexicon.UserForbidden:
		n.Code = lexicon.WriteForbidden
	case lexicon.UserConflict, lexicon.UserUnknown, lexicon.UserTaken:
		n.Code, n.Severity, n.Value = lexicon.WriteConflict, lexicon.Waits, ""
	}
	return n
}
