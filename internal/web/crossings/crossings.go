// Package crossings orders two columns of linked nodes so that few links cross.
package crossings

import (
	"cmp"
	"slices"
)

// orderPasses is the number of passes in which the two columns of a picture are ordered by each other.
const orderPasses = 12

// Columns are two columns of nodes and the links between them. Nodes of the left column stay grouped by block.
type Columns struct {
	Blocks      [][]int // nodes of the left column, in their initial order
	Left, Right []string
	Links       [][2]int
}

// Ordered is an order of the nodes in both columns.
type Ordered struct {
	Blocks [][]int
	Right  []int
}

// leftPlaces returns the positions of the left nodes, over all blocks.
func (o Ordered) leftPlaces(count int) []int {
	places, next := make([]int, count), 0
	for _, b := range o.Blocks {
		for _, node := range b {
			places[node] = next
			next++
		}
	}
	return places
}

// places returns the position of each node in an order.
func places(order []int) []int {
	at := make([]int, len(order))
	for place, node := range order {
		at[node] = place
	}
	return at
}

// copied returns a copy that later passes do not change.
func (o Ordered) copied() Ordered {
	blocks := make([][]int, len(o.Blocks))
	for i, b := range o.Blocks {
		blocks[i] = slices.Clone(b)
	}
	return Ordered{blocks, slices.Clone(o.Right)}
}

// Order minimises link crossings by the barycenter heuristic. Each pass orders one column by the mean positions of the
// linked nodes in the other, and the pass with the fewest crossings wins. Ties are ordered by name, so that the same
// records give the same picture.
func (c Columns) Order() Ordered {
	now := Ordered{Blocks: c.Blocks, Right: make([]int, len(c.Right))}.copied()
	for i := range now.Right {
		now.Right[i] = i
	}
	best, fewest := now.copied(), c.crossings(now)
	for range orderPasses {
		c.orderRight(&now)
		c.orderLeft(&now)
		if crossed := c.crossings(now); crossed < fewest {
			best, fewest = now.copied(), crossed
		}
	}
	return best
}

// middles returns the mean positions of the nodes to which each node is linked. A node without links comes last.
func (c Columns) middles(count, end int, otherPlaces []int) []float64 {
	sums, degrees := make([]float64, count), make([]int, count)
	for _, l := range c.Links {
		sums[l[end]] += float64(otherPlaces[l[1-end]])
		degrees[l[end]]++
	}
	for i, d := range degrees {
		if d == 0 {
			sums[i] = float64(len(otherPlaces))
			continue
		}
		sums[i] /= float64(d)
	}
	return sums
}

// orderRight orders the right column by the left one.
func (c Columns) orderRight(o *Ordered) {
	at := c.middles(len(c.Right), 1, o.leftPlaces(len(c.Left)))
	slices.SortFunc(o.Right, func(a, b int) int {
		return cmp.Or(cmp.Compare(at[a], at[b]),
			cmp.Compare(c.Right[a], c.Right[b]))
	})
}

// orderLeft orders the nodes of each block, then the blocks, by the right column.
func (c Columns) orderLeft(o *Ordered) {
	at := c.middles(len(c.Left), 0, places(o.Right))
	mean := func(block []int) (sum float64) {
		for _, node := range block {
			sum += at[node]
		}
		return sum / float64(max(1, len(block)))
	}
	for _, block := range o.Blocks {
		slices.SortFunc(block, func(a, b int) int {
			return cmp.Or(cmp.Compare(at[a], at[b]),
				cmp.Compare(c.Left[a], c.Left[b]))
		})
	}
	slices.SortStableFunc(o.Blocks, func(a, b []int) int { return cmp.Compare(mean(a), mean(b)) })
}

// crossings counts the pairs of crossing links: those whose ends have opposite orders.
func (c Columns) crossings(o Ordered) (count int) {
	left, right := o.leftPlaces(len(c.Left)), places(o.Right)
	ends := make([][2]int, len(c.Links))
	for i, l := range c.Links {
		ends[i] = [2]int{left[l[0]], right[l[1]]}
	}
	slices.SortFunc(ends, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	seen := make([]int, len(c.Right)+1) // a Fenwick tree of the right ends seen so far
	for n, e := range ends {
		count += n
		for i := e[1] + 1; i > 0; i -= i & -i {
			count -= seen[i]
		}
		for i := e[1] + 1; i <= len(c.Right); i += i & -i {
			seen[i]++
		}
	}
	return count
}
