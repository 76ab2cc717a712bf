// Package view shapes what the network derives for the API.
package view

import (
	"sync"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// Matrix is partners by axes.
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

// Uncovered counts what the territories of the matrix leave aside, once.
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

// Question is what was asked of derived contributions, as far as it changes what one
// of them says: other conditions only leave some out.
type Question struct {
	AsOf                   lexicon.PartialDate
	AxisRoles, ActionRoles []lexicon.Role // these four as in [network.Selection]
	Statuses               []lexicon.Status
	Bases                  []lexicon.Basis

	Territories, Audiences, ActionThemes []Named
	Around                               bool
}

// Named is a record that a condition names: its public identifier, and its contract; 0 for none.
type Named struct {
	UID      string
	Contract int
}

// DerivedContribution is what links a partner to an axis: a cell of a matrix.
type DerivedContribution struct {
	*Question
	Cell *network.Cell
}

// IsNode marks it as something that is fetched by its identifier.
func (*DerivedContribution) IsNode() {}

// Standing is the best that its chains give.
func (d *DerivedContribution) Standing() lexicon.Standing { return d.Cell.Standing }

// Status is that of the strongest chain.
func (d *DerivedContribution) Status() lexicon.Status { return d.Cell.Status() }

// Basis is that of the strongest chain.
func (d *DerivedContribution) Basis() lexicon.Basis { return d.Cell.Strongest().Basis }

// Confirmed tells whether it stands confirmed.
func (d *DerivedContribution) Confirmed() bool { return d.Cell.Standing == lexicon.StandingConfirmed }

// AxisRoles are the roles in the axis itself.
func (d *DerivedContribution) AxisRoles() []lexicon.Role { return d.Cell.AxisRoles }

// ActionRoles are the roles in actions.
func (d *DerivedContribution) ActionRoles() []lexicon.Role { return d.Cell.ActionRoles }

// LeadsAxis tells whether the partner is confirmed as a lead of the axis itself.
func (d *DerivedContribution) LeadsAxis() bool { return d.Cell.LeadsAxis }

// Counts counts the chains.
func (d *DerivedContribution) Counts() network.Counts { return d.Cell.Counts }

// Chains are the reasons for it, strongest first.
func (d *DerivedContribution) Chains() []*Chain {
	chains := make([]*Chain, len(d.Cell.Chains))
	for i := range chains {
		k := &d.Cell.Chains[i]
		chains[i] = &Chain{Rule: k.Rule, Status: k.Status, Basis: k.Basis, Holds: k.Holds, Links: k.Links}
		if k.OnAxis {
			chains[i].AxisRole = said(k.Role)
		} else {
			chains[i].ActionRole = said(k.Role)
		}
	}
	return chains
}

// Chain is one reason for a derived contribution.
type Chain struct {
	Rule                 lexicon.Rule
	Status               lexicon.Status
	Basis                lexicon.Basis
	AxisRole, ActionRole *lexicon.Role
	Holds                lexicon.Truth
	Links                []network.Ref
}

// Records is how many records the matrix holds.
func (m *Matrix) Records() int { return len(m.Rows) + len(m.Columns) + len(m.Groups) + len(m.Cells) }

// NewMatrix shapes a matrix, with what was asked of it.
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

// NewContributions shapes the cells of axes or of partners.
func NewContributions(cells []network.Cell, q Question) []*DerivedContribution {
	contributions, all := make([]*DerivedContribution, len(cells)), make([]DerivedContribution, len(cells))
	for i := range cells {
		all[i] = DerivedContribution{&q, &cells[i]}
		contributions[i] = &all[i]
	}
	return contributions
}
