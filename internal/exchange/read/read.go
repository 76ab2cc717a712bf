// Package read turns files of other people into lines: text tables, XLSX workbooks, data packages and JSON. It
// recognises a file by its content, writes down each guess with its reason, and lets a caller overrule it.
//
// A file is never held in memory. Open reads it once to decide, and Reader.Next reads it again, line by line.
package read

import (
	"context"
	"errors"
	"io"

	"maillage/internal/lexicon"
)

// Bounds of what is read.
const (
	MaxRecord    = 1 << 20   // bytes of a record
	maxLines     = 1000      // physical lines of a record
	maxDepth     = 64        // nested elements of XML or JSON
	maxColumns   = 16_384    // columns of a table, as in a spreadsheet
	MaxWorkbook  = 64 << 20  // bytes of an archive
	maxUnzipped  = 512 << 20 // bytes of all its entries
	maxEntries   = 1000
	maxRatio     = 200
	headBytes    = 1 << 20 // bytes that the first guess looks at
	headRows     = 200
	headerWithin = 20 // rows among which the header is
	tagsWithin   = 25 // rows among which the HXL tags are
	checkEvery   = 1024
)

// Format is the kind of a file.
type Format string

// The formats.
const (
	TextTable   Format = "TEXT"
	XLSX        Format = "XLSX"
	DataPackage Format = "DATA_PACKAGE"
	TablesInZip Format = "ZIP"
	JSON        Format = "JSON"
	NDJSON      Format = "NDJSON"
)

// CellType is how a cell holds its value. Cells of text tables are all Written.
type CellType uint8

// The types of cells.
const (
	Written CellType = iota
	Number
	Date
	Bool
)

// Cell is one value of a line.
type Cell struct {
	Text string // trimmed, and empty where there is no value
	Type CellType
}

// Line is one record of a file. It is valid until the next call of Next.
type Line struct {
	Number int   // the physical line on which it begins, from 1, as an editor or a spreadsheet shows it
	Lines  int   // the physical lines that it has
	Offset int64 // in bytes of the file, or of the entry of an archive
	Length int
	// Raw is the record as text, without the cells of personal columns. It is empty for spreadsheets.
	Raw string
	// Cells has one cell for each column of the guess if the line is Aligned, and the cells as found if not.
	Cells   []Cell
	Aligned bool
	Notes   []lexicon.Note
}

// Severity returns the worst severity of the notes.
func (l Line) Severity() lexicon.NoteSeverity {
	worst := lexicon.Informs
	for _, n := range l.Notes {
		worst = max(worst, n.Severity)
	}
	return worst
}

// Options say what a caller knows about a file.
type Options struct {
	// Fields are fields that a caller knows beside the built-in ones, such as the words that a publisher used before.
	Fields    []Field
	Overrides Overrides
	// TempDir is the folder for entries of archives while they are read. Empty means the system's.
	TempDir string
}

// Refusal is the error of a file that cannot be read.
type Refusal struct{ lexicon.Note }

// Error returns the reason in English.
func (r *Refusal) Error() string { return string(r.Code) + ": " + r.Sentence(lexicon.English) }

func refuse(code lexicon.NoteCode, value, took string) error {
	return &Refusal{lexicon.Note{Code: code, Severity: lexicon.Refuses, Value: value, Took: took}}
}

// source gives the rows of one table, in order.
type source interface {
	next() (row, error)
	rewind() error
	io.Closer
}

// row is a record before its cells are columns.
type row struct {
	number, lines int
	offset        int64
	length        int
	raw           string
	cells         []Cell
	separator     byte // between the cells in raw; zero where there is none
	charset       Charset
	broken        bool // the cells may not be what the publisher meant
	notes         []lexicon.Note
}

func (r row) blank() bool {
	for _, c := range r.cells {
		if c.Text != "" {
			return false
		}
	}
	return !r.broken
}

// Reader reads the lines of one table.
type Reader struct {
	// Guess is how the file is read.
	Guess Guess

	ctx      context.Context
	source   source
	opened   []io.Closer
	fields   []Field
	byWord   map[string][]Field
	personal personalColumns
	cells    []Cell
	count    int
}

// Open recognises a file and decides how to read it. The error is a *Refusal for a file that cannot be read.
func Open(ctx context.Context, file io.ReaderAt, size int64, o Options) (*Reader, error) {
	r := &Reader{ctx: ctx, fields: append(builtInFields(), o.Fields...)}
	r.Guess.overrides = o.Overrides
	err := r.open(file, size, o)
	if err == nil {
		err = r.decide()
	}
	if err == nil {
		r.keepOwnTexts()
		err = r.survey()
	}
	if err == nil {
		err = r.restart()
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close closes the temporary files of the reader. The file itself stays open.
func (r *Reader) Close() error {
	var all error
	if r.source != nil {
		all = r.source.Close()
	}
	for _, c := range r.opened {
		all = errors.Join(all, c.Close())
	}
	r.source, r.opened = nil, nil
	return all
}

// restart goes back to the first line after the header.
func (r *Reader) restart() error {
	r.count = 0
	return r.source.rewind()
}

// Next returns the next line. At the end the error is io.EOF.
func (r *Reader) Next() (Line, error) {
	for {
		if r.count++; r.count%checkEvery == 0 && r.ctx.Err() != nil {
			return Line{}, r.ctx.Err()
		}
		found, err := r.source.next()
		if err != nil {
			return Line{}, err
		}
		if found.number <= r.Guess.lastHeadLine || found.blank() {
			continue
		}
		return r.line(found), nil
	}
}

// line gives each cell of a row its column.
func (r *Reader) line(found row) Line {
	line := Line{Number: found.number, Lines: found.lines, Offset: found.offset, Length: found.length,
		Raw: found.raw, Notes: found.notes}
	columns := r.Guess.Columns
	if r.personal.any {
		line.Raw = r.personal.blank(found, len(columns))
	}
	cells, notes, aligned := r.align(found)
	line.Cells, line.Aligned = cells, aligned
	line.Notes = append(line.Notes, notes...)
	return line
}

// Value returns the cell of a field, and its name in the file. It returns false if no column has the field, or the
// line is not aligned.
func (r *Reader) Value(l Line, field string) (c Cell, where string, ok bool) {
	if !l.Aligned {
		return Cell{}, "", false
	}
	at, ok := r.Guess.byField[field]
	if !ok {
		return Cell{}, "", false
	}
	return l.Cells[at], CellName(at, l.Number), true
}

// Column returns the column of a field.
func (r *Reader) Column(field string) (Column, bool) {
	at, ok := r.Guess.byField[field]
	if !ok {
		return Column{}, false
	}
	return r.Guess.Columns[at], true
}

// ColumnName returns the name of a column as spreadsheets have it: A for 0, AA for 26.
func ColumnName(at int) string {
	var name [8]byte
	i := len(name)
	for at++; at > 0 && i > 0; at = (at - 1) / 26 {
		i--
		name[i] = byte('A' + (at-1)%26)
	}
	return string(name[i:])
}
