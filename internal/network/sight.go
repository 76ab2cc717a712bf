package network

import (
	"slices"
	"sort"
)

// Scope is the part of the facts that somebody may see. It grants what it
// names, so that the zero Scope sees nothing; no Scope at all, nil, sees
// everything.
//
// A contract is seen with its plans, themes, axes, actions and groups, with
// the claims that belong to it and with what is cited for any of these. A
// claim is seen only with both its ends, except that the partners whom it
// names are seen with it. What is not seen leaves no trace: a theme whose parent
// is not seen has none.
type Scope struct {
	Contracts []int
	// Directory grants what belongs to no contract: every partner, and the claims
	// and citations about them. Reference themes are seen by all.
	Directory bool
}

// sight is a scope by which claims are told apart at once.
type sight struct {
	contracts []uint64 // a bit for each id
	directory bool
}

func (s *Scope) sight() *sight {
	if s == nil {
		return nil
	}
	seen := &sight{directory: s.Directory}
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

// has tells whether what belongs to a contract, or to none where it is 0, is seen.
func (s *sight) has(contract int32) bool {
	if contract == 0 {
		return s.directory
	}
	at := int(contract) / 64
	return at < len(s.contracts) && s.contracts[at]>>(contract%64)&1 == 1
}

// sees tells whether a claim is seen.
func (n *Network) sees(number int32) bool { return n.sight == nil || n.seesClaim(n.claim(number)) }

func (n *Network) seesClaim(c *claim) bool {
	if n.sight == nil || n.sight.has(c.home) && !c.foreign {
		return true
	}
	return n.sight.has(c.home) && n.seesEnd(c.from) && (c.to < 0 || n.seesEnd(c.to))
}

// seesEnd tells whether the end of a claim is no reason to hide it.
func (n *Network) seesEnd(node int32) bool {
	contract, belongs := n.homeOf(node)
	return !belongs || n.sight.has(contract) || contract == 0
}

// seesNode tells whether there is a thing, and it is seen.
func (n *Network) seesNode(node int32) bool {
	switch k := nodeKind(node); {
	case k.isShared():
		return n.isNamed(node)
	case k == KindPartner:
		return n.is(node) && (n.sight == nil || n.sight.directory || n.isNamed(node))
	}
	return n.is(node) && (n.sight == nil || n.seesEnd(node))
}

// isNamed tells whether a claim that is seen names a thing.
func (n *Network) isNamed(node int32) bool {
	return slices.ContainsFunc(n.out[nodeKind(node)].Of(idOf(node)), n.sees) ||
		slices.ContainsFunc(n.in[nodeKind(node)].Of(idOf(node)), n.sees)
}

// node is the node of a thing that is seen, or -1.
func (n *Network) node(r Ref) int32 {
	if r.Kind == 0 || int(r.Kind) >= thingKinds || !isID(r.ID) {
		return -1
	}
	if node := nodeOf(r.Kind, int32(r.ID)); n.seesNode(node) {
		return node
	}
	return -1
}

// number is the number of a claim that is seen, or -1.
func (n *Network) number(r Ref) int32 {
	if !r.Kind.IsClaim() || !isID(r.ID) {
		return -1
	}
	number := numberOf(r.Kind, int32(r.ID))
	if c := n.claim(number); c.known() && n.seesClaim(c) {
		return number
	}
	return -1
}

// findAll is the nodes of those things of a kind that are seen, each once.
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

// side is one of the two ends of claims.
type side bool

const (
	outward side = true  // claims that start from a node
	inward  side = false // claims that lead to it
)

// outOf is the claims that start from a node, inOf those that lead to it, sorted. They must not be changed.
func (n *Network) outOf(node int32) []int32 { return n.seen(n.out[nodeKind(node)].Of(idOf(node))) }
func (n *Network) inOf(node int32) []int32  { return n.seen(n.in[nodeKind(node)].Of(idOf(node))) }

// saidIn is the relations that a contract's documents say.
func (n *Network) saidIn(contract int32) []int32 { return n.seen(n.said.Of(idOf(contract))) }

// seen is those of some claims that are seen. It is the list itself where all are.
func (n *Network) seen(numbers []int32) []int32 {
	if n.sight == nil {
		return numbers
	}
	hidden := slices.IndexFunc(numbers, func(number int32) bool { return !n.seesClaim(n.claim(number)) })
	if hidden < 0 {
		return numbers
	}
	seen := append(make([]int32, 0, len(numbers)-1), numbers[:hidden]...)
	for _, number := range numbers[hidden+1:] {
		if n.seesClaim(n.claim(number)) {
			seen = append(seen, number)
		}
	}
	return seen
}

// touching is the claims of a kind on one side of a node.
func (n *Network) touching(s side, node int32, k Kind) []int32 {
	lists := &n.in
	if s == outward {
		lists = &n.out
	}
	return n.seen(within(lists[nodeKind(node)].Of(idOf(node)), firstNumber(k), firstNumber(k)|(1<<numberBits-1)))
}

// holding is the things of a kind that a contract holds.
func (n *Network) holding(contract int32, k Kind) []int32 {
	return within(n.held.Of(idOf(contract)), firstNode(k), firstNode(k)|(1<<nodeBits-1))
}

// within is the part of sorted numbers that falls between two, these included.
func within(sorted []int32, first, last int32) []int32 {
	low := sort.Search(len(sorted), func(i int) bool { return sorted[i] >= first })
	high := low + sort.Search(len(sorted)-low, func(i int) bool { return sorted[low+i] > last })
	return sorted[low:high]
}

// broader is the node of a theme's parent; -1 is none.
func (n *Network) broader(theme int32) int32 { return n.themeAt(n.themes.Get(idOf(theme)).parent) }

// reference is the node of a theme's reference theme; -1 is none.
func (n *Network) reference(theme int32) int32 { return n.themeAt(n.themes.Get(idOf(theme)).reference) }

func (n *Network) themeAt(id int32) int32 {
	if id != 0 && n.seesNode(nodeOf(KindTheme, id)) {
		return nodeOf(KindTheme, id)
	}
	return -1
}

// rightUnder is the themes right under a theme, by parent or by reference.
func (n *Network) rightUnder(theme int32) []int32 {
	var under []int32
	for _, id := range n.narrower.Of(idOf(theme)) {
		if node := n.themeAt(id); node >= 0 {
			under = append(under, node)
		}
	}
	return under
}

// planOf is the node of an axis' plan; -1 is none.
func (n *Network) planOf(axis int32) int32 {
	if id := n.axis(axis).plan; id != 0 && n.seesNode(nodeOf(KindPlan, id)) {
		return nodeOf(KindPlan, id)
	}
	return -1
}

// axisTimes returns what the plan and the contract of an axis tell of when it holds.
func (n *Network) axisTimes(axis int32) period {
	row := n.axis(axis)
	if n.sight != nil && row.plan != 0 && n.planOf(axis) < 0 {
		return n.records.within(always, axis)
	}
	return row.times
}

// tied calls on with every node that structure ties to a node: an axis to its plan, or to its contract when it has no
// plan, so that a path from an axis to its contract goes through the plan.
func (n *Network) tied(node int32, on func(int32)) {
	switch nodeKind(node) {
	case KindContract:
		for _, thing := range n.held.Of(idOf(node)) {
			if !nodeIs(thing, KindAxis) || n.planOf(thing) < 0 {
				on(thing)
			}
		}
		return
	case KindPlan:
		for _, id := range n.ofPlan.Of(idOf(node)) {
			if axis := nodeOf(KindAxis, id); n.seesNode(axis) {
				on(axis)
			}
		}
	case KindTheme:
		for _, over := range []int32{n.broader(node), n.reference(node)} {
			if over >= 0 {
				on(over)
			}
		}
		for _, under := range n.rightUnder(node) {
			on(under)
		}
	case KindAxis:
		if plan := n.planOf(node); plan >= 0 {
			on(plan)
			return
		}
	}
	if contract := n.contractOf(node); contract >= 0 {
		on(contract)
	}
}

// succeededAt returns until when a partner contributes, where another succeeds it.
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
		until.UntilEarliest = min(until.UntilEarliest, before(begun.SinceEarliest))
		until.UntilLatest = min(until.UntilLatest, before(begun.SinceLatest))
	}
	return until, ok
}

// axesInOrder returns all axes by contract, position and id.
func (n *Network) axesInOrder() []int32 {
	axes := make([]int32, 0, n.counts[KindAxis])
	for id, row := range n.axes.All {
		if row.known && (n.sight == nil || n.sight.has(row.contract)) {
			axes = append(axes, nodeOf(KindAxis, id))
		}
	}
	slices.SortFunc(axes, n.compareAxes)
	return axes
}
