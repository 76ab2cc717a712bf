package imports

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// decidable are the states in which people decide.
var decidable = []lexicon.ImportState{lexicon.ImportPlanned, lexicon.ImportApplied, lexicon.ImportCancelled}

// inState reads an import that the viewer may work on, in one of some states.
func (m *Imports) inState(ctx context.Context, id string, states ...lexicon.ImportState) (*ent.FileImport, error) {
	row, err := m.row(ctx, id)
	if err != nil {
		return nil, err
	}
	if !mayImport(access.From(ctx), deref(row.ContractID)) {
		return nil, &ForbiddenError{}
	}
	if !slices.Contains(states, row.State) {
		return nil, &StateError{id, row.State}
	}
	return row, nil
}

// Answer is a decision about parties or lines.
type Answer struct {
	Party  int              // of [Party.Number]; 0 for none
	Lines  []int            // by number
	Code   lexicon.NoteCode // all lines that wait with this code
	Choice string           // TAKE, CORRECT or LEAVE_OUT; for a party NEW, LEAVE_OUT or a partner by identifier or code
}

// Decide stores answers of people, all or none.
func (m *Imports) Decide(ctx context.Context, id string, answers []Answer) error {
	row, err := m.inState(ctx, id, decidable...)
	if err != nil {
		return err
	}
	viewer := access.From(ctx)
	err = m.transact(access.AsSystem(ctx), func(tx *ent.Client) error {
		ctx := access.AsSystem(ctx)
		for _, a := range answers {
			var err error
			if a.Party != 0 {
				err = m.decideParty(ctx, tx, row, viewer, a)
			} else {
				err = m.decideLines(ctx, tx, row, a)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		m.announce(ctx, row.ID)
	}
	return err
}

// AcceptSuggestions takes each suggested partner that the viewer sees and on which nobody has decided. It returns how
// many there were.
func (m *Imports) AcceptSuggestions(ctx context.Context, id string) (int, error) {
	row, err := m.inState(ctx, id, decidable...)
	if err != nil {
		return 0, err
	}
	system := access.AsSystem(ctx)
	open, err := m.db(ctx).ImportParty.Query().Where(importparty.ImportID(row.ID),
		importparty.MatchEQ(lexicon.MatchSuggested), undecided).All(system)
	if err == nil {
		err = m.hideUnseen(ctx, open)
	}
	if err != nil {
		return 0, err
	}
	var answers []Answer
	for _, of := range open {
		candidates, err := candidatesOf(of)
		if err != nil {
			return 0, err
		}
		if len(candidates) > 0 {
			answers = append(answers, Answer{Party: of.ID, Choice: candidates[0].Partner})
		}
	}
	for part := range slices.Chunk(answers, batchSize) {
		if err := m.Decide(ctx, id, part); err != nil {
			return 0, err
		}
	}
	return len(answers), nil
}

// decideParty stores what a party is, and what follows for its lines.
func (m *Imports) decideParty(
	ctx context.Context, tx *ent.Client, row *ent.FileImport, viewer *access.Viewer, a Answer,
) error {
	of, err := tx.ImportParty.Query().Where(importparty.ImportID(row.ID), importparty.ID(a.Party)).Only(ctx)
	if ent.IsNotFound(err) {
		return &FieldError{"party", lexicon.UserUnknown, message.NamesNothing}
	}
	if err != nil {
		return err
	}
	if of.Created {
		return &FieldError{"party", lexicon.UserInvalid, message.IsCreatedPartner}
	}
	u, found := of.Update().SetChoice(a.Choice), ""
	switch a.Choice {
	case "", LeaveOut:
	case NewOne:
		u.SetPartner(lexicon.NewUID("partner"))
	default:
		chosen, err := tx.Partner.Query().Where(partner.Or(partner.UID(a.Choice), partner.Code(a.Choice))).
			Only(access.WithViewer(ctx, viewer))
		if ent.IsNotFound(err) {
			return &FieldError{"choice", lexicon.UserUnknown, message.NamesNothing}
		}
		if err != nil {
			return err
		}
		found = chosen.UID
		u.SetChoice(found).SetPartner(found)
	}
	if err := u.Exec(ctx); err != nil {
		return err
	}
	which := importline.Or(importline.FunderID(of.ID), importline.BeneficiaryID(of.ID))
	comparer := &planner{Imports: m, row: row, viewer: viewer}
	return m.evaluateAgain(ctx, tx, row, which, func(l *ent.ImportLine) error {
		return comparer.compareParty(ctx, tx, l, found)
	})
}

// decideLines stores a choice for lines, by number or by code.
func (m *Imports) decideLines(ctx context.Context, tx *ent.Client, row *ent.FileImport, a Answer) error {
	if !slices.Contains([]string{"", Take, Correct, LeaveOut}, a.Choice) {
		return &FieldError{"choice", lexicon.UserInvalid, message.TakesLineChoice}
	}
	which := sql.FieldIn("number", a.Lines...)
	switch {
	case len(a.Lines) > 0:
		n, err := tx.ImportLine.Query().Where(importline.ImportID(row.ID), which).Count(ctx)
		if err != nil {
			return err
		}
		if n != len(a.Lines) {
			return &FieldError{"lines", lexicon.UserUnknown, message.NamesNoLine}
		}
	case a.Code != "":
		which = importline.And(importline.OutcomeEQ(lexicon.OutcomeWaiting), sql.FieldContains("codes", " "+string(a.Code)+" "))
	default:
		return &FieldError{"lines", lexicon.UserRequired, message.IsRequired}
	}
	return m.evaluateAgain(ctx, tx, row, which, func(l *ent.ImportLine) error {
		l.Choice = a.Choice
		return nil
	})
}

// evaluateAgain changes lines that are not written, and computes their outcomes.
func (m *Imports) evaluateAgain(
	ctx context.Context, tx *ent.Client, row *ent.FileImport, which func(*sql.Selector),
	change func(*ent.ImportLine) error,
) error {
	for last := 0; ; {
		lines, err := tx.ImportLine.Query().Where(importline.ImportID(row.ID), importline.Done(false),
			sql.FieldGT("number", last), which).Order(ent.Asc("number")).Limit(batchSize).WithFunder().WithBeneficiary().All(ctx)
		if err != nil || len(lines) == 0 {
			return err
		}
		for _, l := range lines {
			last = l.Number
			if err := change(l); err != nil {
				return err
			}
			err := saveLine(ctx, tx, l, func(u *ent.ImportLineUpdateOne) {
				u.SetChoice(l.Choice).SetCompared(l.Compared).SetRecord(l.Record)
				if u.ClearVersion(); l.Version != nil {
					u.SetVersion(*l.Version)
				}
			})
			if err != nil {
				return err
			}
		}
	}
}

// undecided selects parties without a choice.
func undecided(s *sql.Selector) {
	s.Where(sql.Or(sql.IsNull(s.C("choice")), sql.EQ(s.C("choice"), "")))
}

func candidatesOf(of *ent.ImportParty) (candidates []Candidate, err error) {
	if len(of.Candidates) > 0 {
		err = json.Unmarshal(of.Candidates, &candidates)
	}
	return candidates, err
}

// Apply starts to write the lines of a plan that need no decision. Those that wait can be decided on and applied later.
func (m *Imports) Apply(ctx context.Context, id string) error {
	return m.begin(ctx, id, lexicon.ImportApplying, decidable...)
}

// Revert starts to undo what an import wrote.
func (m *Imports) Revert(ctx context.Context, id string) error {
	return m.begin(ctx, id, lexicon.ImportReverting, lexicon.ImportApplied, lexicon.ImportCancelled)
}

// Cancel stops an import between two batches, or gives a plan up. What was written stays, until it is reverted.
func (m *Imports) Cancel(ctx context.Context, id string) error {
	return m.begin(ctx, id, lexicon.ImportCancelled, lexicon.ImportUploading, lexicon.ImportPlanning,
		lexicon.ImportPlanned, lexicon.ImportApplying)
}

// begin changes the state of an import, if it has one of some states.
func (m *Imports) begin(ctx context.Context, id string, to lexicon.ImportState, from ...lexicon.ImportState) error {
	row, err := m.inState(ctx, id, from...)
	if err != nil {
		return err
	}
	n, err := m.db(ctx).FileImport.Update().Where(fileimport.ID(row.ID), sql.FieldIn("state", from...)).
		SetState(to).ClearProblem().Save(access.AsSystem(ctx))
	if err != nil {
		return err
	}
	if n == 0 {
		return &StateError{id, to}
	}
	m.announce(ctx, row.ID)
	return nil
}

// Work does at once, in the calling process, what Run would do with an import. It waits until the lease of a process
// that died has ended, and returns a *[BusyError] if another process goes on with the import.
func (m *Imports) Work(ctx context.Context, id string, progress Progress) (Import, error) {
	system := access.AsSystem(ctx)
	waits := false
	for deadline := time.Now().Add(m.config.LeaseLife + pollInterval); ; {
		row, err := m.row(ctx, id)
		if err != nil {
			return Import{}, err
		}
		mine, err := m.lease(system, row)
		if err != nil {
			return Import{}, err
		}
		if mine {
			m.work(system, row.ID, progress)
			return m.One(ctx, id)
		}
		if !slices.Contains(working, row.State) {
			return Import{}, &StateError{id, row.State}
		}
		if time.Now().After(deadline) {
			return Import{}, &BusyError{id}
		}
		if !waits {
			waits = true
			m.config.Log.InfoContext(ctx, "waiting for the process that worked on the import, which may have died",
				"import", id, "atMost", m.config.LeaseLife)
		}
		select {
		case <-time.After(pollInterval):
		case <-ctx.Done():
			return Import{}, ctx.Err()
		}
	}
}

// BusyError reports an import that another process works on, or one that waits for another import of its contract.
type BusyError struct{ ID string }

func (e *BusyError) Error() string {
	return "another process works on the import " + e.ID + ", or on one of the same contract"
}

// Party is a partner as a file names it.
type Party struct {
	Number            int
	Name              string
	SIREN, SIRET, RNA string
	Line              int // on which it first came
	Match             lexicon.ImportMatch
	Candidates        []Candidate
	Choice            string
	Partner           string // public identifier of the partner that it is; empty while that is open, new or hidden
	IsOpen            bool   // a person has to decide
}

// Parties lists the parties of an import after one of a number, in the order in which the file names them: all, or
// those on which a person has to decide.
func (m *Imports) Parties(ctx context.Context, id string, open bool, after, first int) ([]Party, error) {
	row, err := m.row(ctx, id)
	if err != nil {
		return nil, err
	}
	query := m.client.ImportParty.Query().Where(importparty.ImportID(row.ID), sql.FieldGT("id", after))
	if open {
		query.Where(isOpen)
	}
	rows, err := query.Order(ent.Asc("id")).Limit(first).All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return m.toParties(ctx, rows)
}

// Line is one record of a file.
type Line struct {
	Number  int                // the physical line on which it begins, from 1, or its number among all records
	Place   string             // the cell at which it begins
	Type    lexicon.RecordType // of its record; empty for a line that cannot be read
	Title   string             // what people call the record
	Outcome lexicon.ImportOutcome
	Done    bool // it was written
	Notes   []lexicon.Note
	Raw     string // without personal columns
	Choice  string
	Record  string // public identifier of the record in the hub; empty for none
}

// LineFilter selects lines. A zero member selects all.
type LineFilter struct {
	Outcomes []lexicon.ImportOutcome
	Code     lexicon.NoteCode
}

// Lines lists the lines of an import after one of a number, in the order of the file. It walks along an index, so that
// reading a million lines page by page takes linear time; [Imports.LinesOf] counts rows anew for each page.
func (m *Imports) Lines(ctx context.Context, id string, f LineFilter, after, first int) ([]Line, error) {
	row, err := m.row(ctx, id)
	if err != nil {
		return nil, err
	}
	query := m.client.ImportLine.Query().Where(importline.ImportID(row.ID), sql.FieldGT("number", after), f.condition)
	rows, err := query.Order(ent.Asc("number")).Limit(first).WithFunder().WithBeneficiary().All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return m.toLines(ctx, rows)
}

// Counts are the numbers of the lines of an import, by outcome and by code.
type Counts struct {
	Outcomes map[lexicon.ImportOutcome]int
	Codes    map[lexicon.NoteCode]int
	Open     int // parties on which a person has to decide
}

// Counts counts the lines of an import. The outcomes sum to the records of the file.
func (m *Imports) Counts(ctx context.Context, id string) (Counts, error) {
	counts, err := m.CountsOf(ctx, []string{id})
	if err == nil && counts[id].Outcomes == nil {
		err = &NotFoundError{id}
	}
	return counts[id], err
}
