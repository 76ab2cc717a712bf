package web

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// picture is a drawing of nodes in columns and links between them. The same records give the same bytes.
type picture struct {
	Title         string // accessible description
	Width, Height int
	View          string // visible part, as an SVG viewBox
	Alone         bool   // whether it is a separate file
	Heads         []inscription
	Links         []line
	Nodes         []mark
}

// inscription is a text in a picture. Its anchor says whether the position is its start, middle or end.
type inscription struct {
	X, Y       int
	Text, Kind string
	Anchor     string
	Then       string // smaller text that follows
}

// line is a link between two nodes: an SVG path in the style of its standing.
type line struct {
	Path, Standing, Title string
	Width                 string
	Faint                 bool
}

// mark is a node: a dot, or a box, with its texts.
type mark struct {
	X, Y, Radius int
	Box          int // the width of a box; 0 for a dot
	Hollow       bool
	Words        []inscription
	Title        string // the whole name
	Address      string // URL of the node's link; empty in files
	Faint        bool
	On           bool // whether it is selected
	Left, Wide   int  // clickable area
	Tall         int
}

// Top returns the top of the clickable area.
func (m mark) Top() int { return m.Y - m.Tall/2 }

// Stroke returns the colour of a line.
func (l line) Stroke() string {
	switch l.Standing {
	case "CONFIRMED":
		return "#0b5563"
	case "PROSPECTIVE":
		return "#8a4b00"
	}
	return "#4e5b68"
}

// Dashes returns the dash pattern, which distinguishes lines without colour.
func (l line) Dashes() string {
	switch l.Standing {
	case "CONFIRMED":
		return "none"
	case "PROSPECTIVE":
		return "6 4"
	}
	return "1 4"
}

// Opacity returns the opacity of a line, which depends on the focus.
func (l line) Opacity() string { return opacity(l.Faint, "0.6") }

// Opacity returns the opacity of a node, which depends on the focus.
func (m mark) Opacity() string { return opacity(m.Faint, "1") }

func opacity(faint bool, full string) string {
	if faint {
		return "0.08"
	}
	return full
}

// Fill returns the colour of a text.
func (i inscription) Fill() string {
	switch i.Kind {
	case "gap", "lack":
		return "#a3141e"
	case "head", "sub", "role":
		return "#4e5b68"
	}
	return "#16202b"
}

// Weight returns the font weight of a text.
func (i inscription) Weight() string {
	if i.Kind == "head" || i.Kind == "gap" || i.Kind == "lack" || i.Kind == "bold" {
		return "700"
	}
	return "400"
}

// Size returns the font size of a text.
func (i inscription) Size() int {
	switch i.Kind {
	case "sub", "role", "lack":
		return 12
	}
	return 13
}

// curve returns an SVG path from one point to another, horizontal at both.
func curve(x1, y1, x2, y2 int) string {
	middle := (x1 + x2) / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, middle, y1, middle, y2, x2, y2)
}

// shortened truncates a name to a number of letters.
func shortened(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return string([]rune(name)[:most-1]) + "…"
}

// zoom sets the visible part of a picture: a magnification, and a centre in percent of its size.
func (p *picture) zoom(times, x, y float64) {
	part := func(size int, centre float64) (start, length int) {
		length = int(math.Round(float64(size) / max(1, times)))
		start = int(math.Round(float64(size)*centre/100 - float64(length)/2))
		return min(max(0, start), size-length), length
	}
	left, width := part(p.Width, x)
	top, height := part(p.Height, y)
	p.View = fmt.Sprintf("%d %d %d %d", left, top, width, height)
}

// draw renders a picture as a file.
func (q *request) draw(p *picture) ([]byte, error) {
	p.Alone = true
	return q.partial("picture", p)
}

// partial renders one part of the templates.
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

// numberOf reads a numeric parameter within bounds. Any other value is dropped.
func (q *request) numberOf(parameter string, least, most, otherwise float64) float64 {
	value := q.query.Get(parameter)
	if value == "" {
		return otherwise
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(number) || number < least || number > most {
		q.drop(parameter, value)
		return otherwise
	}
	return number
}
