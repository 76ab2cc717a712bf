package network

import (
	"context"
	"maps"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// Side is one of two moments that are compared: a network and a time.
type Side struct {
	Network  *Network
	Contract int // database id; 0 if the contract is unknown at that moment
	When     When
	// Names returns the names of records. Both sides have the same names, while their database ids may differ.
	Names func(context.Context, []Ref) (map[Ref]string, error)
}

// CellChange is a cell that differs between two moments.
type CellChange struct {
	Partner, Axis string // names
	Movement      lexicon.Movement
	Before, After *Cell // nil if there is none
	// Readings names the records that by their own dates hold at one of the two times, but not, or not certainly,
	// at the other.
	Readings []string
	// Records names the records that can explain the change: the claims of the chains that differ, their actions,
	// axis, plan and contract, and successions.
	Records []string
}

// GapChange is a gap that opened or closed between two moments.
type GapChange struct {
	Gap
	Name   string   // of the subject
	Apart  []string // names of the records that distinguish gaps of one subject
	Opened bool     // otherwise it closed
}

// Difference holds what changed in a contract between two moments.
type Difference struct {
	Cells []CellChange // of the later moment in its order, then those that were lost
	Gaps  []GapChange  // that opened, then those that closed
}

// observed is the result of a side.
type observed struct {
	Side
	matrix       Matrix
	gaps         []Gap
	names        map[Ref]string
	predecessors map[Ref]Ref // succession → the partner that is succeeded
}

// Compare returns what changed in a contract from one moment to another. It returns the error of the context, or a
// *TooManyError if a side has more cells than most.
func Compare(ctx context.Context, before, after Side, staleAfterMonths, most int) (Difference, error) {
	a, err := before.observe(ctx, staleAfterMonths, most)
	if err != nil {
		return Difference{}, err
	}
	b, err := after.observe(ctx, staleAfterMonths, most)
	if err != nil {
		return Difference{}, err
	}
	d := Difference{Cells: cellChanges(a, b), Gaps: gapChanges(a, b)}
	return d, explainCells(ctx, a, b, d.Cells)
}

// observe computes the matrix and the gaps of a side, and names their records.
func (s Side) observe(ctx context.Context, staleAfterMonths, most int) (*observed, error) {
	o := &observed{Side: s}
	if s.Contract == 0 {
		return o, nil
	}
	var err error
	sel := Selection{Contracts: []int{s.Contract}, When: s.When}
	if o.matrix, err = s.Network.MatrixWithin(ctx, sel, most); err != nil {
		return nil, err
	}
	o.gaps = s.Network.Gaps(s.Contract, GapOptions{When: s.When, StaleAfterMonths: staleAfterMonths})
	refs := make(map[Ref]bool)
	for i := range o.matrix.Cells {
		refs[Ref{KindPartner, o.matrix.Cells[i].Partner}], refs[Ref{KindAxis, o.matrix.Cells[i].Axis}] = true, true
	}
	for _, g := range o.gaps {
		refs[g.Subject] = true
		for _, apart := range g.Apart {
			refs[apart] = true
		}
	}
	o.names, err = s.Names(ctx, slices.Collect(maps.Keys(refs)))
	return o, err
}

// cells returns the cells by the names of partner and axis.
func (o *observed) cells() map[[2]string]*Cell {
	cells := make(map[[2]string]*Cell, len(o.matrix.Cells))
	for i := range o.matrix.Cells {
		cells[o.cellName(&o.matrix.Cells[i])] = &o.matrix.Cells[i]
	}
	return cells
}

// cellName returns the names of the partner and the axis of a cell.
func (o *observed) cellName(c *Cell) [2]string {
	return [2]string{o.names[Ref{KindPartner, c.Partner}], o.names[Ref{KindAxis, c.Axis}]}
}

// cellChanges compares standing, status and lead of each cell.
func cellChanges(a, b *observed) []CellChange {
	var changes []CellChange
	was, is := a.cells(), b.cells()
	for i := range b.matrix.Cells {
		cell := &b.matrix.Cells[i]
		name := b.cellName(cell)
		former := was[name]
		switch {
		case former == nil:
			changes = append(changes,
				CellChange{Partner: name[0], Axis: name[1], Movement: lexicon.Gained, After: cell})
		case former.Standing != cell.Standing || former.Status() != cell.Status() || former.LeadsAxis != cell.LeadsAxis:
			changes = append(changes,
				CellChange{Partner: name[0], Axis: name[1], Movement: lexicon.Moved, Before: former, After: cell})
		}
	}
	for i := range a.matrix.Cells {
		cell := &a.matrix.Cells[i]
		if name := a.cellName(cell); is[name] == nil {
			changes = append(changes, CellChange{Partner: name[0], Axis: name[1], Movement: lexicon.Lost, Before: cell})
		}
	}
	return changes
}

// gapChanges compares gaps by code, subject, field and the records that distinguish those of one subject.
func gapChanges(a, b *observed) []GapChange {
	return append(b.gapsNotIn(a, true), a.gapsNotIn(b, false)...)
}

// gapsNotIn returns the gaps that the other side lacks.
func (o *observed) gapsNotIn(other *observed, opened bool) []GapChange {
	type key struct {
		code               lexicon.GapCode
		name, field, apart string
	}
	keyOf := func(o *observed, g Gap) (key, []string) {
		apart := make([]string, len(g.Apart))
		for i, r := range g.Apart {
			apart[i] = o.names[r]
		}
		return key{g.Code, o.names[g.Subject], g.Field, strings.Join(apart, " ")}, apart
	}
	known := make(map[key]bool)
	for _, g := range other.gaps {
		k, _ := keyOf(other, g)
		known[k] = true
	}
	var but []GapChange
	for _, g := range o.gaps {
		k, apart := keyOf(o, g)
		if !known[k] {
			known[k] = true
			but = append(but, GapChange{Gap: g, Name: k.name, Apart: apart, Opened: opened})
		}
	}
	return but
}

// explainCells fills in the records that explain changes of cells.
func explainCells(ctx context.Context, a, b *observed, changes []CellChange) error {
	for _, o := range []*observed{a, b} {
		refs := make(map[Ref]bool)
		for i := range changes {
			for _, chain := range o.chainsOf(&changes[i], o == b) {
				for _, ref := range append(o.Network.basisOf(chain), o.Network.partnersOf(chain)...) {
					refs[ref] = true
				}
			}
		}
		if len(changes) > 0 {
			o.predecessors = o.Network.succeeded()
		}
		for succession, partner := range o.predecessors {
			refs[succession], refs[partner] = true, true
		}
		names, err := o.Names(ctx, slices.Collect(maps.Keys(refs)))
		if err != nil {
			return err
		}
		if o.names == nil {
			o.names = make(map[Ref]string, len(names))
		}
		maps.Copy(o.names, names)
	}
	for i := range changes {
		fillReasons(a, b, &changes[i])
	}
	return nil
}

// chainsOf returns the chains of the cell before or after a change.
func (o *observed) chainsOf(c *CellChange, after bool) []Chain {
	cell := c.Before
	if after {
		cell = c.After
	}
	if cell == nil {
		return nil
	}
	return cell.Chains
}

// fillReasons fills in the records of a change. They come from the chains that exist at one moment only, or differ
// in status or in whether they hold.
func fillReasons(a, b *observed, c *CellChange) {
	type chainState struct {
		status lexicon.Status
		holds  lexicon.Truth
	}
	was, is := make(map[string]chainState), make(map[string]chainState)
	for _, chain := range a.chainsOf(c, false) {
		was[a.chainName(chain)] = chainState{chain.Status, chain.Holds}
	}
	for _, chain := range b.chainsOf(c, true) {
		is[b.chainName(chain)] = chainState{chain.Status, chain.Holds}
	}
	records, readings, partners := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, o := range []*observed{b, a} { // the later side first: its state of a record counts for both
		for _, chain := range o.chainsOf(c, o == b) {
			name := o.chainName(chain)
			if was[name] == is[name] {
				continue
			}
			for _, partner := range o.Network.partnersOf(chain) {
				partners[o.names[partner]] = true
			}
			isDated := o.Network.tellsBeginning(chain)
			for _, ref := range o.Network.basisOf(chain) {
				name := o.names[ref]
				if name == "" {
					continue
				}
				records[name] = true
				if o.Network.differs(ref, isDated, a.When, b.When) {
					readings[name] = true
				}
			}
		}
	}
	delete(partners, "")
	for _, o := range []*observed{a, b} { // a succession is in no chain of a side that lacks it
		for succession, partner := range o.predecessors {
			if name := o.names[succession]; name != "" && partners[o.names[partner]] {
				records[name] = true
			}
		}
	}
	c.Records, c.Readings = slices.Sorted(maps.Keys(records)), slices.Sorted(maps.Keys(readings))
}

// chainName returns a name of a chain by its rule and its links.
func (o *observed) chainName(chain Chain) string {
	names := []string{string(chain.Rule)}
	for _, link := range chain.Links {
		names = append(names, o.names[link])
	}
	return strings.Join(names, " ")
}

// differs reports whether a record, by its own dates, holds at one time and not, or not certainly, at another.
//
// In a chain that states a beginning, the day on which a claim was recorded begins nothing. An axis has no dates of
// its own: its plan and its contract have. A succession ends the claims of the predecessor, whether or not the
// succession itself is over.
func (n *Network) differs(r Ref, isDated bool, before, after When) bool {
	p := n.dated(r)
	p.begins = p.begins || isDated
	if before.holdsIn(p) != after.holdsIn(p) {
		return true
	}
	begun, succeeds := n.begunOf(n.number(r))
	if !succeeds {
		return false
	}
	since := always
	since.SinceEarliest, since.SinceLatest, since.begins = begun.SinceEarliest, begun.SinceLatest, true
	return before.holdsIn(since) != after.holdsIn(since)
}

// dated returns the period that a record states itself, as chains read it.
func (n *Network) dated(r Ref) period {
	if r.Kind.IsClaim() {
		number := n.number(r)
		p := n.periods[n.claim(number).period]
		if begun, succeeds := n.begunOf(number); succeeds {
			p = p.and(begun)
		}
		return p
	}
	node := n.node(r)
	switch r.Kind {
	case KindAction:
		return n.periodAlone(node)
	case KindPlan:
		return n.plans.Get(idOf(node)).period
	case KindContract:
		p := n.contracts.Get(idOf(node)).period
		p.recorded = lexicon.MinDay
		return p
	}
	return always
}

// tellsBeginning reports whether any record of a chain states a beginning.
func (n *Network) tellsBeginning(chain Chain) bool {
	return slices.ContainsFunc(n.recordsOf(chain), func(r Ref) bool { return n.dated(r).begins })
}

// basisOf returns the records on which a chain rests: those of recordsOf and the successions of its partners.
func (n *Network) basisOf(chain Chain) []Ref {
	around := n.recordsOf(chain)
	for _, link := range chain.Links {
		c := n.claim(n.number(link))
		for _, end := range []int32{c.from, c.to} {
			if !nodeIs(end, KindPartner) {
				continue
			}
			for _, number := range n.touching(inward, end, KindRelation) {
				if _, succeeds := n.begunOf(number); succeeds {
					around = append(around, numberRef(number))
				}
			}
		}
	}
	slices.SortFunc(around, Ref.Compare)
	return slices.Compact(around)
}

// partnersOf returns the partners that the claims of a chain name.
func (n *Network) partnersOf(chain Chain) (partners []Ref) {
	for _, link := range chain.Links {
		c := n.claim(n.number(link))
		for _, end := range []int32{c.from, c.to} {
			if nodeIs(end, KindPartner) {
				partners = append(partners, nodeRef(end))
			}
		}
	}
	return partners
}

// succeeded maps each succession to the partner that is succeeded.
func (n *Network) succeeded() map[Ref]Ref {
	found := make(map[Ref]Ref, len(n.successions))
	for _, number := range n.visible(n.successions) {
		found[numberRef(number)] = nodeRef(n.claim(number).to)
	}
	return found
}

// recordsOf returns the claims of a chain, the actions between them, and its axis with its plan and its contract.
func (n *Network) recordsOf(chain Chain) []Ref {
	through := slices.Clone(chain.Links)
	for _, link := range chain.Links {
		c := n.claim(n.number(link))
		for _, end := range []int32{c.from, c.to} {
			switch nodeKind(end) {
			case KindAction:
				through = append(through, nodeRef(end))
			case KindAxis:
				through = append(through, nodeRef(end), nodeRef(n.contractOf(end)))
				if plan := n.planOf(end); plan >= 0 {
					through = append(through, nodeRef(plan))
				}
			}
		}
	}
	return through
}
