package network

import "sync"

// search is a bidirectional breadth-first search. It expands the side whose frontier has fewer edges to read, so
// that a hub with a hundred thousand neighbours is expanded last.
type search struct {
	network *Network
	when    When
	start   int32 // the two ends of the path
	goal    int32
	first   [thingKinds]int32 // offset of each kind's nodes in the arrays
	ends    [2]frontier       // from the start, from the goal
	onPath  []bool            // by index: is on a shortest path; set between the start and the meeting point
	marked  []int32           // nodes with onPath set
}

// frontier is what the search has reached from one end.
type frontier struct {
	distance []int32 // by index: steps from this end, or -1
	reached  []int32 // in the order reached
	border   int     // index in reached of the first node not yet expanded
	depth    int32   // of the border
	cost     int     // edges to read to expand the border
}

// *search, with arrays as newSearch makes them
var searches sync.Pool // *search, with the arrays as newSearch makes them

// newSearch returns a search from the pool, with arrays large enough for the network.
func newSearch(n *Network) *search {
	s, _ := searches.Get().(*search)
	if s == nil {
		s = &search{}
	}
	s.network = n
	size := int32(0)
	for k := range s.first {
		s.first[k] = size
		size += n.bounds[k]
	}
	if len(s.onPath) < int(size) {
		s.onPath = make([]bool, size)
		for i := range s.ends {
			s.ends[i].distance = make([]int32, size)
			for at := range s.ends[i].distance {
				s.ends[i].distance[at] = -1
			}
		}
	}
	return s
}

// at returns the index of a node in the arrays.
func (s *search) at(node int32) int32 { return s.first[nodeKind(node)] + idOf(node) }

// reset prepares the search for its next use, in time proportional to what it reached.
func (s *search) reset() {
	for i := range s.ends {
		f := &s.ends[i]
		for _, node := range f.reached {
			f.distance[s.at(node)] = -1
		}
		*f = frontier{distance: f.distance, reached: f.reached[:0]}
	}
	for _, node := range s.marked {
		s.onPath[s.at(node)] = false
	}
	s.marked = s.marked[:0]
	s.network, s.when = nil, When{}
}

// reach adds a node to a frontier.
func (s *search) reach(f *frontier, node int32) {
	f.distance[s.at(node)] = f.depth
	f.reached = append(f.reached, node)
	n, k, id := s.network, nodeKind(node), idOf(node)
	f.cost += len(n.out[k].Of(id)) + len(n.in[k].Of(id)) + 1
	if k == KindContract {
		f.cost += len(n.held.Of(id))
	}
}

// meet grows both frontiers until they meet, and returns the length of a shortest path. It grows by whole levels,
// so that the first meeting is on a shortest path.
func (s *search) meet(a, b int32) (length int32, ok bool) {
	start, goal := &s.ends[0], &s.ends[1]
	s.reach(start, a)
	s.reach(goal, b)
	if a == b {
		return 0, true
	}
	for start.border < len(start.reached) && goal.border < len(goal.reached) {
		f, other := start, goal
		if goal.cost < start.cost {
			f, other = goal, start
		}
		if s.grow(f, other) {
			return f.depth + other.depth, true
		}
	}
	return 0, false
}

// grow expands every node of one border and reports whether it met the other side.
func (s *search) grow(f, other *frontier) (met bool) {
	end := len(f.reached)
	f.depth++
	f.cost = 0
	for ; f.border < end; f.border++ {
		s.edges(f.reached[f.border], func(e edge) {
			if f.distance[s.at(e.to)] < 0 {
				s.reach(f, e.to)
				met = met || other.distance[s.at(e.to)] >= 0
			}
		})
	}
	return met
}

// steps returns the least of the shortest paths of a length.
func (s *search) steps(from, length int32) []Step {
	s.mark(length)
	steps := make([]Step, 0, length)
	for at, left := from, length-1; left >= 0; left-- {
		var best edge
		found := false
		s.edges(at, func(e edge) {
			if s.leads(e.to, length-left, left) && (!found || e.before(best)) {
				best, found = e, true
			}
		})
		steps = append(steps, s.network.step(at, best))
		at = best.to
	}
	return steps
}

// mark sets onPath for the nodes of shortest paths that the start reached, back from the meeting point.
func (s *search) mark(length int32) {
	start, goal := &s.ends[0], &s.ends[1]
	for _, node := range start.reached {
		if start.distance[s.at(node)] == start.depth && goal.distance[s.at(node)] == length-start.depth {
			s.markNode(node)
		}
	}
	for i := 0; i < len(s.marked); i++ {
		node := s.marked[i]
		s.edges(node, func(e edge) {
			if start.distance[s.at(e.to)] == start.distance[s.at(node)]-1 && start.distance[s.at(e.to)] >= 0 {
				s.markNode(e.to)
			}
		})
	}
}

// markNode sets onPath for a node.
func (s *search) markNode(node int32) {
	if !s.onPath[s.at(node)] {
		s.onPath[s.at(node)] = true
		s.marked = append(s.marked, node)
	}
}

// leads reports whether a node, gone steps from the start, is on a shortest path with left steps to go.
func (s *search) leads(node, gone, left int32) bool {
	if s.ends[0].distance[s.at(node)] == gone && s.onPath[s.at(node)] {
		return true
	}
	return s.ends[1].distance[s.at(node)] == left
}
