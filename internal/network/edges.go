package network

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// listEntry is an entry of an adjacency list.
type listEntry struct {
	list       *persistent.Lists
	id, number int32
}

// entries returns the list entries that follow from a fact.
func (r *records) entries(about Ref) []listEntry { return r.appendEntries(nil, about) }

// appendEntries appends the list entries that follow from a fact.
func (r *records) appendEntries(edges []listEntry, about Ref) []listEntry {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch about.Kind {
	case KindPlan, KindAction, KindGroup:
		node := nodeOf(about.Kind, id)
		if contract, ok := r.homeOf(node); ok {
			edges = append(edges, listEntry{&r.held, contract, node})
		}
	case KindTheme:
		row := r.themes.Get(id)
		if row == nil || !row.known {
			return edges
		}
		if row.contract != 0 {
			edges = append(edges, listEntry{&r.held, row.contract, nodeOf(KindTheme, id)})
		}
		for _, over := range []int32{row.parent, row.reference} {
			if over != 0 {
				edges = append(edges, listEntry{&r.narrower, over, id})
			}
		}
	case KindAxis:
		row := r.axes.Get(id)
		if row == nil || !row.known {
			return edges
		}
		edges = append(edges, listEntry{&r.held, row.contract, nodeOf(KindAxis, id)})
		if row.plan != 0 {
			edges = append(edges, listEntry{&r.ofPlan, row.plan, id})
		}
	case KindCitation:
		row := r.citations.Get(id)
		if row == nil || !row.known {
			return edges
		}
		edges = append(edges, listEntry{&r.citing, row.source, id})
		if row.kind != 0 {
			edges = append(edges, listEntry{&r.cited[row.kind], row.record, id})
		}
	default:
		if about.Kind.IsClaim() {
			edges = r.claimEntries(edges, numberOf(about.Kind, id))
		}
	}
	return edges
}

// claimEntries appends the list entries that follow from a claim.
func (r *records) claimEntries(edges []listEntry, number int32) []listEntry {
	c := r.claim(number)
	if !c.known() {
		return edges
	}
	edges = append(edges, listEntry{&r.out[nodeKind(c.from)], idOf(c.from), number})
	if c.to >= 0 {
		edges = append(edges, listEntry{&r.in[nodeKind(c.to)], idOf(c.to), number})
	}
	if c.home != 0 && numberIs(number, KindRelation) {
		edges = append(edges, listEntry{&r.said, c.home, number})
	}
	return edges
}

// change writes the row of a fact and updates the lists.
func (f *Facts) change(about Ref, write func(id int32)) {
	f.last = nil
	id, was := int32(about.ID), f.has(about) //nolint:gosec // it is an id
	if !f.built {                            // Build reads all rows
		write(id)
		f.count(about, was)
		return
	}
	f.markDue(about)
	f.touch(about)
	before, stood, body := f.entries(about), f.stateOf(about), f.traitsOf(about)
	write(id)
	f.touch(about)
	if is := f.traitsOf(about); is != body && body != (knownTraits{}) {
		f.version = uint32(f.epoch) // its contributions are in other groups now
	}
	after := f.entries(about)
	for _, e := range before {
		if !slices.Contains(after, e) {
			e.list.Remove(e.id, e.number, f.epoch)
		}
	}
	for _, e := range after {
		if !slices.Contains(before, e) {
			e.list.Add(e.id, e.number, f.epoch)
		}
	}
	f.count(about, was)
	f.markDue(about)
	if f.stateOf(about) != stood {
		f.markReferrers(about)
	}
}

// factState holds what the records that refer to a fact depend on: its presence, its contract, and the date of a
// source.
type factState struct {
	is, belongs bool
	contract    int32
	date        lexicon.PartialDate
}

// stateOf returns the state of a fact.
func (f *Facts) stateOf(about Ref) (s factState) {
	if s.is = f.has(about); !s.is || about.Kind.IsClaim() || about.Kind == KindCitation {
		return s
	}
	if about.Kind == KindSource {
		s.date = f.sources.Get(int32(about.ID)).date //nolint:gosec // it is an id
		return s
	}
	s.contract, s.belongs = f.homeOf(nodeOf(about.Kind, int32(about.ID))) //nolint:gosec // it is an id
	return s
}

// count updates the number of facts of a kind and the bound of its ids.
func (f *Facts) count(about Ref, was bool) {
	is := f.has(about)
	if is && !was {
		f.counts[about.Kind%Kind(kinds)]++
	}
	if was && !is {
		f.counts[about.Kind%Kind(kinds)]--
	}
	if int(about.Kind) < kinds {
		f.bound(about.Kind, int32(about.ID)) //nolint:gosec // it is an id
	}
	if is && about.Kind.IsClaim() {
		c := f.claim(numberOf(about.Kind, int32(about.ID))) //nolint:gosec // it is an id
		f.bound(nodeKind(c.from), idOf(c.from))
		if c.to >= 0 {
			f.bound(nodeKind(c.to), idOf(c.to))
		}
	}
}

// bound raises the bound of a kind above an id.
func (f *Facts) bound(k Kind, id int32) { f.bounds[k] = max(f.bounds[k], id+1) }

// markDue marks what the next Build has to recompute for a fact. It is called before and after each change.
func (f *Facts) markDue(about Ref) {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch about.Kind {
	case KindContract:
		f.dueContracts[id] = true
	case KindPlan:
		if row := f.plans.Get(id); row != nil && row.fact.ID != 0 {
			f.dueContracts[int32(row.fact.Contract)] = true //nolint:gosec // it is an id
		}
		for _, axis := range f.ofPlan.Of(id) {
			f.dueAxes[axis] = true
		}
	case KindAxis:
		f.dueAxes[id] = true
	case KindCitation:
		if row := f.citations.Get(id); row != nil && row.kind.IsClaim() {
			f.dueClaims[numberOf(row.kind, row.record)] = true
		}
	default:
		if about.Kind.IsClaim() {
			f.dueClaims[numberOf(about.Kind, id)] = true
		}
	}
}

// markReferrers marks what refers to a thing that was added, removed or moved to another contract, or to a source
// whose date changed.
func (f *Facts) markReferrers(about Ref) {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch about.Kind {
	case KindContract:
		for _, thing := range f.held.Of(id) {
			f.markThing(thing)
		}
		f.markClaims(f.said.Of(id))
	case KindPlan:
		for _, axis := range f.ofPlan.Of(id) {
			f.markThing(nodeOf(KindAxis, axis))
		}
	case KindTheme:
		for _, theme := range f.narrower.Of(id) {
			f.check[Ref{KindTheme, int(theme)}] = true
		}
	case KindSource:
		for _, citation := range f.citing.Of(id) {
			f.markDue(Ref{KindCitation, int(citation)})
			f.check[Ref{KindCitation, int(citation)}] = true
		}
		return
	}
	if int(about.Kind) < thingKinds {
		f.markClaims(f.out[about.Kind].Of(id))
		f.markClaims(f.in[about.Kind].Of(id))
	}
}

// markThing marks a thing whose contract or plan changed.
func (f *Facts) markThing(node int32) {
	f.check[nodeRef(node)] = true
	if nodeIs(node, KindAxis) {
		f.dueAxes[idOf(node)] = true
	}
}

// markClaims marks claims of which an end changed.
func (f *Facts) markClaims(numbers []int32) {
	for _, number := range numbers {
		f.check[numberRef(number)], f.dueClaims[number] = true, true
	}
}
