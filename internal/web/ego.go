package web

import (
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/crossings"
	"maillage/internal/web/words"
)

// ego is an ego network: a picture of one partner or axis (the centre), its ends, and the records between, drawn from
// derived contributions.
type ego struct {
	q        *request
	toAxes   bool // whether the centre is a partner, and the ends are axes
	one      thing
	between  []thing // actions, groups and collectives; a contribution to the axis itself has an empty record
	ends     []thing
	near     []egoLink // between the centre and the records between
	far      []egoLink // between the records between and the ends
	nearSaid []string  // role and status, by record between
}

// egoLink links a record between with an end, or with the centre.
type egoLink struct {
	between, end    int
	standing, title string
}

// egoOf queries the chains of a partner or of an axis, and draws them; nil where there are none.
func (q *request) egoOf(one thing, toAxes bool) (*picture, bool, error) {
	var data struct {
		Partner *struct{ ContributionsToAxes list[derived] }
		Axis    *struct{ Contributors list[derived] }
	}
	operation, code := "EgoOfAxis", one.Code
	if toAxes {
		operation = "EgoOfPartner"
	} else {
		code = q.http.PathValue("contract") + "/" + one.Code
	}
	if err := q.execute(operation, vars{"code": code, "asOf": q.day()}, &data); err != nil {
		return nil, false, err
	}
	var all list[derived]
	switch {
	case data.Partner != nil:
		all = data.Partner.ContributionsToAxes
	case data.Axis != nil:
		all = data.Axis.Contributors
	}
	e := &ego{q: q, toAxes: toAxes, one: one}
	for _, d := range all.Nodes {
		end := d.Partner
		if toAxes {
			end = d.Axis
		}
		if end != nil {
			e.add(*end, d.Chains)
		}
	}
	if len(e.far) == 0 {
		return nil, false, nil
	}
	return e.paint(), all.PageInfo.HasNextPage, nil
}

// add adds the chains between the centre and an end. Abandoned ones are shown only in the tables.
func (e *ego) add(end thing, chains []chain) {
	for _, c := range chains {
		standing := c.standing()
		if standing == string(lexicon.StandingAbandoned) || len(c.Links) == 0 {
			continue
		}
		first, last := c.Links[0], c.Links[len(c.Links)-1]
		middle, near := thing{}, first // the partner's own claim
		switch {
		case len(c.Links) == 1:
		case e.toAxes && first.To != nil:
			middle = *first.To
		case !e.toAxes && last.From != nil:
			middle, near = *last.From, last
		}
		if middle.ID == "" {
			middle.Name, middle.Code = words.Say(e.q.lang, "ego.direct"), end.ID // one for each end
		}
		e.link(end, middle, c, near)
	}
}

// link adds one chain. Two links of the same ends are drawn once, with the stronger standing.
func (e *ego) link(end, middle thing, c chain, near link) {
	between := indexOf(&e.between, middle)
	at := indexOf(&e.ends, end)
	vocabulary, word := near.said()
	nearSaid := words.Label(e.q.lang, vocabulary, word) + " · " + words.Label(e.q.lang, "Status", near.Status)
	farSaid := words.Say(e.q.lang, "rule."+c.Rule)
	if !e.toAxes { // the partner is the end
		first := c.Links[0]
		vocabulary, word := first.said()
		farSaid = words.Label(e.q.lang, vocabulary, word) + " · " + words.Label(e.q.lang, "Status", first.Status)
	}
	if between == len(e.nearSaid) {
		e.nearSaid = append(e.nearSaid, nearSaid)
	}
	e.near = stronger(e.near, egoLink{between, -1, standingOf(near.Status),
		e.one.Name + " – " + middle.Name + words.Say(e.q.lang, "colon") + nearSaid})
	e.far = stronger(e.far, egoLink{between, at, c.standing(),
		middle.Name + " – " + end.Name + words.Say(e.q.lang, "colon") + farSaid})
}

// indexOf returns the index of a record in a list, and appends it where it is missing.
func indexOf(all *[]thing, t thing) int {
	i := slices.IndexFunc(*all, func(o thing) bool { return o.ID == t.ID && o.Code == t.Code })
	if i < 0 {
		i = len(*all)
		*all = append(*all, t)
	}
	return i
}

func stronger(all []egoLink, l egoLink) []egoLink {
	i := slices.IndexFunc(all, func(o egoLink) bool { return o.between == l.between && o.end == l.end })
	if i < 0 {
		return append(all, l)
	}
	if rank(l.standing) < rank(all[i].standing) {
		all[i] = l
	}
	return all
}

// rank orders standings, the strongest first.
func rank(standing string) int {
	return slices.IndexFunc(standings, func(s struct{ standing, title string }) bool { return s.standing == standing })
}

// standing returns the standing that the chain gives, from its status and whether it holds.
func (c chain) standing() string {
	if standing := standingOf(c.Status); c.Holds == string(lexicon.Yes) ||
		standing == string(lexicon.StandingAbandoned) {
		return standing
	}
	return string(lexicon.StandingUnknown)
}

