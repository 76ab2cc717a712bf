package network

import (
	"context"
	"maps"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// Side is one of two moments that are compared: a network, and a time.
type Side struct {
	Network  *Network
	Contract int // database id; 0 when nobody knows the contract at that moment
	When     When
	// Names returns what both sides call records, of which the database ids may differ.
	Names func(context.Context, []Ref) (map[Ref]string, error)
}

// CellChange is a cell that differs between two moments.
type CellChange struct {
	Partner, Axis string // names
	Movement      lexicon.Movement
	Before, After *Cell // nil when there is none
	// Readings are the records, by name, that by their own dates hold at one of the two
	// times and not, or not certainly, at the other.
	Readings []string
	// Records are those on which the change can rest: the claims of the chains that
	// differ, their actions, axis, plan and contract, and successions.
	Records []string
}

// GapChange is a gap that opened or closed between two moments.
type GapChange struct {
	Gap
	Name   string   // of the subject
	Apart  []string // names of what tells gaps of one subject apart
	Opened bool     // rather than closed
}

// Difference is what moved in a contract between two moments.
type Difference struct {
	Cells []CellChange // of the later moment in its order, then those that were lost
	Gaps  []GapChange  // that opened, then those that closed
}

// observed is what a side shows.
type observed struct {
	Side
	matrix Matrix
	gaps   []Gap
	names  map[Ref]string
	heirs  map[Ref]Ref // succession → the partner that it takes from
}

// Compare returns what moved in a contract from one moment to another. It is ended
// by its context, and by a *TooManyError when a side has more cells than the most.
func Compare(ctx context.Context, before, after Side, staleAfterMonths, most int) (Difference, error) {
	a, err := before.observe(ctx, staleAfterMonths, most)
	if err != nil {
		return Difference{}, err
	}
	b, err := after.observe(ctx, staleAfterMonths, most)
	if err != nil {
		return Difference{}, err
	}
	d := Difference{Cells: differing(a, b), Gaps: gapsDiffering(a, b)}
	return d, explain(ctx, a, b, d.Cells)
}

func (s Side) observe(ctx context.Context, staleAfterMonths, most int) (*observed, error) {
	o := &observed{Side: s}
	if s.Contract == 0 {
		return o, nil
	}
	var err error
	if o.matrix, err = s.Network.MatrixWithin(ctx, Selection{Contracts: []int{s.Contract}, When: s.When}, most); err != nil {
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

func (o *observed) cellName(c *Cell) [2]string {
	return [2]string{o.names[Ref{KindPartner, c.Partner}], o.names[Ref{KindAxis, c.Axis}]}
}

// differing compares standing, status and lead of each cell.
func differing(a, b *observed) []CellChange {
	var changes []CellChange
	was, is := a.cells(), b.cells()
	for i := range b.matrix.Cells {
		cell := &b.matrix.Cells[i]
		name := b.cellName(cell)
		former := was[name]
		switch {
		case former == nil:
			changes = append(changes, CellChange{Partner: name[0], Axis: name[1], Movement: lexicon.Gained, After: cell})
		case former.Standing != cell.Standing || former.Status() != cell.Status() || former.LeadsAxis != cell.LeadsAxis:
			changes = append(changes, CellChange{Partner: name[0], Axis: name[1], Movement: lexicon.Moved, Before: former, After: cell})
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

// gapsDiffering compares gaps by code, subject and field, and by what tells those of
// one subject apart.
func gapsDiffering(a, b *observed) []GapChange {
	return append(b.gapsBut(a, true), a.gapsBut(b, false)...)
}

func (o *observed) gapsBut(other *observed, opened bool) []GapChange {
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

// explain finds the records on which changes of cells rest.
func explain(ctx context.Context, a, b *observed, changes []CellChange) error {
	for _, o := range []*observed{a, b} {
		refs := make(map[Ref]bool)
		for i := range changes {
			for _, chain := range o.chainsOf(&changes[i], o == b) {
				for _, ref := range append(o.Network.around(chain), o.Network.partnersOf(chain)...) {
					refs[ref] = true
				}
			}
		}
		if len(changes) > 0 {
			o.heirs = o.Network.succeeded()
		}
		for succession, partner := range o.heirs {
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
		because(a, b, &changes[i])
	}
	return nil
}

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

// because fills in what a change rests on, by the chains that are in one moment only
// or that differ in status or in whether they hold.
func because(a, b *observed, c *CellChange) {
	type told struct {
		status lexicon.Status
		holds  lexicon.Truth
	}
	was, is := make(map[string]told), make(map[string]told)
	for _, chain := range a.chainsOf(c, false) {
		was[a.chainName(chain)] = told{chain.Status, chain.Holds}
	}
	for _, chain := range b.chainsOf(c, true) {
		is[b.chainName(chain)] = told{chain.Status, chain.Holds}
	}
	records, readings, partners := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, o := range []*observed{b, a} { // what both know is read as the later one knows it
		for _, chain := range o.chainsOf(c, o == b) {
			name := o.chainName(chain)
			if was[name] == is[name] {
				continue
			}
			for _, partner := range o.Network.partnersOf(chain) {
				partners[o.names[partner]] = true
			}
			isDated := o.Network.tellsBeginning(chain)
			for _, ref := range o.Network.around(chain) {
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
	for _, o := range []*observed{a, b} { // a succession that one side lacks is in none of its chains
		for succession, partner := range o.heirs {
			if name := o.names[succession]; name != "" && partners[o.names[partner]] {
				records[name] = true
			}
		}
	}
	c.Records, c.Readings = slices.Sorted(maps.Keys(records)), slices.Sorted(maps.Keys(readings))
}

func (o *observed) chainName(chain Chain) string {
	names := []string{string(chain.Rule)}
	for _, link := range chain.Links {
		names = append(names, o.names[link])
	}
	return strings.Join(names, " ")
}

// differs tells whether a record holds at one time and not, or not certainly, at
// another, by its own dates. In a chain that tells a beginning, the day on which a
// claim was recorded begins nothing. An axis has no dates: its plan and its contract
// have. A succession ends what the predecessor does, whether it is over itself or not.
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

// dated returns the period that a record tells itself, as chains read it.
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

// tellsBeginning tells whether anything that a chain runs through tells a beginning.
func (n *Network) tellsBeginning(chain Chain) bool {
	return slices.ContainsFunc(n.through(chain), func(r Ref) bool { return n.dated(r).begins })
}

// around returns the records on which a chain rests: what it runs through, and the
// successions of its partners.
func (n *Network) around(chain Chain) []Ref {
	around := n.through(chain)
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

// succeeded returns the partners that are succeeded, by the relation that says so.
func (n *Network) succeeded() map[Ref]Ref {
	found := make(map[Ref]Ref, len(n.successions))
	for _, number := range n.seen(n.successions) {
		found[numberRef(number)] = nodeRef(n.claim(number).to)
	}
	return found
}

// through returns the claims of a chain, the actions between them, and its axis with
// its plan and its contract.
func (n *Network) through(chain Chain) []Ref {
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
