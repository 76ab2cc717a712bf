package network

import (
	"maps"
	"slices"

	"maillage/internal/lexicon"
)

// Selection selects a part of the network. An empty list of ids selects all, and unknown ids select nothing. A nil
// list of words selects all, and an empty one nothing.
type Selection struct {
	Contracts []int
	Axes      []int
	// Themes keeps the axes that CONCERN one of the themes, themselves or through the actions that serve them.
	// Narrower themes count as theirs, by parent or by reference theme, so that contracts compare.
	Themes   []int
	Partners []int

	// Territories, Audiences and ActionThemes keep the chains whose action works there, for them or on that: see
	// [aspectReader.ofChain]. A part of a territory or an audience counts as the whole does, a narrower theme as
	// the broader one.
	Territories, Audiences, ActionThemes []int
	// Around also keeps the chains in territories that contain one of Territories.
	Around bool

	// AxisRoles keeps the chains that give one of these roles in the axis itself, ActionRoles those that give one
	// of these in an action. A chain gives at most one role, so that both together keep the chains of either.
	AxisRoles, ActionRoles []lexicon.Role

	Statuses []lexicon.Status
	Bases    []lexicon.Basis
	Rules    []lexicon.Rule

	When When // the zero When selects any time

	// ByReference groups columns by the reference themes of their themes, so that the columns of several contracts
	// meet. A theme without a reference theme of its own or of a broader theme keeps its own group.
	ByReference bool
}

// filter holds the conditions of a selection on chains.
type filter struct {
	when                   When
	everyRole              bool // chains without one too
	axisRoles, actionRoles uint32
	statuses, bases, rules uint32
	partners               []int32 // nodes, sorted
	everyPartner           bool
	aspects                *aspectReader     // nil unless chains are filtered by territory, audience or theme
	allowed                [3]map[int32]bool // by aspectRelations; nil allows all
}

// aspectRelations are the relations by whose objects a filter selects.
var aspectRelations = [...]uint8{covers, targets, concerns}

// filter returns the conditions of a selection on chains.
func (n *Network) filter(sel Selection) filter {
	f := filter{
		when:      sel.When,
		everyRole: sel.AxisRoles == nil && sel.ActionRoles == nil,
		statuses:  statusCodes.mask(sel.Statuses), bases: basisCodes.mask(sel.Bases), rules: ruleCodes.mask(sel.Rules),
		partners: n.findAll(KindPartner, sel.Partners), everyPartner: len(sel.Partners) == 0,
	}
	if sel.AxisRoles != nil {
		f.axisRoles = roleCodes.mask(sel.AxisRoles)
	}
	if sel.ActionRoles != nil {
		f.actionRoles = roleCodes.mask(sel.ActionRoles)
	}
	if len(sel.Territories)+len(sel.Audiences)+len(sel.ActionThemes) == 0 {
		return f
	}
	f.aspects = n.newAspectReader(sel.When)
	if selected := n.findAll(KindTerritory, sel.Territories); len(sel.Territories) > 0 {
		f.allowed[0] = n.withParts(selected, sel.When)
		if sel.Around {
			maps.Copy(f.allowed[0], n.withWholes(selected, sel.When))
		}
	}
	if len(sel.Audiences) > 0 {
		f.allowed[1] = n.withParts(n.findAll(KindAudience, sel.Audiences), sel.When)
	}
	if len(sel.ActionThemes) > 0 {
		f.allowed[2] = n.under(n.findAll(KindTheme, sel.ActionThemes))
	}
	return f
}

// wantsAspects reports whether the selection includes the territories, audiences and themes of a chain.
func (f *filter) wantsAspects(links []int32) bool {
	if f.aspects == nil {
		return true
	}
	for i, relation := range aspectRelations {
		allowed := f.allowed[i]
		isAllowed := func(node int32) bool { return allowed[node] }
		if allowed != nil && !slices.ContainsFunc(f.aspects.ofChain(links, relation), isAllowed) {
			return false
		}
	}
	return true
}

// wants reports whether the selection includes a finished chain.
func (f *filter) wants(w chainValue) bool {
	return f.wantsRole(w) && has(f.statuses, w.status) && has(f.bases, w.basis) && has(f.rules, w.rule)
}

