package network

import (
	"sync"

	"maillage/internal/lexicon"
)

// standing is the best standing that the chains of a partner or an axis give.
type standing uint8

const (
	noStanding standing = iota // abandoned, or no chain
	unknownStanding
	prospectiveStanding
	confirmedStanding
)

var standings = [...]lexicon.Standing{
	lexicon.StandingAbandoned, lexicon.StandingUnknown, lexicon.StandingProspective, lexicon.StandingConfirmed,
}

// standing returns the standing that a single chain gives.
func (w *chainValue) standing() standing {
	switch {
	case w.status == 0:
		return noStanding
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
	return noStanding
}

// add counts one standing.
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

// add adds other counts.
func (c *Counts) add(o Counts) {
	c.Confirmed += o.Confirmed
	c.Prospective += o.Prospective
	c.Abandoned += o.Abandoned
	c.Unknown += o.Unknown
}

// tallyCounter counts partners at one time, with members beside their collectives and successors beside their
// predecessors.
type tallyCounter struct {
	*Network
	when When
	// best holds the standing of each partner in the current count, by id.
	best    []standing
	pending []int32 // partners whose best is set
}

// newTallyCounter returns a counter for one Tally after the other.
func (n *Network) newTallyCounter(when When) *tallyCounter {
	c, _ := tallyCounters.Get().(*tallyCounter)
	if c == nil {
		c = &tallyCounter{}
	}
	if len(c.best) < int(n.bounds[KindPartner]) {
		c.best = make([]standing, n.bounds[KindPartner])
	}
	c.Network, c.when = n, when
	return c
}

// done returns the memory of the counter to the pool.
func (c *tallyCounter) done() {
	c.forget()
	c.Network = nil
	tallyCounters.Put(c)
}

var tallyCounters sync.Pool // *tallyCounter

// add adds the standing of a partner, a node, to the current count. The best standing counts.
func (c *tallyCounter) add(partner int32, s standing) {
	at := idOf(partner)
	if s == noStanding || c.best[at] >= s {
		return
	}
	if c.best[at] == noStanding {
		c.pending = append(c.pending, partner)
	}
	c.best[at] = s
}

// of returns the standing of a partner in the current count.
func (c *tallyCounter) of(partner int32) standing { return c.best[idOf(partner)] }

// tally counts the partners that were added, and ends the count.
func (c *tallyCounter) tally() (t Tally) {
	for _, partner := range c.pending {
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

// forget ends the current count.
func (c *tallyCounter) forget() {
	for _, partner := range c.pending {
		c.best[idOf(partner)] = noStanding
	}
	c.pending = c.pending[:0]
}

// add marks the count of a standing as a lower bound.
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

// represented reports whether a member or a successor of a partner is beside it, in the same or a stronger
// standing. partly is true if the partner stands for more than these: its list is open, or a member is not beside
// it.
func (c *tallyCounter) represented(partner int32, s standing) (beside, partly bool) {
	if c.partner(partner).traits.open {
		partly = true
	}
	seen := newOrderedSet(partner)
	for i := 0; i < len(seen.items); i++ {
		for _, number := range c.inOf(seen.items[i]) {
			_, succeeds := c.begunOf(number)
			if !succeeds && !numberIs(number, KindMembership) || !c.stands(number, c.when) {
				continue
			}
			holders := []int32{c.claim(number).from}
			if !succeeds {
				holders = c.holders(number, c.when)
			}
			for _, from := range holders {
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

// total computes the totals of rows, columns, groups and the whole matrix.
func (m *Matrix) total(c *tallyCounter) {
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
		c.add(c.node(Ref{KindPartner, cell.Partner}), s)
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

// put adds the partners of cells to the count.
func (m *Matrix) put(c *tallyCounter, cells []int32) {
	for _, i := range cells {
		cell := &m.Cells[i]
		c.add(c.node(Ref{KindPartner, cell.Partner}), cell.standing())
	}
}

// totalRows counts the partner of each row. Cells are sorted by row.
func (m *Matrix) totalRows(c *tallyCounter) {
	for i := range m.Cells {
		cell := &m.Cells[i]
		c.add(c.node(Ref{KindPartner, cell.Partner}), cell.standing())
		if i+1 == len(m.Cells) || m.Cells[i+1].Row != cell.Row {
			m.Rows[cell.Row].Totals.Partners = c.tally()
		}
	}
}
