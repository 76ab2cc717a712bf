package network

import (
	"context"
	"slices"

	"maillage/internal/lexicon"
)

// Counts holds numbers of chains, each counted once. A chain that is not abandoned and may or may not hold at the
// selected date is counted in Unknown alone.
type Counts struct {
	Confirmed   int // COMMITTED, ACTIVE, COMPLETED
	Prospective int // MENTIONED, IN_DISCUSSION, VALIDATED
	Abandoned   int
	Unknown     int // any status but ABANDONED, when the dates do not decide
}

// Tally holds numbers of distinct partners, or axes, by the best of their cells.
//
// A collective is not counted beside one of its members, nor a predecessor beside its successor. Beside means in
// the same or a stronger standing. Axes are all counted.
type Tally struct {
	Confirmed   int // with a confirmed chain that holds
	Prospective int // with none, but with a prospective chain that holds
	Unknown     int // with neither, but with a chain, not abandoned, that may hold
	// AtLeast marks the counts that are lower bounds: a collective in them has an open list, or a member that is
	// not beside it.
	AtLeast AtLeast
}

// AtLeast marks the counts of a Tally that are lower bounds.
type AtLeast struct{ Confirmed, Prospective, Unknown bool }

// ConfirmedAtLeast reports whether Confirmed is a lower bound.
func (t Tally) ConfirmedAtLeast() bool { return t.AtLeast.Confirmed }

// ProspectiveAtLeast reports whether Prospective is a lower bound.
func (t Tally) ProspectiveAtLeast() bool { return t.AtLeast.Prospective }

// UnknownAtLeast reports whether Unknown is a lower bound.
func (t Tally) UnknownAtLeast() bool { return t.AtLeast.Unknown }

// Totals holds the counts of a part of a matrix.
type Totals struct {
	Partners Tally
	Axes     Tally
	Chains   Counts
}

// Cell holds all chains by which one partner contributes to one axis.
type Cell struct {
	Partner, Axis int     // database ids
	Row, Column   int     // indexes into the matrix
	Chains        []Chain // at least one, those of its standing first, strongest first
	Counts        Counts
	Standing      lexicon.Standing
	// The distinct roles of the chains of the cell's standing, in the vocabulary's order: in the axis itself, and
	// in actions.
	AxisRoles, ActionRoles []lexicon.Role
	LeadsAxis              bool // confirmed as a lead or co-lead of the axis itself
}

// Strongest returns the first chain, by which the cell is shown.
func (c Cell) Strongest() Chain { return c.Chains[0] }

// Status returns the status of the strongest chain.
func (c Cell) Status() lexicon.Status { return c.Chains[0].Status }

// Row is a partner of a matrix.
type Row struct {
	Partner int // database id
	Totals  Totals
}

// Column is an axis of a matrix. A column may have no cells: nobody contributes to the axis.
type Column struct {
	Axis, Contract int   // database ids
	Themes         []int // database ids of the themes that it CONCERNS, sorted
	Totals         Totals
}

// ThemeGroup holds the columns of one theme. An axis with several themes is in several groups, and each partner
// counts once in each.
type ThemeGroup struct {
	Theme   int   // database id; 0 groups the axes without a theme
	Columns []int // indexes of columns, ascending
	Totals  Totals
}

// Matrix relates partners to axes.
type Matrix struct {
	Rows    []Row        // by sort key, then id
	Columns []Column     // by contract, position, id
	Groups  []ThemeGroup // by first column, then theme id; the axes without a theme last
	Cells   []Cell       // those with a chain, by row, then column
	Totals  Totals
}

// Matrix derives the contributions in a selection. Its rows are the partners of its cells, or exactly the selected
// partners; its columns are all selected axes.
func (n *Network) Matrix(sel Selection) Matrix {
	columns := n.columns(sel)
	d := n.deriving(columns, sel)
	defer d.release()
	d.all(columns)
	return n.assemble(d, columns, sel)
}

