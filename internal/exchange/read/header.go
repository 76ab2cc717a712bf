package read

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"maillage/internal/lexicon"
)

// headRowsOf returns copies of the first rows of a source.
func headRowsOf(s source) ([]row, error) {
	var rows []row
	for len(rows) < headRows {
		found, err := s.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		found.cells = slices.Clone(found.cells)
		rows = append(rows, found)
	}
	return rows, nil
}

// bestHeader returns the first of the rows where half of the cells are known words of one profile, and how many are.
func (r *Reader) bestHeader(rows []row) (at, known int) {
	for i, found := range rows[:min(len(rows), headerWithin)] {
		filled := 0
		for _, c := range found.cells {
			if c.Text != "" {
				filled++
			}
		}
		_, n := r.profileOf(found.cells)
		if n > 0 && 2*n >= filled && (filled > 1 || n == len(found.cells)) {
			return i, n
		}
	}
	return 0, 0
}

// profileOf returns the profile to which most headers belong, and how many do.
func (r *Reader) profileOf(headers []Cell) (profile string, known int) {
	counts := map[string]int{}
	for _, c := range headers {
		folded := lexicon.FoldWord(c.Text)
		var counted []string
		for _, f := range r.words()[folded] {
			if !slices.Contains(counted, f.Profile) {
				counted = append(counted, f.Profile)
				counts[f.Profile]++
			}
		}
	}
	for name, n := range counts {
		if n > known || n == known && name < profile {
			profile, known = name, n
		}
	}
	return profile, known
}

// words returns the fields that a folded header may have.
func (r *Reader) words() map[string][]Field {
	switch {
	case r.byWord != nil:
	case len(r.fields) == len(builtInFields()):
		r.byWord = builtInWords()
	default:
		r.byWord = wordsOf(r.fields)
	}
	return r.byWord
}

var builtInWords = sync.OnceValue(func() map[string][]Field { return wordsOf(builtInFields()) })

// wordsOf returns the fields by their names and words, folded.
func wordsOf(fields []Field) map[string][]Field {
	byWord := map[string][]Field{}
	for _, f := range fields {
		for _, word := range append([]string{f.Name}, f.Words...) {
			folded := lexicon.FoldWord(word)
			known := slices.ContainsFunc(byWord[folded], func(g Field) bool {
				return g.Profile == f.Profile && g.Name == f.Name
			})
			if !known && folded != "" {
				byWord[folded] = append(byWord[folded], f)
			}
		}
	}
	return byWord
}

var hxlTag = regexp.MustCompile(`^#[a-zA-Z][a-zA-Z0-9_]*(\s*\+\s*[a-zA-Z][a-zA-Z0-9_]*)*$`)

// tagRow returns which row has HXL tags, or -1.
func tagRow(rows []row) int {
	return slices.IndexFunc(rows[:min(len(rows), tagsWithin)], func(found row) bool {
		tags, filled := 0, 0
		for _, c := range found.cells {
			if c.Text == "" {
				continue
			}
			if filled++; hxlTag.MatchString(c.Text) {
				tags++
			}
		}
		return tags > 0 && 2*tags >= filled
	})
}

// normalTag writes an HXL tag in lower case, its attributes in order.
func normalTag(tag string) string {
	parts := strings.Split(strings.Join(strings.Fields(strings.ToLower(tag)), ""), "+")
	slices.Sort(parts[1:])
	return strings.Join(parts, "+")
}

// decide finds the header of the table and gives each column its field.
func (r *Reader) decide() error {
	if err := r.source.rewind(); err != nil {
		return err
	}
	rows, err := headRowsOf(r.source)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return refuse(lexicon.FileEmpty, "", "")
	}
	at, tags := r.headerRow(rows)
	width, _ := commonWidth(rows)
	if named, is := r.source.(interface{ names() []string }); is {
		r.columnsOf(cellsOf(named.names()), nil)
		r.Guess.lastHeadLine = 0
		return nil
	}
	if at < 0 {
		r.columnsOf(make([]Cell, width), nil)
		return nil
	}
	r.Guess.HeaderLine = rows[at].number
	last := at
	var tagged []Cell
	if tags >= 0 {
		tagged, last = rows[tags].cells, max(at, tags)
	}
	r.Guess.lastHeadLine = rows[last].number
	for _, above := range rows[:at] {
		if !above.blank() {
			r.Guess.Preamble = append(r.Guess.Preamble, redact(preambleOf(above)))
		}
	}
	r.columnsOf(rows[at].cells, tagged)
	return nil
}

func cellsOf(names []string) []Cell {
	cells := make([]Cell, len(names))
	for i, name := range names {
		cells[i].Text = name
	}
	return cells
}

func preambleOf(found row) string {
	var texts []string
	for _, c := range found.cells {
		if c.Text != "" {
			texts = append(texts, c.Text)
		}
	}
	return strings.Join(texts, " ")
}

