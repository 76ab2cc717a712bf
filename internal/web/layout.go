package web

import (
	"cmp"
	"slices"
)

// orderPasses is the number of passes in which the two columns of a picture are ordered by each other.
const orderPasses = 12

// columns are two columns of nodes and the links between them. Nodes of the left column stay grouped by block.
type columns struct {
	blocks      [][]int // nodes of the left column, in their initial order
	left, right []string
	links       [][2]int
}

// ordered is an order of the nodes in both columns.
type ordered struct {
	blocks [][]int
	right  []int
}

// leftPlaces returns the positions of the left nodes, over all blocks.
func (o ordered) leftPlaces(count int) []int {
	places, next := make([]int, count), 0
	for _, b := range o.blocks {
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
func (o ordered) copied() ordered {
	blocks := make([][]int, len(o.blocks))
	for i, b := range o.blocks {
		blocks[i] = slices.Clone(b)
	}
	return ordered{blocks, slices.Clone(o.right)}
}

// order minimises link crossings by the barycenter heuristic. Each pass orders one column by the mean positions of the
// linked nodes in the other, and the pass with the fewest crossings wins. Ties are ordered by name, so that the same
// records give the same picture.
func (c columns) order() ordered {
	now := ordered{blocks: c.blocks, right: make([]int, len(c.right))}.copied()
	for i := range now.right {
		now.right[i] = i
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
func (c columns) middles(count, end int, otherPlaces []int) []float64 {
	sums, degrees := make([]float64, count), make([]int, count)
	for _, l := range c.links {
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
func (c columns) orderRight(o *ordered) {
	at := c.middles(len(c.right), 1, o.leftPlaces(len(c.left)))
	slices.SortFunc(o.right, func(a, b int) int {
		return cmp.Or(cmp.Compare(at[a], at[b]),
			cmp.Compare(c.right[a], c.right[b]))
	})
}

// orderLeft orders the nodes of each block, then the blocks, by the right column.
func (c columns) orderLeft(o *ordered) {
	at := c.middles(len(c.left), 0, places(o.right))
	mean := func(block []int) (sum float64) {
		for _, node := range block {
			sum += at[node]
		}
		return sum / float64(max(1, len(block)))
	}
	for _, block := range o.blocks {
		slices.SortFunc(block, func(a, b int) int {
			return cmp.Or(cmp.Compare(at[a], at[b]),
				cmp.Compare(c.left[a], c.left[b]))
		})
	}
	slices.SortStableFunc(o.blocks, func(a, b []int) int { return cmp.Compare(mean(a), mean(b)) })
}

// crossings counts the pairs of crossing links: those whose ends have opposite orders.
func (c columns) crossings(o ordered) (count int) {
	left, right := o.leftPlaces(len(c.left)), places(o.right)
	ends := make([][2]int, len(c.links))
	for i, l := range c.links {
		ends[i] = [2]int{left[l[0]], right[l[1]]}
	}
	slices.SortFunc(ends, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	seen := make([]int, len(c.right)+1) // a Fenwick tree of the right ends seen so far
	for n, e := range ends {
		count += n
		for i := e[1] + 1; i > 0; i -= i & -i {
			count -= seen[i]
		}
		for i := e[1] + 1; i <= len(c.right); i += i & -i {
			seen[i]++
		}
	}
	return count
}
