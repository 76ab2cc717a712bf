package network

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
		s.belongs(Ref{KindAction, a.ID}, n.nodes.first(KindAction)+int32(i), a.Contract)
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
