package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/picture"
	"maillage/internal/web/sheet"
	"maillage/internal/web/words"
)

// takePages returns the handlers of the matrix as a file and of the page of exports, by pattern.
func (s *site) takePages() map[string]handler {
	return map[string]handler{
		"GET /contracts/{contract}/matrix.csv":  s.matrixCSV,
		"GET /contracts/{contract}/matrix.xlsx": s.matrixXLSX,
		"GET /contracts/{contract}/matrix.svg":  s.matrixSVG,
		"GET /exports":                          s.exports,
	}
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

// matrixSVG returns the matrix as a picture.
func (s *site) matrixSVG(q *request) (*page, error) {
	m, of, err := q.wholeMatrix()
	if err != nil {
		return nil, err
	}
	content, err := q.partial("drawing", matrixToDraw(q, m).Draw())
	if err != nil {
		return nil, err
	}
	return &page{File: &file{Type: "image/svg+xml", Name: matrixName(q, of, "svg"), Content: content}}, nil
}

// matrixToDraw returns the matrix with its texts.
func matrixToDraw(q *request, m *matrixPage) picture.Matrix {
	asOf := words.Say(q.lang, "matrix.any-time")
	if m.AsOf != anyTime {
		asOf = words.Say(q.lang, "matrix.as-of", words.DatePhrase(q.lang, &m.AsOf))
	}
	drawn := picture.Matrix{
		Title: words.Say(q.lang, "matrix.title") + " – " + m.Contract.Name, Contract: m.Contract.Name, AsOf: asOf,
	}
	for _, c := range m.Columns {
		column := picture.MatrixColumn{Name: strconv.Itoa(c.Axis.Position) + ". " + c.Axis.Name}
		if c.Gap != nil {
			column.Lack = words.Say(q.lang, "gap."+c.Gap.Code)
		}
		drawn.Columns = append(drawn.Columns, column)
	}
	for _, s := range m.Sectors {
		block := picture.MatrixBlock{
			Head: words.Say(q.lang, "sectors."+s.Sector) + " (" + strconv.Itoa(s.Size) + ")",
		}
		for _, r := range s.Rows {
			block.Rows = append(block.Rows, rowToDraw(q, m, r))
		}
		drawn.Blocks = append(drawn.Blocks, block)
	}
	for _, t := range words.Vocabularies["Status"].Words() {
		drawn.Legend = append(drawn.Legend, picture.Cell{
			Mark:  cell{Standing: standingOf(t), derived: derived{Status: t}}.Mark(),
			Title: words.Label(q.lang, "Status", t),
		})
	}
	drawn.Legend = append(drawn.Legend, picture.Cell{
		Mark: "unknown", Title: words.Label(q.lang, "Standing", string(lexicon.StandingUnknown)),
	})
	return drawn
}

// rowToDraw returns a partner with the texts of its cells.
func rowToDraw(q *request, m *matrixPage, r row) picture.MatrixRow {
	drawn := picture.MatrixRow{Name: r.Partner.Name}
	if r.Partner.OpenList {
		drawn.Name = words.Say(q.lang, "At-least") + " " + drawn.Name
	}
	for k, c := range r.Cells {
		if c.Standing == "" {
			drawn.Cells = append(drawn.Cells, picture.Cell{})
			continue
		}
		shown := picture.Cell{
			Mark: c.Mark(), Reasons: c.Reasons(), Beside: c.Beside(),
			Title: drawn.Name + " – " + m.Columns[k].Axis.Name + words.Say(q.lang, "colon") + c.words(q.lang),
		}
		if c.LeadsAxis {
			shown.Also = words.Say(q.lang, "cell.lead")
		}
		drawn.Cells = append(drawn.Cells, shown)
	}
	return drawn
}

func matrixName(q *request, of *contract, kind string) string {
	return of.Code + "-" + words.Say(q.lang, "file.matrix") + "." + kind
}

// partial renders a picture as an SVG file.
func (q *request) partial(name string, data any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	t := q.site.templates.of(q.lang, "network")
	if err := t.ExecuteTemplate(&out, name, data); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
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

// exported is a file of the hub's data.
type exported struct {
	Format     string
	RecordType *string // of the table of one type
	Title      string
	Address    string
}

// exportsPage is the data of the page of exports.
type exportsPage struct {
	Contracts []option
	At        string
	Files     []exported
	Tables    []exported // each of one type of record
}

// exports lists the files with which the data of a contract, or all of it, can be taken away.
func (s *site) exports(q *request) (*page, error) {
	known, err := allContracts[contract](q)
	if err != nil {
		return nil, err
	}
	of := q.query.Get("contract")
	if !slices.ContainsFunc(known, func(c contract) bool { return c.Code == of }) && of != "" {
		q.drop("contract", of)
		of = ""
	}
	m := &exportsPage{Contracts: []option{{"", words.Say(q.lang, "exports.all"), of == ""}}}
	for _, c := range known {
		m.Contracts = append(m.Contracts, option{c.Code, c.Name, c.Code == of})
	}
	variables := vars{}
	if of != "" {
		variables["contract"] = of
	}
	var data struct{ Exports []exported }
	if err := q.execute("ExportsPage", variables, &data); err != nil {
		return nil, err
	}
	if day, is := q.day().(string); is {
		m.At = day
	}
	for _, x := range data.Exports {
		if err := x.setDay(m.At); err != nil {
			return nil, err
		}
		if x.RecordType != nil {
			m.Tables = append(m.Tables, x)
		} else {
			m.Files = append(m.Files, x)
		}
	}
	return &page{Template: "exports", Title: words.Say(q.lang, "exports.title"), Body: m}, nil
}

// setDay adds the day for which contributions are derived to the address.
func (x *exported) setDay(day string) error {
	u, err := url.Parse(x.Address)
	if err != nil || day == "" {
		return err
	}
	parameters := u.Query()
	parameters.Set("at", day)
	u.RawQuery = parameters.Encode()
	x.Address = u.String()
	return nil
}
