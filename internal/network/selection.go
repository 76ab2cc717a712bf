package network

import (
	"maps"
	"slices"

	"maillage/internal/lexicon"
)

// Selection says which part of the network is asked for. A list of ids that is
// empty selects all, and ids that are not known select nothing; a list of words
// that is nil selects all, and one that is empty nothing.
type Selection struct {
	Contracts []int
	Axes      []int
	// Themes keeps the axes that CONCERN one of the themes, themselves or through the
	// actions that serve them. Themes under one of them count as it does, by parent or
	// by reference theme, so that contracts compare.
	Themes   []int
	Partners []int

	// Territories, Audiences and ActionThemes keep the chains of which the action works
	// there, for them, on that: see [reachable.ofChain]. A part of a territory or an
	// audience counts as the whole does, a theme under another as that one.
	Territories, Audiences, ActionThemes []int
	// Around also keeps the chains in territories that contain one of Territories.
	Around bool

	// AxisRoles keeps the chains that give one of these roles in the axis itself,
	// ActionRoles those that give one of these in an action. A chain gives one role at
	// most, so that both together keep the chains of either.
	AxisRoles, ActionRoles []lexicon.Role

	Statuses []lexicon.Status
	Bases    []lexicon.Basis
	Rules    []lexicon.Rule

	When When // the zero When asks about any time

	// ByReference groups columns by the reference themes that their themes
	// correspond to, so that those of several contracts meet. A theme that is
	// mapped to none, nor any theme over it, keeps a group of its own.
	ByReference bool
}

// filter is the part of a selection that looks at chains.
type filter struct {
	when                   When
	everyRole              bool // chains without one too
	axisRoles, actionRoles uint32
	statuses, bases, rules uint32
	partners               []int32 // nodes, sorted
	everyPartner           bool
	reach                  *reachable        // nil when chains are not asked where they work
	places                 [3]map[int32]bool // by aspects; nil keeps all
}

// aspects are the relations of which a filter keeps some objects.
var aspects = [...]uint8{covers, targets, concerns}

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
	f.reach = n.reachable(sel.When)
	if asked := n.findAll(KindTerritory, sel.Territories); len(sel.Territories) > 0 {
		f.places[0] = n.parts(asked, sel.When)
		if sel.Around {
			maps.Copy(f.places[0], n.wholes(asked, sel.When))
		}
	}
	if len(sel.Audiences) > 0 {
		f.places[1] = n.parts(n.findAll(KindAudience, sel.Audiences), sel.When)
	}
	if len(sel.ActionThemes) > 0 {
		f.places[2] = n.under(n.findAll(KindTheme, sel.ActionThemes))
	}
	return f
}

// wantsReach tells whether a chain works where, for whom and on what is asked for.
func (f *filter) wantsReach(links []int32) bool {
	if f.reach == nil {
		return true
	}
	for i, relation := range aspects {
		asked := f.places[i]
		if asked != nil && !slices.ContainsFunc(f.reach.ofChain(links, relation), func(node int32) bool { return asked[node] }) {
			return false
		}
	}
	return true
}

// wants tells whether a settled chain is asked for.
func (f *filter) wants(w worth) bool {
	return f.wantsRole(w) && has(f.statuses, w.status) && has(f.bases, w.basis) && has(f.rules, w.rule)
}

// wantsRole tells whether the role of a chain is asked for, in the axis or in an action.
func (f *filter) wantsRole(w worth) bool {
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

// has tells whether a mask holds a word's code.
func has(mask uint32, code uint8) bool { return mask>>code&1 == 1 }

func (f *filter) wantsPartner(partner int32) bool {
	if f.everyPartner {
		return true
	}
	_, ok := slices.BinarySearch(f.partners, partner)
	return ok
}

// columns are the axes that a selection asks for, by contract, position and id.
func (n *Network) columns(sel Selection) []int32 {
	axes := n.axesAsked(sel)
	if len(sel.Themes) > 0 {
		themes, reach := n.under(n.findAll(KindTheme, sel.Themes)), n.reachable(sel.When)
		near := n.nearThemes(themes, sel.When)
		axes = slices.DeleteFunc(axes, func(axis int32) bool {
			if !near[axis] {
				return true
			}
			isAsked := func(theme int32) bool { return themes[theme] }
			return !slices.ContainsFunc(n.themesOf(axis, sel.When), isAsked) && !slices.ContainsFunc(reach.inferredThemes(axis), isAsked)
		})
	}
	return axes
}

// nearThemes are the axes that may concern one of some themes, themselves or through the actions that serve them: no
// other does.
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
	for action := range n.parts(mapKeys(actions), when) { // a part may have the themes of its whole
		for _, number := range n.touching(outward, action, KindAlignment) {
			axes[n.claim(number).to] = true
		}
	}
	return axes
}

// axesAsked are the axes that are both among the axes and of the contracts of
// a selection, in order, each once.
func (n *Network) axesAsked(sel Selection) []int32 {
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

// themesOf are the themes that an axis or an action CONCERNS, by id.
func (n *Network) themesOf(node int32, when When) []int32 {
	return n.objects(node, concerns, KindTheme, when)
}

// objects are the things of a kind to which a thing stands in a relation,
// sorted, each once.
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

// ThemesUnder are themes and all that count as they do: those under one of them,
// by parent or by reference theme, at any depth. By database id.
func (n *Network) ThemesUnder(themes []int) []int {
	var all []int
	for theme := range n.under(n.findAll(KindTheme, themes)) {
		all = append(all, nodeRef(theme).ID)
	}
	slices.Sort(all)
	return all
}

// under is a set of themes with every theme under one of them, by parent or by
// reference, at any depth.
func (n *Network) under(themes []int32) map[int32]bool {
	set := make(map[int32]bool, len(themes))
	for waiting := slices.Clone(themes); len(waiting) > 0; {
		theme := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if !set[theme] {
			set[theme] = true
			waiting = append(waiting, n.rightUnder(theme)...)
		}
	}
	return set
}