// wantsRole reports whether the selection includes the role of a chain, in the axis or in an action.
func (f *filter) wantsRole(w chainValue) bool {
	switch {
	case f.everyRole:
		return true
	case w.roleless:
		return false
	case w.onAxis:
		return has(f.axisRoles, w.role)
	}
	return has(f.actionRoles, w.role)
}

// has reports whether a mask contains the code of a word.
func has(mask uint32, code uint8) bool { return mask>>code&1 == 1 }

// wantsPartner reports whether the selection includes a partner.
func (f *filter) wantsPartner(partner int32) bool {
	if f.everyPartner {
		return true
	}
	_, ok := slices.BinarySearch(f.partners, partner)
	return ok
}

// columns returns the axes of a selection, by contract, position and id.
func (n *Network) columns(sel Selection) []int32 {
	axes := n.axesOf(sel)
	if len(sel.Themes) > 0 {
		themes, reach := n.under(n.findAll(KindTheme, sel.Themes)), n.newAspectReader(sel.When)
		near := n.nearThemes(themes, sel.When)
		axes = slices.DeleteFunc(axes, func(axis int32) bool {
			if !near[axis] {
				return true
			}
			isAsked := func(theme int32) bool { return themes[theme] }
			return !slices.ContainsFunc(n.themesOf(axis, sel.When), isAsked) &&
				!slices.ContainsFunc(reach.inferredThemes(axis), isAsked)
		})
	}
	return axes
}

// nearThemes returns the axes that may concern one of the themes, themselves or through the actions that serve
// them: no others do.
func (n *Network) nearThemes(themes map[int32]bool, when When) map[int32]bool {
	axes, actions := make(map[int32]bool), make(map[int32]bool)
	for theme := range themes {
		for _, number := range n.touching(inward, theme, KindRelation) {
			switch c := n.claim(number); {
			case c.word != concerns:
			case nodeIs(c.from, KindAxis):
				axes[c.from] = true
			case nodeIs(c.from, KindAction):
				actions[c.from] = true
			}
		}
	}
	for action := range n.withParts(slices.Collect(maps.Keys(actions)), when) { // a part may have its whole’s themes
		for _, number := range n.touching(outward, action, KindAlignment) {
			axes[n.claim(number).to] = true
		}
	}
	return axes
}

// axesOf returns the distinct axes of a selection by Axes and Contracts, in order.
func (n *Network) axesOf(sel Selection) []int32 {
	if len(sel.Axes)+len(sel.Contracts) == 0 {
		return n.axesInOrder()
	}
	var axes []int32
	contracts := n.findAll(KindContract, sel.Contracts)
	if len(sel.Axes) > 0 {
		axes = slices.DeleteFunc(n.findAll(KindAxis, sel.Axes), func(axis int32) bool {
			return len(sel.Contracts) > 0 && !slices.Contains(contracts, n.contractOf(axis))
		})
	} else {
		for _, c := range contracts {
			axes = append(axes, n.holding(c, KindAxis)...)
		}
	}
	slices.SortFunc(axes, n.compareAxes)
	return axes
}

// themesOf returns the themes that an axis or an action CONCERNS, by id.
func (n *Network) themesOf(node int32, when When) []int32 {
	return n.objects(node, concerns, KindTheme, when)
}

// objects returns the distinct things of a kind that a thing has a relation to, sorted.
func (n *Network) objects(subject int32, relation uint8, k Kind, when When) []int32 {
	var objects []int32
	for _, number := range n.touching(outward, subject, KindRelation) {
		c := n.claim(number)
		if c.word == relation && c.to >= 0 && nodeIs(c.to, k) && n.stands(number, when) {
			objects = append(objects, c.to)
		}
	}
	slices.Sort(objects)
	return slices.Compact(objects)
}

// ThemesUnder returns themes and all narrower themes, by parent or by reference theme, at any depth. They are
// database ids, sorted.
func (n *Network) ThemesUnder(themes []int) []int {
	var all []int
	for theme := range n.under(n.findAll(KindTheme, themes)) {
		all = append(all, nodeRef(theme).ID)
	}
	slices.Sort(all)
	return all
}

// under returns a set of themes with every narrower theme, by parent or by reference, at any depth.
func (n *Network) under(themes []int32) map[int32]bool {
	set := make(map[int32]bool, len(themes))
	for waiting := slices.Clone(themes); len(waiting) > 0; {
		theme := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if !set[theme] {
			set[theme] = true
			waiting = append(waiting, n.childThemes(theme)...)
		}
	}
	return set
}
