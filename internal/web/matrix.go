package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// maxRows is the maximum number of partners that a matrix lists by name. A larger one is grouped by sector.
const maxRows = 150

// matrix shows who contributes to which axis of a contract.
func (s *site) matrix(q *request) (*page, error) {
	if q.query.Get("print") != "" {
		q.query.Set("by", "partner")
	}
	m, of, err := q.matrixOf()
	if err != nil {
		return nil, err
	}
	if err := m.explain(q); err != nil {
		return nil, err
	}
	m.takeAway(q, of)
	return &page{
		Template: "matrix", Title: words.Say(q.lang, "matrix.title") + " – " + of.Name, Contract: of, Current: "matrix",
		Wide: true, Body: m,
		Embedded: q.query.Get("print") != "", Feed: of.Address("changes.atom"),
	}, nil
}

// matrixOf queries the matrix of the URL.
func (q *request) matrixOf() (*matrixPage, *contract, error) {
	code := q.http.PathValue("contract")
	filter := q.matrixFilter()
	inSectors := map[string]any{"contracts": []string{code}}
	for name, value := range filter {
		inSectors[name] = value
	}
	var data matrixData
	if err := q.execute("MatrixPage", vars{
		"contract": code, "filter": filter, "inSectors": inSectors, "asOf": q.day(),
	}, &data); err != nil {
		return nil, nil, err
	}
	if data.Contract == nil || data.Contract.Matrix == nil {
		return nil, nil, operations.ErrNotFound
	}
	m := newMatrixPage(q, &data)
	return m, &data.Contract.contract, m.fill(q, &data, filter)
}

// newMatrixPage makes the head of the table.
func newMatrixPage(q *request, data *matrixData) *matrixPage {
	c, answer := data.Contract, data.Contract.Matrix
	m := &matrixPage{
		Contract: c.contract, AsOf: answer.AsOf, Known: q.known, KnownAs: q.query.Get("known"),
		Partners: answer.Totals.Partners,
		Axes:     answer.Totals.Axes.Confirmed, AllAxes: len(answer.Columns), RowCount: len(answer.Rows),
		At: q.query.Get("at"),
	}
	if q.isSmall {
		answer.ungroup()
	}
	m.Groups, m.Columns = m.heads(answer)
	m.markGaps(c.Gaps)
	m.Filters = q.filters(c.OwnThemes.Nodes)
	for _, name := range []string{"theme", "sector", "status", "basis", "role", "actionRole", "at", "known"} {
		m.Filtered = m.Filtered || q.query.Get(name) != ""
	}
	m.Clear = q.here("theme", "sector", "status", "basis", "role", "actionRole", "at", "known", "why")
	m.BySector = len(answer.Rows) > maxRows
	if by := q.query.Get("by"); by != "" {
		m.BySector = by == "sector"
	}
	other := q.parameters()
	other.Del("open")
	other.Del("why")
	other.Set("by", map[bool]string{true: "partner", false: "sector"}[m.BySector])
	m.Mode = address(q.http.URL.Path, other)
	return m
}

// heads groups the columns by theme. An axis with two themes is under the first, and lists the others.
func (m *matrixPage) heads(answer *matrixAnswer) (groups []headGroup, columns []column) {
	at := map[int]int{} // a column's index, by its position
	var ends []int      // of each group
	byRoot := map[string][]int{}
	var roots []*thing
	for _, g := range answer.Groups {
		root := &thing{}
		if g.Theme != nil {
			root = &g.Theme.thing
			if g.Theme.Parent != nil {
				root = &thing{Code: g.Theme.Parent.Code, Name: g.Theme.Parent.Name}
			}
		}
		if _, is := byRoot[root.Code]; !is {
			roots = append(roots, root)
		}
		byRoot[root.Code] = append(byRoot[root.Code], g.ColumnPositions...)
	}
	for _, root := range roots {
		span := 0
		for _, position := range byRoot[root.Code] {
			if place, placed := at[position]; placed {
				if !slices.Contains(columns[place].Also, root.Name) && place < last(ends) {
					columns[place].Also = append(columns[place].Also, root.Name)
				}
				continue
			}
			at[position] = len(columns)
			c := answer.Columns[position]
			columns = append(columns, column{
				matrixColumn: c, Address: m.Contract.Address("axes", url.PathEscape(c.Axis.Code)),
			})
			span++
		}
		if span > 0 {
			groups = append(groups, headGroup{
				Name: root.Name, Span: span, Address: themeAddress(m.Contract, root.Code),
			})
		}
		ends = append(ends, len(columns))
	}
	return groups, columns
}

