package network

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"maillage/internal/lexicon"
)

// Chain is one reason to state that a partner contributes to an axis.
type Chain struct {
	Rule lexicon.Rule
	// Status is the lowest of its contributions, memberships and alignments and of its actions; BY_GROUP is at most
	// VALIDATED. If that is confirmed, it is the status of the contribution itself. A COMPLETED chain is ACTIVE on
	// a day on which it certainly held.
	Status   lexicon.Status
	Basis    lexicon.Basis // INFERRED unless DIRECT or BY_ACTION and every link is STATED or DECLARED
	Role     lexicon.Role  // in the axis or in an action; empty for seats and members of collectives
	Validity lexicon.Validity
	Holds    lexicon.Truth // YES or UNKNOWN at the selected time
	Links    []Ref         // its claims in order, from the partner to the axis

	OnAxis   bool             // the role, if any, is one in the axis itself
	Standing lexicon.Standing // the standing that it gives to its partner
}

// chainValue holds what is known of a chain, or of the part of it walked so far.
type chainValue struct {
	period
	status, basis uint8 // the lowest and the weakest of its links
	own           uint8 // status of its contribution
	rule, role    uint8
	completed     bool // one of its links or actions is COMPLETED
	throughGroup  bool // its status is at most VALIDATED
	roleless      bool // a seat or a collective is between the partner and the contribution
	onAxis        bool // its contribution is to the axis itself
	open          bool // Holds is UNKNOWN
}

// newChainValue returns the value of a chain to an axis before its first link.
func (n *Network) newChainValue(rule uint8, axis int32) chainValue {
	return chainValue{period: n.axisTimes(axis), status: completed, own: completed, rule: rule}
}

