package web

import (
	"math"
	"slices"
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/words"
)

// focus returns the node that the address names, if the picture has it.
func (n *networkPage) focus(q *request, m *matrixPage) string {
	id := q.query.Get("focus")
	if id == "" {
		return ""
	}
	clean := q.here("focus", "zoom", "x", "y")
	if i := slices.IndexFunc(n.Rows, func(r networkRow) bool { return r.ID == id }); i >= 0 {
		n.Focus = &focused{n.Rows[i].Name, n.Rows[i].Address, clean}
		return id
	}
	for k, c := range m.Columns {
		if axisNode(m, k) == id {
			n.Focus = &focused{c.Axis.Name, c.Address, clean}
			return id
		}
	}
	q.drop("focus", id)
	return ""
}

// name draws the nodes.
func (n *networkPage) name(q *request, m *matrixPage, left, right []int) {
	focus := q.query.Get("focus")
	near := map[string]bool{focus: true}
	for _, r := range n.Rows {
		for _, l := range r.Links {
			if r.ID == focus {
				near[axisNode(m, l.Column)] = true
			} else if axisNode(m, l.Column) == focus {
				near[r.ID] = true
			}
		}
	}
	for i, r := range n.Rows {
		name := r.Name
		if r.AtLeast {
			name = words.Say(q.lang, "At-least") + " " + name
		}
		node := mark{
			X: leftColumn, Y: left[i], Radius: 5, Hollow: len(r.Of(string(lexicon.StandingConfirmed))) == 0,
			Title: name,
			Left:  0, Wide: leftColumn + 10, Tall: rowHeight,
			Words: []inscription{{leftColumn - 12, left[i] + 5, shortened(name, nameLetters), "", "end", ""}},
		}
		n.Picture.Nodes = append(n.Picture.Nodes, n.linkNode(q, node, r.ID, r.Address, focus, near))
	}
	most := 1
	for _, c := range m.Columns {
		most = max(most, c.Totals.Partners.Confirmed)
	}
	for k, c := range m.Columns {
		n.Picture.Nodes = append(n.Picture.Nodes, n.linkNode(
			q, axisMark(q, c, right[k], most), axisNode(m, k), c.Address,
			focus, near))
	}
}

// linkNode links a node to the picture with its links emphasised, and from there to its page.
func (n *networkPage) linkNode(q *request, node mark, id, page, focus string, near map[string]bool) mark {
	node.Address, node.Faint, node.On = page, focus != "" && !near[id], focus == id
	if focus != id {
		parameters := q.parameters()
		parameters.Set("focus", id)
		node.Address = address(q.http.URL.Path, parameters)
	}
	return node
}

// axisMark returns the node of an axis. Its size shows the number of confirmed partners, and its words name its gap.
func axisMark(q *request, c column, y, most int) mark {
	name := strconv.Itoa(c.Axis.Position) + ". " + c.Axis.Name
	node := mark{
		X: rightColumn, Y: y,
		Radius: 5 + int(math.Round(9*math.Sqrt(float64(c.Totals.Partners.Confirmed)/float64(most)))),
		Hollow: c.Totals.Partners.Confirmed == 0, Title: name, Left: rightColumn - 16,
		Wide: pictureWidth - rightColumn + 16, Tall: 40,
		Words: []inscription{{rightColumn + 22, y - 3, shortened(name, nameLetters), "bold", "start", ""}},
	}
	said := words.Plural(q.lang, "network.confirmed", c.Totals.Partners.Confirmed)
	if c.Totals.Partners.ConfirmedAtLeast {
		said = words.Say(q.lang, "at-least") + " " + said
	}
	if c.Totals.Partners.Prospective > 0 {
		said += " + " + words.Plural(q.lang, "network.prospective", c.Totals.Partners.Prospective)
	}
	if c.Gap != nil {
		lack := words.Say(q.lang, "gap."+c.Gap.Code)
		node.Title += words.Say(q.lang, "colon") + lack
		node.Words = append(node.Words, inscription{rightColumn + 22, y + 13, lack, "gap", "start", said})
		return node
	}
	node.Words = append(node.Words, inscription{rightColumn + 22, y + 13, said, "sub", "start", ""})
	return node
}

const (
	// maxZoom is the maximum magnification.
	maxZoom = 4
	// zoomStep is the factor between two magnifications, as in the script.
	zoomStep = 1.5
)

// zoomed shows the part of the picture that the URL selects, and links to others.
func (n *networkPage) zoomed(q *request) {
	times := q.numberOf("zoom", 1, maxZoom, 1)
	x, y := q.numberOf("x", 0, 100, 50), q.numberOf("y", 0, 100, n.focusPlace())
	n.Picture.zoom(times, x, y)
	n.Whole, n.IsWhole = q.here("zoom", "x", "y"), times == 1
	at := func(key string, times, x, y float64) {
		parameters := q.parameters("zoom", "x", "y")
		if times > 1 {
			for name, value := range map[string]float64{"zoom": times, "x": x, "y": y} {
				parameters.Set(name, strconv.FormatFloat(hundredths(value), 'f', -1, 64))
			}
		}
		n.Zoom = append(n.Zoom, zoomLink{key, address(q.http.URL.Path, parameters)})
	}
	if times < maxZoom {
		at("zoom.in", min(maxZoom, times*zoomStep), x, y)
	}
	if times == 1 {
		return
	}
	at("zoom.out", times/zoomStep, x, y)
	step := 50 / times
	least, most := hundredths(50/times), hundredths(100-50/times)
	for _, to := range []struct {
		key  string
		x, y float64
	}{{"zoom.left", x - step, y}, {"zoom.right", x + step, y}, {"zoom.up", x, y - step}, {"zoom.down", x, y + step}} {
		to.x, to.y = min(max(to.x, least), most), min(max(to.y, least), most)
		if to.x != x || to.y != y {
			at(to.key, times, to.x, to.y)
		}
	}
}

// hundredths rounds a number to two decimals, which addresses have.
func hundredths(number float64) float64 { return math.Round(100*number) / 100 }

// focusPlace returns the vertical position of the selected node, in percent.
func (n *networkPage) focusPlace() float64 {
	for _, node := range n.Picture.Nodes {
		if node.On {
			return 100 * float64(node.Y) / float64(n.Picture.Height)
		}
	}
	return 50
}
