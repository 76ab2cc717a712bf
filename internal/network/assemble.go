package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// assemble makes a matrix of the chains that were found, in one pass.
func (n *Network) assemble(d *derivation, columns []int32, sel Selection) Matrix {
	partners := d.sort()
	m := Matrix{Rows: make([]Row, len(partners)), Columns: make([]Column, len(columns))}
	for i, partner := range partners {
		m.Rows[i].Partner = nodeID(partner)
	}
	for i, axis := range columns {
		themes := n.themesOf(axis, sel.When)
		m.Columns[i] = Column{Axis: nodeID(axis), Contract: nodeID(n.contractOf(axis)),
			Themes: make([]int, len(themes))}
		for j, theme := range themes {
			m.Columns[i].Themes[j] = nodeID(theme)
		}
	}
	m.Groups = n.groupByTheme(m.Columns, sel.ByReference)
	m.Cells = d.cells(partners, columns)
	counting := n.counting(sel.When)
	defer counting.done()
	m.total(counting)
	return m
}

// cells gathers sorted chains by partner and axis. Chains, links and roles of
// all cells share three arrays.
func (d *derivation) cells(partners, columns []int32) []Cell {
	cells := make([]Cell, 0, d.countCells())
	chains := make([]Chain, 0, len(d.found))
	refs := make([]Ref, 0, len(d.arena))
	roles := make([]lexicon.Role, 0, 2*len(d.found))
	for found := range d.eachCell() {
		f := &found[0]
		c := Cell{
			Partner: nodeID(partners[f.rank]), Axis: nodeID(columns[f.column]),
			Row: int(f.rank), Column: int(f.column),
		}
		first, best := len(chains), f.standing()
		var onAxis, inActions uint32
		for i := range found {
			g := &found[i]
			chains = append(chains, d.chain(g, &refs))
			c.Counts.count(g.worth)
			if g.standing() == best && !g.roleless {
				if g.onAxis {
					onAxis |= 1 << g.role
				} else {
					inActions |= 1 << g.role
				}
			}
		}
		c.Chains, c.Standing = chains[first:len(chains):len(chains)], standings[best]
		c.LeadsAxis = best == confirmedStanding && onAxis&leads != 0
		start := len(roles)
		roles = appendRoles(roles, onAxis)
		c.AxisRoles = roles[start:len(roles):len(roles)]
		start = len(roles)
		roles = appendRoles(roles, inActions)
		c.ActionRoles = roles[start:len(roles):len(roles)]
		cells = append(cells, c)
	}
	return cells
}

// appendRoles writes a set of roles in the vocabulary's order.
func appendRoles(roles []lexicon.Role, set uint32) []lexicon.Role {
	for code, role := range roleCodes {
		if set>>code&1 == 1 {
			roles = append(roles, role)
		}
	}
	return roles
}

func (d *derivation) countCells() int {
	count := 0
	for range d.eachCell() {
		count++
	}
	return count
}

// count adds one chain.
func (c *Counts) count(w worth) {
	switch {
	case w.status == 0:
		c.Abandoned++
	case w.open:
		c.Unknown++
	case w.status >= committed:
		c.Confirmed++
	default:
		c.Prospective++
	}
}

// groupByTheme gathers columns by the themes that they concern, in the order of
// their first columns; the axes of no theme come last.
func (n *Network) groupByTheme(columns []Column, byReference bool) []ThemeGroup {
	byTheme := make(map[int][]int)
	for place, c := range columns {
		themes := c.Themes
		if byReference {
			themes = n.referencesOf(themes)
		}
		for _, theme := range themes {
			byTheme[theme] = append(byTheme[theme], place)
		}
		if len(themes) == 0 {
			byTheme[0] = append(byTheme[0], place)
		}
	}
	groups := make([]ThemeGroup, 0, len(byTheme))
	for theme, places := range byTheme {
		groups = append(groups, ThemeGroup{Theme: theme, Columns: places})
	}
	slices.SortFunc(groups, func(a, b ThemeGroup) int {
		if (a.Theme == 0) != (b.Theme == 0) {
			return b.Theme - a.Theme // one of them is 0, which comes last
		}
		return cmp.Or(a.Columns[0]-b.Columns[0], a.Theme-b.Theme)
	})
	return groups
}

// referencesOf are the reference themes that themes correspond to, each once
// and sorted: a theme's own, or else that of the nearest theme over it, or
// else the theme itself.
func (n *Network) referencesOf(themes []int) []int {
	references := make([]int, 0, len(themes))
	for _, theme := range themes {
		references = append(references, nodeID(n.referenceOf(nodeOf(KindTheme, int32(theme)))))
	}
	slices.Sort(references)
	return slices.Compact(references)
}

func (n *Network) referenceOf(theme int32) int32 {
	at := theme
	for range n.bounds[KindTheme] { // a theme over itself comes to an end
		if reference := n.reference(at); reference >= 0 {
			return reference
		}
		if at = n.broader(at); at < 0 {
			break
		}
	}
	return theme
}
