// Package model has the shapes of the API: what the network derives, what a write did, and the inputs of queries.
package model

import (
	"sync"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// Matrix is a matrix of partners by axes.
type Matrix struct {
	Rows    []*MatrixRow
	Columns []*MatrixColumn
	Groups  []*MatrixGroup
	Cells   []*DerivedContribution
	Totals  network.Totals
	AsOf    lexicon.PartialDate
	Asked   network.Selection

	once      sync.Once
	uncovered network.Uncovered
	err       error
}

// Uncovered returns what the territories of the matrix do not cover. It calls count only once.
func (m *Matrix) Uncovered(count func() (network.Uncovered, error)) (network.Uncovered, error) {
	m.once.Do(func() { m.uncovered, m.err = count() })
	return m.uncovered, m.err
}

// MatrixRow is a partner of a matrix.
type MatrixRow struct {
	Position  int
	PartnerID int
	Totals    network.Totals
}

// MatrixColumn is an axis of a matrix.
type MatrixColumn struct {
	Position int
	AxisID   int
	Totals   network.Totals
}

// MatrixGroup is the columns of one theme; ThemeID is 0 for axes of no theme.
type MatrixGroup struct {
	ThemeID         int
	ColumnPositions []int
	Totals          network.Totals
}

// Question holds the conditions of a query for derived contributions that change the content of a
// contribution. Other conditions only leave some contributions out.
type Question struct {
	AsOf                   lexicon.PartialDate
	AxisRoles, ActionRoles []lexicon.Role // these four as in [network.Selection]
	Statuses               []lexicon.Status
	Bases                  []lexicon.Basis

	Territories, Audiences, ActionThemes []Named
	Around                               bool
}

// Named is a record that a condition names: its public identifier, and its contract (0 for none).
type Named struct {
	UID      string
	Contract int
}

// DerivedContribution links a partner to an axis: a cell of a matrix.
type DerivedContribution struct {
	*Question
	Cell *network.Cell
}

// IsNode marks it as fetchable by its identifier.
func (*DerivedContribution) IsNode() {}

// Standing returns the best standing that its chains give.
func (d *DerivedContribution) Standing() lexicon.Standing { return d.Cell.Standing }

// Status returns the status of the strongest chain.
func (d *DerivedContribution) Status() lexicon.Status { return d.Cell.Status() }

// Basis returns the basis of the strongest chain.
func (d *DerivedContribution) Basis() lexicon.Basis { return d.Cell.Strongest().Basis }

// Confirmed reports whether its standing is confirmed.
func (d *DerivedContribution) Confirmed() bool { return d.Cell.Standing == lexicon.StandingConfirmed }

// AxisRoles returns the roles in the axis itself.
func (d *DerivedContribution) AxisRoles() []lexicon.Role { return d.Cell.AxisRoles }

// ActionRoles returns the roles in actions.
func (d *DerivedContribution) ActionRoles() []lexicon.Role { return d.Cell.ActionRoles }

// LeadsAxis reports whether the partner is confirmed as a lead of the axis itself.
func (d *DerivedContribution) LeadsAxis() bool { return d.Cell.LeadsAxis }

// Counts returns the numbers of chains.
func (d *DerivedContribution) Counts() network.Counts { return d.Cell.Counts }

// Chains returns the chains from which it is derived, strongest first.
func (d *DerivedContribution) Chains() []*Chain {
	chains := make([]*Chain, len(d.Cell.Chains))
	for i := range chains {
		k := &d.Cell.Chains[i]
		chains[i] = &Chain{Rule: k.Rule, Status: k.Status, Basis: k.Basis, Holds: k.Holds, Links: k.Links}
		if k.OnAxis {
			chains[i].AxisRole = pointerTo(k.Role)
		} else {
			chains[i].ActionRole = pointerTo(k.Role)
		}
	}
	return chains
}

// Chain is one chain of a derived contribution.
type Chain struct {
	Rule                 lexicon.Rule
	Status               lexicon.Status
	Basis                lexicon.Basis
	AxisRole, ActionRole *lexicon.Role
	Holds                lexicon.Truth
	Links                []network.Ref
}

// Records returns the number of records in the matrix.
func (m *Matrix) Records() int { return len(m.Rows) + len(m.Columns) + len(m.Groups) + len(m.Cells) }

// NewMatrix converts a matrix, with the arguments of its query.
func NewMatrix(m network.Matrix, q Question, asked network.Selection) *Matrix {
	v := &Matrix{Totals: m.Totals, AsOf: q.AsOf, Cells: NewContributions(m.Cells, q), Asked: asked}
	for i, r := range m.Rows {
		v.Rows = append(v.Rows, &MatrixRow{Position: i, PartnerID: r.Partner, Totals: r.Totals})
	}
	for i, c := range m.Columns {
		v.Columns = append(v.Columns, &MatrixColumn{Position: i, AxisID: c.Axis, Totals: c.Totals})
	}
	for _, g := range m.Groups {
		v.Groups = append(v.Groups, &MatrixGroup{ThemeID: g.Theme, ColumnPositions: g.Columns, Totals: g.Totals})
	}
	return v
}

// NewContributions converts the cells of axes or of partners.
func NewContributions(cells []network.Cell, q Question) []*DerivedContribution {
	contributions, all := make([]*DerivedContribution, len(cells)), make([]DerivedContribution, len(cells))
	for i := range cells {
		all[i] = DerivedContribution{&q, &cells[i]}
		contributions[i] = &all[i]
	}
	return contributions
}
