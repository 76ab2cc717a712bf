// Package picture lays out the pictures of the pages: networks, timelines and matrices. Templates write them as SVG.
package picture

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// The sizes of all pictures, in pixels.
const (
	pictureWidth = 1200
	rowHeight    = 24
	headHeight   = 34
)

// nameLetters is the maximum number of letters of a name.
const nameLetters = 60

// Picture is a drawing of nodes in columns and links between them. The same records give the same bytes.
type Picture struct {
	Title         string // accessible description
	Width, Height int
	View          string // visible part, as an SVG viewBox
	Alone         bool   // whether it is a separate file
	Heads         []Text
	Links         []Line
	Nodes         []Node
}

// Text is a text in a picture. Its anchor says whether the position is its start, middle or end.
type Text struct {
	X, Y       int
	Text, Kind string
	Anchor     string
	Then       string // smaller text that follows
}

// Line is a link between two nodes: an SVG path in the style of its standing.
type Line struct {
	Path, Standing, Title string
	Width                 string
	Faint                 bool
}

// Node is a node: a dot, or a box, with its texts.
type Node struct {
	X, Y, Radius int
	Box          int // the width of a box; 0 for a dot
	Hollow       bool
	Words        []Text
	Title        string // the whole name
	Address      string // URL of the node's link; empty in files
	Faint        bool
	On           bool // whether it is selected
	Left, Wide   int  // clickable area
	Tall         int
}

// Top returns the top of the clickable area.
func (n Node) Top() int { return n.Y - n.Tall/2 }

// Stroke returns the colour of a line.
func (l Line) Stroke() string {
	switch l.Standing {
	case "CONFIRMED":
		return "#0b5563"
	case "PROSPECTIVE":
		return "#8a4b00"
	}
	return "#4e5b68"
}

// Dashes returns the dash pattern, which distinguishes lines without colour.
func (l Line) Dashes() string {
	switch l.Standing {
	case "CONFIRMED":
		return "none"
	case "PROSPECTIVE":
		return "6 4"
	}
	return "1 4"
}

// Opacity returns the opacity of a line, which depends on the focus.
func (l Line) Opacity() string { return opacity(l.Faint, "0.6") }

// Opacity returns the opacity of a node, which depends on the focus.
func (n Node) Opacity() string { return opacity(n.Faint, "1") }

func opacity(faint bool, full string) string {
	if faint {
		return "0.08"
	}
	return full
}

// Fill returns the colour of a text.
func (t Text) Fill() string {
	switch t.Kind {
	case "gap", "lack":
		return "#a3141e"
	case "head", "sub", "role":
		return "#4e5b68"
	}
	return "#16202b"
}

// Weight returns the font weight of a text.
func (t Text) Weight() string {
	if t.Kind == "head" || t.Kind == "gap" || t.Kind == "lack" || t.Kind == "bold" {
		return "700"
	}
	return "400"
}

// Size returns the font size of a text.
func (t Text) Size() int {
	switch t.Kind {
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

// Zoom sets the visible part of a picture: a magnification, and a centre in percent of its size.
func (p *Picture) Zoom(times, x, y float64) {
	part := func(size int, centre float64) (start, length int) {
		length = int(math.Round(float64(size) / max(1, times)))
		start = int(math.Round(float64(size)*centre/100 - float64(length)/2))
		return min(max(0, start), size-length), length
	}
	left, width := part(p.Width, x)
	top, height := part(p.Height, y)
	p.View = fmt.Sprintf("%d %d %d %d", left, top, width, height)
}

// wrapped breaks a name into lines of a maximum length, and cuts it after a maximum number of lines.
func wrapped(name string, letters, most int) (lines []string) {
	for _, word := range strings.Fields(name) {
		last := len(lines) - 1
		if last >= 0 && len([]rune(lines[last]))+1+len([]rune(word)) <= letters {
			lines[last] += " " + word
			continue
		}
		if len(lines) == most {
			lines[last] = shortened(lines[last]+" …", letters)
			break
		}
		lines = append(lines, word)
	}
	return lines
}

// standings are the standings of links, the strongest first.
var standings = []string{"CONFIRMED", "PROSPECTIVE", "UNKNOWN", "ABANDONED"}

// Rank orders standings, the strongest first.
func Rank(standing string) int { return slices.Index(standings, standing) }
