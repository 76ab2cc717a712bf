package web

import (
	"fmt"
	"net/url"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/web/crossings"
	"maillage/internal/web/words"
)

// networkPage is the data of the network page: a picture, and the same rows as a table.
type networkPage struct {
	Contract  contract
	AsOf      string
	Known     string
	KnownAs   string
	Picture   *picture
	Rows      []networkRow
	Partners  int // number of partners in the picture, or of sectors
	Axes      int
	Links     int
	BySector  bool
	Mode      string
	Focus     *focused
	Zoom      []zoomLink
	Whole     string // URL of the whole picture
	IsWhole   bool   // whether it is shown whole
	Download  string
	Bridges   string
	Compare   string
	Unlinked  []column // axes without any link
	Abandoned int      // abandoned contributions, which are not drawn
}

// networkRow is a partner or a sector, with the axes to which it is linked.
type networkRow struct {
	ID, Sector, Name, Address string
	AtLeast                   bool
	Links                     []networkLink
}

// Of returns the links of a standing.
func (r networkRow) Of(standing string) (links []networkLink) {
	for _, l := range r.Links {
		if l.Standing == standing {
			links = append(links, l)
		}
	}
	return links
}

// networkLink is a link to an axis.
type networkLink struct {
	Column                int
	Axis, Address         string
	Standing, Status, Why string
	Partners              tally // of a sector
}

// focused is the selected node.
type focused struct{ Name, Address, Clear string }

type zoomLink struct{ Label, Address string }

// network shows the links between partners and axes as a picture.
func (s *site) network(q *request) (*page, error) {
	n, of, err := q.networkOf()
	if err != nil {
		return nil, err
	}
	n.zoomed(q)
	return &page{
		Template: "network", Title: words.Say(q.lang, "network.title") + " – " + of.Name, Contract: of, Current: "network",
		Wide: true, Body: n,
	}, nil
}

// networkFile returns the picture of the whole network as a file.
func (s *site) networkFile(q *request) (*page, error) {
	n, of, err := q.networkOf()
	if err != nil {
		return nil, err
	}
	for i := range n.Picture.Nodes {
		n.Picture.Nodes[i].Address = "" // a file has no absolute URLs
	}
	content, err := q.draw(n.Picture)
	if err != nil {
		return nil, err
	}
	return &page{File: &file{Type: "image/svg+xml", Name: of.Code + "-" + words.Say(q.lang, "file.network") + ".svg",
		Content: content}}, nil
}

// networkOf queries the matrix, and draws it.
func (q *request) networkOf() (*networkPage, *contract, error) {
	q.query.Del("open")
	q.isUnlinked = true
	m, of, err := q.matrixOf()
	if err != nil {
		return nil, nil, err
	}
	n := &networkPage{
		Contract: *of, AsOf: m.AsOf, Known: m.Known, KnownAs: m.KnownAs, BySector: m.BySector, Mode: m.Mode,
		Axes:     len(m.Columns),
		Download: address(of.Address("network.svg"), q.parameters("focus", "zoom", "x", "y")),
		Bridges:  of.Address("bridges"),
		Compare:  address("/compare", url.Values{"contracts": {of.Code}}),
	}
	linked := make([]bool, len(m.Columns))
	for _, s := range m.Sectors {
		if m.BySector {
			n.add(sectorRow(q, m, s))
			continue
		}
		for _, r := range s.Rows {
			row, abandoned := partnerRow(q, m, s.Sector, r)
			n.Abandoned += abandoned
			n.add(row)
		}
	}
	for _, r := range n.Rows {
		for _, l := range r.Links {
			linked[l.Column] = true
		}
	}
	for k, is := range linked {
		if !is {
			n.Unlinked = append(n.Unlinked, m.Columns[k])
		}
	}
	n.paint(q, m)
	return n, of, nil
}

// add appends a row that has links.
func (n *networkPage) add(r networkRow) {
	if len(r.Links) > 0 {
		n.Rows, n.Partners, n.Links = append(n.Rows, r), n.Partners+1, n.Links+len(r.Links)
	}
}

// partnerRow returns the links of a partner, and the number of its abandoned contributions.
func partnerRow(q *request, m *matrixPage, sector string, r row) (made networkRow, abandoned int) {
	made = networkRow{
		ID: "p." + r.Partner.Code, Sector: sector, Name: r.Partner.Name, Address: r.Partner.Address(),
		AtLeast: r.Partner.OpenList,
	}
	for k, c := range r.Cells {
		switch {
		case c.Standing == "":
		case c.Standing == string(lexicon.StandingAbandoned):
			abandoned++
		default:
			axis := m.Columns[k]
			made.Links = append(made.Links, networkLink{
				Column: k, Axis: axis.Axis.Name, Address: axis.Address, Standing: c.Standing, Status: c.Status,
				Why: q.whyAt(m.Contract.Code, r.Partner.Code, axis.Axis.Code),
			})
		}
	}
	return made, abandoned
}