// headerRow returns which row is the header, or -1, and which has HXL tags, or -1.
func (r *Reader) headerRow(rows []row) (at, tags int) {
	tags = tagRow(rows)
	forced := r.Guess.overrides.HeaderLine
	switch {
	case forced < 0:
		return -1, -1
	case forced > 0:
		at = slices.IndexFunc(rows, func(found row) bool { return found.number == forced })
		return at, tags
	case tags >= 0:
		r.Guess.find(lexicon.GuessedHeader, lexicon.Informs, "", "HXL", strconv.Itoa(rows[tags].number), 1)
		return max(0, tags-1), tags
	}
	at, known := r.bestHeader(rows)
	if known > 0 {
		sure := float64(known) / float64(len(rows[at].cells))
		r.Guess.find(lexicon.GuessedHeader, lexicon.Informs, "", strconv.Itoa(known),
			strconv.Itoa(rows[at].number), sure)
		return at, -1
	}
	r.Guess.find(lexicon.HeaderMissing, lexicon.Waits, "", "", "", 1)
	width, _ := commonWidth(rows)
	return slices.IndexFunc(rows[:min(len(rows), headerWithin)], func(found row) bool {
		return len(found.cells) == width && looksLikeHeader(found.cells)
	}), -1
}

// looksLikeHeader reports whether all cells have words, and none has a number.
func looksLikeHeader(cells []Cell) bool {
	for _, c := range cells {
		if c.Text == "" || c.Type != Written || strings.ContainsAny(c.Text[:1], "0123456789-+") {
			return false
		}
	}
	return true
}

// columnsOf makes the columns of the table and maps them to fields.
func (r *Reader) columnsOf(headers, tags []Cell) {
	g := &r.Guess
	g.Columns = make([]Column, len(headers))
	for i := range headers {
		g.Columns[i] = Column{Name: ColumnName(i), Header: headers[i].Text}
		g.Columns[i].Personal = isPersonal(lexicon.FoldWord(headers[i].Text))
	}
	g.Profile, _ = r.profileOf(headers)
	if tags != nil {
		g.Profile = ProfileHXL
		for i := range g.Columns {
			if i < len(tags) && hxlTag.MatchString(tags[i].Text) {
				g.Columns[i].setField(Field{Profile: ProfileHXL, Name: normalTag(tags[i].Text)})
			}
		}
	} else {
		r.mapColumns()
	}
	r.applyFieldOverrides()
	g.byField = map[string]int{}
	for i, c := range g.Columns {
		if c.Field == "" {
			continue
		}
		if first, twice := g.byField[c.Field]; twice {
			g.find(lexicon.ColumnTwice, lexicon.Waits, c.Name, g.Columns[first].Header+" · "+c.Header, c.Field, 1)
			continue
		}
		g.byField[c.Field] = i
	}
	r.reportColumns()
}

// setField gives a column a field. A column that gives a known field is not about a person.
func (c *Column) setField(f Field) {
	c.Field, c.Kind, c.field = f.Name, f.Kind, f
	c.Personal = c.Personal && f.Name == ""
}

// mapColumns gives columns the fields of the profile that their headers name. A header that may name several takes
// the one that no other column has.
func (r *Reader) mapColumns() {
	g := &r.Guess
	candidates := make([][]Field, len(g.Columns))
	taken := map[string]bool{}
	for i, c := range g.Columns {
		for _, f := range r.words()[lexicon.FoldWord(c.Header)] {
			if f.Profile == g.Profile || f.Profile == "" {
				candidates[i] = append(candidates[i], f)
			}
		}
		if len(candidates[i]) == 1 {
			taken[candidates[i][0].Name] = true
		}
	}
	for i := range g.Columns {
		free := candidates[i]
		if len(free) > 1 {
			free = slices.DeleteFunc(slices.Clone(free), func(f Field) bool { return taken[f.Name] })
		}
		if len(free) == 1 {
			g.Columns[i].setField(free[0])
			taken[free[0].Name] = true
		}
	}
}

// applyFieldOverrides gives columns the fields that a person chose.
func (r *Reader) applyFieldOverrides() {
	o := r.Guess.overrides.Fields
	for i := range r.Guess.Columns {
		c := &r.Guess.Columns[i]
		name, chosen := overrideOf(o, *c)
		if !chosen {
			continue
		}
		at := slices.IndexFunc(r.fields, func(f Field) bool {
			return f.Name == name && (f.Profile == r.Guess.Profile || f.Profile == "")
		})
		if at >= 0 {
			c.setField(r.fields[at])
		} else {
			c.setField(Field{Name: name})
		}
	}
}

func (r *Reader) reportColumns() {
	g := &r.Guess
	for _, c := range g.Columns {
		switch {
		case c.Personal: // the survey tells, for it finds more of them
		case c.Field == "" && c.Header != "":
			g.find(lexicon.ColumnUnknown, lexicon.Informs, c.Name, c.Header, "", 1)
		case c.Field != "":
			sure := 0.9
			if lexicon.FoldWord(c.Header) == lexicon.FoldWord(c.Field) {
				sure = 1
			}
			g.find(lexicon.GuessedField, lexicon.Informs, c.Name, c.Header, c.Field, sure)
		}
	}
}
