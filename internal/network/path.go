package network

import (
	"slices"
)

// StepKind is what a step of a path follows: a claim, or structure, which no source states.
type StepKind string

// The kinds of step.
const (
	StepContribution     StepKind = "CONTRIBUTION"
	StepAlignment        StepKind = "ALIGNMENT"
	StepMembership       StepKind = "MEMBERSHIP"
	StepRelation         StepKind = "RELATION"
	StepPlanInContract   StepKind = "PLAN_IN_CONTRACT"
	StepAxisInPlan       StepKind = "AXIS_IN_PLAN"
	StepAxisInContract   StepKind = "AXIS_IN_CONTRACT" // only if the axis has no plan
	StepThemeInContract  StepKind = "THEME_IN_CONTRACT"
	StepGroupInContract  StepKind = "GROUP_IN_CONTRACT"
	StepActionInContract StepKind = "ACTION_IN_CONTRACT"
	StepThemeUnderTheme  StepKind = "THEME_UNDER_THEME" // its parent, or its reference theme
)

// Step is one step of a path. A path may follow a claim, or structure, in either direction.
type Step struct {
	From, To Ref
	Claim    Ref // zero when the step is structural
	Kind     StepKind
}

// Path returns a shortest path between two things over claims and structure. It returns false if there is none, and
// an empty path from a thing to itself.
//
// Among shortest paths it returns the one whose first step is least, then whose second, and so on. Claims come
// before structure; contributions, alignments, memberships and relations come in that order, each by id. Paths
// avoid resemblances, abandoned claims and those that do not hold at the given time.
func (n *Network) Path(from, to Ref, when When) ([]Step, bool) {
	a, b := n.node(from), n.node(to)
	if a < 0 || b < 0 || from.Kind.IsClaim() || to.Kind.IsClaim() {
		return nil, false
	}
	s := newSearch(n)
	defer searches.Put(s)
	s.when, s.start, s.goal = when, a, b
	defer s.reset()
	length, ok := s.meet(a, b)
	if !ok {
		return nil, false
	}
	return s.steps(a, length), true
}

// edge is a step seen from one of its ends.
type edge struct {
	to     int32
	number int32 // claim, or -1 for structure
}

// before orders the edges of one node as Path prefers them.
func (e edge) before(o edge) bool {
	if (e.number < 0) != (o.number < 0) {
		return o.number < 0
	}
	if e.number != o.number {
		return e.number < o.number
	}
	return e.to < o.to
}

// edges calls visit with every edge of a node that a path may follow.
func (s *search) edges(node int32, visit func(edge)) {
	n := s.network
	for _, number := range n.outOf(node) {
		if c := n.claim(number); c.to >= 0 && s.walkable(number) {
			visit(edge{c.to, number})
		}
	}
	for _, number := range n.inOf(node) {
		if s.walkable(number) {
			visit(edge{n.claim(number).from, number})
		}
	}
	n.eachStructural(node, func(tied int32) { visit(edge{tied, -1}) })
}

// walkable reports whether a path may follow a claim. The claims of a succeeded partner pass to its successor: a
// path from or to the one goes over the other.
func (s *search) walkable(number int32) bool {
	c := s.network.claim(number)
	switch numberKind(number) {
	case KindAlignment:
		if c.word == resembles {
			return false
		}
	case KindContribution, KindMembership:
		if (c.from == s.start || c.from == s.goal) && s.network.isSucceeded(c.from, s.when) {
			return false
		}
	}
	return s.network.stands(number, s.when)
}

// step converts an edge to a Step.
func (n *Network) step(from int32, e edge) Step {
	s := Step{From: nodeRef(from), To: nodeRef(e.to)}
	if e.number >= 0 {
		s.Claim = numberRef(e.number)
		s.Kind = map[Kind]StepKind{
			KindContribution: StepContribution, KindAlignment: StepAlignment,
			KindMembership: StepMembership, KindRelation: StepRelation,
		}[s.Claim.Kind]
		return s
	}
	ends := []Kind{s.From.Kind, s.To.Kind}
	switch {
	case slices.Contains(ends, KindAxis) && slices.Contains(ends, KindPlan):
		s.Kind = StepAxisInPlan
	case slices.Contains(ends, KindAxis):
		s.Kind = StepAxisInContract
	case slices.Contains(ends, KindPlan):
		s.Kind = StepPlanInContract
	case s.From.Kind == KindTheme && s.To.Kind == KindTheme:
		s.Kind = StepThemeUnderTheme
	case slices.Contains(ends, KindTheme):
		s.Kind = StepThemeInContract
	case slices.Contains(ends, KindAction):
		s.Kind = StepActionInContract
	default:
		s.Kind = StepGroupInContract
	}
	return s
}
