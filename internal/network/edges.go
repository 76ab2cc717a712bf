package network

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// listed is a number in a list of what belongs together.
type listed struct {
	list       *persistent.Lists
	id, number int32
}

// edges are those that a fact makes.
func (r *records) edges(about Ref) []listed { return r.appendEdges(nil, about) }

func (r *records) appendEdges(edges []listed, about Ref) []listed {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch about.Kind {
	case KindPlan, KindAction, KindGroup:
		node := nodeOf(about.Kind, id)
		if contract, ok := r.homeOf(node); ok {
			edges = append(edges, listed{&r.held, contract, node})
		}
	case KindTheme:
		row := r.themes.Get(id)
		if row == nil || !row.known {
			return edges
		}
		if row.contract != 0 {
			edges = append(edges, listed{&r.held, row.contract, nodeOf(KindTheme, id)})
		}
		for _, over := range []int32{row.parent, row.reference} {
			if over != 0 {
				edges = append(edges, listed{&r.narrower, over, id})
			}
		}
	case KindAxis:
		row := r.axes.Get(id)
		if row == nil || !row.known {
			return edges
		}
		edges = append(edges, listed{&r.held, row.contract, nodeOf(KindAxis, id)})
		if row.plan != 0 {
			edges = append(edges, listed{&r.ofPlan, row.plan, id})
		}
	case KindCitation:
		row := r.citations.Get(id)
		if row == nil || !row.known {
			return edges
		}
		edges = append(edges, listed{&r.citing, row.source, id})
		if row.kind != 0 {
			edges = append(edges, listed{&r.cited[row.kind], row.record, id})
		}
	default:
		if about.Kind.IsClaim() {
			edges = r.claimEdges(edges, numberOf(about.Kind, id))
		}
	}
	return edges
}

func (r *records) claimEdges(edges []listed, number int32) []listed {
	c := r.claim(number)
	if !c.known() {
		return edges
	}
	edges = append(edges, listed{&r.out[nodeKind(c.from)], idOf(c.from), number})
	if c.to >= 0 {
		edges = append(edges, listed{&r.in[nodeKind(c.to)], idOf(c.to), number})
	}
	if c.home != 0 && numberIs(number, KindRelation) {
		edges = append(edges, listed{&r.said, c.home, number})
	}
	return edges
}

// change writes the row of a fact, and what the lists say of it.
func (f *Facts) change(about Ref, write func(id int32)) {
	f.last = nil
	id, was := int32(about.ID), f.has(about) //nolint:gosec // it is an id
	if !f.built {                            // Build reads all rows
		write(id)
		f.count(about, was)
		return
	}
	f.look(about)
	f.touch(about)
	before, stood, body := f.edges(about), f.standingOf(about), f.bodyOf(about)
	write(id)
	f.touch(about)
	if is := f.bodyOf(about); is != body && body != (bodied{}) {
		f.version = uint32(f.epoch) // it counts elsewhere wherever it contributes
	}
	after := f.edges(about)
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
	f.look(about)
	if f.standingOf(about) != stood {
		f.lookAround(about)
	}
}

// placed holds what the records that name a fact depend on: its presence, its contract, and a source's date.
type placed struct {
	is, belongs bool
	contract    int32
	date        lexicon.PartialDate
}

func (f *Facts) standingOf(about Ref) (s placed) {
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

// count keeps how many facts there are of a kind, and how great their ids are.
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

func (f *Facts) bound(k Kind, id int32) { f.bounds[k] = max(f.bounds[k], id+1) }

// look notes what the next Build has to look at, as a fact is before a change and after it.
func (f *Facts) look(about Ref) {
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

// lookAround notes whatever names a thing that came, went, or belongs elsewhere, or a source of another date.
func (f *Facts) lookAround(about Ref) {
	id := int32(about.ID) //nolint:gosec // it is an id
	switch about.Kind {
	case KindContract:
		for _, thing := range f.held.Of(id) {
			f.lookThing(thing)
		}
		f.lookClaims(f.said.Of(id))
	case KindPlan:
		for _, axis := range f.ofPlan.Of(id) {
			f.lookThing(nodeOf(KindAxis, axis))
		}
	case KindTheme:
		for _, theme := range f.narrower.Of(id) {
			f.check[Ref{KindTheme, int(theme)}] = true
		}
	case KindSource:
		for _, citation := range f.citing.Of(id) {
			f.look(Ref{KindCitation, int(citation)})
			f.check[Ref{KindCitation, int(citation)}] = true
		}
		return
	}
	if int(about.Kind) < thingKinds {
		f.lookClaims(f.out[about.Kind].Of(id))
		f.lookClaims(f.in[about.Kind].Of(id))
	}
}

// lookThing notes a thing whose contract or plan is another.
func (f *Facts) lookThing(node int32) {
	f.check[nodeRef(node)] = true
	if nodeIs(node, KindAxis) {
		f.dueAxes[idOf(node)] = true
	}
}

// lookClaims notes claims of which an end is another.
func (f *Facts) lookClaims(numbers []int32) {
	for _, number := range numbers {
		f.check[numberRef(number)], f.dueClaims[number] = true, true
	}
}
