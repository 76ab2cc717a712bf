package network

import "maillage/internal/lexicon"

// standing is the best that the chains of a partner or an axis amount to: the
// three fields of a Tally, and nothing.
type standing uint8

const (
	notStanding standing = iota
	unknownStanding
	prospectiveStanding
	confirmedStanding
)

// standing is the best that a cell's chains amount to.
func (c Cell) standing() standing {
	switch {
	case c.Counts.Confirmed > 0:
		return confirmedStanding
	case c.Counts.Prospective > 0:
		return prospectiveStanding
	case c.Counts.Unknown > 0:
		for _, chain := range c.Chains {
			if chain.Holds == lexicon.Unknown && chain.Status != lexicon.StatusAbandoned {
				return unknownStanding
			}
		}
	}
	return notStanding
}

func (t *Tally) add(s standing) {
	switch s {
	case confirmedStanding:
		t.Confirmed++
	case prospectiveStanding:
		t.Prospective++
	case unknownStanding:
		t.Unknown++
	}
}

func (c *Counts) add(o Counts) {
	c.Confirmed += o.Confirmed
	c.Prospective += o.Prospective
	c.Abandoned += o.Abandoned
	c.Unknown += o.Unknown
}

// total fills the totals of rows, columns, groups and the whole. Cells come row
// by row, so that a partner is counted in a group when its row is over.
func (m *Matrix) total() {
	groupsOf := make([][]int, len(m.Columns)) // column → groups
	for g, group := range m.Groups {
		for _, column := range group.Columns {
			groupsOf[column] = append(groupsOf[column], g)
		}
	}
	ofRow := make([]standing, len(m.Rows))
	ofColumn := make([]standing, len(m.Columns))
	ofGroup := make([]standing, len(m.Groups)) // within the row under way
	var touched []int                          // groups of the row under way
	for i, c := range m.Cells {
		s := c.standing()
		ofRow[c.Row], ofColumn[c.Column] = max(ofRow[c.Row], s), max(ofColumn[c.Column], s)
		m.Rows[c.Row].Totals.Axes.add(s)
		m.Rows[c.Row].Totals.Chains.add(c.Counts)
		m.Columns[c.Column].Totals.Partners.add(s)
		m.Columns[c.Column].Totals.Chains.add(c.Counts)
		m.Totals.Chains.add(c.Counts)
		for _, g := range groupsOf[c.Column] {
			m.Groups[g].Totals.Chains.add(c.Counts)
			ofGroup[g] = max(ofGroup[g], s)
			touched = append(touched, g)
		}
		if i+1 == len(m.Cells) || m.Cells[i+1].Row != c.Row {
			for _, g := range touched {
				m.Groups[g].Totals.Partners.add(ofGroup[g])
				ofGroup[g] = notStanding // a group touched twice counts once
			}
			touched = touched[:0]
		}
	}
	m.totalAcross(ofRow, ofColumn)
}

// totalAcross counts each partner and each axis once by its best cell.
func (m *Matrix) totalAcross(ofRow, ofColumn []standing) {
	for row, s := range ofRow {
		m.Rows[row].Totals.Partners.add(s)
		m.Totals.Partners.add(s)
	}
	for column, s := range ofColumn {
		m.Columns[column].Totals.Axes.add(s)
		m.Totals.Axes.add(s)
	}
	for g := range m.Groups {
		for _, column := range m.Groups[g].Columns {
			m.Groups[g].Totals.Axes.add(ofColumn[column])
		}
	}
}
