package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"maillage/internal/lexicon"
)

// sheet is a matrix as a table of texts: a header row, then one row for each partner.
type sheet struct {
	Heads []string
	Lines [][]string
}

// wholeMatrix returns the matrix of the URL, with every partner by name.
func (q *request) wholeMatrix() (*matrixPage, *contract, error) {
	q.query.Del("open")
	q.query.Set("by", "partner")
	q.isUnlinked = true
	return q.matrixOf()
}

// takeAway sets the URLs of the exports, with the same filters, and of the printed page.
func (m *matrixPage) takeAway(q *request, of *contract) {
	for _, format := range []string{"csv", "xlsx", "svg"} {
		m.Downloads = append(m.Downloads, download{format,
			address(of.Address("matrix."+format), q.parameters("why", "open", "by", "print"))})
	}
	parameters := q.parameters("why", "open", "by", "print")
	m.Back = address(of.Address(), parameters)
	if q.query.Get("print") == "" {
		m.Back = ""
		parameters.Set("print", "1")
		m.Print = address(of.Address(), parameters)
	}
}

// sheetOf converts a matrix to texts.
func sheetOf(q *request, m *matrixPage) sheet {
	s := sheet{Heads: []string{say(q.lang, "col.sector"), say(q.lang, "col.partner")}}
	for _, c := range m.Columns {
		s.Heads = append(s.Heads, strconv.Itoa(c.Axis.Position)+". "+c.Axis.Name)
	}
	for _, of := range m.Sectors {
		for _, r := range of.Rows {
			name := r.Partner.Name
			if r.Partner.OpenList {
				name = say(q.lang, "At-least") + " " + name
			}
			line := []string{label(q.lang, "Sector", of.Sector), name}
			for _, c := range r.Cells {
				line = append(line, c.words(q.lang))
			}
			s.Lines = append(s.Lines, line)
		}
	}
	return s
}

// words returns the text of a cell.
func (c cell) words(l lexicon.Language) string {
	if c.Standing == "" {
		return ""
	}
	said := label(l, "Status", c.Status)
	if c.Standing == string(lexicon.StandingUnknown) {
		said = label(l, "Standing", c.Standing)
	}
	if c.Reasons() > 1 {
		said += " (" + strconv.Itoa(c.Reasons()) + ")"
	}
	if c.Beside() > 0 {
		said += " + " + plural(l, "network.prospective", c.Beside())
	}
	if c.LeadsAxis {
		said += ", " + say(l, "cell.leads")
	}
	if c.Basis == string(lexicon.BasisInferred) {
		said += ", " + label(l, "Basis", c.Basis)
	}
	return said
}

// matrixCSV returns the matrix as a CSV file.
func (s *site) matrixCSV(q *request) (*page, error) {
	m, of, err := q.wholeMatrix()
	if err != nil {
		return nil, err
	}
	content, err := sheetOf(q, m).csv()
	if err != nil {
		return nil, err
	}
	return &page{File: &file{Type: "text/csv; charset=utf-8", Name: matrixName(q, of, "csv"), Content: content}}, nil
}

// matrixXLSX returns the matrix as a workbook.
func (s *site) matrixXLSX(q *request) (*page, error) {
	m, of, err := q.wholeMatrix()
	if err != nil {
		return nil, err
	}
	content, err := sheetOf(q, m).xlsx(say(q.lang, "file.matrix"))
	if err != nil {
		return nil, err
	}
	return &page{File: &file{
		Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Name: matrixName(q, of, "xlsx"),
		Content: content,
	}}, nil
}

func matrixName(q *request, of *contract, kind string) string {
	return of.Code + "-" + say(q.lang, "file.matrix") + "." + kind
}

// csv returns the sheet as CSV by RFC 4180, with a byte order mark, by which spreadsheets detect UTF-8.
func (s sheet) csv() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, line := range append([][]string{s.Heads}, s.Lines...) {
		guarded := make([]string, len(line))
		for i, text := range line {
			guarded[i] = guardFormula(text)
		}
		if err := w.Write(guarded); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// guardFormula prefixes an apostrophe to a text that a spreadsheet would evaluate.
func guardFormula(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// Widths of the columns of a workbook, in characters.
const (
	sectorWidth  = 22
	partnerWidth = 44
	cellWidth    = 20
)

// xlsx returns the sheet as a workbook. Its headers are frozen, and every cell is text.
func (s sheet) xlsx(name string) (content []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := s.stream(w, bold); err != nil {
		return nil, fmt.Errorf("write a workbook: %w", err)
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}

// stream writes the rows of a workbook.
func (s sheet) stream(w *excelize.StreamWriter, bold int) error {
	for _, column := range []struct {
		from, to int
		width    float64
	}{{1, 1, sectorWidth}, {2, 2, partnerWidth}, {3, max(3, len(s.Heads)), cellWidth}} {
		if err := w.SetColWidth(column.from, column.to, column.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2",
		ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, line := range append([][]string{s.Heads}, s.Lines...) {
		cells := make([]any, len(line))
		for k, text := range line {
			switch {
			case i == 0:
				cells[k] = excelize.Cell{StyleID: bold, Value: text}
			case text != "":
				cells[k] = text
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// parameters returns the parameters of the URL, except some.
func (q *request) parameters(without ...string) url.Values {
	rest := q.http.URL.Query()
	for _, name := range without {
		rest.Del(name)
	}
	return rest
}

// file is a response instead of a page.
type file struct {
	Type, Name string
	Content    []byte
	Here       bool // whether it is shown instead of downloaded
}

// send sends a file.
func (q *request) send(w http.ResponseWriter, f *file) {
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Language", string(q.lang.Tag()))
	w.Header().Set("Content-Disposition", f.Disposition())
	_, _ = w.Write(f.Content) // the client may be gone; nothing can be reported to it
}

// Disposition returns the Content-Disposition of the file.
func (f *file) Disposition() string {
	if f.Here {
		return "inline"
	}
	return fmt.Sprintf("attachment; filename=%q", f.Name)
}
