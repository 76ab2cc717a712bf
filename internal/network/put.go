package network

import (
	"fmt"

	"maillage/internal/network/cache"
	"maillage/internal/persistent"
)

// Facts holds one fact for each row of a database, follows its changes, and builds networks. Networks never change
// and share unchanged data with the facts, so that building one costs only what has changed.
//
// Facts is not safe for concurrent use.
type Facts struct {
	records
	epoch persistent.Epoch
	built bool     // a first network was built: from then on lists follow each fact
	last  *records // records of the last network; nil once a fact has changed

	// internal tables of distinct values
	tables internTables
	faults map[Ref]string // invalid facts, for which Build returns an error

	due
}

// due lists the facts that the next Build has to check or recompute.
type due struct {
	check        map[Ref]bool   // facts that may refer to unknown things
	dueContracts map[int32]bool // contracts whose period may have changed
	dueAxes      map[int32]bool // axes whose period may have changed
	dueClaims    map[int32]bool // numbers of claims whose period or evidence may have changed
}

func newDue() due { return due{map[Ref]bool{}, map[int32]bool{}, map[int32]bool{}, map[int32]bool{}} }

// NewFacts returns an empty set of facts.
func NewFacts() *Facts {
	return &Facts{
		records: records{sums: &cache.ByContract[*sums]{}, endpoints: &cache.ByContract[*endpoints]{}},
		epoch:   persistent.NextEpoch(), faults: map[Ref]string{}, due: newDue(),
	}
}

// PutContract adds a contract, or replaces the one with its id, as each Put method does.
func (f *Facts) PutContract(c Contract) {
	f.put(f.begin(KindContract, c.ID), func(id int32) { *f.contracts.Edit(id, f.epoch) = contractRow{fact: c} })
}

// PutPlan adds or replaces a plan.
func (f *Facts) PutPlan(p Plan) {
	about := f.begin(KindPlan, p.ID)
	f.checkRef(about, Ref{KindContract, p.Contract})
	f.put(about, func(id int32) {
		row := planRow{fact: p, period: earliestOf(p.Adopted, p.Annexed, p.Validated)}
		*f.plans.Edit(id, f.epoch) = row
	})
}

// PutTheme adds or replaces a theme.
func (f *Facts) PutTheme(t Theme) {
	about := f.begin(KindTheme, t.ID)
	f.checkOptionalRefs(about, Ref{KindContract, t.Contract}, Ref{KindTheme, t.Parent}, Ref{KindTheme, t.Reference})
	f.put(about, func(id int32) {
		row := f.themes.Edit(id, f.epoch)
		*row = themeRow{int32(t.Contract), int32(t.Parent), int32(t.Reference), true} //nolint:gosec // ids
	})
}

// PutAxis adds or replaces an axis.
func (f *Facts) PutAxis(a Axis) {
	about := f.begin(KindAxis, a.ID)
	f.checkRef(about, Ref{KindContract, a.Contract})
	f.checkOptionalRefs(about, Ref{KindPlan, a.Plan})
	f.put(about, func(id int32) {
		*f.axes.Edit(id, f.epoch) = axisRow{
			contract: int32(a.Contract), plan: int32(a.Plan), closed: a.Closed, known: true, //nolint:gosec // ids
			position: int32(a.Position), //nolint:gosec // a position
		}
	})
}

// PutAction adds or replaces an action.
func (f *Facts) PutAction(a Action) {
	about := f.begin(KindAction, a.ID)
	row := actionRow{progress: noStatus, recorded: a.Recorded, known: true}
	if a.Status != "" {
		row.progress = word(f, about, statusCodes, a.Status)
	}
	f.checkRef(about, Ref{KindContract, a.Contract})
	f.put(about, func(id int32) {
		row.contract = int32(a.Contract) //nolint:gosec // it is an id
		row.period = f.tables.period(dates{a.Since, a.Until}.period(row.progress == completed, a.Changed))
		*f.actions.Edit(id, f.epoch) = row
	})
}

// PutPartner adds or replaces a partner.
func (f *Facts) PutPartner(p Partner) {
	f.put(f.begin(KindPartner, p.ID), func(id int32) {
		plusOne := func(code uint8, ok bool) uint8 {
			if !ok {
				return 0
			}
			return code + 1
		}
		is := partnerTraits{plusOne(kindCodes.of(p.Kind)), plusOne(sectorCodes.of(p.Sector)), p.Open}
		*f.partners.Edit(id, f.epoch) = partnerRow{p.SortKey, is, true}
	})
}

// PutGroup adds or replaces a working group.
func (f *Facts) PutGroup(g Group) {
	about := f.begin(KindGroup, g.ID)
	f.checkRef(about, Ref{KindContract, g.Contract})
	contract := int32(g.Contract) //nolint:gosec // an id
	f.put(about, func(id int32) { *f.groups.Edit(id, f.epoch) = groupRow{contract, true} })
}

