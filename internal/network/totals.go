package network

import (
	"sync"

	"maillage/internal/lexicon"
)

// standing is the best that the chains of a partner or an axis amount to.
type standing uint8

const (
	notStanding standing = iota // abandoned, or nothing
	unknownStanding
	prospectiveStanding
	confirmedStanding
)

var standings = [...]lexicon.Standing{
	lexicon.StandingAbandoned, lexicon.StandingUnknown, lexicon.StandingProspective, lexicon.StandingConfirmed,
}

// standing returns the standing that a single chain gives.
func (w *worth) standing() standing {
	switch {
	case w.status == 0:
		return notStanding
	case w.open:
		return unknownStanding
	case w.status >= committed:
		return confirmedStanding
	}
	return prospectiveStanding
}

// standing returns the standing of the cell, as a number.
func (c *Cell) standing() standing {
	for s, word := range standings {
		if word == c.Standing {
			return standing(s) //nolint:gosec // there are four
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

// counting counts partners at one time: it knows who stands for whom.
type counting struct {
	*Network
	when When
	// best is the standing of each partner in the count under way, by id.
	best []standing
	some []int32 // partners whose best is set
}

// counting begins to count partners, one Tally after the other.
func (n *Network) counting(when When) *counting {
	c, _ := countings.Get().(*counting)
	if c == nil {
		c = &counting{}
	}
	if len(c.best) < int(n.bounds[KindPartner]) {
		c.best = make([]standing, n.bounds[KindPartner])
	}
	c.Network, c.when = n, when
	return c
}

// done gives the memory of a count back.
func (c *counting) done() {
	c.forget()
	c.Network = nil
	countings.Put(c)
}

var countings sync.Pool // *counting

// put adds the standing of a partner, a node, to the count under way; the best counts.
func (c *counting) put(partner int32, s standing) {
	at := idOf(partner)
	if s == notStanding || c.best[at] >= s {
		return
	}
	if c.best[at] == notStanding {
		c.some = append(c.some, partner)
	}
	c.best[at] = s
}

// of returns the standing of a partner in the count under way.
func (c *counting) of(partner int32) standing { return c.best[idOf(partner)] }

// tally counts the partners that were put, and ends the count.
func (c *counting) tally() (t Tally) {
	for _, partner := range c.some {
		s := c.of(partner)
		if beside, partly := c.represented(partner, s); partly || !beside {
			if !beside {
				t.add(s)
			}
			if partly {
				t.AtLeast.add(s)
			}
		}
	}
	c.forget()
	return t
}

// forget ends the count under way.
func (c *counting) forget() {
	for _, partner := range c.some {
		c.best[idOf(partner)] = notStanding
	}
	c.some = c.some[:0]
}

func (a *AtLeast) add(s standing) {
	switch s {
	case confirmedStanding:
		a.Confirmed = true
	case prospectiveStanding:
		a.Prospective = true
	case unknownStanding:
		a.Unknown = true
	}
}

// represented tells whether a member or a successor of a partner is beside it, in
// the same or a stronger standing, and whether it stands for more than are beside
// it: its list is open, or a member is not beside it.
func (c *counting) represented(partner int32, s standing) (beside, partly bool) {
	if c.partner(partner).body.open {
		partly = true
	}
	seen := newWalk(partner)
	for i := 0; i < len(seen.items); i++ {
		for _, number := range c.inOf(seen.items[i]) {
			_, succeeds := c.begunOf(number)
			if !succeeds && !numberIs(number, KindMembership) || !c.stands(number, c.when) {
				continue
			}
			found := []int32{c.claim(number).from}
			if !succeeds {
				found = c.holders(number, c.when)
			}
			for _, from := range found {
				if c.of(from) >= s && from != partner {
					beside = true
				} else if !succeeds && from != partner {
					partly = true
				}
				seen.add(from)
			}
		}
	}
	return beside, partly
}

// total fills the totals of rows, columns, groups and the whole.
func (m *Matrix) total(c *counting) {
	best := make([]standing, len(m.Columns))
	ofColumn := make([][]int32, len(m.Columns)) // its cells
	for i := range m.Cells {
		cell := &m.Cells[i]
		s := cell.standing()
		best[cell.Column] = max(best[cell.Column], s)
		m.Rows[cell.Row].Totals.Axes.add(s)
		m.Rows[cell.Row].Totals.Chains.add(cell.Counts)
		m.Columns[cell.Column].Totals.Chains.add(cell.Counts)
		m.Totals.Chains.add(cell.Counts)
		ofColumn[cell.Column] = append(ofColumn[cell.Column], int32(i)) //nolint:gosec // cells are bounded
		c.put(c.node(Ref{KindPartner, cell.Partner}), s)
	}
	m.Totals.Partners = c.tally()
	for column, s := range best {
		m.Columns[column].Totals.Axes.add(s)
		m.Totals.Axes.add(s)
		m.put(c, ofColumn[column])
		m.Columns[column].Totals.Partners = c.tally()
	}
	for i := range m.Groups {
		g := &m.Groups[i]
		for _, column := range g.Columns {
			g.Totals.Axes.add(best[column])
			g.Totals.Chains.add(m.Columns[column].Totals.Chains)
			m.put(c, ofColumn[column])
		}
		g.Totals.Partners = c.tally()
	}
	m.totalRows(c)
}

// put notes the partners of cells.
func (m *Matrix) put(c *counting, cells []int32) {
	for _, i := range cells {
		cell := &m.Cells[i]
		c.put(c.node(Ref{KindPartner, cell.Partner}), cell.standing())
	}
}

// totalRows counts the partner of each row. Cells come row by row.
func (m *Matrix) totalRows(c *counting) {
	for i := range m.Cells {
		cell := &m.Cells[i]
		c.put(c.node(Ref{KindPartner, cell.Partner}), cell.standing())
		if i+1 == len(m.Cells) || m.Cells[i+1].Row != cell.Row {
			m.Rows[cell.Row].Totals.Partners = c.tally()
		}
	}
}
