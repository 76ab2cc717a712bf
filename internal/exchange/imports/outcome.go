package imports

import (
	"encoding/json"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// The choices of people about a line or a party. A party is also given the identifier of a partner.
const (
	Take     = "TAKE"      // write the line in spite of its notes; with another amount, as a second grant
	Correct  = "CORRECT"   // change the amount of the grant that is there
	LeaveOut = "LEAVE_OUT" // do not write the line, or any line of the party
	NewOne   = "NEW"       // the party is a new partner
)

// How a line compares with the hub, as it is stored.
const (
	isSame        = "SAME"    // the hub has the record as the line states it
	isChanged     = "CHANGED" // the hub has the record with other values
	isOtherAmount = "AMOUNT"  // the hub has a record that differs in its amount only
	isDeleted     = "DELETE"  // the hub has the record, and the line says that it is deleted
	isGone        = "GONE"    // the line says that the record is deleted, and the hub does not have it
)

// question is a party of a line, as far as the outcome depends on it.
type question struct {
	match  lexicon.ImportMatch
	choice string
	name   string // in the file
	took   string // of the candidate
}

// isOpen reports whether a person has to decide.
func (q *question) isOpen() bool {
	return q.choice == "" && q.match != lexicon.MatchNumber && q.match != lexicon.MatchNew
}

var questionCodes = map[lexicon.ImportMatch]lexicon.NoteCode{
	lexicon.MatchSuggested: lexicon.PartnerSuggested, lexicon.MatchAmbiguous: lexicon.PartnerAmbiguous,
	lexicon.MatchConflict: lexicon.IdentifierConflict,
}

// entry is what the outcome of a line depends on.
type entry struct {
	cell     string         // the first of the line
	notes    []lexicon.Note // of the line itself
	usable   bool
	compared string
	choice   string
	parties  [2]*question // nil where the line names none
}

// evaluate returns what becomes of a line, with all its notes.
func (e *entry) evaluate() (lexicon.ImportOutcome, []lexicon.Note) {
	notes := slices.Clone(e.notes)
	isOpen, isOut := false, e.choice == LeaveOut
	for _, q := range e.parties {
		if q == nil {
			continue
		}
		isOut = isOut || q.choice == LeaveOut
		if code := questionCodes[q.match]; code != "" && e.compared != isSame {
			severity := lexicon.Waits
			if !q.isOpen() {
				severity = lexicon.Flags
			}
			isOpen = isOpen || q.isOpen()
			notes = append(notes, lexicon.Note{Code: code, Severity: severity, Where: e.cell,
				Value: q.name, Took: q.took})
		}
	}
	switch e.compared {
	case isSame:
		notes = append(notes, lexicon.Note{Code: lexicon.AlreadyThere, Where: e.cell})
	case isGone:
		notes = append(notes, lexicon.Note{Code: lexicon.AlreadyGone, Where: e.cell})
	case isOtherAmount:
		notes = append(notes, lexicon.Note{Code: lexicon.AmountChanged, Severity: lexicon.Waits,
			Where: e.cell})
	}
	if isOut {
		notes = append(notes, lexicon.Note{Code: lexicon.LeftOut, Severity: lexicon.Refuses,
			Where: e.cell})
	}
	return e.outcome(notes, isOpen), notes
}

func (e *entry) outcome(notes []lexicon.Note, isOpen bool) lexicon.ImportOutcome {
	worst := lexicon.Informs
	for _, n := range notes {
		worst = max(worst, n.Severity)
	}
	switch {
	case worst == lexicon.Refuses:
		return lexicon.OutcomeRefused
	case e.compared == isSame || e.compared == isGone:
		return lexicon.OutcomeUnchanged
	case !e.usable, isOpen, worst == lexicon.Waits && e.choice == "":
		return lexicon.OutcomeWaiting
	case worst >= lexicon.Flags:
		return lexicon.OutcomeFlagged
	}
	return lexicon.OutcomeApplied
}

// entryOf returns what the outcome of a stored line depends on.
func entryOf(row *ent.ImportLine) (*entry, error) {
	e := &entry{cell: cellOf(row), notes: row.Notes, usable: row.Usable, compared: row.Compared, choice: row.Choice}
	for i, of := range []*ent.ImportParty{row.Edges.Funder, row.Edges.Beneficiary} {
		if of == nil {
			continue
		}
		q := &question{match: of.Match, choice: of.Choice, name: of.Name}
		if len(of.Candidates) > 0 {
			var candidates []Candidate
			if err := json.Unmarshal(of.Candidates, &candidates); err != nil {
				return nil, err
			}
			if len(candidates) > 0 {
				q.took = candidates[0].Name
			}
		}
		e.parties[i] = q
	}
	return e, nil
}

// codesOf returns the codes of notes, each between spaces, without duplicates.
func codesOf(notes []lexicon.Note) string {
	var codes []string
	for _, n := range notes {
		if !slices.Contains(codes, string(n.Code)) {
			codes = append(codes, string(n.Code))
		}
	}
	if len(codes) == 0 {
		return ""
	}
	slices.Sort(codes)
	return " " + strings.Join(codes, " ") + " "
}
