package lexicon

import (
	"slices"
	"strings"
)

// NoteSeverity tells what a note means for its line. The worst note of a line decides its outcome.
type NoteSeverity uint8

// The severities, from the lightest.
const (
	Informs NoteSeverity = iota // read without doubt
	Flags                       // applied, with the note
	Waits                       // needs a decision
	Refuses                     // cannot be applied
)

var severityNames = [...]string{"INFORMS", "FLAGS", "WAITS", "REFUSES"}

// String returns the severity as a word.
func (s NoteSeverity) String() string { return severityNames[min(int(s), len(severityNames)-1)] }

// Note is one remark on an imported file: what was written, and what was understood.
type Note struct {
	Code     NoteCode
	Severity NoteSeverity
	Where    string // a column or a cell, named as in a spreadsheet
	Value    string // what the file has
	Took     string // what was understood
	Reason   Text   `json:",omitzero"` // why the hub refuses a write
}

// Sentence returns the note as a sentence in a language.
func (n Note) Sentence(l Language) string {
	s, known := noteSentences[n.Code]
	if !known {
		return string(n.Code)
	}
	parts := strings.NewReplacer("{value}", clipped(n.Value), "{took}", clipped(n.Took), "{where}", n.Where,
		"{reason}", n.Reason.In(l))
	return parts.Replace(s.In(l))
}

// NoteCodes returns all codes, in alphabetical order.
func NoteCodes() []NoteCode {
	codes := make([]NoteCode, 0, len(noteSentences))
	for code := range noteSentences {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// defaultSeverities are the severities of codes on values that do not flag.
var defaultSeverities = map[NoteCode]NoteSeverity{
	AmountUnreadable: Waits, CommuneZeroRestored: Informs,
}

// NoteOn returns a note on a value, with the severity that its code has by default.
func NoteOn(code NoteCode, where, value, took string) Note {
	severity, other := defaultSeverities[code]
	if !other {
		severity = Flags
	}
	return Note{Code: code, Severity: severity, Where: where, Value: value, Took: took}
}
