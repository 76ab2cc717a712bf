package picture

import "maillage/internal/web/crossings"

// The coordinates of an ego network, in pixels.
const (
	egoOne     = 230
	egoBox     = 470
	egoBoxWide = 330
	egoEnd     = 890
	egoRow     = 40
	boxLetters = 46
	endLetters = 40
)

// Ego is an ego network: the centre, the records that it is linked to, and the ends behind them.
type Ego struct {
	Title   string
	Centre  Record
	ToAxes  bool // whether the centre is a partner, and the ends are axes
	Between []Record
	Ends    []Record
	Near    []EgoLink // between the centre and the records between
	Far     []EgoLink // between the records between and the ends
}

// Record is a record in an ego network.
type Record struct {
	Name, Address string
	Said          string // what the centre does in a record between
}

// EgoLink links a record between with an end, or with the centre.
type EgoLink struct {
	Between, End    int // indexes
	Standing, Title string
}

// Draw lays out the columns. Partners are left and axes right, whichever is the centre.
func (e *Ego) Draw() *Picture {
	c := crossings.Columns{
		Blocks: [][]int{{}}, Left: make([]string, len(e.Between)), Right: make([]string, len(e.Ends)),
	}
	for i, r := range e.Between {
		c.Blocks[0] = append(c.Blocks[0], i)
		c.Left[i] = r.Name
	}
	for i, r := range e.Ends {
		c.Right[i] = r.Name
	}
	for _, l := range e.Far {
		c.Links = append(c.Links, [2]int{l.Between, l.End})
	}
	order := c.Order()
	p := &Picture{
		Title: e.Title, Width: pictureWidth, Height: max(len(e.Between), len(e.Ends), 2)*egoRow + 16,
	}
	spread := func(place, count int) int { return (2*place + 1) * p.Height / (2 * count) }
	between, ends := make([]int, len(e.Between)), make([]int, len(e.Ends))
	for place, i := range order.Blocks[0] {
		between[i] = spread(place, len(e.Between))
	}
	for place, i := range order.Right {
		ends[i] = spread(place, len(e.Ends))
	}
	e.draw(p, between, ends)
	p.Zoom(1, 50, 50)
	return p
}

// at mirrors a position for an axis, so that partners are left and axes right in every picture.
func (e *Ego) at(x int) int {
	if e.ToAxes {
		return x
	}
	return pictureWidth - x
}

// anchors returns the text anchors beside a node: away from the middle, and towards it.
func (e *Ego) anchors() (out, in string) {
	if e.ToAxes {
		return "end", "start"
	}
	return "start", "end"
}

// draw positions links and nodes.
func (e *Ego) draw(p *Picture, between, ends []int) {
	middle := p.Height / 2
	for _, l := range e.Near {
		p.Links = append(p.Links, Line{
			Path: curve(e.at(egoOne), middle, e.at(egoBox), between[l.Between]), Standing: l.Standing, Title: l.Title,
			Width: "1.8",
		})
	}
	for _, l := range e.Far {
		p.Links = append(p.Links, Line{
			Path: curve(e.at(egoBox+egoBoxWide), between[l.Between], e.at(egoEnd), ends[l.End]), Standing: l.Standing,
			Title: l.Title,
			Width: "1.8",
		})
	}
	e.drawOne(p, middle)
	for i, r := range e.Between {
		e.drawBetween(p, r, between[i])
	}
	_, in := e.anchors()
	for i, r := range e.Ends {
		node := Node{
			X: e.at(egoEnd), Y: ends[i], Radius: 6, Title: r.Name, Address: r.Address,
			Left: min(e.at(egoEnd-10), e.at(pictureWidth)),
			Wide: pictureWidth - egoEnd + 10, Tall: 34,
		}
		lines := wrapped(r.Name, endLetters, 2)
		for k, text := range lines {
			node.Words = append(node.Words, Text{e.at(egoEnd + 14), ends[i] + 5 + 16*k - 8*(len(lines)-1),
				text, "bold", in, ""})
		}
		p.Nodes = append(p.Nodes, node)
	}
}

// drawOne draws the centre, its name in several lines.
func (e *Ego) drawOne(p *Picture, middle int) {
	out, _ := e.anchors()
	lines := wrapped(e.Centre.Name, 27, 4)
	node := Node{
		X: e.at(egoOne), Y: middle, Radius: 9, Title: e.Centre.Name, Address: e.Centre.Address,
		Left: min(e.at(0), e.at(egoOne+12)),
		Wide: egoOne + 12, Tall: 18*len(lines) + 8,
	}
	for i, text := range lines {
		node.Words = append(node.Words, Text{e.at(egoOne - 18), middle + 5 + 18*i - 9*(len(lines)-1), text,
			"bold", out, ""})
	}
	p.Nodes = append(p.Nodes, node)
}

// drawBetween draws an action, a group or a collective as a box, with the role and status of the centre there. A
// contribution to the axis itself also has a box, without a link.
func (e *Ego) drawBetween(p *Picture, r Record, y int) {
	left := min(e.at(egoBox), e.at(egoBox+egoBoxWide))
	out, _ := e.anchors()
	p.Nodes = append(p.Nodes, Node{
		Y: y, Box: egoBoxWide, Title: r.Name, Address: r.Address, Left: left, Wide: egoBoxWide, Tall: 30,
		Words: []Text{
			{left + 10, y + 5, shortened(r.Name, boxLetters), "", "start", ""},
			{e.at(egoBox - 8), y - 5, r.Said, "role", out, ""},
		},
	})
}
