package read

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// jsonFormat tells one JSON document from one on each line.
func jsonFormat(head []byte) Format {
	first, rest, more := bytes.Cut(head, []byte{'\n'})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if more && len(rest) > 0 && first[0] == '{' && rest[0] == '{' && json.Valid(first) {
		return NDJSON
	}
	return JSON
}

// Arrays that hold the records of known formats, the first wins; and the objects that may be around them.
var (
	knownTables = []string{"grants", "nodes", "elements"}
	containers  = []string{"graph", "graphs"}
)

// topTable is the name of a table that is the whole document.
const topTable = "[]"

// maxNames is how many bytes the names of all columns may have.
const maxNames = 4 << 20

// jsonColumns are the columns of a table, in order of first appearance.
type jsonColumns struct {
	names []string
	at    map[string]int
	bytes int
}

func (c *jsonColumns) add(name string) error {
	if _, known := c.at[name]; known {
		return nil
	}
	if c.bytes += len(name); len(c.names) >= maxColumns || c.bytes > maxNames {
		return fmt.Errorf("> %d columns", len(c.names))
	}
	c.at[name] = len(c.names)
	c.names = append(c.names, name)
	return nil
}

// jsonSource reads the rows of one array of objects.
type jsonSource struct {
	file    sized
	begin   int64
	format  Format
	table   string
	columns *jsonColumns
	pull    func() (row, error, bool)
	stop    func()
	cells   []Cell
}

func (s *jsonSource) names() []string { return s.columns.names }

func (s *jsonSource) rewind() error { return s.Close() }

// Close ends the reading.
func (s *jsonSource) Close() error {
	if s.stop != nil {
		s.stop()
		s.pull, s.stop = nil, nil
	}
	return nil
}

func (s *jsonSource) next() (row, error) {
	if s.pull == nil {
		s.pull, s.stop = iter.Pull2(s.rows)
	}
	r, err, ok := s.pull()
	if !ok {
		return row{}, io.EOF
	}
	return r, err
}

// errStopped ends a walk whose rows nobody wants any more.
var errStopped = errors.New("stopped")

// rows yields the rows of the table. Invalid JSON ends them with a row that says so.
func (s *jsonSource) rows(yield func(row, error) bool) {
	s.cells = make([]Cell, len(s.columns.names))
	number := 1
	err := s.walk(func(table string, j *jsonReader, first json.Token, key string) error {
		if table != s.table {
			return j.skipRest(first)
		}
		clear(s.cells)
		r, err := s.readRow(j, first, key)
		if err != nil {
			return err
		}
		number = r.number
		if !yield(r, nil) {
			return errStopped
		}
		return nil
	})
	switch {
	case err == nil || errors.Is(err, errStopped):
	case isInvalid(err):
		yield(row{number: number, lines: 1, broken: true, notes: []lexicon.Note{{Code: lexicon.JSONInvalid,
			Severity: lexicon.Refuses, Where: CellName(0, number), Value: err.Error()}}}, nil)
	default:
		yield(row{}, err)
	}
}

// readFailure is an error of the file, and not of what is in it.
type readFailure struct{ error }

func isInvalid(err error) bool {
	var failed readFailure
	return !errors.As(err, &failed)
}

// readRow reads one object.
func (s *jsonSource) readRow(j *jsonReader, first json.Token, key string) (row, error) {
	j.inRecord = true
	defer func() { j.inRecord = false }()
	start := j.decoder.InputOffset() - 1
	j.window.discard(start)
	r := row{number: j.window.line, offset: s.begin + start, cells: s.cells}
	set := func(name string, c Cell) error {
		if at, known := s.columns.at[name]; known {
			s.cells[at] = c
		}
		return nil
	}
	if err := j.flattenRest("", first, set); err != nil {
		return r, err
	}
	if key != "" {
		if err := set(keyColumn, Cell{Text: key}); err != nil {
			return r, err
		}
	}
	r.length = int(j.decoder.InputOffset() - start)
	raw := j.window.bytes[:min(r.length, len(j.window.bytes))]
	if len(raw) > MaxRecord {
		return r, errLongRecord
	}
	r.lines = 1 + bytes.Count(raw, []byte{'\n'})
	r.raw = strings.ToValidUTF8(string(raw), "\ufffd")
	return r, nil
}