// PutSource adds or replaces a source.
func (f *Facts) PutSource(s Source) {
	f.put(f.begin(KindSource, s.ID), func(id int32) { *f.sources.Edit(id, f.epoch) = sourceRow{s.Date, true} })
}

// PutContribution adds or replaces a contribution.
func (f *Facts) PutContribution(c Contribution) {
	about := f.begin(KindContribution, c.ID)
	row := claim{word: word(f, about, roleCodes, c.Role)}
	to := f.either(about, Ref{KindAction, c.Action}, Ref{KindAxis, c.Axis})
	f.putClaim(about, c.Claim, row, Ref{KindPartner, c.Partner}, to, func(id int32) {
		amount := int64(0)
		if c.Amount != nil {
			amount = *c.Amount + 1
		}
		if was := f.amounts.Get(id); amount != 0 || was != nil && *was != 0 {
			*f.amounts.Edit(id, f.epoch) = amount
		}
	})
}

// PutAlignment adds or replaces an alignment.
func (f *Facts) PutAlignment(a Alignment) {
	about := f.begin(KindAlignment, a.ID)
	row := claim{word: word(f, about, alignmentCodes, a.Kind)}
	f.putClaim(about, a.Claim, row, Ref{KindAction, a.Action}, Ref{KindAxis, a.Axis}, nil)
}

// PutMembership adds or replaces a membership.
func (f *Facts) PutMembership(m Membership) {
	about := f.begin(KindMembership, m.ID)
	row := claim{word: word(f, about, roleCodes, m.Role)}
	to := f.either(about, Ref{KindGroup, m.Group}, Ref{KindPartner, m.Collective})
	f.putClaim(about, m.Claim, row, Ref{KindPartner, m.Partner}, to, nil)
}

// PutRelation adds or replaces a relation.
func (f *Facts) PutRelation(r Relation) {
	about := f.begin(KindRelation, r.ID)
	row := claim{word: word(f, about, relationCodes, r.Kind)}
	f.putClaim(about, r.Claim, row, r.Subject, r.Object, nil)
}

// putClaim stores a claim with the fields that all claims have.
func (f *Facts) putClaim(about Ref, c Claim, row claim, from, to Ref, more func(id int32)) {
	row.status = word(f, about, statusCodes, c.Status)
	row.basis = word(f, about, basisCodes, c.Basis)
	f.checkRef(about, from)
	if to != (Ref{}) {
		f.checkRef(about, to)
	}
	f.checkOptionalRefs(about, Ref{KindContract, c.Contract})
	f.put(about, func(id int32) {
		row.from, row.to = nodeOf(from.Kind, int32(from.ID)), -1 //nolint:gosec // it is an id
		if to != (Ref{}) {
			row.to = nodeOf(to.Kind, int32(to.ID)) //nolint:gosec // it is an id
		}
		row.dates = f.tables.dates(dates{c.Since, c.Until})
		row.recorded, row.changed, row.home = c.Recorded, c.Changed, int32(c.Contract) //nolint:gosec // it is an id
		*f.claims[about.Kind-KindContribution].Edit(id, f.epoch) = row
		if more != nil {
			more(id)
		}
	})
}

// PutCitation adds or replaces a citation. A citation of a record that no network knows is stored without its
// record.
func (f *Facts) PutCitation(c Citation) {
	about := f.begin(KindCitation, c.ID)
	f.checkRef(about, Ref{KindSource, c.Source})
	f.put(about, func(id int32) {
		row := citationRow{
			source: int32(c.Source), about: f.tables.field(c.About), //nolint:gosec // an id
			supports: c.Supports, preferred: c.Preferred, known: true,
		}
		if c.Record.Kind != 0 && int(c.Record.Kind) < kinds && isID(c.Record.ID) {
			row.kind, row.record = c.Record.Kind, int32(c.Record.ID) //nolint:gosec // an id
		}
		*f.citations.Edit(id, f.epoch) = row
	})
}

// Remove deletes a fact: a thing, a claim, a source or a citation. It does nothing if there is no such fact.
//
// It does not check what refers to the fact: Build returns an error for a claim left behind.
func (f *Facts) Remove(r Ref) {
	delete(f.faults, r)
	f.remove(r)
}

