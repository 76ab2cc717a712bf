package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"maillage/internal/lexicon"
)

// ndjsonSource reads one JSON object on each line. A line that is none does not end the reading.
type ndjsonSource struct {
	records *recordReader
	columns *jsonColumns
	charset Charset // forced
	cells   []Cell
}

func (s *ndjsonSource) names() []string { return s.columns.names }

func (s *ndjsonSource) rewind() error {
	s.records.rewind()
	return nil
}

// Close does nothing: the file is the caller's.
func (s *ndjsonSource) Close() error { return nil }

// flattenLine reads the object of a line.
func flattenLine(text []byte, emit func(name string, c Cell) error) error {
	j := newJSONReader(bytes.NewReader(text))
	if err := j.flatten("", emit); err != nil {
		return err
	}
	if t, err := j.token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = fmt.Errorf("%v", t)
		}
		return err
	}
	return nil
}

func (s *ndjsonSource) next() (row, error) {
	found, err := s.records.next()
	if err != nil {
		return row{}, err
	}
	text, charset, notes := decode(found.text, s.charset)
	s.cells = append(s.cells[:0], make([]Cell, len(s.columns.names))...)
	r := row{number: found.number, lines: 1, offset: found.offset, length: found.length, raw: text, cells: s.cells,
		charset: charset, notes: notes}
	if len(bytes.TrimSpace(found.text)) == 0 {
		return r, nil
	}
	err = flattenLine([]byte(text), func(name string, c Cell) error {
		if at, known := s.columns.at[name]; known {
			s.cells[at] = c
		}
		return nil
	})
	switch {
	case found.long:
		r.broken = true
		r.notes = append(r.notes, lexicon.Note{Code: lexicon.RecordTooLong, Severity: lexicon.Refuses,
			Where: CellName(0, r.number), Took: sizeOf(MaxRecord)})
	case err != nil:
		r.broken = true
		r.notes = append(r.notes, lexicon.Note{Code: lexicon.RecordUnreadable, Severity: lexicon.Refuses,
			Where: CellName(0, r.number), Value: err.Error()})
	}
	return r, nil
}

// openNDJSON finds the columns of all lines.
func (r *Reader) openNDJSON(file sized, begin int64) error {
	s := &ndjsonSource{records: newRecordReader(file, begin, file.size, 0, false),
		columns: &jsonColumns{at: map[string]int{}}}
	var full error
	for n := 1; ; n++ {
		found, err := s.records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if n%checkEvery == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		text, _, _ := decode(found.text, "")
		var names []string
		if flattenLine([]byte(text), func(name string, _ Cell) error {
			names = append(names, name)
			return nil
		}) != nil {
			continue // next says so when it comes to this line
		}
		for _, name := range names {
			full = errors.Join(full, s.columns.add(name))
		}
		if full != nil {
			return refuse(lexicon.JSONInvalid, full.Error(), "")
		}
	}
	r.source = s
	return nil
}
