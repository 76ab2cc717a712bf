package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// assemble builds a matrix from the found chains, in one pass.
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
	counting := n.newTallyCounter(sel.When)
	defer counting.done()
	m.total(counting)
	return m
}

// cells groups sorted chains by partner and axis. Chains, links and roles of all cells share three arrays.
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
			c.Counts.count(g.chainValue)
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

// appendRoles appends a set of roles in the vocabulary's order.
func appendRoles(roles []lexicon.Role, set uint32) []lexicon.Role {
	for code, role := range roleCodes {
		if set>>code&1 == 1 {
			roles = append(roles, role)
		}
	}
	return roles
}

// countCells returns the number of cells of sorted chains.
func (d *derivation) countCells() int {
	count := 0
	for range d.eachCell() {
		count++
	}
	return count
}

// count adds one chain.
func (c *Counts) count(w chainValue) {
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

// groupByTheme groups columns by their themes, in the order of their first columns; the axes without a theme come
// last.
func (n *Network) groupByTheme(columns []Column, byReference bool) []ThemeGroup {
	byTheme := make(map[int][]int)
	for index, c := range columns {
		themes := c.Themes
		if byReference {
			themes = n.referencesOf(themes)
		}
		for _, theme := range themes {
			byTheme[theme] = append(byTheme[theme], index)
		}
		if len(themes) == 0 {
			byTheme[0] = append(byTheme[0], index)
		}
	}
	groups := make([]ThemeGroup, 0, len(byTheme))
	for theme, indexes := range byTheme {
		groups = append(groups, ThemeGroup{Theme: theme, Columns: indexes})
	}
	slices.SortFunc(groups, func(a, b ThemeGroup) int {
		if (a.Theme == 0) != (b.Theme == 0) {
			return b.Theme - a.Theme // one of them is 0, which comes last
		}
		return cmp.Or(a.Columns[0]-b.Columns[0], a.Theme-b.Theme)
	})
	return groups
}

// referencesOf returns the distinct reference themes of themes, sorted. It takes a theme's own, or else that of its
// nearest broader theme, or else the theme itself.
func (n *Network) referencesOf(themes []int) []int {
	references := make([]int, 0, len(themes))
	for _, theme := range themes {
		references = append(references, nodeID(n.referenceOf(nodeOf(KindTheme, int32(theme)))))
	}
	slices.Sort(references)
	return slices.Compact(references)
}

// referenceOf returns the reference theme of one theme, as referencesOf does.
func (n *Network) referenceOf(theme int32) int32 {
	at := theme
	for range n.bounds[KindTheme] { // so that a cycle of themes ends
		if reference := n.reference(at); reference >= 0 {
			return reference
		}
		if at = n.broader(at); at < 0 {
			break
		}
	}
	return theme
}
