// Package shape turns the lines of files into facts: what a file says about records of the hub, of any type. It knows
// the types of records, but no record.
package shape

import (
	"crypto/sha256"

	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Fact is what a file says about one record. Members without a name in JSON are not stored with it.
type Fact struct {
	Type       string               `json:"type"`             // the prefix of the record's type
	ID         string               `json:"id,omitempty"`     // public identifier, if the file gives one
	Home       string               `json:"home,omitempty"`   // the contract as the file gives it
	Values     map[string]any       `json:"values,omitempty"` // plain values by field; nil empties the field
	References map[string]Reference `json:"references,omitempty"`
	Delete     bool                 `json:"delete,omitempty"` // the record is to be deleted
	Cites      bool                 `json:"cites,omitempty"`  // the record cites the file
	// Scheme and Number are a number by which the hub may have the record of a territory under another code.
	Scheme lexicon.Scheme `json:"scheme,omitempty"`
	Number string         `json:"number,omitempty"`
	// Version is that of the record when the file was exported; 0 if the file does not tell.
	Version int `json:"version,omitempty"`
	// Exact tells that the file states texts as the hub has them. Else case, accents and punctuation do not matter.
	Exact bool `json:"exact,omitempty"`
	// IsKeyed tells that equal lines are distinct records, found by their key: grants of other people's files.
	IsKeyed bool `json:"keyed,omitempty"`

	Line   int            `json:"-"` // its number in the plan
	Place  string         `json:"-"` // its first cell, where the number does not tell it
	Raw    string         `json:"-"`
	Usable bool           `json:"-"` // a decision can make it a record
	Notes  []lexicon.Note `json:"-"`
	// Identity is equal for lines about the same record, and Base for those that differ in the amount only.
	Identity []byte `json:"-"`
	Base     []byte `json:"-"`
}

// Reference is a record that a fact refers to.
type Reference struct {
	// Name is the identifier, the code, `contract/code` or the name, as the file has it.
	Name string `json:"name,omitempty"`
	// Where is the cell that has it.
	Where string `json:"-"`
	// UID is the public identifier of the record, once it is found.
	UID string `json:"uid,omitempty"`
	// Slot is the number of the party of the line that it is, from 1; 0 for none.
	Slot int `json:"slot,omitempty"`
	// Party is the partner as a file of grants names it.
	Party *scdl.Party `json:"-"`
}

// Cell names the first cell of the line.
func (f *Fact) Cell() string {
	if f.Place != "" {
		return f.Place
	}
	return scdl.CellOfLine(f.Line)
}

// Text returns the text of a field; empty without one.
func (f *Fact) Text(field string) string {
	text, _ := f.Values[field].(string)
	return text
}

// Of returns the type of the fact's record.
func (f *Fact) Of() *record.Type { return record.Of(f.Type) }

func (f *Fact) note(code lexicon.NoteCode, severity lexicon.NoteSeverity, where, value, took string) {
	f.Notes = append(f.Notes, lexicon.Note{Code: code, Severity: severity, Where: where, Value: value, Took: took})
}

// set gives a field a value, unless it is empty.
func (f *Fact) set(field, value string) {
	if value != "" {
		f.Values[field] = value
	}
}

// refer makes a field refer to a record that the file names, unless the name is empty.
func (f *Fact) refer(field, name, where string) {
	if name != "" {
		f.References[field] = Reference{Name: name, Where: where}
	}
}

// newFact returns an empty fact about a record of a type.
func newFact(prefix string) Fact {
	return Fact{Type: prefix, Values: map[string]any{}, References: map[string]Reference{}, Usable: true}
}

// Hash returns a hash of some texts.
func Hash(parts ...string) [16]byte {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write([]byte(part)) // a hash takes everything
		_, _ = h.Write([]byte{0x1f})
	}
	return [16]byte(h.Sum(nil)[:16])
}
