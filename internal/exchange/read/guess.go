package read

import (
	"strconv"

	"maillage/internal/lexicon"
)

// Guess is how a file is read, and why.
type Guess struct {
	Format    Format
	Profile   string // the kind of table, such as scdl
	Charsets  map[Charset]int
	Separator byte // of a text table
	// Wrapper is the separator of an outer table whose first cells hold the records. Zero means that there is none.
	Wrapper byte
	Table   string  // the sheet, or the array of a JSON file
	Tables  []Table // all that the file has
	// HeaderLine is the physical line of the header. Zero means that the table has none.
	HeaderLine int
	Preamble   []string // the lines above the header
	Columns    []Column
	Records    int
	Blank      int // records without a value
	Findings   []Finding

	lastHeadLine int // no record is above or on it
	byField      map[string]int
	overrides    Overrides
}

// Table is a sheet of a workbook, an entry of a package or an array of a JSON file.
type Table struct {
	Name   string
	Hidden bool
}

// Column is a column of the table.
type Column struct {
	Name     string // as a spreadsheet names it
	Header   string
	Field    string // the field that it gives; empty if it gives none
	Kind     Kind
	Personal bool // it is about persons, and left out
	// How its values are written.
	Decimal lexicon.DecimalMark
	Order   lexicon.DateOrder
	Percent bool

	field Field
}

// Overrides replace guesses. A zero member leaves the guess.
type Overrides struct {
	Format     Format
	Charset    Charset
	Separator  byte
	Table      string
	HeaderLine int               // -1 means that there is no header
	Fields     map[string]string // the field of a column, by its name or header; empty leaves the column out
	Decimals   map[string]lexicon.DecimalMark
	Orders     map[string]lexicon.DateOrder
	Percent    map[string]bool
}

// overrideOf returns the override for a column, by its name or header.
func overrideOf[T any](all map[string]T, c Column) (value T, ok bool) {
	if value, ok = all[c.Name]; ok {
		return value, true
	}
	value, ok = all[c.Header]
	return value, ok
}

// Finding is a guess or a problem of the file, and how sure it is: from 0 to 1.
type Finding struct {
	lexicon.Note
	Confidence float64
}

func (g *Guess) find(code lexicon.NoteCode, severity lexicon.NoteSeverity, where, value, took string, sure float64) {
	g.Findings = append(g.Findings, Finding{lexicon.Note{Code: code, Severity: severity, Where: where, Value: value,
		Took: took}, sure})
}

// Has reports whether there is a finding with the code.
func (g *Guess) Has(code lexicon.NoteCode) bool {
	for _, f := range g.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

// CellName returns the name of a cell as spreadsheets have it: F6.
func CellName(column, line int) string { return ColumnName(column) + strconv.Itoa(line) }
