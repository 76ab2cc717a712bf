package network

import (
	"context"
	"slices"

	"maillage/internal/lexicon"
)

// Counts counts chains. No chain is in two of them: of those that are not
// abandoned, one that may or may not hold at the date asked for is in Unknown alone.
type Counts struct {
	Confirmed   int // COMMITTED, ACTIVE, COMPLETED
	Prospective int // MENTIONED, IN_DISCUSSION, VALIDATED
	Abandoned   int
	Unknown     int // of any status but ABANDONED, when the dates do not decide
}

// Tally counts distinct partners, or axes, by the best of their cells. Of partners,
// a collective beside one of its members is not counted, nor a predecessor beside
// its successor; beside is in the same or a stronger standing. Axes are all counted.
type Tally struct {
	Confirmed   int // with a confirmed chain that holds
	Prospective int // with none, but with a prospective chain that holds
	Unknown     int // with neither, but with a chain, not abandoned, that may hold
	// AtLeast are the counts that are lower bounds: a collective in it has an open
	// list, or a member who is not beside it.
	AtLeast AtLeast
}

// AtLeast tells which counts of a Tally are lower bounds.
type AtLeast struct{ Confirmed, Prospective, Unknown bool }

// ConfirmedAtLeast tells whether Confirmed is a lower bound.
func (t Tally) ConfirmedAtLeast() bool { return t.AtLeast.Confirmed }

// ProspectiveAtLeast tells whether Prospective is a lower bound.
func (t Tally) ProspectiveAtLeast() bool { return t.AtLeast.Prospective }

// UnknownAtLeast tells whether Unknown is a lower bound.
func (t Tally) UnknownAtLeast() bool { return t.AtLeast.Unknown }

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
	Chains        []Chain // at least one, those of its standing first, strongest first
	Counts        Counts
	Standing      lexicon.Standing
	// The roles of the chains that gave the cell its standing, each once, in the
	// vocabulary's order: in the axis itself, and in actions.
	AxisRoles, ActionRoles []lexicon.Role
	LeadsAxis              bool // confirmed as a lead or co-lead of the axis itself
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
	d := n.deriving(columns, sel)
	defer d.release()
	d.all(columns)
	return n.assemble(d, columns, sel)
}

// MatrixWithin is [Network.Matrix], ended by its context, or by a *TooManyError
// as soon as it has more cells than the most.
func (n *Network) MatrixWithin(ctx context.Context, sel Selection, most int) (Matrix, error) {
	columns := n.columns(sel)
	d, err := n.derived(ctx, columns, sel, most)
	if err != nil {
		return Matrix{}, err
	}
	defer d.release()
	return n.assemble(d, columns, sel), nil
}

// derived finds the chains of at most so many cells.
func (n *Network) derived(ctx context.Context, columns []int32, sel Selection, most int) (*derivation, error) {
	done, err := turn(ctx, len(columns))
	if err != nil {
		return nil, err
	}
	defer done()
	d := n.deriving(columns, sel)
	var ends []int32
	cells := 0
	return d, d.each(ctx, columns, func(chains []found) error {
		ends = d.otherEnds(ends[:0], chains)
		if cells += len(ends); cells > most {
			return &TooManyError{What: "cells", Most: most}
		}
		return nil
	})
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

// cells are the cells of a matrix alone, of one axis or of one partner.
func (n *Network) cells(sel Selection) []Cell {
	columns := n.columns(sel)
	d := n.deriving(columns, sel)
	defer d.release()
	d.all(columns)
	return d.cells(d.sort(), columns)
}

// deriving begins to find the chains to the columns. Whoever has read them may release what they take.
func (n *Network) deriving(columns []int32, sel Selection) *derivation {
	d := &derivation{Network: n, filter: n.filter(sel), scratch: scratches.Get().(*scratch)}
	d.found, d.arena = d.scratch.found, d.scratch.arena
	if d.forward = !d.everyPartner && len(d.partners) < len(columns); d.forward {
		d.columns = make(map[int32]int32, len(columns))
		for place, axis := range columns {
			d.columns[axis] = int32(place) //nolint:gosec // axes are bounded
		}
	}
	return d
}

// ends are what chains are found from. A few partners over many axes are walked
// forward, anything else backward.
func (d *derivation) ends(columns []int32) []int32 {
	if d.forward {
		return d.partners
	}
	return columns
}

func (d *derivation) from(end int32) {
	if d.forward {
		d.fromPartner(worth{period: always, status: completed, own: completed, rule: direct}, end, end)
	} else {
		d.toAxis(end)
	}
}

// each finds the chains of one end after the other, and hands them over, until
// an error or the context ends it.
func (d *derivation) each(ctx context.Context, columns []int32, found func([]found) error) error {
	for place, end := range d.ends(columns) {
		if err := ctx.Err(); err != nil {
			return err
		}
		before := len(d.found)
		d.column = int32(place) //nolint:gosec // axes are bounded
		d.from(end)
		if err := found(d.found[before:]); err != nil {
			return err
		}
	}
	return nil
}

// all finds the chains of all ends.
func (d *derivation) all(columns []int32) {
	for place, end := range d.ends(columns) {
		d.column = int32(place) //nolint:gosec // axes are bounded
		d.from(end)
	}
}

// otherEnds appends what is at the other ends of the chains of one end, each once.
func (d *derivation) otherEnds(ends []int32, chains []found) []int32 {
	for i := range chains {
		if d.forward {
			ends = append(ends, chains[i].column)
		} else {
			ends = append(ends, chains[i].partner)
		}
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}
