package read

import (
	"bytes"
	"strconv"

	"maillage/internal/lexicon"
)

// textSource reads the rows of a text table.
type textSource struct {
	records   *recordReader
	separator byte
	wrapper   byte
	charset   Charset // forced
	cells     []Cell
}

func (s *textSource) next() (row, error) {
	found, err := s.records.next()
	if err != nil {
		return row{}, err
	}
	text, charset, notes := decode(found.text, s.charset)
	r := row{number: found.number, lines: found.lines, offset: found.offset, length: found.length, raw: text,
		separator: s.separator, charset: charset, notes: notes}
	where := ColumnName(0) + strconv.Itoa(r.number)
	switch {
	case found.long:
		r.broken = true
		r.notes = append(r.notes, lexicon.Note{Code: lexicon.RecordTooLong, Severity: lexicon.Refuses, Where: where,
			Took: sizeOf(MaxRecord)})
	case found.unclosed:
		r.broken = true
		r.notes = append(r.notes, lexicon.Note{Code: lexicon.QuoteUnclosed, Severity: lexicon.Waits, Where: where})
	}
	s.cells = splitCells(s.cells[:0], r.inner(s.wrapper), s.separator)
	r.cells = s.cells
	return r, nil
}

// keepOwnTexts makes the texts of the hub's own tables be read as they are written.
func (r *Reader) keepOwnTexts() {
	if r.Guess.Profile != ProfileHub || r.Guess.overrides.Charset != "" {
		return
	}
	switch s := r.source.(type) {
	case *textSource:
		s.charset = asWritten
	case *ndjsonSource:
		s.charset = asWritten
	}
}

// inner returns the text of the record that has the cells.
func (r row) inner(wrapper byte) string {
	if wrapper != 0 {
		return unwrap(r.raw, wrapper)
	}
	return r.raw
}

func (s *textSource) rewind() error {
	s.records.rewind()
	return nil
}

func (s *textSource) Close() error { return nil }

// quoted returns the separator for the quotes of a record: that of the outermost table.
func quoted(separator, wrapper byte) byte {
	if wrapper != 0 {
		return wrapper
	}
	return separator
}

// separators are those that are tried, the likeliest first.
var separators = []byte{';', ',', '\t', '|'}

// textGuess is how a text table may be read, and how well that goes.
type textGuess struct {
	separator byte
	wrapper   byte
	known     int // headers of the best line that are known words
	regular   int // rows as wide as the header
	width     int
}

// openText chooses the separator of a text table.
func (r *Reader) openText(file sized, begin int64) error {
	head := make([]byte, min(headBytes, file.size-begin))
	n, err := file.ReadAt(head, begin)
	if err != nil && n < len(head) {
		return err
	}
	carriage := bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0
	whole := begin+int64(len(head)) == file.size
	o := r.Guess.overrides
	tried := separators
	if o.Separator != 0 {
		tried = []byte{o.Separator}
	}
	best := textGuess{separator: tried[0]}
	for _, separator := range tried {
		g, err := r.trySeparator(head, whole, carriage, separator)
		if err != nil {
			return err
		}
		if g.known > best.known || g.known == best.known && g.regular > best.regular {
			best = g
		}
	}
	r.Guess.Separator, r.Guess.Wrapper = best.separator, best.wrapper
	sure := 1.0
	if best.known == 0 && o.Separator == 0 {
		sure = 0.5
	}
	r.Guess.find(lexicon.GuessedSeparator, lexicon.Informs, "", strconv.Itoa(max(best.known, best.width)),
		separatorName(best.separator), sure)
	r.source = &textSource{
		records:   newRecordReader(file, begin, file.size, quoted(best.separator, best.wrapper), carriage),
		separator: best.separator, wrapper: best.wrapper, charset: o.Charset,
	}
	return nil
}

func separatorName(separator byte) string {
	if separator == '\t' {
		return "TAB"
	}
	return string(separator)
}

// trySeparator reads the first rows with a separator.
func (r *Reader) trySeparator(head []byte, whole, carriage bool, separator byte) (textGuess, error) {
	g := textGuess{separator: separator}
	rows, err := headOf(head, whole, carriage, separator, 0)
	if err != nil {
		return g, err
	}
	at, known := r.bestHeader(rows)
	if tags := tagRow(rows); tags >= 0 {
		at, known = tags, len(rows[tags].cells)
	}
	if known == 0 {
		g.width, g.regular = commonWidth(rows)
		if g.width < 2 {
			g.regular = 0
		}
		return g, nil
	}
	g.known, g.width = known, len(rows[at].cells)
	if wrapper := wrapperOf(rows[at].raw, separator); wrapper != 0 {
		g.wrapper = wrapper
		if rows, err = headOf(head, whole, carriage, separator, wrapper); err != nil {
			return g, err
		}
	}
	for _, found := range rows {
		if len(found.cells) == g.width {
			g.regular++
		}
	}
	return g, nil
}

// wrapperOf returns the separator of an outer table, if the header is in its first cell and the others are empty.
func wrapperOf(header string, separator byte) byte {
	for _, outer := range separators {
		if outer == separator {
			continue
		}
		cells := splitWhole(header, outer)
		if len(cells) < 2 || len(splitWhole(cells[0], separator)) < 2 {
			continue
		}
		empty := true
		for _, cell := range cells[1:] {
			empty = empty && cell == ""
		}
		if empty {
			return outer
		}
	}
	return 0
}

// headOf returns the rows of the beginning of a file.
func headOf(head []byte, whole, carriage bool, separator, wrapper byte) ([]row, error) {
	s := &textSource{separator: separator, wrapper: wrapper,
		records: newRecordReader(bytes.NewReader(head), 0, int64(len(head)), quoted(separator, wrapper), carriage)}
	rows, err := headRowsOf(s)
	if !whole && len(rows) > 1 && len(rows) < headRows {
		rows = rows[:len(rows)-1] // the last may be cut
	}
	return rows, err
}

// commonWidth returns the most frequent number of cells, and how many rows have it.
func commonWidth(rows []row) (width, count int) {
	counts := map[int]int{}
	for _, found := range rows {
		n := len(found.cells)
		if counts[n]++; counts[n] > count || counts[n] == count && n > width {
			width, count = n, counts[n]
		}
	}
	return width, count
}