// MatrixWithin is [Network.Matrix] with limits. It returns the error of the context, or a *TooManyError as soon as
// there are more cells than most.
func (n *Network) MatrixWithin(ctx context.Context, sel Selection, most int) (Matrix, error) {
	columns := n.columns(sel)
	d, err := n.derived(ctx, columns, sel, most)
	if err != nil {
		return Matrix{}, err
	}
	defer d.release()
	return n.assemble(d, columns, sel), nil
}

// derived finds the chains of a selection. It returns a *TooManyError if they have more cells than most.
func (n *Network) derived(ctx context.Context, columns []int32, sel Selection, most int) (*derivation, error) {
	done, err := acquireSlot(ctx, len(columns))
	if err != nil {
		return nil, err
	}
	defer done()
	d := n.deriving(columns, sel)
	var ends []int32
	cells := 0
	return d, d.each(ctx, columns, func(chains []foundChain) error {
		ends = d.otherEnds(ends[:0], chains)
		if cells += len(ends); cells > most {
			return &TooManyError{What: "cells", Most: most}
		}
		return nil
	})
}

// Contributors returns the cells of one axis in the order of partners, as [Network.Matrix] would return them for
// that axis alone.
func (n *Network) Contributors(axis int, sel Selection) []Cell {
	if len(sel.Axes) > 0 && !slices.Contains(sel.Axes, axis) {
		return nil
	}
	sel.Axes = []int{axis}
	return n.cells(sel)
}

// AxesOf returns the cells of one partner in the order of axes, as [Network.Matrix] would return them for that
// partner alone.
func (n *Network) AxesOf(partner int, sel Selection) []Cell {
	if len(sel.Partners) > 0 && !slices.Contains(sel.Partners, partner) {
		return nil
	}
	sel.Partners = []int{partner}
	return n.cells(sel)
}

// cells returns the cells of a matrix without its totals.
func (n *Network) cells(sel Selection) []Cell {
	columns := n.columns(sel)
	d := n.deriving(columns, sel)
	defer d.release()
	d.all(columns)
	return d.cells(d.sort(), columns)
}

// deriving prepares a derivation of chains to the columns. The caller may release it once the chains are read.
func (n *Network) deriving(columns []int32, sel Selection) *derivation {
	d := &derivation{Network: n, filter: n.filter(sel), scratch: scratches.Get().(*scratch)}
	d.found, d.arena = d.scratch.found, d.scratch.arena
	if d.forward = !d.everyPartner && len(d.partners) < len(columns); d.forward {
		d.columns = make(map[int32]int32, len(columns))
		for index, axis := range columns {
			d.columns[axis] = int32(index) //nolint:gosec // axes are bounded
		}
	}
	return d
}

// starts returns the nodes from which chains are walked: the partners if they are fewer than the axes, else the
// columns.
func (d *derivation) starts(columns []int32) []int32 {
	if d.forward {
		return d.partners
	}
	return columns
}

// from finds the chains of one start.
func (d *derivation) from(end int32) {
	if d.forward {
		d.fromPartner(chainValue{period: always, status: completed, own: completed, rule: direct}, end, end)
	} else {
		d.toAxis(end)
	}
}

// each finds the chains of one start after the other and passes them to visit. It stops at the first error of visit
// or the context.
func (d *derivation) each(ctx context.Context, columns []int32, visit func([]foundChain) error) error {
	for index, end := range d.starts(columns) {
		if err := ctx.Err(); err != nil {
			return err
		}
		before := len(d.found)
		d.column = int32(index) //nolint:gosec // axes are bounded
		d.from(end)
		if err := visit(d.found[before:]); err != nil {
			return err
		}
	}
	return nil
}

// all finds the chains of all starts.
func (d *derivation) all(columns []int32) {
	for index, end := range d.starts(columns) {
		d.column = int32(index) //nolint:gosec // axes are bounded
		d.from(end)
	}
}

// otherEnds appends the distinct other ends of the chains of one start.
func (d *derivation) otherEnds(ends []int32, chains []foundChain) []int32 {
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