// keyColumn is the column of the key under which an object stands.
const keyColumn = "id"

// visitor reads one record whose first token has been read. The key is that of an object of records.
type visitor func(table string, j *jsonReader, first json.Token, key string) error

// walk visits the records of all tables.
func (s *jsonSource) walk(visit visitor) error {
	from := io.NewSectionReader(failing{s.file}, s.begin, s.file.size-s.begin)
	j := newJSONReader(from)
	t, err := j.token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('['):
		err = j.records(topTable, visit)
	case json.Delim('{'):
		err = j.container(visit)
	}
	if err != nil {
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

// failing marks the errors of a file.
type failing struct{ io.ReaderAt }

func (f failing) ReadAt(into []byte, at int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(into, at)
	if err != nil && !errors.Is(err, io.EOF) {
		err = readFailure{err}
	}
	return n, err
}

// container visits the tables of an object whose brace has been read.
func (j *jsonReader) container(visit visitor) error {
	return j.object(func(key string) error {
		t, err := j.token()
		if err != nil {
			return err
		}
		around := slices.Contains(containers, key)
		switch {
		case t == json.Delim('[') && around:
			return j.array(func(int) error {
				t, err := j.token()
				if err != nil || t != json.Delim('{') {
					return errors.Join(err, j.skipRest(t))
				}
				return j.container(visit)
			})
		case t == json.Delim('{') && around:
			return j.container(visit)
		case t == json.Delim('['):
			return j.records(key, visit)
		case t == json.Delim('{') && slices.Contains(knownTables, key):
			return j.object(func(id string) error {
				t, err := j.token()
				if err != nil {
					return err
				}
				return j.record(key, t, id, visit)
			})
		}
		return j.skipRest(t)
	})
}

// records visits the objects of an array whose bracket has been read.
func (j *jsonReader) records(table string, visit visitor) error {
	return j.array(func(int) error {
		t, err := j.token()
		if err != nil {
			return err
		}
		return j.record(table, t, "", visit)
	})
}

// record visits an object, and skips what is none.
func (j *jsonReader) record(table string, t json.Token, key string, visit visitor) error {
	if t == json.Delim('{') {
		return visit(table, j, t, key)
	}
	return j.skipRest(t)
}

// openJSON finds the tables of a JSON file and their columns.
func (r *Reader) openJSON(file sized, begin int64, format Format) error {
	if format == NDJSON {
		return r.openNDJSON(file, begin)
	}
	s := &jsonSource{file: file, begin: begin, format: format}
	tables := map[string]*jsonColumns{}
	err := s.walk(func(table string, j *jsonReader, first json.Token, key string) error {
		columns := tables[table]
		if columns == nil {
			columns = &jsonColumns{at: map[string]int{}}
			tables[table] = columns
			r.Guess.Tables = append(r.Guess.Tables, Table{Name: table})
		}
		if key != "" {
			if err := columns.add(keyColumn); err != nil {
				return err
			}
		}
		if r.ctx.Err() != nil {
			return readFailure{r.ctx.Err()}
		}
		j.inRecord = false
		return j.flattenRest("", first, func(name string, _ Cell) error { return columns.add(name) })
	})
	if err != nil && !isInvalid(err) {
		return err
	}
	if len(tables) == 0 && err != nil {
		return refuse(lexicon.JSONInvalid, err.Error(), "")
	}
	best := slices.IndexFunc(r.Guess.Tables, func(t Table) bool { return slices.Contains(knownTables, t.Name) })
	if err := r.chooseTable(max(0, best)); err != nil {
		return err
	}
	s.table, s.columns = r.Guess.Table, tables[r.Guess.Table]
	r.source = s
	return nil
}