func standingOf(status string) string {
	switch s := lexicon.Status(status); {
	case s.Confirmed():
		return string(lexicon.StandingConfirmed)
	case s.Prospective():
		return string(lexicon.StandingProspective)
	}
	return string(lexicon.StandingAbandoned)
}

// The coordinates of the picture, in pixels.
const (
	egoOne     = 230
	egoBox     = 470
	egoBoxWide = 330
	egoEnd     = 890
	egoRow     = 40
	boxLetters = 46
	endLetters = 40
)

// paint draws the columns: the centre, the records between, and the ends. For an axis the order is reversed.
func (e *ego) paint() *picture {
	c := crossings.Columns{Blocks: [][]int{{}}, Left: make([]string, len(e.between)), Right: make([]string, len(e.ends))}
	for i, t := range e.between {
		c.Blocks[0] = append(c.Blocks[0], i)
		c.Left[i] = t.Name
	}
	for i, t := range e.ends {
		c.Right[i] = t.Name
	}
	for _, l := range e.far {
		c.Links = append(c.Links, [2]int{l.between, l.end})
	}
	order := c.Order()
	p := &picture{Width: pictureWidth, Height: max(len(e.between), len(e.ends), 2)*egoRow + 16}
	key := "ego.axis"
	if e.toAxes {
		key = "ego.partner"
	}
	p.Title = words.Say(e.q.lang, key, e.one.Name)
	spread := func(place, count int) int { return (2*place + 1) * p.Height / (2 * count) }
	between, ends := make([]int, len(e.between)), make([]int, len(e.ends))
	for place, i := range order.Blocks[0] {
		between[i] = spread(place, len(e.between))
	}
	for place, i := range order.Right {
		ends[i] = spread(place, len(e.ends))
	}
	e.draw(p, between, ends)
	p.zoom(1, 50, 50)
	return p
}

// at mirrors a position for an axis, so that partners are left and axes right in every picture.
func (e *ego) at(x int) int {
	if e.toAxes {
		return x
	}
	return pictureWidth - x
}

// anchors returns the text anchors beside a node: away from the middle, and towards it.
func (e *ego) anchors() (out, in string) {
	if e.toAxes {
		return "end", "start"
	}
	return "start", "end"
}

// draw positions links and nodes.
func (e *ego) draw(p *picture, between, ends []int) {
	middle := p.Height / 2
	for _, l := range e.near {
		p.Links = append(p.Links, line{
			Path: curve(e.at(egoOne), middle, e.at(egoBox), between[l.between]), Standing: l.standing, Title: l.title,
			Width: "1.8",
		})
	}
	for _, l := range e.far {
		p.Links = append(p.Links, line{
			Path: curve(e.at(egoBox+egoBoxWide), between[l.between], e.at(egoEnd), ends[l.end]), Standing: l.standing,
			Title: l.title,
			Width: "1.8",
		})
	}
	e.drawOne(p, middle)
	for i, t := range e.between {
		e.drawBetween(p, t, between[i], e.nearSaid[i])
	}
	_, in := e.anchors()
	for i, t := range e.ends {
		node := mark{
			X: e.at(egoEnd), Y: ends[i], Radius: 6, Title: t.Name, Address: t.Address(),
			Left: min(e.at(egoEnd-10), e.at(pictureWidth)),
			Wide: pictureWidth - egoEnd + 10, Tall: 34,
		}
		lines := wrapped(t.Name, endLetters, 2)
		for k, text := range lines {
			node.Words = append(node.Words, inscription{e.at(egoEnd + 14), ends[i] + 5 + 16*k - 8*(len(lines)-1),
				text, "bold", in, ""})
		}
		p.Nodes = append(p.Nodes, node)
	}
}

// drawOne draws the centre, its name in several lines.
func (e *ego) drawOne(p *picture, middle int) {
	out, _ := e.anchors()
	lines := wrapped(e.one.Name, 27, 4)
	node := mark{
		X: e.at(egoOne), Y: middle, Radius: 9, Title: e.one.Name, Address: e.one.Address(),
		Left: min(e.at(0), e.at(egoOne+12)),
		Wide: egoOne + 12, Tall: 18*len(lines) + 8,
	}
	for i, text := range lines {
		node.Words = append(node.Words, inscription{e.at(egoOne - 18), middle + 5 + 18*i - 9*(len(lines)-1), text,
			"bold", out, ""})
	}
	p.Nodes = append(p.Nodes, node)
}

// drawBetween draws an action, a group or a collective as a box, with the role and status of the centre there. A
// contribution to the axis itself also has a box, without a link.
func (e *ego) drawBetween(p *picture, t thing, y int, said string) {
	left := min(e.at(egoBox), e.at(egoBox+egoBoxWide))
	node := mark{Y: y, Box: egoBoxWide, Title: t.Name, Left: left, Wide: egoBoxWide, Tall: 30, Words: []inscription{
		{left + 10, y + 5, shortened(t.Name, boxLetters), "", "start", ""},
	}}
	if t.ID != "" {
		node.Address = t.Address()
	}
	out, _ := e.anchors()
	node.Words = append(node.Words, inscription{e.at(egoBox - 8), y - 5, said, "role", out, ""})
	p.Nodes = append(p.Nodes, node)
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
