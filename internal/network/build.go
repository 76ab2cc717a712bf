package network

import (
	"errors"
	"maps"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// Build makes the network of the facts within a scope; nil includes all facts.
//
// It returns an error for an invalid fact: a word outside the lexicon, too many ends, or a reference to an unknown
// thing.
func (f *Facts) Build(scope *Scope) (*Network, error) {
	if len(f.faults) > 0 {
		return nil, errors.New(slices.Min(slices.Collect(maps.Values(f.faults))))
	}
	if f.last == nil {
		if err := f.recompute(); err != nil {
			return nil, err
		}
		f.epoch = persistent.NextEpoch() // data shared with readers never changes
		now := f.records
		f.last = &now
	}
	return &Network{records: f.last, visibility: scope.visibility()}, nil
}

// Scoped returns the network limited to a scope; nil includes all facts.
func (n *Network) Scoped(scope *Scope) *Network {
	return &Network{records: n.records, visibility: scope.visibility()}
}

// recompute derives what depends on the facts that changed.
func (f *Facts) recompute() error {
	if !f.built {
		if err := f.recomputeAll(); err != nil {
			return err
		}
	} else {
		if err := f.verify(); err != nil {
			return err
		}
		for id := range f.dueContracts {
			f.dateContract(id)
		}
		for id := range f.dueAxes {
			f.dateAxis(id)
		}
		for number := range f.dueClaims {
			f.dateClaim(number)
		}
		f.due = newDue()
	}
	f.periods, f.evidences, f.fields = f.tables.periods.values, f.tables.evidences.values, f.tables.abouts.values
	f.dates = f.tables.dateSets.values
	return nil
}

// recomputeAll is recompute for the first network: it reads every fact.
func (f *Facts) recomputeAll() error {
	for about := range f.all {
		if err := f.dangling(about); err != nil {
			return err
		}
	}
	f.list()
	f.built, f.due = true, newDue()
	for about := range f.all {
		switch id := int32(about.ID); { //nolint:gosec // it is an id
		case about.Kind == KindContract:
			f.dateContract(id)
		case about.Kind == KindAxis:
			f.dateAxis(id)
		case about.Kind.IsClaim():
			f.dateClaim(numberOf(about.Kind, id))
		}
	}
	f.due = newDue()
	return nil
}

// all yields every fact.
func (f *Facts) all(yield func(Ref) bool) {
	for k := KindContract; k <= KindCitation; k++ {
		bound := f.boundOf(k)
		for id := range bound {
			if about := (Ref{k, int(id)}); id > 0 && f.has(about) && !yield(about) {
				return
			}
		}
	}
}

// boundOf returns a number greater than all ids of a kind.
func (f *Facts) boundOf(k Kind) int32 {
	switch k {
	case KindSource:
		return f.sources.Bound()
	case KindCitation:
		return f.citations.Bound()
	}
	return f.bounds[k]
}

// list builds the lists of all facts at once.
func (f *Facts) list() {
	pairs := map[*persistent.Lists]*persistent.Pairs{}
	var room []listEntry
	for about := range f.all {
		room = f.appendEntries(room[:0], about)
		for _, e := range room {
			of := pairs[e.list]
			if of == nil {
				of = &persistent.Pairs{}
				pairs[e.list] = of
			}
			of.Add(e.id, e.number)
		}
	}
	for lists, of := range pairs {
		*lists = of.Lists()
	}
}

// verify returns the error of the first fact that refers to an unknown thing.
func (f *Facts) verify() error {
	var first Ref
	var wrong error
	for about := range f.check {
		if wrong != nil && about.Compare(first) > 0 || !f.has(about) {
			continue
		}
		if err := f.dangling(about); err != nil {
			first, wrong = about, err
		}
	}
	return wrong
}

// dangling returns an error if a fact refers to an unknown thing.
func (f *Facts) dangling(about Ref) error {
	id := int32(about.ID) //nolint:gosec // it is an id
	var nodes [3]int32    // 0 means none
	switch about.Kind {
	case KindPlan, KindAction, KindGroup:
		contract, _ := f.homeOf(nodeOf(about.Kind, id))
		nodes = [3]int32{nodeOf(KindContract, contract)}
	case KindTheme:
		row := f.themes.Get(id)
		nodes = [3]int32{nodeOf(KindContract, row.contract), nodeOf(KindTheme, row.parent),
			nodeOf(KindTheme, row.reference)}
	case KindAxis:
		row := f.axes.Get(id)
		nodes = [3]int32{nodeOf(KindContract, row.contract), nodeOf(KindPlan, row.plan)}
	case KindCitation:
		if source := (Ref{KindSource, int(f.citations.Get(id).source)}); !f.has(source) {
			return unknown(about, source)
		}
	default:
		if about.Kind.IsClaim() {
			c := f.claim(numberOf(about.Kind, id))
			nodes = [3]int32{c.from, max(c.to, 0), nodeOf(KindContract, c.home)}
		}
	}
	for _, node := range nodes {
		if idOf(node) != 0 && !f.is(node) {
			return unknown(about, nodeRef(node))
		}
	}
	return nil
}

// dateContract computes when a contract is in force. It begins with its start, else with the earliest of its
// signature and the dates of its plans.
func (f *Facts) dateContract(id int32) {
	row := f.contracts.Get(id)
	if row == nil || row.fact.ID == 0 {
		return
	}
	p := dates{row.fact.Starts, row.fact.Ends}.period(false, 0)
	if !p.begins {
		some := []lexicon.PartialDate{row.fact.Signed}
		for _, plan := range within(f.held.Of(id), firstNode(KindPlan), firstNode(KindPlan)|(1<<nodeBits-1)) {
			fact := &f.plans.Get(idOf(plan)).fact
			some = append(some, fact.Adopted, fact.Annexed, fact.Validated)
		}
		earliest := earliestOf(some...)
		p.SinceEarliest, p.SinceLatest, p.begins = earliest.SinceEarliest, earliest.SinceLatest, earliest.begins
	}
	p.recorded = row.fact.Recorded
	if p == row.period {
		return
	}
	f.contracts.Edit(id, f.epoch).period = p
	f.touchContract(id)
	for _, axis := range within(f.held.Of(id), firstNode(KindAxis), firstNode(KindAxis)|(1<<nodeBits-1)) {
		f.dueAxes[idOf(axis)] = true
	}
}

// dateAxis computes when an axis holds by its plan and its contract.
func (f *Facts) dateAxis(id int32) {
	row := f.axes.Get(id)
	if row == nil || !row.known {
		return
	}
	times := f.within(always, nodeOf(KindAxis, id))
	if row.plan != 0 {
		times = f.within(f.plans.Get(row.plan).period, nodeOf(KindPlan, row.plan))
	}
	if times != row.times {
		f.touchContract(row.contract)
		f.axes.Edit(id, f.epoch).times = times
	}
}

// dateClaim sums up the citations of a claim and computes when the claim holds by its own dates and its sources.
func (f *Facts) dateClaim(number int32) {
	c := f.claim(number)
	at, listed := slices.BinarySearch(f.successions, number)
	if is := c.known() && numberIs(number, KindRelation) && c.isSuccession(); is != listed {
		next := slices.Clone(f.successions) // readers share the other slice
		if is {
			f.successions = slices.Insert(next, at, number)
		} else {
			f.successions = slices.Delete(next, at, at+1)
		}
	}
	if !c.known() {
		return
	}
	sum := f.evidenceOf(number)
	next := *c
	next.evidence = f.tables.evidence(sum)
	next.period = f.tables.period(f.dateOf(number, c, &sum))
	next.foreign = f.isForeign(c.from, c.home) || c.to >= 0 && f.isForeign(c.to, c.home)
	if next != *c {
		f.touchClaim(number, &next)
		*f.claims[number>>numberBits].Edit(claimID(number), f.epoch) = next
	}
}

// isForeign reports whether a thing belongs to another contract than the given one.
func (r *records) isForeign(node, contract int32) bool {
	home, belongs := r.homeOf(node)
	return belongs && home != 0 && home != contract
}

// dateOf computes when a claim holds by itself. A contribution or a membership without a beginning certainly holds
// from the earliest date of its sources.
func (f *Facts) dateOf(number int32, c *claim, e *evidence) period {
	k := numberKind(number)
	p := f.tables.dateSets.values[c.dates].period(c.status == completed && k != KindRelation, c.changed)
	if p.begins || k != KindContribution && k != KindMembership {
		return p
	}
	if e.dated() {
		p.sourced, p.begins = e.firstLatest, true
	} else {
		p.recorded = c.recorded
	}
	return p
}

// Fork returns new facts equal to those of the network, whatever its scope. It copies little: facts and network
// share unchanged data.
func (n *Network) Fork() *Facts {
	f := &Facts{records: *n.records, epoch: persistent.NextEpoch(), built: true, last: n.records,
		faults: map[Ref]string{}, due: newDue()}
	f.tables = internTables{
		periods: internTableOf(n.periods), evidences: internTableOf(n.evidences), dateSets: internTableOf(n.dates),
		abouts: internTableOf(n.fields),
	}
	return f
}

// internTableOf returns a table of values at their indexes.
func internTableOf[V comparable](values []V) internTable[V] {
	i := internTable[V]{slices.Clip(values), make(map[V]int32, len(values))}
	for index, v := range values {
		i.indexes[v] = int32(index) //nolint:gosec // memory has an end
	}
	return i
}
