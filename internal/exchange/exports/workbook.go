package exports

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"maillage/internal/message"
	"maillage/internal/record"
)

// maxSheetRows is how many rows a sheet can have.
const maxSheetRows = 1_048_576

// workbook writes the sheets of an XLSX file, one after the other. Many rows are spooled to a temporary file.
type workbook struct {
	out  io.Writer
	file *excelize.File
	bold int
	rows *excelize.StreamWriter // of the open sheet
	name string
	next int // row of the open sheet
}

// start makes the file.
func (w *workbook) start() (err error) {
	w.file = excelize.NewFile()
	w.bold, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return err
}

// about writes a sheet about the file.
func (w *workbook) about(h *Head) error {
	if err := w.sheet("about", []string{"name", "value"}); err != nil {
		return err
	}
	for _, pair := range h.Pairs() {
		if err := w.row([]any{pair[0], pair[1]}); err != nil {
			return err
		}
	}
	return nil
}

// sheet ends the open sheet and begins another, with a row of heads that stays in sight.
func (w *workbook) sheet(name string, heads []string) error {
	if err := w.endSheet(); err != nil {
		return err
	}
	var err error
	if w.next == 0 { // a new file has one sheet already
		err = w.file.SetSheetName(w.file.GetSheetName(0), name)
	} else {
		_, err = w.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if w.rows, err = w.file.NewStreamWriter(name); err != nil {
		return err
	}
	w.name, w.next = name, 1
	if err := w.rows.SetColWidth(1, len(heads), columnWidth); err != nil {
		return err
	}
	if err := w.rows.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	cells := make([]any, len(heads))
	for i, head := range heads {
		cells[i] = excelize.Cell{StyleID: w.bold, Value: head}
	}
	return w.row(cells)
}

// columnWidth is the width of columns, in characters.
const columnWidth = 22

// row writes a row of the open sheet. Texts are typed, so that none is computed.
func (w *workbook) row(cells []any) error {
	if w.next > maxSheetRows {
		return &Problem{Argument: "format", Sentence: message.SheetTooLong(w.name, maxSheetRows)}
	}
	at := "A" + strconv.Itoa(w.next)
	w.next++
	return w.rows.SetRow(at, cells)
}

// endSheet ends the open sheet.
func (w *workbook) endSheet() error {
	if w.rows == nil {
		return nil
	}
	rows := w.rows
	w.rows = nil
	return rows.Flush()
}

// finish writes the file and removes what it needed.
func (w *workbook) finish() error {
	err := w.endSheet()
	if err == nil {
		err = w.writeSorted()
	}
	return errors.Join(err, w.file.Close())
}

// writeSorted writes the parts of the file by name. The library writes them in any order, and equal content gives
// equal bytes here. The parts are not compressed again.
func (w *workbook) writeSorted() (err error) {
	spool, err := os.CreateTemp("", "maillage-*.xlsx")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	if err := w.file.Write(spool); err != nil {
		return err
	}
	size, err := spool.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(spool, size)
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	sorted := zip.NewWriter(w.out)
	for _, part := range parts.File {
		if err := sorted.Copy(part); err != nil {
			return err
		}
	}
	return sorted.Close()
}

// tableBook writes the hub's own tables as sheets.
type tableBook struct {
	workbook
	lists map[string]string // by words: the cells of the sheet that lists them
	done  int
}

func newTableBook(w io.Writer) Writer { return &tableBook{workbook: workbook{out: w}} }

// listsSheet is the sheet with the words that cells can hold.
const listsSheet = "lists"

func (w *tableBook) Begin(h *Head) error {
	if err := errors.Join(w.start(), w.about(h)); err != nil {
		return err
	}
	return w.writeLists()
}

// writeLists writes a column for each list of words, to which the validations of cells refer.
func (w *tableBook) writeLists() error {
	var heads []string
	var lists [][]string
	w.lists = map[string]string{}
	for _, t := range record.Types {
		for _, f := range t.Fields {
			words := f.Words()
			if f.Kind() == record.KindFlag {
				words = []string{"true", "false"}
			}
			if key := fmt.Sprint(words); words != nil && w.lists[key] == "" {
				name, err := excelize.ColumnNumberToName(len(heads) + 1)
				if err != nil {
					return err
				}
				w.lists[key] = fmt.Sprintf("%s!$%s$2:$%s$%d", listsSheet, name, name, len(words)+1)
				heads, lists = append(heads, t.Table+"."+f.Name), append(lists, words)
			}
		}
	}
	if err := w.sheet(listsSheet, heads); err != nil {
		return err
	}
	for i := range len(slices.MaxFunc(lists, func(a, b []string) int { return len(a) - len(b) })) {
		cells := make([]any, len(lists))
		for k, words := range lists {
			if i < len(words) {
				cells[k] = words[i]
			}
		}
		if err := w.row(cells); err != nil {
			return err
		}
	}
	return nil
}

// through begins the sheets up to that of a type; nil means all.
func (w *tableBook) through(t *record.Type) error {
	for w.done < len(record.Types) && (w.done == 0 || record.Types[w.done-1] != t) {
		of := record.Types[w.done]
		columns := columnsOf(of)
		if err := w.sheet(of.Table, columnNames(columns)); err != nil {
			return err
		}
		if err := w.validate(of, columns); err != nil {
			return err
		}
		w.done++
	}
	return nil
}

// validate gives the cells of columns with words a list to choose from.
func (w *tableBook) validate(t *record.Type, columns []column) error {
	for i, c := range columns {
		if c.Field == nil {
			continue
		}
		words := c.Field.Words()
		if c.Field.Kind() == record.KindFlag {
			words = []string{"true", "false"}
		}
		if words == nil {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		list := excelize.NewDataValidation(true)
		list.Sqref = fmt.Sprintf("%s2:%s%d", name, name, maxSheetRows)
		list.SetSqrefDropList(w.lists[fmt.Sprint(words)])
		if err := w.file.AddDataValidation(t.Table, list); err != nil {
			return err
		}
	}
	return nil
}

func (w *tableBook) Write(row Row) error {
	r, is := row.(*Record)
	if !is {
		return errRow(row)
	}
	if err := w.through(r.Type); err != nil {
		return err
	}
	cells := cellsFor(columnsOf(r.Type), r, false)
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = sheetValue(c)
	}
	return w.row(values)
}

// sheetValue returns the value of a cell: a number, or a text. Flags are texts, which a list offers.
func sheetValue(c cell) any {
	switch v := c.Value.(type) {
	case int64:
		return v
	case Decimal:
		if amount, err := strconv.ParseFloat(string(v), 64); err == nil {
			return amount
		}
	}
	if c.Text == "" {
		return nil
	}
	return c.Text
}

func (w *tableBook) End(*Tally) error { return errors.Join(w.through(nil), w.finish()) }
