package connectivity

// csr is an adjacency in compressed sparse rows: the items of row i are items[starts[i]:starts[i+1]].
type csr struct {
	starts []int32
	items  []int32
}

// of returns the items of a row.
func (c csr) of(row int32) []int32 { return c.items[c.starts[row]:c.starts[row+1]] }

// newCSR groups items by row in one counting sort. pair returns the row and the item of entry i of count. Entries
// keep their order within a row.
func newCSR(rows, count int, pair func(i int) (row, item int32)) csr {
	starts := make([]int32, rows+1)
	for i := range count {
		row, _ := pair(i)
		starts[row+1]++
	}
	for row := range rows {
		starts[row+1] += starts[row]
	}
	items := make([]int32, starts[rows])
	next := make([]int32, rows)
	for i := range count {
		row, item := pair(i)
		items[starts[row]+next[row]] = item
		next[row]++
	}
	return csr{starts, items}
}