// finish applies the rules that concern the whole chain. ok is false if the chain does not hold.
func (w chainValue) finish(when When) (_ chainValue, ok bool) {
	if w.throughGroup {
		w.status = min(w.status, validated)
	}
	if w.rule != direct && w.rule != byAction {
		w.basis = inferred
	}
	w.Validity = w.period.withDefaults(when)
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

// derivation walks claims into chains, backward from an axis or forward from a partner. Both directions find the
// same chains; each reads only the claims that it needs.
//
// A chain never visits a thing twice, so that cycles of actions and of collectives end.
type derivation struct {
	*Network
	filter
	visited []int32 // things of the current chain
	links   []int32 // claims of the current chain, in the order walked
	forward bool    // walks from the partner to the axis
	foreign bool    // a walked claim has an end in another contract

	column  int32           // column of the axis, when walking backward
	columns map[int32]int32 // selected axis → column, when walking forward

	found   []foundChain
	arena   []int32  // links of all found chains, from partner to axis
	scratch *scratch // returned to the pool by release
}

// scratch holds the buffers of a derivation, to reuse them.
type scratch struct {
	found, sorted []foundChain
	arena         []int32
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxScratch is the capacity in chains, some 60 bytes each, up to which a scratch is reused.
const maxScratch = 1 << 17

// release returns the buffers to the pool. The chains must not be read afterwards.
func (d *derivation) release() {
	s := d.scratch
	s.found, s.arena = d.found[:0], d.arena[:0]
	d.found, d.arena, d.scratch = nil, nil, nil
	if max(cap(s.found), cap(s.sorted), cap(s.arena)/8) <= maxScratch {
		scratches.Put(s)
	}
}

// foundChain is a chain with its links in an arena.
type foundChain struct {
	chainValue
	partner      int32 // node
	rank, column int32 // index of its partner in sort order, and column of its axis
	start, end   int32 // range of its links in the arena
}

// push appends a claim to the chain. ok is false if the chain then holds on no day, or not at the selected time.
// Further links could only narrow it.
func (d *derivation) push(w chainValue, number int32) (after chainValue, ok bool) {
	c := d.claim(number)
	d.foreign = d.foreign || c.foreign
	w.basis = max(w.basis, c.basis)
	if !numberIs(number, KindRelation) {
		w.status = min(w.status, c.status)
		w.completed = w.completed || c.status == completed
	} else if c.status == 0 {
		w.status = 0 // an abandoned relation ends the chain; otherwise relations do not lower its status
	}
	if numberIs(number, KindContribution) {
		w.own = c.status
	}
	d.links = append(d.links, number)
	if w.period = w.and(d.periods[c.period]); !d.isPossible(w) {
		d.pop()
		return w, false
	}
	return w, true
}

// isPossible reports whether an unfinished chain may hold at the selected time.
func (d *derivation) isPossible(w chainValue) bool {
	return !d.when.misses(w.Validity)
}

// pop undoes the last push.
func (d *derivation) pop() { d.links = d.links[:len(d.links)-1] }

// enter visits a thing and returns false if the chain has visited it.
func (d *derivation) enter(node int32) bool {
	if slices.Contains(d.visited, node) {
		return false
	}
	d.visited = append(d.visited, node)
	return true
}

// leave undoes the last enter.
func (d *derivation) leave() { d.visited = d.visited[:len(d.visited)-1] }

// emit records the current chain if the selection includes it.
func (d *derivation) emit(w chainValue, partner, axis int32) {
	column := d.column
	if d.forward {
		var selected bool
		if column, selected = d.columns[axis]; !selected {
			return
		}
	}
	if !d.wantsPartner(partner) {
		return
	}
	w, holds := w.finish(d.when)
	if !holds || !d.wants(w) || !d.wantsAspects(d.links) {
		return
	}
	start := int32(len(d.arena))
	d.arena = append(d.arena, d.links...)
	if !d.forward {
		slices.Reverse(d.arena[start:])
	}
	d.found = append(d.found, foundChain{
		chainValue: w, partner: partner, column: column, start: start, end: int32(len(d.arena)),
	})
}

// sort orders the found chains by partner, axis, then strongest first. It compares links last, so that the order
// depends on the facts alone.
//
// It returns the partners in order: those of the chains, or exactly the selected ones.
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
	if d.forward { // otherwise the columns are in order already
		d.sortByKey(len(d.columns), func(f *foundChain) int32 { return f.column })
	}
	d.sortByKey(len(partners), func(f *foundChain) int32 { return f.rank })
	for cell := range d.eachCell() {
		slices.SortFunc(cell, d.strongerFirst)
	}
	return partners
}

// sortByKey is a stable counting sort of the chains by a key below bound.
func (d *derivation) sortByKey(bound int, key func(*foundChain) int32) {
	next := make([]int32, bound+1) // by key: the index of its first chain
	for i := range d.found {
		next[key(&d.found[i])+1]++
	}
	for i := range bound {
		next[i+1] += next[i]
	}
	sorted := slices.Grow(d.scratch.sorted[:0], len(d.found))[:len(d.found)]
	for i := range d.found {
		at := &next[key(&d.found[i])]
		sorted[*at] = d.found[i]
		*at++
	}
	d.found, d.scratch.sorted = sorted, d.found
}

// eachCell yields the chains of each cell. They must be sorted.
func (d *derivation) eachCell() iter.Seq[[]foundChain] {
	return func(yield func([]foundChain) bool) {
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

// strongerFirst compares two chains of a cell for sort.
func (d *derivation) strongerFirst(a, b foundChain) int {
	return cmp.Or(
		cmp.Compare(b.standing(), a.standing()),
		cmp.Compare(b.status, a.status),
		cmp.Compare(a.basis, b.basis),
		cmp.Compare(a.rule, b.rule),
		cmp.Compare(a.end-a.start, b.end-b.start),
		slices.Compare(d.arena[a.start:a.end], d.arena[b.start:b.end]),
	)
}

// chain converts a found chain to a Chain. It appends the links to refs.
func (d *derivation) chain(f *foundChain, refs *[]Ref) Chain {
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
