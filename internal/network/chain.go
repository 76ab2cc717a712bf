package network

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"maillage/internal/lexicon"
)

// Chain is one reason to say that a partner contributes to an axis.
type Chain struct {
	Rule lexicon.Rule
	// Status is the lowest of its contributions, memberships and alignments and of
	// its actions; BY_GROUP is at most VALIDATED. Where that is confirmed it is the
	// contribution's own word, and what is COMPLETED is ACTIVE on a day on which it
	// certainly held.
	Status   lexicon.Status
	Basis    lexicon.Basis // INFERRED unless DIRECT or BY_ACTION and every link is STATED or DECLARED
	Role     lexicon.Role  // in the axis or in an action; empty for seats and members of collectives
	Validity lexicon.Validity
	Holds    lexicon.Truth // YES or UNKNOWN at the time asked for
	Links    []Ref         // its claims in order, from the partner to the axis

	OnAxis   bool             // the role is one in the axis itself, where there is one
	Standing lexicon.Standing // that it gives
}

// worth is what a chain, or the part of it walked so far, is worth.
type worth struct {
	period
	status, basis uint8 // the lowest and the weakest of its links
	own           uint8 // status of its contribution
	rule, role    uint8
	completed     bool // a link or an action is
	throughGroup  bool // capped at VALIDATED
	roleless      bool // a seat or a collective is between the partner and what was said
	onAxis        bool // its contribution is to the axis itself
	open          bool // whether it holds is UNKNOWN
}

// untried is the worth of a chain without links to an axis.
func (n *Network) untried(rule uint8, axis int32) worth {
	return worth{period: n.axisTimes(axis), status: completed, own: completed, rule: rule}
}

// settled applies the rules that look at a chain as a whole; ok is false when it
// does not hold.
func (w worth) settled(when When) (_ worth, ok bool) {
	if w.throughGroup {
		w.status = min(w.status, validated)
	}
	if w.rule != direct && w.rule != byAction {
		w.basis = inferred
	}
	w.Validity = w.period.settled(when)
	holds := when.holds(w.Validity)
	w.open = holds == lexicon.Unknown
	if w.status >= committed {
		w.status = w.own
		if w.completed {
			w.status = completed
		}
		if w.status == completed && when.dated && !w.open {
			w.status = active
		}
	}
	return w, holds != lexicon.No
}

// derivation walks claims into chains. Its two ways, backward from an axis and
// forward from a partner, find the same chains; each reads only what it must.
//
// A chain never visits a thing twice, so that actions that are parts of each
// other and collectives that belong to each other come to an end.
type derivation struct {
	*Network
	filter
	visited []int32 // things of the chain under way
	links   []int32 // claims of the chain under way, in the order walked
	forward bool    // walked from the partner to the axis
	foreign bool    // a claim was walked of which an end belongs to another contract

	column  int32           // of the axis from which it is walked backward
	columns map[int32]int32 // axis → column of those that are asked for, when it is walked forward

	found   []found
	arena   []int32  // the links of every found chain, from partner to axis
	scratch *scratch // that release gives back
}

