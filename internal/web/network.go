package web

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/picture"
	"maillage/internal/web/words"
)

// networkPage is the data of the network page: a picture, and the same rows as a table.
type networkPage struct {
	Contract  contract
	AsOf      string
	Known     string
	KnownAs   string
	Picture   *picture.Picture
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
	n.Picture.Alone = true
	content, err := q.partial("picture", n.Picture)
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

// paint draws the rows and axes.
func (n *networkPage) paint(q *request, m *matrixPage) {
	drawn := picture.Network{
		Title:    words.Say(q.lang, "network.picture", n.Contract.Name, n.counted(q)),
		BySector: n.BySector, Focus: n.focus(q, m),
	}
	for _, r := range n.Rows {
		row := picture.Row{
			ID: r.ID, Name: r.Name, Label: r.Name, Address: q.focusOn(r.ID, r.Address),
			Block: words.Say(q.lang, "sectors."+r.Sector),
		}
		if r.AtLeast {
			row.Label = words.Say(q.lang, "At-least") + " " + r.Name
		}
		for _, l := range r.Links {
			title := r.Name + " → " + l.Axis + words.Say(q.lang, "colon") + l.said(q, n.BySector)
			row.Links = append(row.Links, picture.Link{
				Axis: l.Column, Standing: l.Standing, Title: title, Confirmed: l.Partners.Confirmed,
			})
		}
		drawn.Rows = append(drawn.Rows, row)
	}
	for k, c := range m.Columns {
		drawn.Axes = append(drawn.Axes, axisOf(q, c, axisNode(m, k)))
	}
	n.Picture = drawn.Draw()
}

// axisOf returns an axis of the picture, with its gap and the numbers of its partners in words.
func axisOf(q *request, c column, id string) picture.Axis {
	of := c.Totals.Partners
	axis := picture.Axis{
		ID: id, Name: c.Axis.Name, Address: q.focusOn(id, c.Address), Confirmed: of.Confirmed,
		Label: strconv.Itoa(c.Axis.Position) + ". " + c.Axis.Name,
		Said:  words.Plural(q.lang, "network.confirmed", of.Confirmed),
	}
	axis.Title = axis.Label
	if of.ConfirmedAtLeast {
		axis.Said = words.Say(q.lang, "at-least") + " " + axis.Said
	}
	if of.Prospective > 0 {
		axis.Said += " + " + words.Plural(q.lang, "network.prospective", of.Prospective)
	}
	if c.Gap != nil {
		axis.Lack = words.Say(q.lang, "gap."+c.Gap.Code)
		axis.Title += words.Say(q.lang, "colon") + axis.Lack
	}
	return axis
}

// focusOn returns the URL of the picture with a node selected, or that of its page where it is.
func (q *request) focusOn(id, page string) string {
	if q.query.Get("focus") == id {
		return page
	}
	parameters := q.parameters()
	parameters.Set("focus", id)
	return address(q.http.URL.Path, parameters)
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

// said returns the standing of a link in words, or its counts for a sector.
func (l networkLink) said(q *request, bySector bool) string {
	if !bySector {
		return words.Label(q.lang, "Status", l.Status) + ", " + words.Label(q.lang, "Standing", l.Standing)
	}
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

const (
	// maxZoom is the maximum magnification.
	maxZoom = 4
	// zoomStep is the factor between two magnifications, as in the script.
	zoomStep = 1.5
)

// zoomed shows the part of the picture that the URL selects, and links to others.
func (n *networkPage) zoomed(q *request) {
	times := q.numberOf("zoom", 1, maxZoom, 1)
	x, y := q.numberOf("x", 0, 100, 50), q.numberOf("y", 0, 100, n.Picture.FocusHeight())
	n.Picture.Zoom(times, x, y)
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