// sectorRow returns the links of a sector, with their numbers of partners.
func sectorRow(q *request, m *matrixPage, s sector) networkRow {
	opened := q.parameters("focus", "zoom", "x", "y") // the picture is another one
	opened.Set("by", "partner")
	opened.Set("sector", s.Sector)
	r := networkRow{
		ID: "s." + s.Sector, Sector: s.Sector, Name: fmt.Sprintf("%s (%d)", words.Say(q.lang, "sectors."+s.Sector), s.Size),
		Address: address(q.http.URL.Path, opened),
	}
	for k, c := range s.Counts {
		if !c.Any() {
			continue
		}
		l := networkLink{Column: k, Axis: m.Columns[k].Axis.Name, Address: m.Columns[k].Address, Partners: c.tally}
		switch {
		case c.Confirmed > 0:
			l.Standing = string(lexicon.StandingConfirmed)
		case c.Prospective > 0:
			l.Standing = string(lexicon.StandingProspective)
		default:
			l.Standing = string(lexicon.StandingUnknown)
		}
		r.Links = append(r.Links, l)
	}
	return r
}

// The coordinates of the columns of the picture, in pixels.
const (
	pictureWidth = 1200
	leftColumn   = 410
	rightColumn  = 750
	rowHeight    = 24
	headHeight   = 34
	axisHeight   = 52
	nameLetters  = 60
)

// paint draws the rows: partners on the left by sector, axes on the right.
func (n *networkPage) paint(q *request, m *matrixPage) {
	c := crossings.Columns{Right: make([]string, len(m.Columns))}
	for i, r := range n.Rows {
		if i == 0 || r.Sector != n.Rows[i-1].Sector && !n.BySector {
			c.Blocks = append(c.Blocks, nil)
		}
		last := len(c.Blocks) - 1
		c.Blocks[last] = append(c.Blocks[last], i)
		c.Left = append(c.Left, r.Name)
		for _, l := range r.Links {
			c.Links = append(c.Links, [2]int{i, l.Column})
		}
	}
	for k, axis := range m.Columns {
		c.Right[k] = axis.Axis.Name
	}
	order := c.Order()
	p := &picture{Title: words.Say(q.lang, "network.picture", n.Contract.Name, n.counted(q)), Width: pictureWidth}
	n.Picture = p
	left, y := make([]int, len(n.Rows)), 8
	height := rowHeight
	if n.BySector {
		height = axisHeight
	}
	for _, block := range order.Blocks {
		if !n.BySector {
			word := words.Say(q.lang, "sectors."+n.Rows[block[0]].Sector)
			p.Heads = append(p.Heads, inscription{8, y + 26, fmt.Sprintf("%s (%d)", word, len(block)), "head",
				"start", ""})
			y += headHeight
		}
		for _, i := range block {
			left[i] = y + height/2
			y += height
		}
	}
	p.Height = max(y, len(m.Columns)*axisHeight) + 12
	if n.BySector && len(n.Rows) > 0 { // few rows beside many axes
		for place, i := range order.Blocks[0] {
			left[i] = (2*place + 1) * p.Height / (2 * len(n.Rows))
		}
	}
	right := make([]int, len(m.Columns))
	for place, k := range order.Right {
		right[k] = (2*place + 1) * p.Height / (2 * len(order.Right))
	}
	n.join(q, m, left, right)
	n.name(q, m, left, right)
	p.zoom(1, 50, 50)
}

// counted returns the size of the picture in words.
func (n *networkPage) counted(q *request) string {
	of := "network.partners"
	if n.BySector {
		of = "network.sectors"
	}
	return words.Plural(q.lang, of, n.Partners) + ", " + words.Plural(q.lang, "home.axes", n.Axes) + ", " +
		words.Plural(q.lang, "network.links", n.Links)
}

// join draws the links.
func (n *networkPage) join(q *request, m *matrixPage, left, right []int) {
	focus := n.focus(q, m)
	most := 1
	for _, r := range n.Rows {
		for _, l := range r.Links {
			most = max(most, l.Partners.Confirmed)
		}
	}
	for i, r := range n.Rows {
		for _, l := range r.Links {
			made := line{
				Path: curve(leftColumn, left[i], rightColumn, right[l.Column]), Standing: l.Standing, Width: "1.4",
				Title: r.Name + " → " + l.Axis + words.Say(q.lang, "colon"),
				Faint: focus != "" && focus != r.ID && focus != axisNode(m, l.Column),
			}
			if n.BySector {
				made.Title += l.said(q)
				made.Width = fmt.Sprintf("%.1f", 1+10*float64(l.Partners.Confirmed)/float64(most))
				if l.Partners.Confirmed == 0 {
					made.Width = "2"
				}
			} else {
				made.Title += words.Label(q.lang, "Status", l.Status) + ", " + words.Label(q.lang, "Standing", l.Standing)
			}
			n.Picture.Links = append(n.Picture.Links, made)
		}
	}
	// Strong links are drawn over weak ones.
	slices.SortStableFunc(n.Picture.Links, func(a, b line) int { return weight(b) - weight(a) })
}

// weight orders lines, the one to see first.
func weight(l line) int {
	if l.Faint {
		return rank(l.Standing) + len(standings)
	}
	return rank(l.Standing)
}

// said returns the counts of a link in words.
func (l networkLink) said(q *request) string {
	text := words.Plural(q.lang, "matrix.confirmed", l.Partners.Confirmed)
	if l.Partners.Prospective > 0 {
		text += ", " + words.Plural(q.lang, "matrix.prospective", l.Partners.Prospective)
	}
	if l.Partners.Unknown > 0 {
		text += ", " + words.Plural(q.lang, "matrix.unknown", l.Partners.Unknown)
	}
	return text
}

func axisNode(m *matrixPage, column int) string { return "a." + m.Columns[column].Axis.Code }
