package web

import (
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/words"
)

// drawing is a matrix as a picture.
type drawing struct {
	Title         string
	Width, Height int
	Heads         []inscription
	Bands         []box // of sectors
	Cells         []box
	Words         []inscription
	Rules         []int // y coordinates of the lines below rows
}

// box is a rectangle of a drawing, with a symbol in its middle.
type box struct {
	X, Y, Wide, Tall     int
	Fill, Stroke, Dashes string
	Sign, Ink, Title     string
}

// Middle returns the x coordinate of the symbol.
func (b box) Middle() int { return b.X + b.Wide/2 }

// Base returns the baseline of the symbol.
func (b box) Base() int { return b.Y + b.Tall/2 + 5 }

// The coordinates of a drawing, in pixels.
const (
	drawnNames  = 380
	drawnColumn = 96
	drawnHead   = 128
	drawnRow    = 26
	headLetters = 15
	headLines   = 5
)

// drawnMarks are the styles of cells, by mark: filled for confirmed ones, hollow for others, with a symbol.
var drawnMarks = map[string]box{
	"active":        {Fill: "#0b5563", Stroke: "#0b5563", Dashes: "none", Sign: "●", Ink: "#fff"},
	"committed":     {Fill: "#2b6f7c", Stroke: "#2b6f7c", Dashes: "none", Sign: "◆", Ink: "#fff"},
	"completed":     {Fill: "#46535f", Stroke: "#46535f", Dashes: "none", Sign: "✓", Ink: "#fff"},
	"validated":     {Fill: "#fff", Stroke: "#8a4b00", Dashes: "none", Sign: "◐", Ink: "#8a4b00"},
	"in_discussion": {Fill: "#fff4e0", Stroke: "#8a4b00", Dashes: "5 3", Sign: "○", Ink: "#8a4b00"},
	"mentioned":     {Fill: "#fff", Stroke: "#8a4b00", Dashes: "1 3", Sign: "⋯", Ink: "#8a4b00"},
	"abandoned":     {Fill: "none", Stroke: "none", Dashes: "none", Sign: "✕", Ink: "#4e5b68"},
	"unknown":       {Fill: "#fff", Stroke: "#4e5b68", Dashes: "5 3", Sign: "?", Ink: "#4e5b68"},
}

// matrixSVG returns the matrix as a picture.
func (s *site) matrixSVG(q *request) (*page, error) {
	m, of, err := q.wholeMatrix()
	if err != nil {
		return nil, err
	}
	content, err := q.partial("drawing", drawn(q, m))
	if err != nil {
		return nil, err
	}
	return &page{File: &file{Type: "image/svg+xml", Name: matrixName(q, of, "svg"), Content: content}}, nil
}

// drawn draws a matrix.
func drawn(q *request, m *matrixPage) *drawing {
	d := &drawing{Title: words.Say(q.lang, "matrix.title") + " – " + m.Contract.Name,
		Width: drawnNames + drawnColumn*len(m.Columns) + 8}
	d.Words = append(d.Words, inscription{8, 20, m.Contract.Name, "bold", "start", ""})
	asOf := words.Say(q.lang, "matrix.any-time")
	if m.AsOf != anyTime {
		asOf = words.Say(q.lang, "matrix.as-of", words.DatePhrase(q.lang, &m.AsOf))
	}
	d.Words = append(d.Words, inscription{8, 38, asOf, "sub", "start", ""})
	for k, c := range m.Columns {
		for i, text := range wrapped(strconv.Itoa(c.Axis.Position)+". "+c.Axis.Name, headLetters, headLines) {
			d.Heads = append(d.Heads, inscription{drawnNames + k*drawnColumn + drawnColumn/2, 20 + 15*i, text, "sub",
				"middle", ""})
		}
		if c.Gap != nil {
			for i, text := range wrapped(words.Say(q.lang, "gap."+c.Gap.Code), headLetters, 2) {
				d.Heads = append(d.Heads, inscription{
					drawnNames + k*drawnColumn + drawnColumn/2, drawnHead - 24 + 15*i, text, "lack", "middle", "",
				})
			}
		}
	}
	y := drawnHead
	for _, s := range m.Sectors {
		d.Bands = append(d.Bands, box{X: 0, Y: y, Wide: d.Width, Tall: drawnRow, Fill: "#f4f7f8"})
		title := words.Say(q.lang, "sectors."+s.Sector) + " (" + strconv.Itoa(s.Size) + ")"
		d.Words = append(d.Words, inscription{8, y + 18, title, "head", "start", ""})
		y += drawnRow
		for _, r := range s.Rows {
			d.row(q, m, r, y)
			y += drawnRow
		}
	}
	d.Height = y + 2*drawnRow
	d.legend(q, y+drawnRow)
	return d
}

// row draws a partner and its cells.
func (d *drawing) row(q *request, m *matrixPage, r row, y int) {
	name := r.Partner.Name
	if r.Partner.OpenList {
		name = words.Say(q.lang, "At-least") + " " + name
	}
	d.Words = append(d.Words, inscription{8, y + 18, shortened(name, nameLetters-4), "", "start", ""})
	d.Rules = append(d.Rules, y+drawnRow)
	for k, c := range r.Cells {
		if c.Standing == "" {
			continue
		}
		b := drawnMarks[c.Mark()]
		b.X, b.Y, b.Wide, b.Tall = drawnNames+k*drawnColumn+3, y+2, drawnColumn-6, drawnRow-4
		b.Title = name + " – " + m.Columns[k].Axis.Name + words.Say(q.lang, "colon") + c.words(q.lang)
		if c.Reasons() > 1 {
			b.Sign += " " + strconv.Itoa(c.Reasons())
		}
		if c.Beside() > 0 {
			b.Sign += " +" + strconv.Itoa(c.Beside())
		}
		if c.LeadsAxis {
			b.Sign += " " + words.Say(q.lang, "cell.lead")
		}
		d.Cells = append(d.Cells, b)
	}
}

// legend draws the legend of the symbols.
func (d *drawing) legend(q *request, y int) {
	x := 8
	for _, t := range words.Vocabularies["Status"].Words() {
		b := drawnMarks[cell{Standing: standingOf(t), derived: derived{Status: t}}.Mark()]
		b.X, b.Y, b.Wide, b.Tall = x, y-8, 28, 20
		d.Cells = append(d.Cells, b)
		text := words.Label(q.lang, "Status", t)
		d.Words = append(d.Words, inscription{x + 34, y + 7, text, "sub", "start", ""})
		x += 34 + 8*len([]rune(text)) + 16
	}
	b := drawnMarks["unknown"]
	b.X, b.Y, b.Wide, b.Tall = x, y-8, 28, 20
	d.Cells = append(d.Cells, b)
	d.Words = append(d.Words, inscription{x + 34, y + 7, words.Label(q.lang, "Standing", string(lexicon.StandingUnknown)),
		"sub", "start", ""})
}
