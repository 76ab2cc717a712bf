// Package record describes every type of record: its fields as the API and the ledger name them, the
// values that they accept, and their columns. The packages that write, log, export or replay any
// record use it.
//
// Values are plain: text, bool, int64, a list of texts or of translations, and for a reference the
// public identifier of the other record. Dates and words are stored as text. An empty field is nil.
package record

import (
	"slices"
	"strings"
	"unicode"

	"maillage/internal/lexicon"
)

// Type is a type of record.
type Type struct {
	Prefix string // of its public identifiers
	Name   string // in the API
	Table  string
	// Owner lists the fields through which the record's contract is found: `contract` itself, or the
	// first of these that is set. It is empty for a type of the directory.
	Owner  []string
	Scope  string // the column of the contract; empty without one
	Claim  bool   // it links things and rests on somebody's word
	Bulk   bool   // large writes insert many new records at once
	Fields []*Field
}

// Word returns the type's name as inputs and the ledger write it.
func (t *Type) Word() lexicon.RecordType { return lexicon.RecordType(snake(t.Name)) }

// Field returns the field with a name, or nil.
func (t *Type) Field(name string) *Field {
	for _, f := range t.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// InContract reports whether a record of the type can belong to a contract. Its code is then unique
// within the contract, and without a contract among all such records of the type.
func (t *Type) InContract() bool { return t.Scope != "" && t.Scope != "id" }

// TakesContract reports whether a record of the type belongs to the contract of what it links, when it names none.
func (t *Type) TakesContract() bool { return t.Scope == "scope_id" || t.Claim || len(t.Owner) > 1 }

// IsMoney reports whether records of the type are amounts of money, of which one partner may have two that are equal.
func (t *Type) IsMoney() bool {
	return !t.Claim && slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.kind == cents })
}

// TakesTarget reports whether a record of the type is about an action or an axis, or about neither.
func (t *Type) TakesTarget() bool {
	return !t.Claim && t.Field("action") != nil && t.Field("axis") != nil
}

// AlwaysInContract reports whether every record of the type is a contract or belongs to one.
func (t *Type) AlwaysInContract() bool {
	home := t.Field("contract")
	return t.Scope == "id" || home != nil && home.Required
}

// Field is a field of a type.
type Field struct {
	Name     string
	Required bool  // it always has a value
	Fixed    bool  // set when the record is created, and never changed
	ByHub    bool  // only the hub sets it; no input has it
	Default  any   // the value if none is given; nil for none
	Max      int   // the maximum length of a text in characters; 0 for no limit of the hub's
	Most     int64 // the maximum of a number; 0 for that of its kind
	Signed   bool  // a number that can be negative
	// Canonical dates have one text for the same days. Others are kept as written.
	Canonical bool
	Prose     bool // written by people in the record's language: it can be translated
	kind      kind
	words     []string // the allowed values, of a word
	form      func(string) bool
	want      string // a description of the form, for people
	column    string
	ends      []End
	owner     *Type // for translations: the type whose texts are translated
	toColumn  func(any) any
}

// End is a column that may hold a reference, with the type that it refers to.
type End struct{ Prefix, Column string }

// Ends returns the columns of a reference; nil for any other field.
func (f *Field) Ends() []End { return f.ends }

// IsReference reports whether the field refers to another record.
func (f *Field) IsReference() bool { return f.ends != nil }

// Columns returns the columns that store the field.
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

// ColumnFor returns the column in which the field stores a reference to a record of a type. It returns
// false if the field cannot refer to that type.
func (f *Field) ColumnFor(prefix string) (column string, ok bool) {
	for _, e := range f.ends {
		if e.Prefix == prefix {
			return e.Column, true
		}
	}
	return "", false
}

// Row is a record by its columns.
type Row interface{ Column(name string) any }

// Target returns the type and the database id of the record that a row's reference leads to. The id is 0 for none.
func (f *Field) Target(row Row) (prefix string, id int) {
	for _, e := range f.ends {
		if id, isSet := row.Column(e.Column).(int); isSet {
			return e.Prefix, id
		}
	}
	return "", 0
}

// Of returns the type with a prefix, or nil.
func Of(prefix string) *Type { return byPrefix[prefix] }

// OfTable returns the type whose records a table stores, or nil.
func OfTable(table string) *Type {
	for _, t := range Types {
		if t.Table == table {
			return t
		}
	}
	return nil
}

// OfName returns the type with a name in the API, or nil.
func OfName(name string) *Type {
	for _, t := range Types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// OfWord returns the type that a word of the API names, or nil.
func OfWord(w lexicon.RecordType) *Type {
	for _, t := range Types {
		if t.Word() == w {
			return t
		}
	}
	return nil
}

// OfUID returns the type of the record with a public identifier, or nil.
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

// snake returns a name of the API in upper case with underscores: WorkingGroup becomes WORKING_GROUP.
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
