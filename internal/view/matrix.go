// Package view shapes what the network derives for the API: each view knows
// its siblings, so that the records it names are loaded together.
package view

import (
	"sync"

	"maillage/internal/batch"
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
	batch.Member[MatrixRow]
	Position  int
	PartnerID int
	Totals    network.Totals
}

// MatrixColumn is an axis of a matrix.
type MatrixColumn struct {
	batch.Member[MatrixColumn]
	Position int
	AxisID   int
	Totals   network.Totals
}

// MatrixGroup is the columns of one theme; ThemeID is 0 for axes of no theme.
type MatrixGroup struct {
	batch.Member[MatrixGroup]
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
	batch.Member[DerivedContribution]
	Question
	PartnerID, AxisID int
	Standing          lexicon.Standing
	Status            lexicon.Status
	Basis             lexicon.Basis
	AxisRoles         []lexicon.Role
	ActionRoles       []lexicon.Role
	LeadsAxis         bool
	Counts            network.Counts
	Cell              network.Cell
	Chains            []*Chain
}

// IsNode marks it as something that is fetched by its identifier.
func (*DerivedContribution) IsNode() {}

// Confirmed tells whether it stands confirmed.
func (d *DerivedContribution) Confirmed() bool { return d.Standing == lexicon.StandingConfirmed }

// RoleActions are the actions in which a partner has a role.
type RoleActions struct {
	batch.Member[RoleActions]
	Role      lexicon.Role
	ActionIDs []int
}

// NewRoleActions shapes the actions of partners that are answered together.
func NewRoleActions(of [][]network.RoleActions) [][]*RoleActions {
	var all []*RoleActions
	views := make([][]*RoleActions, len(of))
	for i, some := range of {
		views[i] = make([]*RoleActions, len(some))
		for j, r := range some {
			views[i][j] = &RoleActions{Role: r.Role, ActionIDs: r.Actions}
		}
		all = append(all, views[i]...)
	}
	batch.Together(all)
	return views
}

// Chain is one reason for a derived contribution.
type Chain struct {
	batch.Member[Chain]
	Rule                 lexicon.Rule
	Status               lexicon.Status
	Basis                lexicon.Basis
	AxisRole, ActionRole *lexicon.Role
	Holds                lexicon.Truth
	Links                []network.Ref
}

// NewMatrices shapes matrices that are answered together, with what was asked of each.
func NewMatrices(matrices []network.Matrix, questions []Question) []*Matrix {
	var rows []*MatrixRow
	var columns []*MatrixColumn
	var groups []*MatrixGroup
	var cells []*DerivedContribution
	views := make([]*Matrix, len(matrices))
	for i, m := range matrices {
		v := newMatrix(m, questions[i])
		rows, columns = append(rows, v.Rows...), append(columns, v.Columns...)
		groups, cells = append(groups, v.Groups...), append(cells, v.Cells...)
		views[i] = v
	}
	batch.Together(rows)
	batch.Together(columns)
	batch.Together(groups)
	Together(cells)
	return views
}

// Records is how many records the matrix holds.
func (m *Matrix) Records() int { return len(m.Rows) + len(m.Columns) + len(m.Groups) + len(m.Cells) }

func newMatrix(m network.Matrix, q Question) *Matrix {
	v := &Matrix{Totals: m.Totals, AsOf: q.AsOf, Cells: NewContributions(m.Cells, q)}
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

// NewContributions shapes the cells of axes or of partners. Those that are
// answered are to be put [Together].
func NewContributions(cells []network.Cell, q Question) []*DerivedContribution {
	contributions := make([]*DerivedContribution, len(cells))
	for i, c := range cells {
		contributions[i] = newContribution(c, q)
	}
	return contributions
}

// Together makes siblings of contributions that are answered together, and of
// their chains.
func Together(contributions []*DerivedContribution) {
	batch.Together(contributions)
	var chains []*Chain
	for _, c := range contributions {
		chains = append(chains, c.Chains...)
	}
	batch.Together(chains)
}

func newContribution(c network.Cell, q Question) *DerivedContribution {
	chains := make([]*Chain, len(c.Chains))
	for i, k := range c.Chains {
		chains[i] = &Chain{Rule: k.Rule, Status: k.Status, Basis: k.Basis, Holds: k.Holds, Links: k.Links}
		if k.OnAxis {
			chains[i].AxisRole = said(k.Role)
		} else {
			chains[i].ActionRole = said(k.Role)
		}
	}
	strongest := c.Strongest()
	return &DerivedContribution{
		Question: q, PartnerID: c.Partner, AxisID: c.Axis, Standing: c.Standing, Status: strongest.Status, Basis: strongest.Basis,
		AxisRoles: c.AxisRoles, ActionRoles: c.ActionRoles, LeadsAxis: c.LeadsAxis, Counts: c.Counts, Cell: c, Chains: chains,
	}
}
