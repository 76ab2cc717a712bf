package network

import "sort"

// csr is an adjacency in compressed sparse rows: the items of row i are
// items[starts[i]:starts[i+1]].
type csr struct {
	starts []int32
	items  []int32
}

// of is the items of a row.
func (c csr) of(row int32) []int32 { return c.items[c.starts[row]:c.starts[row+1]] }

// newCSR gathers items by row in one counting sort. pair gives the row and the
// item of entry i of count; a negative row leaves the entry out. Entries keep
// their order within a row.
func newCSR(rows, count int, pair func(i int) (row, item int32)) csr {
	starts := make([]int32, rows+1)
	for i := range count {
		if row, _ := pair(i); row >= 0 {
			starts[row+1]++
		}
	}
	for row := range rows {
		starts[row+1] += starts[row]
	}
	items := make([]int32, starts[rows])
	next := make([]int32, rows)
	for i := range count {
		if row, item := pair(i); row >= 0 {
			items[starts[row]+next[row]] = item
			next[row]++
		}
	}
	return csr{starts, items}
}

// within is the part of sorted numbers that falls in [from, to).
func within(sorted []int32, from, to int32) []int32 {
	low := sort.Search(len(sorted), func(i int) bool { return sorted[i] >= from })
	high := low + sort.Search(len(sorted)-low, func(i int) bool { return sorted[low+i] >= to })
	return sorted[low:high]
}

// touching is the claims of a kind that start from a node (of n.out) or lead
// to it (of n.in).
func (n *Network) touching(side csr, node int32, k Kind) []int32 {
	return within(side.of(node), n.numbers.starts[k], n.numbers.starts[k+1])
}

// holding is the things of a kind that a contract holds.
func (n *Network) holding(contract int32, k Kind) []int32 {
	return within(n.holds.of(contract), n.nodes.starts[k], n.nodes.starts[k+1])
}
