package read

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"maillage/internal/lexicon"
)

// sheetSource reads the rows of a sheet as they stand in its XML. It never holds more than one.
type sheetSource struct {
	workbook *workbook
	entry    sheetEntry
	reader   *Reader

	in     io.Closer
	xml    *xmlReader
	row    int
	cells  []Cell
	notes  []lexicon.Note
	merges []merge // known once the sheet has been read to its end
	ended  bool
}

// merge is a range of cells that is shown as one.
type merge struct {
	name                 string
	fromRow, toRow       int
	fromColumn, toColumn int
	value                Cell
}

func (s *sheetSource) rewind() error {
	err := s.Close()
	s.xml, s.row, s.ended = nil, 0, false
	return err
}

// Close closes the sheet.
func (s *sheetSource) Close() error {
	if s.in == nil {
		return nil
	}
	in := s.in
	s.in = nil
	return in.Close()
}

func (s *sheetSource) open() error {
	entry := s.workbook.archive.entry(s.entry.part)
	if entry == nil {
		return refuse(lexicon.TableMissing, s.entry.name, "")
	}
	in, err := s.workbook.archive.openEntry(entry)
	if err != nil {
		return err
	}
	s.in, s.xml = in, newXMLReader(in, s.entry.part)
	return nil
}

// next returns the next row that has a value, or io.EOF.
func (s *sheetSource) next() (row, error) {
	if s.ended {
		return row{}, io.EOF
	}
	if s.xml == nil {
		if err := s.open(); err != nil {
			return row{}, err
		}
	}
	for {
		t, err := s.xml.token()
		if errors.Is(err, io.EOF) {
			s.ended = true
			return row{}, io.EOF
		}
		if err != nil {
			return row{}, err
		}
		e, is := t.(xml.StartElement)
		switch {
		case is && e.Name.Local == "row":
			return s.readRow(e)
		case is && e.Name.Local == "mergeCell":
			s.addMerge(attribute(e, "ref"))
		}
	}
}

// readRow reads the cells of a row.
func (s *sheetSource) readRow(e xml.StartElement) (row, error) {
	s.cells, s.notes = s.cells[:0], nil
	s.row++
	if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n >= s.row && n <= 1<<24 {
		s.row = n
	}
	for {
		t, err := s.xml.token()
		if err != nil {
			return row{}, unexpected(err, s.xml)
		}
		switch e := t.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				s.fillMerges()
				return row{number: s.row, lines: 1, cells: s.cells, notes: s.notes}, nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			at := len(s.cells)
			if column, _, ok := cellAt(attribute(e, "r")); ok {
				at = column
			}
			if at >= maxColumns {
				return row{}, s.xml.refuse(attribute(e, "r"))
			}
			cell, err := s.readCell(e, at)
			if err != nil {
				return row{}, err
			}
			for len(s.cells) <= at {
				s.cells = append(s.cells, Cell{})
			}
			s.cells[at] = cell
		}
	}
}

// unexpected turns the end of a part within an element into a refusal.
func unexpected(err error, x *xmlReader) error {
	if errors.Is(err, io.EOF) {
		return x.refuse("EOF")
	}
	return err
}

// readCell reads one cell: its value as saved, whatever its formula is.
func (s *sheetSource) readCell(e xml.StartElement, at int) (Cell, error) {
	var value, text textCollector
	formula, depth := false, 1
	for depth > 0 {
		t, err := s.xml.token()
		if err != nil {
			return Cell{}, unexpected(err, s.xml)
		}
		switch e := t.(type) {
		case xml.StartElement:
			depth++
			value.inText = e.Name.Local == "v"
			formula = formula || e.Name.Local == "f"
		case xml.EndElement:
			depth--
			value.inText = false
		case xml.CharData:
			if value.inText {
				value.out.Write(e)
			}
		}
		text.visit(t)
	}
	cell, err := s.typed(attribute(e, "t"), attribute(e, "s"), value.take(), text.take())
	if formula {
		s.notes = append(s.notes, lexicon.Note{Code: lexicon.FormulaValue, Severity: lexicon.Flags,
			Where: CellName(at, s.row), Took: cell.Text})
	}
	return cell, err
}

