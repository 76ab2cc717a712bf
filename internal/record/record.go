// Package record knows what every type of record consists of: its fields as
// the API and the ledger name them, what they take, and the columns that keep
// them. What writes, records, exports or replays any record reads it here.
//
// Values are plain: text, bool, int64, a list of texts or of translations, and
// for a reference the public identifier of the other record. Dates and words are their text. An
// empty field is nil.
package record

import (
	"strings"
	"unicode"

	"maillage/internal/lexicon"
)

// Type is a type of record.
type Type struct {
	Prefix string // of its public identifiers
	Name   string // in the API
	Table  string
	// Owner is the field that leads to what the record's contract is read from:
	// `contract` itself, or the first of these that is set. Empty for a type of
	// the directory.
	Owner  []string
	Scope  string // the column that keeps the contract; empty without one
	Claim  bool   // it links things, on somebody's word
	Fields []*Field
}

// Word is the type's name as inputs and the ledger say it.
func (t *Type) Word() lexicon.RecordType { return lexicon.RecordType(snake(t.Name)) }

// Field is the field of a name, or nil.
func (t *Type) Field(name string) *Field {
	for _, f := range t.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// retired are fields that types had. Lines of the ledger and drafts of before may name them.
var retired = map[string]string{
	"partner": "successor", // 20261129110000_successors_are_claims
}

// Had tells whether the type once had a field, which is no more.
func (t *Type) Had(name string) bool { return retired[t.Prefix] == name }

// InContract tells whether a record of the type can belong to a contract: its code is
// unique within the contract then, else among all records of the type without one.
func (t *Type) InContract() bool { return t.Scope != "" && t.Scope != "id" }

// AlwaysInContract tells whether every record of the type is a contract or belongs to one.
func (t *Type) AlwaysInContract() bool {
	home := t.Field("contract")
	return t.Scope == "id" || home != nil && home.Required
}

// Field is a field of a type.
type Field struct {
	Name     string
	Required bool // it has a value, always
	Fixed    bool // set when the record is made, and never changed
	ByHub    bool // the hub alone sets it, and no input has it
	Default  any  // what it gets when nobody says; nil for none
	Max      int  // characters of a text; 0 is no bound of ours
	Prose    bool // what people wrote, in the record's language: it can be translated
	kind     kind
	words    []string // of a word
	form     func(string) bool
	want     string // what the form is, for people
	column   string
	ends     []End
	owner    *Type // whose texts are translated, of translations
	toColumn func(any) any
}

// End is a column that a reference may be kept in, by the type that it leads to.
type End struct{ Prefix, Column string }

// Ends are the columns of a reference; nil for any other field.
func (f *Field) Ends() []End { return f.ends }

// IsReference tells whether the field leads to another record.
func (f *Field) IsReference() bool { return f.ends != nil }

// Columns are those that keep the field.
func (f *Field) Columns() []string {
	if f.ends == nil {
		return []string{f.column}
	}
	columns := make([]string, len(f.ends))
	for i, e := range f.ends {
		columns[i] = e.Column
	}
	return columns
}

// Leads tells whether the field may lead to a record of a type, and in which
// column it is kept then.
func (f *Field) Leads(prefix string) (column string, ok bool) {
	for _, e := range f.ends {
		if e.Prefix == prefix {
			return e.Column, true
		}
	}
	return "", false
}

// Of is the type of a prefix, or nil.
func Of(prefix string) *Type { return byPrefix[prefix] }

// OfTable is the type that a table keeps, or nil.
func OfTable(table string) *Type {
	for _, t := range Types {
		if t.Table == table {
			return t
		}
	}
	return nil
}

// OfWord is the type that a word of the API names, or nil.
func OfWord(w lexicon.RecordType) *Type {
	for _, t := range Types {
		if t.Word() == w {
			return t
		}
	}
	return nil
}

// OfUID is the type of the record that a public identifier names, or nil.
func OfUID(uid string) *Type {
	prefix, ok := lexicon.UIDPrefix(uid)
	if !ok {
		return nil
	}
	return byPrefix[prefix]
}

var byPrefix = func() map[string]*Type {
	all := map[string]*Type{}
	for _, t := range Types {
		all[t.Prefix] = t
	}
	return all
}()

// snake writes a name of the API as its words are written: WorkingGroup is WORKING_GROUP.
func snake(name string) string {
	var out strings.Builder
	for i, c := range name {
		if i > 0 && unicode.IsUpper(c) {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToUpper(c))
	}
	return out.String()
}
