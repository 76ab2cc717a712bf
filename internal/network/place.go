package network

import "maillage/internal/lexicon"

// place records the structure: what belongs to which contract, plan and theme.
func (n *Network) place(l *lists) error {
	s := structure{n: n, contractOf: make([]int32, n.nodes.len())}
	for i := range s.contractOf {
		s.contractOf[i] = -1
	}
	s.plans(l.plans.rows)
	s.themes(l.themes.rows)
	s.axes(l.axes.rows)
	for i, a := range l.actions.rows {
		node := n.nodes.first(KindAction) + int32(i)
		s.tie(node, s.belongs(Ref{KindAction, a.ID}, node, a.Contract))
	}
	for i, g := range l.groups.rows {
		node := n.nodes.first(KindGroup) + int32(i)
		s.tie(node, s.belongs(Ref{KindGroup, g.ID}, node, g.Contract))
	}
	if s.err != nil {
		return s.err
	}
	nodes := n.nodes.len()
	n.contractOf = s.contractOf
	n.dateThings(l)
	n.holds = newCSR(n.nodes.count(KindContract), nodes, func(i int) (int32, int32) { return s.contractOf[i], int32(i) })
	n.frame = newCSR(nodes, len(s.ties), func(i int) (int32, int32) { return s.ties[i][0], s.ties[i][1] })
	n.narrower = newCSR(nodes, len(s.narrower), func(i int) (int32, int32) { return s.narrower[i][0], s.narrower[i][1] })
	return nil
}

// structure is what place gathers; its first error stands.
type structure struct {
	n          *Network
	contractOf []int32
	ties       [][2]int32 // node, node tied to it by structure; both ways
	narrower   [][2]int32 // theme, theme under it by parent or reference
	err        error
}

// named is the node that a record names, or -1 when it names none.
func (s *structure) named(about, thing Ref) int32 {
	node, err := s.n.knownOrNone(about, thing)
	if s.err == nil {
		s.err = err
	}
	return node
}

// belongs puts a thing into the contract that it must have.
func (s *structure) belongs(about Ref, node int32, contract int) int32 {
	held, err := s.n.known(about, Ref{KindContract, contract})
	if s.err == nil {
		s.err = err
	}
	s.contractOf[node] = held
	return held
}

// tie joins two nodes by structure, unless one is none.
func (s *structure) tie(a, b int32) {
	if a >= 0 && b >= 0 {
		s.ties = append(s.ties, [2]int32{a, b}, [2]int32{b, a})
	}
}

func (s *structure) plans(plans []Plan) {
	for i, p := range plans {
		node := s.n.nodes.first(KindPlan) + int32(i)
		s.tie(node, s.belongs(Ref{KindPlan, p.ID}, node, p.Contract))
	}
}

func (s *structure) themes(themes []Theme) {
	s.n.broader, s.n.reference = make([]int32, len(themes)), make([]int32, len(themes))
	for i, t := range themes {
		about, node := Ref{KindTheme, t.ID}, s.n.nodes.first(KindTheme)+int32(i)
		if t.Contract != 0 {
			s.tie(node, s.belongs(about, node, t.Contract))
		}
		s.n.broader[i] = s.named(about, Ref{KindTheme, t.Parent})
		s.n.reference[i] = s.named(about, Ref{KindTheme, t.Reference})
		for _, over := range []int32{s.n.broader[i], s.n.reference[i]} {
			if over >= 0 {
				s.tie(node, over)
				s.narrower = append(s.narrower, [2]int32{over, node})
			}
		}
	}
}

// axes ties an axis to its plan, or to its contract when it has no plan: a
// path from an axis to its contract goes through the plan.
func (s *structure) axes(axes []Axis) {
	for i, a := range axes {
		about, node := Ref{KindAxis, a.ID}, s.n.nodes.first(KindAxis)+int32(i)
		contract, plan := s.belongs(about, node, a.Contract), s.named(about, Ref{KindPlan, a.Plan})
		if plan >= 0 {
			s.tie(node, plan)
		} else {
			s.tie(node, contract)
		}
	}
}

// dateThings computes when contracts, plans, axes and actions hold.
func (n *Network) dateThings(l *lists) {
	plansOf := make(map[int][]lexicon.PartialDate) // contract → dates of its plans
	for i := range l.plans.rows {
		p := &l.plans.rows[i]
		plansOf[p.Contract] = append(plansOf[p.Contract], p.Adopted, p.Annexed, p.Validated)
	}
	n.contracts = make([]period, len(l.contracts.rows))
	for i, c := range l.contracts.rows {
		p := dates{c.Starts, c.Ends}.period(false, 0)
		if !p.begins {
			earliest := earliestOf(append(plansOf[c.ID], c.Signed)...)
			p.SinceEarliest, p.SinceLatest, p.begins = earliest.SinceEarliest, earliest.SinceLatest, earliest.begins
		}
		p.recorded = c.Recorded
		n.contracts[i] = p
	}
	n.plans = make([]period, len(l.plans.rows))
	for i, p := range l.plans.rows {
		n.plans[i] = earliestOf(p.Adopted, p.Annexed, p.Validated)
	}
	n.axisTimes, n.closed = make([]period, len(l.axes.rows)), make([]bool, len(l.axes.rows))
	for i, a := range l.axes.rows {
		node := n.nodes.first(KindAxis) + int32(i)
		n.closed[i] = a.Closed
		if plan := n.nodes.find(Ref{KindPlan, a.Plan}); plan >= 0 {
			n.axisTimes[i] = n.within(n.plans[plan-n.nodes.first(KindPlan)], plan)
		} else {
			n.axisTimes[i] = n.within(always, node)
		}
	}
	n.actions, n.progress = make([]period, len(l.actions.rows)), make([]uint8, len(l.actions.rows))
	n.noted = make([]lexicon.Day, len(l.actions.rows))
	for i, a := range l.actions.rows {
		n.progress[i], n.noted[i] = unsaid, a.Recorded
		if code, ok := statusCodes.of(a.Status); ok {
			n.progress[i] = code
		}
		n.actions[i] = dates{a.Since, a.Until}.period(n.progress[i] == completed, a.Changed)
	}
}

// unsaid is the status of an action that has none.
const unsaid = 255

// within is a period that ends with the contract of a thing, and begins with it
// unless it tells its own beginning.
func (n *Network) within(p period, node int32) period {
	context := n.contextOf(node)
	if p.begins {
		context.SinceEarliest, context.SinceLatest = lexicon.MinDay, lexicon.MinDay
	}
	return p.and(context)
}
