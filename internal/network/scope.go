package network

import (
	"slices"
	"sort"
)

// Scope is the part of the facts that a viewer can see. It grants what it lists, so that the zero Scope shows
// nothing; nil, no Scope, shows everything.
//
// A contract is visible with its plans, themes, axes, actions and groups, the claims that belong to it, and the
// citations of all of these. A claim is visible only if both its ends are; the partners that it names are visible
// with it. What is hidden leaves no trace: a theme whose parent is hidden has no parent.
type Scope struct {
	Contracts []int
	// Directory grants what belongs to no contract: every partner, and the claims and citations about them.
	// Reference themes are visible to all.
	Directory bool
}

// visibility is a scope in a form that decides quickly on each claim.
type visibility struct {
	contracts []uint64 // a bit for each id
	directory bool
}

// visibility converts a scope; nil remains nil.
func (s *Scope) visibility() *visibility {
	if s == nil {
		return nil
	}
	seen := &visibility{directory: s.Directory}
	for _, id := range s.Contracts {
		if !isID(id) {
			continue
		}
		for len(seen.contracts) <= id/64 {
			seen.contracts = append(seen.contracts, 0)
		}
		seen.contracts[id/64] |= 1 << (id % 64)
	}
	return seen
}

// has reports whether the records of a contract, or of none if it is 0, are visible.
func (s *visibility) has(contract int32) bool {
	if contract == 0 {
		return s.directory
	}
	at := int(contract) / 64
	return at < len(s.contracts) && s.contracts[at]>>(contract%64)&1 == 1
}

// canSee reports whether the claim with a number is visible.
func (n *Network) canSee(number int32) bool {
	return n.visibility == nil || n.canSeeClaim(n.claim(number))
}

// canSeeClaim reports whether a claim is visible.
func (n *Network) canSeeClaim(c *claim) bool {
	if n.visibility == nil || n.visibility.has(c.home) && !c.foreign {
		return true
	}
	return n.visibility.has(c.home) && n.canSeeEnd(c.from) && (c.to < 0 || n.canSeeEnd(c.to))
}

// canSeeEnd reports whether the end of a claim does not hide it.
func (n *Network) canSeeEnd(node int32) bool {
	contract, belongs := n.homeOf(node)
	return !belongs || n.visibility.has(contract) || contract == 0
}

// canSeeNode reports whether a thing exists and is visible.
func (n *Network) canSeeNode(node int32) bool {
	switch k := nodeKind(node); {
	case k.isShared():
		return n.isNamed(node)
	case k == KindPartner:
		return n.is(node) && (n.visibility == nil || n.visibility.directory || n.isNamed(node))
	}
	return n.is(node) && (n.visibility == nil || n.canSeeEnd(node))
}

// isNamed reports whether a visible claim names a thing.
func (n *Network) isNamed(node int32) bool {
	return slices.ContainsFunc(n.out[nodeKind(node)].Of(idOf(node)), n.canSee) ||
		slices.ContainsFunc(n.in[nodeKind(node)].Of(idOf(node)), n.canSee)
}

// node returns the node of a visible thing, or -1.
func (n *Network) node(r Ref) int32 {
	if r.Kind == 0 || int(r.Kind) >= thingKinds || !isID(r.ID) {
		return -1
	}
	if node := nodeOf(r.Kind, int32(r.ID)); n.canSeeNode(node) {
		return node
	}
	return -1
}

// number returns the number of a visible claim, or -1.
func (n *Network) number(r Ref) int32 {
	if !r.Kind.IsClaim() || !isID(r.ID) {
		return -1
	}
	number := numberOf(r.Kind, int32(r.ID))
	if c := n.claim(number); c.known() && n.canSeeClaim(c) {
		return number
	}
	return -1
}

