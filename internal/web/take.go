package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/sheet"
	"maillage/internal/web/words"
)

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
func sheetOf(q *request, m *matrixPage) sheet.Sheet {
	s := sheet.Sheet{Heads: []string{words.Say(q.lang, "col.sector"), words.Say(q.lang, "col.partner")}}
	for _, c := range m.Columns {
		s.Heads = append(s.Heads, strconv.Itoa(c.Axis.Position)+". "+c.Axis.Name)
	}
	for _, of := range m.Sectors {
		for _, r := range of.Rows {
			name := r.Partner.Name
			if r.Partner.OpenList {
				name = words.Say(q.lang, "At-least") + " " + name
			}
			line := []string{words.Label(q.lang, "Sector", of.Sector), name}
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
	said := words.Label(l, "Status", c.Status)
	if c.Standing == string(lexicon.StandingUnknown) {
		said = words.Label(l, "Standing", c.Standing)
	}
	if c.Reasons() > 1 {
		said += " (" + strconv.Itoa(c.Reasons()) + ")"
	}
	if c.Beside() > 0 {
		said += " + " + words.Plural(l, "network.prospective", c.Beside())
	}
	if c.LeadsAxis {
		said += ", " + words.Say(l, "cell.leads")
	}
	if c.Basis == string(lexicon.BasisInferred) {
		said += ", " + words.Label(l, "Basis", c.Basis)
	}
	return said
}

// matrixCSV returns the matrix as a CSV file.
func (s *site) matrixCSV(q *request) (*page, error) {
	m, of, err := q.wholeMatrix()
	if err != nil {
		return nil, err
	}
	content, err := sheetOf(q, m).CSV()
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
	content, err := sheetOf(q, m).XLSX(words.Say(q.lang, "file.matrix"))
	if err != nil {
		return nil, err
	}
	return &page{File: &file{
		Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Name: matrixName(q, of, "xlsx"),
		Content: content,
	}}, nil
}

func matrixName(q *request, of *contract, kind string) string {
	return of.Code + "-" + words.Say(q.lang, "file.matrix") + "." + kind
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