// scratch is what derivations wrote into, for the next ones.
type scratch struct {
	found, sorted []found
	arena         []int32
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// keptScratch bounds the chains that a scratch has room for, some 60 bytes each.
const keptScratch = 1 << 17

// release gives back what the derivation wrote into. Nobody may read its chains any more.
func (d *derivation) release() {
	s := d.scratch
	s.found, s.arena = d.found[:0], d.arena[:0]
	d.found, d.arena, d.scratch = nil, nil, nil
	if max(cap(s.found), cap(s.sorted), cap(s.arena)/8) <= keptScratch {
		scratches.Put(s)
	}
}

// found is a chain, its links in an arena.
type found struct {
	worth
	partner      int32 // node
	rank, column int32 // places of its partner, once they are sorted, and of its axis
	start, end   int32 // of its links in the arena
}

// take walks one claim further; ok is false when the chain could then hold on
// no day, or not at the time asked for. More links could only narrow it.
func (d *derivation) take(w worth, number int32) (after worth, ok bool) {
	c := d.claim(number)
	d.foreign = d.foreign || c.foreign
	w.basis = max(w.basis, c.basis)
	if !numberIs(number, KindRelation) {
		w.status = min(w.status, c.status)
		w.completed = w.completed || c.status == completed
	} else if c.status == 0 {
		w.status = 0 // what was given up leads nowhere, though its status lowers nothing
	}
	if numberIs(number, KindContribution) {
		w.own = c.status
	}
	d.links = append(d.links, number)
	if w.period = w.and(d.periods[c.period]); !d.lasts(w) {
		d.back()
		return w, false
	}
	return w, true
}

// lasts tells whether a chain under way may hold at the time asked for.
func (d *derivation) lasts(w worth) bool {
	return !d.when.misses(w.Validity)
}

// back undoes the last take.
func (d *derivation) back() { d.links = d.links[:len(d.links)-1] }

// enter visits a thing, unless the chain has visited it.
func (d *derivation) enter(node int32) bool {
	if slices.Contains(d.visited, node) {
		return false
	}
	d.visited = append(d.visited, node)
	return true
}

// leave undoes the last enter.
func (d *derivation) leave() { d.visited = d.visited[:len(d.visited)-1] }

// keep records the chain under way if the selection asks for such chains.
func (d *derivation) keep(w worth, partner, axis int32) {
	column := d.column
	if d.forward {
		var asked bool
		if column, asked = d.columns[axis]; !asked {
			return
		}
	}
	if !d.wantsPartner(partner) {
		return
	}
	w, holds := w.settled(d.when)
	if !holds || !d.wants(w) || !d.wantsReach(d.links) {
		return
	}
	start := int32(len(d.arena))
	d.arena = append(d.arena, d.links...)
	if !d.forward {
		slices.Reverse(d.arena[start:])
	}
	d.found = append(d.found, found{worth: w, partner: partner, column: column, start: start, end: int32(len(d.arena))})
}

// sort orders the found chains by partner, axis, then strongest first. Links
// decide last, so that no two chains are equal and the order is the facts'. It returns
// the partners in order: those of the chains, or exactly those that are asked for.
func (d *derivation) sort() []int32 {
	partners := slices.Clone(d.partners)
	if d.everyPartner {
		partners = make([]int32, 0, 64)
		known := make(map[int32]bool, 64)
		for i := range d.found {
			if p := d.found[i].partner; !known[p] {
				known[p] = true
				partners = append(partners, p)
			}
		}
	}
	d.sortPartners(partners)
	ranks := make(map[int32]int32, len(partners))
	for rank, p := range partners {
		ranks[p] = int32(rank) //nolint:gosec // partners are bounded
	}
	for i := range d.found {
		d.found[i].rank = ranks[d.found[i].partner]
	}
	if d.forward { // else the columns came one after another
		d.sortByPlace(len(d.columns), func(f *found) int32 { return f.column })
	}
	d.sortByPlace(len(partners), func(f *found) int32 { return f.rank })
	for cell := range d.eachCell() {
		slices.SortFunc(cell, d.strongerFirst)
	}
	return partners
}

// sortByPlace sorts the chains by their places, of which there are so many; those of one place keep their order.
func (d *derivation) sortByPlace(places int, place func(*found) int32) {
	next := make([]int32, places+1) // where the chains of a place begin
	for i := range d.found {
		next[place(&d.found[i])+1]++
	}
	for i := range places {
		next[i+1] += next[i]
	}
	sorted := slices.Grow(d.scratch.sorted[:0], len(d.found))[:len(d.found)]
	for i := range d.found {
		at := &next[place(&d.found[i])]
		sorted[*at] = d.found[i]
		*at++
	}
	d.found, d.scratch.sorted = sorted, d.found
}

// eachCell yields the chains of each cell, once they are sorted.
func (d *derivation) eachCell() iter.Seq[[]found] {
	return func(yield func([]found) bool) {
		for from := 0; from < len(d.found); {
			to, first := from+1, &d.found[from]
			for to < len(d.found) && d.found[to].rank == first.rank && d.found[to].column == first.column {
				to++
			}
			if !yield(d.found[from:to]) {
				return
			}
			from = to
		}
	}
}

func (d *derivation) strongerFirst(a, b found) int {
	return cmp.Or(
		cmp.Compare(b.standing(), a.standing()),
		cmp.Compare(b.status, a.status),
		cmp.Compare(a.basis, b.basis),
		cmp.Compare(a.rule, b.rule),
		cmp.Compare(a.end-a.start, b.end-b.start),
		slices.Compare(d.arena[a.start:a.end], d.arena[b.start:b.end]),
	)
}

// chain writes a found chain for the reader, its links into refs.
func (d *derivation) chain(f *found, refs *[]Ref) Chain {
	start := len(*refs)
	for _, number := range d.arena[f.start:f.end] {
		*refs = append(*refs, numberRef(number))
	}
	holds := lexicon.Yes
	if f.open {
		holds = lexicon.Unknown
	}
	c := Chain{
		Rule: ruleCodes[f.rule], Status: statusCodes[f.status], Basis: basisCodes[f.basis],
		Validity: f.Validity, Holds: holds, Links: (*refs)[start:len(*refs):len(*refs)],
		OnAxis: f.onAxis, Standing: standings[f.standing()],
	}
	if !f.roleless {
		c.Role = roleCodes[f.role]
	}
	return c
}