// findAll returns the distinct nodes of the visible things of a kind, sorted.
func (n *Network) findAll(k Kind, ids []int) []int32 {
	found := make([]int32, 0, len(ids))
	for _, id := range ids {
		if node := n.node(Ref{k, id}); node >= 0 {
			found = append(found, node)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// side selects the claims at one of the two ends of a node.
type side bool

const (
	outward side = true  // claims that start from a node
	inward  side = false // claims that lead to it
)

// outOf returns the visible claims that start from a node, and inOf those that lead to it, sorted. The slices must
// not be modified.
func (n *Network) outOf(node int32) []int32 { return n.visible(n.out[nodeKind(node)].Of(idOf(node))) }
func (n *Network) inOf(node int32) []int32  { return n.visible(n.in[nodeKind(node)].Of(idOf(node))) }

// saidIn returns the visible relations that a contract's documents state.
func (n *Network) saidIn(contract int32) []int32 { return n.visible(n.said.Of(idOf(contract))) }

// visible returns the visible ones of some claims. It returns the list itself if all are visible.
func (n *Network) visible(numbers []int32) []int32 {
	if n.visibility == nil {
		return numbers
	}
	hidden := slices.IndexFunc(numbers, func(number int32) bool { return !n.canSeeClaim(n.claim(number)) })
	if hidden < 0 {
		return numbers
	}
	seen := append(make([]int32, 0, len(numbers)-1), numbers[:hidden]...)
	for _, number := range numbers[hidden+1:] {
		if n.canSeeClaim(n.claim(number)) {
			seen = append(seen, number)
		}
	}
	return seen
}

// touching returns the visible claims of a kind on one side of a node.
func (n *Network) touching(s side, node int32, k Kind) []int32 {
	lists := &n.in
	if s == outward {
		lists = &n.out
	}
	return n.visible(within(lists[nodeKind(node)].Of(idOf(node)), firstNumber(k), firstNumber(k)|(1<<numberBits-1)))
}

// holding returns the things of a kind in a contract.
func (n *Network) holding(contract int32, k Kind) []int32 {
	return within(n.held.Of(idOf(contract)), firstNode(k), firstNode(k)|(1<<nodeBits-1))
}

// within returns the part of sorted numbers from first to last, both included.
func within(sorted []int32, first, last int32) []int32 {
	low := sort.Search(len(sorted), func(i int) bool { return sorted[i] >= first })
	high := low + sort.Search(len(sorted)-low, func(i int) bool { return sorted[low+i] > last })
	return sorted[low:high]
}

// broader returns the node of a theme's parent; -1 means none.
func (n *Network) broader(theme int32) int32 { return n.themeAt(n.themes.Get(idOf(theme)).parent) }

// reference returns the node of a theme's reference theme; -1 means none.
func (n *Network) reference(theme int32) int32 { return n.themeAt(n.themes.Get(idOf(theme)).reference) }

// themeAt returns the node of a visible theme by its id, or -1.
func (n *Network) themeAt(id int32) int32 {
	if id != 0 && n.canSeeNode(nodeOf(KindTheme, id)) {
		return nodeOf(KindTheme, id)
	}
	return -1
}

// childThemes returns the themes directly under a theme, by parent or by reference.
func (n *Network) childThemes(theme int32) []int32 {
	var under []int32
	for _, id := range n.narrower.Of(idOf(theme)) {
		if node := n.themeAt(id); node >= 0 {
			under = append(under, node)
		}
	}
	return under
}

// planOf returns the node of an axis' plan; -1 means none.
func (n *Network) planOf(axis int32) int32 {
	if id := n.axis(axis).plan; id != 0 && n.canSeeNode(nodeOf(KindPlan, id)) {
		return nodeOf(KindPlan, id)
	}
	return -1
}

// axisTimes returns when an axis holds by its plan and its contract.
func (n *Network) axisTimes(axis int32) period {
	row := n.axis(axis)
	if n.visibility != nil && row.plan != 0 && n.planOf(axis) < 0 {
		return n.records.within(always, axis)
	}
	return row.times
}

// eachStructural calls visit with every node that structure joins to a node. An axis is joined to its plan, or to
// its contract if it has no plan. A path from an axis to its contract therefore goes through the plan.
func (n *Network) eachStructural(node int32, visit func(int32)) {
	switch nodeKind(node) {
	case KindContract:
		for _, thing := range n.held.Of(idOf(node)) {
			if !nodeIs(thing, KindAxis) || n.planOf(thing) < 0 {
				visit(thing)
			}
		}
		return
	case KindPlan:
		for _, id := range n.ofPlan.Of(idOf(node)) {
			if axis := nodeOf(KindAxis, id); n.canSeeNode(axis) {
				visit(axis)
			}
		}
	case KindTheme:
		for _, over := range []int32{n.broader(node), n.reference(node)} {
			if over >= 0 {
				visit(over)
			}
		}
		for _, under := range n.childThemes(node) {
			visit(under)
		}
	case KindAxis:
		if plan := n.planOf(node); plan >= 0 {
			visit(plan)
			return
		}
	}
	if contract := n.contractOf(node); contract >= 0 {
		visit(contract)
	}
}

// succeededAt returns until when a partner contributes; ok is true if another succeeds it.
func (n *Network) succeededAt(partner int32) (until period, ok bool) {
	if len(n.successions) == 0 {
		return period{}, false
	}
	for _, number := range n.touching(inward, partner, KindRelation) {
		begun, is := n.begunOf(number)
		if !is {
			continue
		}
		if !ok {
			until, ok = always, true
		}
		until.UntilEarliest = min(until.UntilEarliest, dayBefore(begun.SinceEarliest))
		until.UntilLatest = min(until.UntilLatest, dayBefore(begun.SinceLatest))
	}
	return until, ok
}

// axesInOrder returns all visible axes by contract, position and id.
func (n *Network) axesInOrder() []int32 {
	axes := make([]int32, 0, n.counts[KindAxis])
	for id, row := range n.axes.All {
		if row.known && (n.visibility == nil || n.visibility.has(row.contract)) {
			axes = append(axes, nodeOf(KindAxis, id))
		}
	}
	slices.SortFunc(axes, n.compareAxes)
	return axes
}