// remove clears the row of a fact.
func (f *Facts) remove(r Ref) {
	if !isID(r.ID) || r.Kind == 0 || r.Kind > KindCitation || !f.has(r) {
		return
	}
	f.change(r, func(id int32) {
		switch r.Kind {
		case KindContract:
			*f.contracts.Edit(id, f.epoch) = contractRow{}
		case KindPlan:
			*f.plans.Edit(id, f.epoch) = planRow{}
		case KindTheme:
			*f.themes.Edit(id, f.epoch) = themeRow{}
		case KindAxis:
			*f.axes.Edit(id, f.epoch) = axisRow{}
		case KindAction:
			*f.actions.Edit(id, f.epoch) = actionRow{}
		case KindPartner:
			*f.partners.Edit(id, f.epoch) = partnerRow{}
		case KindGroup:
			*f.groups.Edit(id, f.epoch) = groupRow{}
		case KindSource:
			*f.sources.Edit(id, f.epoch) = sourceRow{}
		case KindCitation:
			*f.citations.Edit(id, f.epoch) = citationRow{}
		default:
			*f.claims[r.Kind-KindContribution].Edit(id, f.epoch) = claim{}
		}
	})
}

// has reports whether there is such a fact.
func (f *Facts) has(r Ref) bool {
	id := int32(r.ID) //nolint:gosec // it is an id
	switch {
	case r.Kind == KindSource:
		row := f.sources.Get(id)
		return row != nil && row.known
	case r.Kind == KindCitation:
		row := f.citations.Get(id)
		return row != nil && row.known
	case r.Kind.IsClaim():
		return f.claim(numberOf(r.Kind, id)).known()
	}
	return !r.Kind.isShared() && f.is(nodeOf(r.Kind, id))
}

// begin starts to replace a fact and clears the fault of its former value.
func (f *Facts) begin(k Kind, id int) Ref {
	about := Ref{k, id}
	delete(f.faults, about)
	return about
}

// put writes a fact, unless a fault was found in it.
func (f *Facts) put(about Ref, write func(id int32)) {
	switch {
	case about.ID == 0:
		f.refuse(about, "a %s has the id 0, which means none", about.Kind)
	case !isID(about.ID):
		f.refuse(about, "a %s has the id %d: ids from 1 to %d are kept", about.Kind, about.ID, persistent.MostID)
	}
	if f.faults[about] != "" {
		f.remove(about)
		return
	}
	f.change(about, write)
	if f.built {
		f.check[about] = true
	}
}

// either returns the one of two ends that is set.
func (f *Facts) either(about, one, other Ref) Ref {
	if (one.ID == 0) == (other.ID == 0) {
		f.refuse(about, "%s %d must have exactly one of %s and %s, has %d and %d",
			about.Kind, about.ID, one.Kind, other.Kind, one.ID, other.ID)
	}
	if one.ID == 0 {
		return other
	}
	return one
}

// checkRef records a fault if the thing has no valid kind or id.
func (f *Facts) checkRef(about, thing Ref) {
	if thing.Kind == 0 || int(thing.Kind) >= thingKinds || !isID(thing.ID) {
		f.refuse(about, "%s", unknown(about, thing))
	}
}

// checkOptionalRefs is [Facts.checkRef] for references that may be unset.
func (f *Facts) checkOptionalRefs(about Ref, things ...Ref) {
	for _, thing := range things {
		if thing.ID != 0 {
			f.checkRef(about, thing)
		}
	}
}

func unknown(about, thing Ref) error {
	return fmt.Errorf("%s %d names the unknown %s %d", about.Kind, about.ID, thing.Kind, thing.ID)
}

// refuse records a fault of a fact; the first fault found stands.
func (f *Facts) refuse(about Ref, format string, of ...any) {
	if f.faults[about] == "" {
		f.faults[about] = fmt.Sprintf(format, of...)
	}
}

// word returns the code of a word, and records a fault if the lexicon lacks it.
func word[W ~string](f *Facts, about Ref, c codes[W], w W) uint8 {
	code, ok := c.of(w)
	if !ok {
		f.refuse(about, "%s %d: %q is not a %T", about.Kind, about.ID, w, w)
	}
	return code
}

// internTables stores each distinct value once. A million claims have few distinct dates and fewer distinct sums of
// evidence. Values are only ever appended, so that readers may keep the slices.
type internTables struct {
	periods   internTable[period]
	evidences internTable[evidence]
	dateSets  internTable[dates]
	abouts    internTable[string]
}

func (p *internTables) period(of period) int32     { return p.periods.index(of) }
func (p *internTables) evidence(of evidence) int32 { return p.evidences.index(of) }
func (p *internTables) dates(of dates) int32       { return p.dateSets.index(of) }
func (p *internTables) field(of string) int32      { return p.abouts.index(of) }

// internTable maps distinct values to their indexes.
type internTable[V comparable] struct {
	values  []V
	indexes map[V]int32
}

// index returns the index of a value, and appends the value if it is new.
func (i *internTable[V]) index(v V) int32 {
	p, ok := i.indexes[v]
	if !ok {
		if i.indexes == nil {
			i.indexes = make(map[V]int32)
		}
		p = int32(len(i.values)) //nolint:gosec // memory has an end
		i.values = append(i.values, v)
		i.indexes[v] = p
	}
	return p
}
