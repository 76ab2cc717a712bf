package picture

import (
	"fmt"
	"math"
	"slices"

	"maillage/internal/web/crossings"
)

// The coordinates of the columns of a network, in pixels.
const (
	leftColumn  = 410
	rightColumn = 750
	axisHeight  = 52
)

// Network has partners or sectors on the left, axes on the right, and links between them.
type Network struct {
	Title    string
	Rows     []Row
	Axes     []Axis
	BySector bool   // whether the rows are sectors
	Focus    string // id of the selected node; empty for none
}

// Row is a partner or a sector.
type Row struct {
	ID, Name, Address string
	Label             string // name as it is shown
	Block             string // heading; rows with the same one follow each other
	Links             []Link
}

// Link is a link of a row with an axis.
type Link struct {
	Axis            int // index
	Standing, Title string
	Confirmed       int // partners of a sector
}

// Axis is an axis of a network.
type Axis struct {
	ID, Name, Address string
	Title             string // with what it lacks
	Label             string // name as it is shown
	Confirmed         int    // partners
	Lack              string // its gap; empty for none
	Said              string // numbers of its partners
}

// Draw lays out the network, with few crossing links.
func (n Network) Draw() *Picture {
	order := n.columns().Order()
	p := &Picture{Title: n.Title, Width: pictureWidth}
	left, y := make([]int, len(n.Rows)), 8
	height := rowHeight
	if n.BySector {
		height = axisHeight
	}
	for _, block := range order.Blocks {
		if !n.BySector {
			head := fmt.Sprintf("%s (%d)", n.Rows[block[0]].Block, len(block))
			p.Heads = append(p.Heads, Text{8, y + 26, head, "head", "start", ""})
			y += headHeight
		}
		for _, i := range block {
			left[i] = y + height/2
			y += height
		}
	}
	p.Height = max(y, len(n.Axes)*axisHeight) + 12
	if n.BySector && len(n.Rows) > 0 { // few rows beside many axes
		for place, i := range order.Blocks[0] {
			left[i] = (2*place + 1) * p.Height / (2 * len(n.Rows))
		}
	}
	right := make([]int, len(n.Axes))
	for place, k := range order.Right {
		right[k] = (2*place + 1) * p.Height / (2 * len(order.Right))
	}
	p.Links, p.Nodes = n.lines(left, right), n.nodes(left, right)
	p.Zoom(1, 50, 50)
	return p
}

// columns returns the two columns to order.
func (n Network) columns() crossings.Columns {
	c := crossings.Columns{Right: make([]string, len(n.Axes))}
	for i, r := range n.Rows {
		if i == 0 || r.Block != n.Rows[i-1].Block && !n.BySector {
			c.Blocks = append(c.Blocks, nil)
		}
		last := len(c.Blocks) - 1
		c.Blocks[last] = append(c.Blocks[last], i)
		c.Left = append(c.Left, r.Name)
		for _, l := range r.Links {
			c.Links = append(c.Links, [2]int{i, l.Axis})
		}
	}
	for k, axis := range n.Axes {
		c.Right[k] = axis.Name
	}
	return c
}

// lines draws the links. Those of sectors are as wide as their partners are many.
func (n Network) lines(left, right []int) (lines []Line) {
	most := 1
	for _, r := range n.Rows {
		for _, l := range r.Links {
			most = max(most, l.Confirmed)
		}
	}
	for i, r := range n.Rows {
		for _, l := range r.Links {
			drawn := Line{
				Path:     curve(leftColumn, left[i], rightColumn, right[l.Axis]),
				Standing: l.Standing, Title: l.Title, Width: "1.4",
				Faint: n.Focus != "" && n.Focus != r.ID && n.Focus != n.Axes[l.Axis].ID,
			}
			switch {
			case n.BySector && l.Confirmed == 0:
				drawn.Width = "2"
			case n.BySector:
				drawn.Width = fmt.Sprintf("%.1f", 1+10*float64(l.Confirmed)/float64(most))
			}
			lines = append(lines, drawn)
		}
	}
	// Strong links are drawn over weak ones.
	slices.SortStableFunc(lines, func(a, b Line) int { return weight(b) - weight(a) })
	return lines
}

// weight orders lines, the one to see first.
func weight(l Line) int {
	if l.Faint {
		return Rank(l.Standing) + len(standings)
	}
	return Rank(l.Standing)
}

// nodes draws the rows and the axes. Those without a link to the selected one are faint.
func (n Network) nodes(left, right []int) (nodes []Node) {
	near := n.near()
	add := func(node Node, id string) {
		node.Faint, node.On = n.Focus != "" && !near[id], n.Focus == id
		nodes = append(nodes, node)
	}
	for i, r := range n.Rows {
		isHollow := !slices.ContainsFunc(r.Links, func(l Link) bool { return l.Standing == standings[0] })
		add(Node{
			X: leftColumn, Y: left[i], Radius: 5, Hollow: isHollow, Title: r.Label, Address: r.Address,
			Left: 0, Wide: leftColumn + 10, Tall: rowHeight,
			Words: []Text{{leftColumn - 12, left[i] + 5, shortened(r.Label, nameLetters), "", "end", ""}},
		}, r.ID)
	}
	most := 1
	for _, axis := range n.Axes {
		most = max(most, axis.Confirmed)
	}
	for k, axis := range n.Axes {
		add(axis.node(right[k], most), axis.ID)
	}
	return nodes
}

// near returns the ids of the selected node and of those that it is linked to.
func (n Network) near() map[string]bool {
	near := map[string]bool{n.Focus: true}
	for _, r := range n.Rows {
		for _, l := range r.Links {
			if axis := n.Axes[l.Axis].ID; r.ID == n.Focus {
				near[axis] = true
			} else if axis == n.Focus {
				near[r.ID] = true
			}
		}
	}
	return near
}

// node draws an axis. Its size shows the number of confirmed partners.
func (a Axis) node(y, most int) Node {
	node := Node{
		X: rightColumn, Y: y,
		Radius: 5 + int(math.Round(9*math.Sqrt(float64(a.Confirmed)/float64(most)))),
		Hollow: a.Confirmed == 0, Title: a.Title, Address: a.Address,
		Left: rightColumn - 16, Wide: pictureWidth - rightColumn + 16, Tall: 40,
		Words: []Text{{rightColumn + 22, y - 3, shortened(a.Label, nameLetters), "bold", "start", ""}},
	}
	below := Text{rightColumn + 22, y + 13, a.Said, "sub", "start", ""}
	if a.Lack != "" {
		below = Text{rightColumn + 22, y + 13, a.Lack, "gap", "start", a.Said}
	}
	node.Words = append(node.Words, below)
	return node
}

// FocusHeight returns the vertical position of the selected node, in percent; the middle where none is.
func (p *Picture) FocusHeight() float64 {
	for _, node := range p.Nodes {
		if node.On {
			return 100 * float64(node.Y) / float64(p.Height)
		}
	}
	return 50
}
