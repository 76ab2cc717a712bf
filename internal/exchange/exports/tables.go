package exports

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"strings"

	"maillage/internal/exchange/guard"
	"maillage/internal/record"
)

// csvLine writes lines of CSV by RFC 4180. Unlike that of the standard library, it writes line ends within a text as
// they are.
type csvLine struct{ out *bufio.Writer }

func (w csvLine) write(cells []string) error {
	for i, text := range cells {
		if i > 0 {
			_ = w.out.WriteByte(',') // bufio returns its error again at the end of the line
		}
		if strings.ContainsAny(text, "\",\r\n") || strings.HasPrefix(text, " ") || len(cells) == 1 && text == "" {
			text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
		}
		_, _ = w.out.WriteString(text) // as above
	}
	_, err := w.out.WriteString("\r\n")
	return err
}

// byteOrderMark tells spreadsheets that a text is UTF-8.
const byteOrderMark = "\ufeff"

// table writes the table of one type as CSV.
type table struct {
	csvLine
	columns   []column
	isForeign bool // for programs: identifiers, no guards against formulas, no byte order mark
}

func newTable(w io.Writer, t *record.Type, isForeign bool) (*table, error) {
	b := &table{csvLine{bufio.NewWriter(w)}, columnsOf(t), isForeign}
	if !isForeign {
		_, _ = b.out.WriteString(byteOrderMark) // the next write returns the error
	}
	return b, b.write(columnNames(b.columns))
}

func columnNames(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// put writes a record.
func (b *table) put(r *Record) error {
	line := make([]string, len(b.columns))
	for i, c := range cellsFor(b.columns, r, b.isForeign) {
		line[i] = c.Text
		if !b.isForeign && (c.Kind == record.KindText || c.Kind == record.KindTexts) {
			line[i] = guard.Add(c.Text)
		}
	}
	return b.write(line)
}

// oneTable writes a single table.
type oneTable struct {
	*table
	w io.Writer
	t *record.Type
}

// newOneTable returns a writer for the table of a type.
func newOneTable(t *record.Type) func(io.Writer) Writer {
	return func(w io.Writer) Writer { return &oneTable{w: w, t: t} }
}

func (w *oneTable) Begin(*Head) (err error) {
	w.table, err = newTable(w.w, w.t, false)
	return err
}

func (w *oneTable) Write(row Row) error {
	r, is := row.(*Record)
	if !is {
		return errRow(row)
	}
	return w.put(r)
}

func (w *oneTable) End(*Tally) error { return w.out.Flush() }

// tables writes a table for each type into an archive.
type tables struct {
	zip       *zip.Writer
	isForeign bool
	next      int // index in record.Types of the next table
	open      *table
}

func newTables(w io.Writer) Writer { return &tables{zip: zip.NewWriter(w)} }

// add begins a file of the archive. It has no time, so that equal content gives equal bytes.
func (w *tables) add(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

func (w *tables) Begin(h *Head) error {
	out, err := w.add("about.csv")
	if err != nil {
		return err
	}
	about := csvLine{bufio.NewWriter(out)}
	_, _ = about.out.WriteString(byteOrderMark) // the next write returns the error
	errs := about.write([]string{"name", "value"})
	for _, pair := range h.Pairs() {
		errs = errors.Join(errs, about.write([]string{pair[0], guard.Add(pair[1])}))
	}
	return errors.Join(errs, about.out.Flush())
}

// through begins the tables up to that of a type; nil means all.
func (w *tables) through(t *record.Type) error {
	for w.next < len(record.Types) && (w.next == 0 || record.Types[w.next-1] != t) {
		if err := w.close(); err != nil {
			return err
		}
		of := record.Types[w.next]
		out, err := w.add(fileOf(of, w.isForeign))
		if err != nil {
			return err
		}
		if w.open, err = newTable(out, of, w.isForeign); err != nil {
			return err
		}
		w.next++
	}
	return nil
}

// fileOf returns the name of a table's file.
func fileOf(t *record.Type, isForeign bool) string {
	if isForeign {
		return "data/" + t.Table + ".csv"
	}
	return t.Table + ".csv"
}

// close ends the open table.
func (w *tables) close() error {
	if w.open == nil {
		return nil
	}
	return w.open.out.Flush()
}

func (w *tables) Write(row Row) error {
	r, is := row.(*Record)
	if !is {
		return errRow(row)
	}
	if err := w.through(r.Type); err != nil {
		return err
	}
	return w.open.put(r)
}

func (w *tables) End(*Tally) error {
	return errors.Join(w.through(nil), w.close(), w.zip.Close())
}
