// Package connectivity finds the parts of an undirected graph, and the vertices that hold them together.
package connectivity

import (
	"context"
	"slices"
)

// Graph is a simple undirected graph of the vertices 0 … n-1: without loops and multiple edges.
type Graph struct{ csr }

// New returns a graph of the edges, without loops and duplicates.
func New(vertices int, edges [][2]int32) Graph {
	var both [][2]int32
	for _, e := range edges {
		if e[0] != e[1] {
			both = append(both, e, [2]int32{e[1], e[0]})
		}
	}
	slices.SortFunc(both, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	both = slices.Compact(both)
	return Graph{newCSR(vertices, len(both), func(i int) (int32, int32) { return both[i][0], both[i][1] })}
}

func (g Graph) vertices() int { return len(g.starts) - 1 }

// Betweenness returns the share of shortest paths through each vertex, from 0 to 1.
//
// It is Brandes' algorithm (A faster algorithm for betweenness centrality, 2001). It runs one breadth-first search
// from each vertex and sums the shares of its paths on the way back. It stops with the error of the context.
func (g Graph) Betweenness(ctx context.Context) ([]float64, error) {
	n := g.vertices()
	total := make([]float64, n)
	b := brandes{
		Graph: g, distance: make([]int32, n), paths: make([]float64, n), share: make([]float64, n),
		order: make([]int32, 0, n),
	}
	for source := range n {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b.from(int32(source), total)
	}
	// Each pair was counted from both of its ends.
	if pairs := float64(n-1) * float64(n-2); pairs > 0 {
		for v := range total {
			total[v] /= pairs
		}
	}
	return total, nil
}

// brandes holds the working memory of one search.
type brandes struct {
	Graph
	distance []int32    // from the source, or -1
	paths    []float64  // shortest paths from the source
	share    []float64  // of the source's paths that continue through the vertex
	order    []int32    // vertices reached, nearest first
	edges    [][2]int32 // edges that lead away from the source, in the order found; reversed, they lead back
}

// from searches from a source and adds the shares of its paths to the total.
func (b *brandes) from(source int32, total []float64) {
	distance, paths, share, order := b.distance, b.paths, b.share, b.order[:1]
	away := b.edges[:0]
	for v := range distance {
		distance[v], paths[v], share[v] = -1, 0, 0
	}
	distance[source], paths[source], order[0] = 0, 1, source
	for i := 0; i < len(order); i++ {
		v := order[i]
		next := distance[v] + 1
		for _, w := range b.of(v) {
			if distance[w] < 0 {
				distance[w] = next
				order = append(order, w)
			}
			if distance[w] == next {
				paths[w] += paths[v]
				away = append(away, [2]int32{v, w})
			}
		}
	}
	for _, edge := range slices.Backward(away) {
		v, w := edge[0], edge[1]
		share[v] += paths[v] / paths[w] * (1 + share[w])
	}
	for _, v := range order[1:] {
		total[v] += share[v]
	}
	b.edges = away
}

// Components returns the number of each vertex's connected component, from 0 in the order of their first vertices.
func (g Graph) Components() []int32 {
	of := make([]int32, g.vertices())
	for v := range of {
		of[v] = -1
	}
	count := int32(0)
	var reached []int32
	for root := range of {
		if of[root] >= 0 {
			continue
		}
		of[root], reached = count, append(reached[:0], int32(root)) //nolint:gosec // a vertex
		for i := 0; i < len(reached); i++ {
			for _, w := range g.of(reached[i]) {
				if of[w] < 0 {
					of[w] = count
					reached = append(reached, w)
				}
			}
		}
		count++
	}
	return of
}

// Articulations returns for each vertex how many components more there would be among the vertices connected with
// it if it was removed: 0 unless it is an articulation.
//
// It is Tarjan's depth-first search (Depth-first search and linear graph algorithms, 1972). It uses an explicit
// stack, since a chain of actions may be deep.
func (g Graph) Articulations() []int {
	n := g.vertices()
	t := tarjan{
		Graph: g, cut: make([]int, n), visit: make([]int32, n), low: make([]int32, n),
		parent: make([]int32, n), next: make([]int32, n),
	}
	for root := range n {
		if t.visit[root] == 0 {
			t.from(int32(root))
		}
	}
	return t.cut
}

// tarjan holds the working memory of the search.
type tarjan struct {
	Graph
	cut    []int
	visit  []int32 // order of the first visit, from 1; 0 means not visited
	low    []int32 // the earliest visit that the vertex's subtree reaches by one back edge
	parent []int32
	next   []int32 // neighbours already processed
	visits int32
}

// from searches the component of a root.
func (t *tarjan) from(root int32) {
	t.enter(root, -1)
	branches := 0 // of the root, which is an articulation if it has two
	for v := root; v >= 0; {
		if neighbours := t.of(v); int(t.next[v]) < len(neighbours) {
			w := neighbours[t.next[v]]
			t.next[v]++
			if t.visit[w] == 0 {
				t.enter(w, v)
				v = w
			} else if w != t.parent[v] {
				t.low[v] = min(t.low[v], t.visit[w])
			}
			continue
		}
		p := t.parent[v]
		if p == root {
			branches++
		} else if p >= 0 && t.low[v] >= t.visit[p] {
			t.cut[p]++
		}
		if p >= 0 {
			t.low[p] = min(t.low[p], t.low[v])
		}
		v = p
	}
	t.cut[root] = max(0, branches-1)
}

// enter records the first visit of a vertex.
func (t *tarjan) enter(v, parent int32) {
	t.visits++
	t.visit[v], t.low[v], t.parent[v] = t.visits, t.visits, parent
}
