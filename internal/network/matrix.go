package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// Counts counts chains. No chain is in two of them, and a chain that may or
// may not hold at the date asked for is in Unknown alone.
type Counts struct {
	Confirmed   int // COMMITTED, ACTIVE, COMPLETED
	Prospective int // MENTIONED, IN_DISCUSSION, VALIDATED
	Abandoned   int
	Unknown     int // of any status, when the dates do not decide
}

// Tally counts distinct partners, or axes, by the best of their chains.
type Tally struct {
	Confirmed   int // with a confirmed chain that holds
	Prospective int // with none, but with a prospective chain that holds
	Unknown     int // with neither, but with a chain, not abandoned, that may hold
}

// Totals counts what part of a matrix holds.
type Totals struct {
	Partners Tally
	Axes     Tally
	Chains   Counts
}

// Cell is every reason to say that one partner contributes to one axis.
type Cell struct {
	Partner, Axis int     // database ids
	Row, Column   int     // places in the matrix
	Chains        []Chain // at least one, strongest first
	Counts        Counts
	Roles         []lexicon.Role // of its chains, each once, in the vocabulary's order
}

// Strongest is the chain that the cell shows.
func (c Cell) Strongest() Chain { return c.Chains[0] }

// Status is the status of the strongest chain.
func (c Cell) Status() lexicon.Status { return c.Chains[0].Status }

// Row is a partner of a matrix.
type Row struct {
	Partner int // database id
	Totals  Totals
}

// Column is an axis of a matrix. One without a cell is an answer too: nobody
// contributes to it.
type Column struct {
	Axis, Contract int   // database ids
	Themes         []int // database ids of the themes that it CONCERNS, sorted
	Totals         Totals
}

// ThemeGroup is the columns of one theme. An axis of several themes is in
// several groups, and each partner counts once in each.
type ThemeGroup struct {
	Theme   int   // database id; 0 gathers the axes of no theme
	Columns []int // places, ascending
	Totals  Totals
}

// Matrix is partners by axes.
type Matrix struct {
	Rows    []Row        // by sort key, then id
	Columns []Column     // by contract, position, id
	Groups  []ThemeGroup // by first column, then theme id; the axes of no theme last
	Cells   []Cell       // those with a chain, by row, then column
	Totals  Totals
}

// Matrix derives the contributions that a selection asks for. Its rows are the
// partners of its cells, or exactly the selected ones; its columns are all the
// selected axes.
func (n *Network) Matrix(sel Selection) Matrix {
	columns := n.columns(sel)
	d := n.derive(columns, sel)
	d.sort()
	return n.assemble(d, columns, sel)
}

// Contributors are the cells of one axis, by the partners' order, as
// [Network.Matrix] would show them in a matrix of that axis alone.
func (n *Network) Contributors(axis int, sel Selection) []Cell {
	if len(sel.Axes) > 0 && !slices.Contains(sel.Axes, axis) {
		return nil
	}
	sel.Axes = []int{axis}
	return n.cells(sel)
}

// AxesOf are the cells of one partner, by the axes' order, as [Network.Matrix]
// would show them in a matrix of that partner alone.
func (n *Network) AxesOf(partner int, sel Selection) []Cell {
	if len(sel.Partners) > 0 && !slices.Contains(sel.Partners, partner) {
		return nil
	}
	sel.Partners = []int{partner}
	return n.cells(sel)
}

// Ends are the partners and the axes, each once and by database id, of the cells
// that [Network.Matrix] would show.
func (n *Network) Ends(sel Selection) (partners, axes []int) {
	columns := n.columns(sel)
	d := n.derive(columns, sel)
	for _, f := range d.found {
		partners = append(partners, n.nodes.ref(n.byRank[f.rank]).ID)
		axes = append(axes, n.nodes.ref(columns[f.column]).ID)
	}
	slices.Sort(partners)
	slices.Sort(axes)
	return slices.Compact(partners), slices.Compact(axes)
}

// cells are the cells of a matrix alone.
func (n *Network) cells(sel Selection) []Cell {
	columns := n.columns(sel)
	d := n.derive(columns, sel)
	d.sort()
	return d.cells(d.rows(), columns)
}

// derive finds the chains to the columns. A few partners over many axes are
// walked forward, anything else backward.
func (n *Network) derive(columns []int32, sel Selection) *derivation {
	d := &derivation{Network: n, filter: n.filter(sel), column: make([]int32, n.nodes.count(KindAxis))}
	for i := range d.column {
		d.column[i] = -1
	}
	for place, axis := range columns {
		d.column[axis-n.nodes.first(KindAxis)] = int32(place)
	}
	d.forward = !d.everyPartner && len(d.partners) < len(columns)
	if d.forward {
		for _, partner := range d.partners {
			d.fromPartner(untried(direct), partner, partner)
		}
		return d
	}
	for _, axis := range columns {
		d.toAxis(axis)
	}
	return d
}
