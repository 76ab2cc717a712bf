package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// Chain is one reason to say that a partner contributes to an axis.
type Chain struct {
	Rule     lexicon.Rule
	Status   lexicon.Status   // the lowest of its links; BY_GROUP is at most VALIDATED
	Basis    lexicon.Basis    // INFERRED unless DIRECT or BY_ACTION and every link is STATED or DECLARED
	Role     lexicon.Role     // of its contribution; of its seat in the group where BY_GROUP has none
	Validity lexicon.Validity // when all its links hold
	Holds    lexicon.Truth    // YES or UNKNOWN at the date asked for; YES when none was
	Links    []Ref            // its claims in order, from the partner to the axis
}

// worth is what a chain, or the part of it walked so far, is worth.
type worth struct {
	validity           lexicon.Validity
	status, basis      uint8 // the lowest and the weakest of its links
	rule, role         uint8
	throughGroup, open bool // capped at VALIDATED; holds at the date asked for is UNKNOWN
}

// untried is the worth of a chain without links.
func untried(rule uint8) worth {
	return worth{validity: lexicon.Always, status: uint8(len(statusCodes) - 1), rule: rule}
}

// settled applies the rules that look at a chain as a whole.
func (w worth) settled() worth {
	if w.throughGroup {
		w.status = min(w.status, validated)
	}
	if w.rule != direct && w.rule != byAction {
		w.basis = inferred
	}
	return w
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

	column []int32 // axis, from 0 → column, or -1 when it is not asked for

	found []found
	arena []int32 // the links of every found chain, from partner to axis
}

// found is a chain in 40 bytes, its links in an arena.
type found struct {
	worth
	rank, column int32 // places of its partner and its axis
	start, end   int32 // of its links in the arena
}

// take walks one claim further; ok is false when the chain could then hold on
// no day, or not at the date asked for. More links could only narrow it.
func (d *derivation) take(w worth, number int32) (after worth, ok bool) {
	c := &d.claims[number]
	w.status, w.basis = min(w.status, c.status), max(w.basis, c.basis)
	w.validity = w.validity.And(d.Network.validities[c.validity])
	if w.validity.Never() {
		return w, false
	}
	if d.asOf != nil {
		holds := w.validity.Holds(*d.asOf)
		w.open = holds == lexicon.Unknown
		if holds == lexicon.No {
			return w, false
		}
	}
	d.links = append(d.links, number)
	return w, true
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
	w = w.settled()
	column := d.column[axis-d.nodes.first(KindAxis)]
	if column < 0 || !d.wants(w) || !d.wantsPartner(partner) {
		return
	}
	start := int32(len(d.arena))
	d.arena = append(d.arena, d.links...)
	if !d.forward {
		slices.Reverse(d.arena[start:])
	}
	rank := d.partnerRank[partner-d.nodes.first(KindPartner)]
	d.found = append(d.found, found{worth: w, rank: rank, column: column, start: start, end: int32(len(d.arena))})
}

// sort orders the found chains by partner, axis, then strongest first. Links
// decide last, so that no two chains are equal and the order is the facts'.
func (d *derivation) sort() {
	slices.SortFunc(d.found, func(a, b found) int {
		if a.rank != b.rank {
			return int(a.rank) - int(b.rank)
		}
		if a.column != b.column {
			return int(a.column) - int(b.column)
		}
		return d.strongerFirst(a, b)
	})
}

func (d *derivation) strongerFirst(a, b found) int {
	if a.status != b.status {
		return int(b.status) - int(a.status)
	}
	if a.open != b.open {
		if b.open {
			return -1
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(a.basis, b.basis),
		cmp.Compare(a.rule, b.rule),
		cmp.Compare(a.end-a.start, b.end-b.start),
		slices.Compare(d.arena[a.start:a.end], d.arena[b.start:b.end]),
	)
}

// chain writes a found chain for the reader, its links into refs.
func (d *derivation) chain(f found, refs *[]Ref) Chain {
	start := len(*refs)
	for _, number := range d.arena[f.start:f.end] {
		*refs = append(*refs, d.numbers.ref(number))
	}
	holds := lexicon.Yes
	if f.open {
		holds = lexicon.Unknown
	}
	return Chain{
		Rule: ruleCodes[f.rule], Status: statusCodes[f.status], Basis: basisCodes[f.basis], Role: roleCodes[f.role],
		Validity: f.validity, Holds: holds, Links: (*refs)[start:len(*refs):len(*refs)],
	}
}