func last(of []int) int {
	if len(of) == 0 {
		return 0
	}
	return of[len(of)-1]
}

func themeAddress(c contract, code string) string {
	if code == "" {
		return ""
	}
	return "/themes/" + url.PathEscape(c.Code) + "/" + url.PathEscape(code)
}

// columnGaps are the gaps that a column can show; it shows the first that it has.
var columnGaps = []lexicon.GapCode{
	lexicon.OnlyProspective, lexicon.NoConfirmedContributor, lexicon.SinglePartner, lexicon.NoLead,
}

// markGaps counts the gaps by code, and adds those of axes to their columns.
func (m *matrixPage) markGaps(gaps []gap) {
	gapsPage := m.Contract.Address("gaps")
	for _, g := range gaps {
		i := slices.IndexFunc(m.Chips, func(c chip) bool { return c.Code == g.Code })
		if i < 0 {
			i = len(m.Chips)
			m.Chips = append(m.Chips, chip{
				Code: g.Code, Severity: g.Severity, Address: address(gapsPage, url.Values{"code": {g.Code}}),
			})
		}
		m.Chips[i].Count++
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		for _, code := range columnGaps {
			at := slices.IndexFunc(gaps, func(g gap) bool {
				return g.Code == string(code) && g.Subject.ID == c.Axis.ID
			})
			if at >= 0 && c.Gap == nil {
				c.Gap = &columnGap{gaps[at].Code, gaps[at].Severity, gapsPage + "#" + gaps[at].Anchor()}
				c.Hatch = hatches[code]
			}
		}
	}
}

// hatches are the CSS classes of empty cells in a column with a gap.
var hatches = map[lexicon.GapCode]string{
	lexicon.OnlyProspective: "nobody", lexicon.NoConfirmedContributor: "nobody", lexicon.SinglePartner: "alone",
}

// filters returns the lists of the filter form.
func (q *request) filters(themes []theme) []choice {
	all := []choice{q.themes(themes)}
	for _, c := range []struct{ name, vocabulary string }{
		{"sector", "Sector"}, {"status", "Status"}, {"basis", "Basis"}, {"role", "Role"}, {"actionRole", "Role"},
	} {
		list := choice{Name: c.name, Label: "filter." + c.name}
		for _, t := range words.Vocabularies[c.vocabulary].Terms {
			list.Options = append(list.Options, option{
				t.Word, words.Label(q.lang, c.vocabulary, t.Word), q.query.Get(c.name) == t.Word,
			})
		}
		all = append(all, list)
	}
	return all
}

// themes returns the list of themes of a filter form.
func (q *request) themes(themes []theme) choice {
	list := choice{Name: "theme", Label: "filter.theme"}
	for _, t := range themes {
		list.Options = append(list.Options, option{t.Code, t.Name, q.query.Get("theme") == t.Code})
	}
	return list
}

// fill makes the rows, by sector in the order of the vocabulary. Names and cells are queried only for open sectors.
func (m *matrixPage) fill(q *request, data *matrixData, filter map[string]any) error {
	answer := data.Contract.Matrix
	only, opened := q.wordOf("sector", "Sector"), q.query["open"]
	var rows []matrixRow // whose cells are shown
	for _, word := range words.Vocabularies["Sector"].Words() {
		s := sector{Sector: word, Open: !m.BySector || only == word || slices.Contains(opened, word)}
		for _, r := range answer.Rows {
			if r.Partner.Sector == word {
				s.Size++
				s.Rows = append(s.Rows, row{matrixRow: r})
			}
		}
		if s.Size == 0 || only != "" && only != word {
			continue
		}
		s.Address = q.openSector(word, s.Open)
		s.Counts = m.counts(data, word, s.Size)
		if !s.Open {
			s.Rows = nil
		}
		for _, r := range s.Rows {
			rows = append(rows, r.matrixRow)
		}
		m.Sectors = append(m.Sectors, s)
	}
	if len(rows) == 0 {
		return nil
	}
	shown := map[string]any{}
	for name, value := range filter {
		shown[name] = value
	}
	if len(rows) < len(answer.Rows) && len(rows) <= maxPartners {
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.Partner.ID
		}
		shown["partners"] = ids
	}
	var cells matrixData
	err := q.execute("MatrixCells", vars{"contract": data.Contract.Code, "filter": shown, "asOf": q.day()}, &cells)
	if err != nil {
		return err
	}
	if cells.Contract == nil || cells.Contract.Matrix == nil {
		return operations.ErrNotFound
	}
	m.name(cells.Contract.Matrix.Rows)
	m.place(q, cells.Contract.Matrix.Cells)
	return nil
}