// typed gives a cell its type and its text.
func (s *sheetSource) typed(kind, style, value, inline string) (Cell, error) {
	switch kind {
	case "s":
		index, err := strconv.Atoi(value)
		if err != nil {
			return Cell{}, s.xml.refuse("s: " + value)
		}
		text, ok, err := s.workbook.texts.at(index)
		if err == nil && !ok {
			err = s.xml.refuse("s: " + value)
		}
		return Cell{Text: text}, err
	case "inlineStr":
		return Cell{Text: inline}, nil
	case "b":
		return Cell{Text: strconv.FormatBool(value == "1" || value == "true"), Type: Bool}, nil
	case "str", "e":
		return Cell{Text: value}, nil
	case "d":
		return Cell{Text: value, Type: Date}, nil
	}
	if value == "" {
		return Cell{}, nil
	}
	index, err := strconv.Atoi(style)
	if err == nil && index >= 0 && index < len(s.workbook.dates) && s.workbook.dates[index] {
		if text, ok := s.workbook.date(value); ok {
			return Cell{Text: text, Type: Date}, nil
		}
	}
	return Cell{Text: value, Type: Number}, nil
}

// date returns the day, and the time if there is one, of a serial number.
func (w *workbook) date(value string) (string, bool) {
	serial, err := strconv.ParseFloat(value, 64)
	if err != nil || serial < 0 || serial > 2958465.99999 || math.IsNaN(serial) {
		return "", false
	}
	day := math.Floor(serial)
	second := math.Round((serial - day) * 24 * 60 * 60)
	origin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.date1904:
		origin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 60: // the calendar of spreadsheets has a 29 February 1900
		origin = origin.AddDate(0, 0, 1)
	}
	moment := origin.AddDate(0, 0, int(day)).Add(time.Duration(second) * time.Second)
	if second == 0 {
		return moment.Format("2006-01-02"), true
	}
	return moment.Format("2006-01-02 15:04:05"), true
}

// cellAt reads the name of a cell: column from 0, row from 1.
func cellAt(name string) (column, line int, ok bool) {
	letters := 0
	for letters < len(name) && name[letters] >= 'A' && name[letters] <= 'Z' && letters < 4 {
		column = 26*column + int(name[letters]-'A') + 1
		letters++
	}
	line, err := strconv.Atoi(name[letters:])
	return column - 1, line, letters > 0 && err == nil && line > 0
}

// addMerge keeps a merged range that has several rows.
func (s *sheetSource) addMerge(ref string) {
	from, to, _ := strings.Cut(ref, ":")
	column, line, ok := cellAt(from)
	lastColumn, lastLine, too := cellAt(to)
	known := slices.ContainsFunc(s.merges, func(m merge) bool { return m.name == ref })
	if !ok || !too || lastLine <= line || known || len(s.merges) >= maxColumns {
		return
	}
	s.merges = append(s.merges, merge{name: ref, fromRow: line, toRow: lastLine, fromColumn: column,
		toColumn: lastColumn})
}

// fillMerges repeats the value of merged cells in their other rows. An amount is never repeated: it is one amount
// for all of them.
func (s *sheetSource) fillMerges() {
	for i := range s.merges {
		m := &s.merges[i]
		switch {
		case s.row == m.fromRow && m.fromColumn < len(s.cells):
			m.value = s.cells[m.fromColumn]
		case s.row == m.fromRow || s.row < m.fromRow || s.row > m.toRow || m.value.Text == "":
			continue
		}
		note := lexicon.Note{Code: lexicon.CellMerged, Severity: lexicon.Flags, Where: CellName(m.fromColumn, s.row),
			Value: m.name}
		if kind := s.reader.kindOf(m.fromColumn); kind == Amount || kind == Part {
			note.Severity = lexicon.Waits
			s.notes = append(s.notes, note)
			continue
		}
		if s.row > m.fromRow {
			for len(s.cells) <= m.fromColumn {
				s.cells = append(s.cells, Cell{})
			}
			s.cells[m.fromColumn] = m.value
			s.notes = append(s.notes, note)
		}
	}
}

// kindOf returns the kind of a column, if columns are known yet.
func (r *Reader) kindOf(at int) Kind {
	if at < len(r.Guess.Columns) {
		return r.Guess.Columns[at].Kind
	}
	return Text
}
