package web

import "strings"

// at mirrors a place, so that partners are at the left and axes at the right of every picture.
func (e *ego) at(x int) int {
	if e.toAxes {
		return x
	}
	return pictureWidth - x
}

// anchors returns how a text stands beside its node: away from the middle, or towards it.
func (e *ego) anchors() (out, in string) {
	if e.toAxes {
		return "end", "start"
	}
	return "start", "end"
}

// draw puts links and nodes at their places.
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

// drawOne draws the record that the picture is of, its name in several lines.
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

// drawBetween draws an action, a group or a collective as a box, with what the one does there. A contribution to the
// axis itself has such a box too, which leads nowhere.
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

// wrapped breaks a name into lines of so many letters, and cuts what is more than some lines.
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