// name adds partners and totals to the shown rows.
func (m *matrixPage) name(rows []matrixRow) {
	named := make(map[string]matrixRow, len(rows))
	for _, r := range rows {
		named[r.Partner.ID] = r
	}
	for i := range m.Sectors {
		for j := range m.Sectors[i].Rows {
			r := &m.Sectors[i].Rows[j]
			r.matrixRow = named[r.Partner.ID]
		}
	}
}

// maxPartners is the maximum number of partners in a filter of the API.
const maxPartners = 100

// openSector returns the URL that opens or closes a sector.
func (q *request) openSector(word string, isOpen bool) string {
	parameters := q.parameters()
	parameters.Del("why")
	opened := slices.DeleteFunc(slices.Clone(parameters["open"]), func(w string) bool { return w == word })
	if !isOpen {
		opened = append(opened, word)
	}
	slices.Sort(opened)
	parameters["open"] = opened
	return address(q.http.URL.Path, parameters) + "#" + word
}

// counts returns how many partners of a sector contribute to each axis.
func (m *matrixPage) counts(data *matrixData, word string, size int) []sectorCount {
	counts := make([]sectorCount, len(m.Columns))
	if data.ContributionStats == nil {
		return counts
	}
	at := map[string]int{}
	for i, c := range m.Columns {
		at[c.Axis.ID] = i
	}
	for _, r := range data.ContributionStats.Rows {
		if r.PartnerSector != word || r.Axis == nil {
			continue
		}
		if i, is := at[r.Axis.ID]; is {
			c := &counts[i]
			c.tally = r.Counts.Partners
			if c.Confirmed > 0 {
				c.Shade = 1 + min(3, 4*c.Confirmed/max(size, 4))
			}
		}
	}
	return counts
}

// place puts the cells into the rows.
func (m *matrixPage) place(q *request, cells []derived) {
	columnOf := map[string]int{}
	for i, c := range m.Columns {
		columnOf[c.Axis.ID] = i
	}
	byRow := map[string][]derived{}
	for _, d := range cells {
		if d.Partner != nil && d.Axis != nil {
			byRow[d.Partner.ID] = append(byRow[d.Partner.ID], d)
		}
	}
	chosen := q.query.Get("why")
	parameters := q.parameters()
	declare := m.declareAt(q)
	for i := range m.Sectors {
		for j := range m.Sectors[i].Rows {
			r := &m.Sectors[i].Rows[j]
			r.Cells = make([]cell, len(m.Columns))
			partner := url.QueryEscape(r.Partner.Code)
			mayDeclare := declare != "" && q.mayDeclare(m.Contract.Code, r.Partner.Code)
			for k, c := range m.Columns {
				r.Cells[k].Hatch = c.Hatch
				if mayDeclare {
					r.Cells[k].Declare = declare + "partner=" + partner + "&axis=" + url.QueryEscape(c.Axis.Code)
				}
			}
			for _, d := range byRow[r.Partner.ID] {
				k, is := columnOf[d.Axis.ID]
				if !is {
					continue
				}
				c := &r.Cells[k]
				pair := r.Partner.Code + "/" + m.Columns[k].Axis.Code
				parameters.Set("why", pair)
				c.derived, c.ID, c.Chosen = d, "c."+strings.ReplaceAll(pair, "/", "."), pair == chosen
				c.Standing = d.Standing
				c.Address = address(q.http.URL.Path, parameters) + "#" + c.ID
			}
		}
	}
}

// declareAt returns the URL to declare a contribution in an empty cell, which returns to the matrix with its filters.
// It is empty without the right to write, for a printed page, a file or a picture, and for an earlier state.
func (m *matrixPage) declareAt(q *request) string {
	if q.isUnlinked || !q.mayWrite(m.Contract.Code) || q.known != "" || q.query.Get("print") != "" {
		return ""
	}
	at := m.Contract.Address("declare") + "?"
	if to := q.here("why"); to != m.Contract.Address() {
		at += "return=" + url.QueryEscape(to) + "&"
	}
	return at
}

// explain adds the panel of the selected cell.
func (m *matrixPage) explain(q *request) error {
	partner, axis, is := strings.Cut(q.query.Get("why"), "/")
	if !is {
		return nil
	}
	w, _, err := q.queryWhy(m.Contract.Code, partner, axis)
	switch {
	case err == nil && w == nil, hasStatus(err, http.StatusNotFound), hasStatus(err, http.StatusBadRequest):
		q.drop("why", q.query.Get("why")) // an unknown cell is dropped
		return nil
	case err != nil:
		return err
	}
	w.Close = q.here("why") + "#c." + partner + "." + axis
	m.Why = w
	return nil
}
