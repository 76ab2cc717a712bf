package picture

import "strconv"

// Matrix is a matrix to draw, with all its texts.
type Matrix struct {
	Title, Contract, AsOf string
	Columns               []MatrixColumn
	Blocks                []MatrixBlock
	Legend                []Cell
}

// MatrixColumn is an axis.
type MatrixColumn struct {
	Name string
	Lack string // its gap; empty for none
}

// MatrixBlock has the rows of a sector under a heading.
type MatrixBlock struct {
	Head string
	Rows []MatrixRow
}

// MatrixRow is a partner.
type MatrixRow struct {
	Name  string
	Cells []Cell
}

// Cell is a contribution: a symbol, and the text that explains it. A cell without a mark is empty.
type Cell struct {
	Mark    string
	Reasons int
	Beside  int    // prospective ones beside confirmed ones
	Also    string // written behind the symbol
	Title   string
}

// Drawing is a matrix as a picture.
type Drawing struct {
	Title         string
	Width, Height int
	Heads         []Text
	Bands         []Box // of sectors
	Cells         []Box
	Words         []Text
	Rules         []int // y coordinates of the lines below rows
}

// Box is a rectangle of a drawing, with a symbol in its middle.
type Box struct {
	X, Y, Wide, Tall     int
	Fill, Stroke, Dashes string
	Sign, Ink, Title     string
}

// Middle returns the x coordinate of the symbol.
func (b Box) Middle() int { return b.X + b.Wide/2 }

// Base returns the baseline of the symbol.
func (b Box) Base() int { return b.Y + b.Tall/2 + 5 }

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
var drawnMarks = map[string]Box{
	"active":        {Fill: "#0b5563", Stroke: "#0b5563", Dashes: "none", Sign: "●", Ink: "#fff"},
	"committed":     {Fill: "#2b6f7c", Stroke: "#2b6f7c", Dashes: "none", Sign: "◆", Ink: "#fff"},
	"completed":     {Fill: "#46535f", Stroke: "#46535f", Dashes: "none", Sign: "✓", Ink: "#fff"},
	"validated":     {Fill: "#fff", Stroke: "#8a4b00", Dashes: "none", Sign: "◐", Ink: "#8a4b00"},
	"in_discussion": {Fill: "#fff4e0", Stroke: "#8a4b00", Dashes: "5 3", Sign: "○", Ink: "#8a4b00"},
	"mentioned":     {Fill: "#fff", Stroke: "#8a4b00", Dashes: "1 3", Sign: "⋯", Ink: "#8a4b00"},
	"abandoned":     {Fill: "none", Stroke: "none", Dashes: "none", Sign: "✕", Ink: "#4e5b68"},
	"unknown":       {Fill: "#fff", Stroke: "#4e5b68", Dashes: "5 3", Sign: "?", Ink: "#4e5b68"},
}

// Draw lays out the matrix.
func (m Matrix) Draw() *Drawing {
	d := &Drawing{Title: m.Title, Width: drawnNames + drawnColumn*len(m.Columns) + 8}
	d.Words = append(d.Words, Text{8, 20, m.Contract, "bold", "start", ""}, Text{8, 38, m.AsOf, "sub", "start", ""})
	for k, c := range m.Columns {
		x := drawnNames + k*drawnColumn + drawnColumn/2
		for i, text := range wrapped(c.Name, headLetters, headLines) {
			d.Heads = append(d.Heads, Text{x, 20 + 15*i, text, "sub", "middle", ""})
		}
		for i, text := range wrapped(c.Lack, headLetters, 2) {
			d.Heads = append(d.Heads, Text{x, drawnHead - 24 + 15*i, text, "lack", "middle", ""})
		}
	}
	y := drawnHead
	for _, b := range m.Blocks {
		d.Bands = append(d.Bands, Box{X: 0, Y: y, Wide: d.Width, Tall: drawnRow, Fill: "#f4f7f8"})
		d.Words = append(d.Words, Text{8, y + 18, b.Head, "head", "start", ""})
		y += drawnRow
		for _, r := range b.Rows {
			d.row(r, y)
			y += drawnRow
		}
	}
	d.Height = y + 2*drawnRow
	d.legend(m.Legend, y+drawnRow)
	return d
}

// row draws a partner and its cells.
func (d *Drawing) row(r MatrixRow, y int) {
	d.Words = append(d.Words, Text{8, y + 18, shortened(r.Name, nameLetters-4), "", "start", ""})
	d.Rules = append(d.Rules, y+drawnRow)
	for k, c := range r.Cells {
		if c.Mark == "" {
			continue
		}
		b := drawnMarks[c.Mark]
		b.X, b.Y, b.Wide, b.Tall = drawnNames+k*drawnColumn+3, y+2, drawnColumn-6, drawnRow-4
		b.Title = c.Title
		if c.Reasons > 1 {
			b.Sign += " " + strconv.Itoa(c.Reasons)
		}
		if c.Beside > 0 {
			b.Sign += " +" + strconv.Itoa(c.Beside)
		}
		if c.Also != "" {
			b.Sign += " " + c.Also
		}
		d.Cells = append(d.Cells, b)
	}
}

// legend draws the symbols with their titles.
func (d *Drawing) legend(cells []Cell, y int) {
	x := 8
	for _, c := range cells {
		b := drawnMarks[c.Mark]
		b.X, b.Y, b.Wide, b.Tall = x, y-8, 28, 20
		d.Cells = append(d.Cells, b)
		d.Words = append(d.Words, Text{x + 34, y + 7, c.Title, "sub", "start", ""})
		x += 34 + 8*len([]rune(c.Title)) + 16
	}
}
