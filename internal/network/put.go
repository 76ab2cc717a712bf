package network

import (
	"fmt"

	"maillage/internal/persistent"
)

// Facts keeps one fact for each row of a database, follows the rows, and builds networks. A network that was built
// never changes, and shares with the facts whatever is the same: to build one costs what has changed.
// Facts is not safe for concurrent use.
type Facts struct {
	records
	epoch persistent.Epoch
	built bool     // once: from then on lists follow each fact
	last  *records // of the last network, until a fact changes

	placesOf places
	faults   map[Ref]string // why Build will refuse

	due
}

// due lists the facts that the next Build looks at again.
type due struct {
	check        map[Ref]bool   // facts that may name what is unknown
	dueContracts map[int32]bool // of which the period may be another
	dueAxes      map[int32]bool // of which the times may be
	dueClaims    map[int32]bool // of which the period or the evidence may be; numbers
}

func newDue() due { return due{map[Ref]bool{}, map[int32]bool{}, map[int32]bool{}, map[int32]bool{}} }

// NewFacts returns no facts.
func NewFacts() *Facts {
	return &Facts{
		records: records{sums: &keptByContract[*sums]{}, ends: &keptByContract[*ends]{}},
		epoch:   persistent.NextEpoch(), faults: map[Ref]string{}, due: newDue(),
	}
}

// PutContract adds a contract, or replaces the one of its id, as each Put does.
func (f *Facts) PutContract(c Contract) {
	f.put(f.told(KindContract, c.ID), func(id int32) { *f.contracts.Edit(id, f.epoch) = contractRow{fact: c} })
}

// PutPlan adds or replaces a plan.
func (f *Facts) PutPlan(p Plan) {
	about := f.told(KindPlan, p.ID)
	f.names(about, Ref{KindContract, p.Contract})
	f.put(about, func(id int32) {
		row := planRow{fact: p, period: earliestOf(p.Adopted, p.Annexed, p.Validated)}
		*f.plans.Edit(id, f.epoch) = row
	})
}

// PutTheme adds or replaces a theme.
func (f *Facts) PutTheme(t Theme) {
	about := f.told(KindTheme, t.ID)
	f.mayName(about, Ref{KindContract, t.Contract}, Ref{KindTheme, t.Parent}, Ref{KindTheme, t.Reference})
	f.put(about, func(id int32) {
		row := f.themes.Edit(id, f.epoch)
		*row = themeRow{int32(t.Contract), int32(t.Parent), int32(t.Reference), true} //nolint:gosec // ids
	})
}

// PutAxis adds or replaces an axis.
func (f *Facts) PutAxis(a Axis) {
	about := f.told(KindAxis, a.ID)
	f.names(about, Ref{KindContract, a.Contract})
	f.mayName(about, Ref{KindPlan, a.Plan})
	f.put(about, func(id int32) {
		*f.axes.Edit(id, f.epoch) = axisRow{
			contract: int32(a.Contract), plan: int32(a.Plan), closed: a.Closed, known: true, //nolint:gosec // ids
			position: int32(a.Position), //nolint:gosec // a position
		}
	})
}

// PutAction adds or replaces an action.
func (f *Facts) PutAction(a Action) {
	about := f.told(KindAction, a.ID)
	row := actionRow{progress: unsaid, noted: a.Recorded, known: true}
	if a.Status != "" {
		row.progress = word(f, about, statusCodes, a.Status)
	}
	f.names(about, Ref{KindContract, a.Contract})
	f.put(about, func(id int32) {
		row.contract = int32(a.Contract) //nolint:gosec // it is an id
		row.period = f.placesOf.period(dates{a.Since, a.Until}.period(row.progress == completed, a.Changed))
		*f.actions.Edit(id, f.epoch) = row
	})
}

// PutPartner adds or replaces a partner.
func (f *Facts) PutPartner(p Partner) {
	f.put(f.told(KindPartner, p.ID), func(id int32) {
		plusOne := func(code uint8, ok bool) uint8 {
			if !ok {
				return 0
			}
			return code + 1
		}
		is := body{plusOne(kindCodes.of(p.Kind)), plusOne(sectorCodes.of(p.Sector)), p.Open}
		*f.partners.Edit(id, f.epoch) = partnerRow{p.SortKey, is, true}
	})
}

// PutGroup adds or replaces a working group.
func (f *Facts) PutGroup(g Group) {
	about := f.told(KindGroup, g.ID)
	f.names(about, Ref{KindContract, g.Contract})
	contract := int32(g.Contract) //nolint:gosec // an id
	f.put(about, func(id int32) { *f.groups.Edit(id, f.epoch) = groupRow{contract, true} })
}

// PutSource adds or replaces a source.
func (f *Facts) PutSource(s Source) {
	f.put(f.told(KindSource, s.ID), func(id int32) { *f.sources.Edit(id, f.epoch) = sourceRow{s.Date, true} })
}

// PutContribution adds or replaces a contribution.
func (f *Facts) PutContribution(c Contribution) {
	about := f.told(KindContribution, c.ID)
	row := claim{word: word(f, about, roleCodes, c.Role)}
	to := f.either(about, Ref{KindAction, c.Action}, Ref{KindAxis, c.Axis})
	f.putClaim(about, c.Claim, row, Ref{KindPartner, c.Partner}, to, func(id int32) {
		told := int64(0)
		if c.Amount != nil {
			told = *c.Amount + 1
		}
		if was := f.amounts.Get(id); told != 0 || was != nil && *was != 0 {
			*f.amounts.Edit(id, f.epoch) = told
		}
	})
}

// PutAlignment adds or replaces an alignment.
func (f *Facts) PutAlignment(a Alignment) {
	about := f.told(KindAlignment, a.ID)
	row := claim{word: word(f, about, alignmentCodes, a.Kind)}
	f.putClaim(about, a.Claim, row, Ref{KindAction, a.Action}, Ref{KindAxis, a.Axis}, nil)
}

// PutMembership adds or replaces a membership.
func (f *Facts) PutMembership(m Membership) {
	about := f.told(KindMembership, m.ID)
	row := claim{word: word(f, about, roleCodes, m.Role)}
	to := f.either(about, Ref{KindGroup, m.Group}, Ref{KindPartner, m.Collective})
	f.putClaim(about, m.Claim, row, Ref{KindPartner, m.Partner}, to, nil)
}

// PutRelation adds or replaces a relation.
func (f *Facts) PutRelation(r Relation) {
	about := f.told(KindRelation, r.ID)
	row := claim{word: word(f, about, relationCodes, r.Kind)}
	f.putClaim(about, r.Claim, row, r.Subject, r.Object, nil)
}

// putClaim keeps a claim with what every claim says of itself.
func (f *Facts) putClaim(about Ref, c Claim, row claim, from, to Ref, more func(id int32)) {
	row.status = word(f, about, statusCodes, c.Status)
	row.basis = word(f, about, basisCodes, c.Basis)
	f.names(about, from)
	if to != (Ref{}) {
		f.names(about, to)
	}
	f.mayName(about, Ref{KindContract, c.Contract})
	f.put(about, func(id int32) {
		row.from, row.to = nodeOf(from.Kind, int32(from.ID)), -1 //nolint:gosec // it is an id
		if to != (Ref{}) {
			row.to = nodeOf(to.Kind, int32(to.ID)) //nolint:gosec // it is an id
		}
		row.dates = f.placesOf.dates(dates{c.Since, c.Until})
		row.recorded, row.changed, row.home = c.Recorded, c.Changed, int32(c.Contract) //nolint:gosec // it is an id
		*f.claims[about.Kind-KindContribution].Edit(id, f.epoch) = row
		if more != nil {
			more(id)
		}
	})
}

// PutCitation adds or replaces a citation. One of a record that no network knows says nothing.
func (f *Facts) PutCitation(c Citation) {
	about := f.told(KindCitation, c.ID)
	f.names(about, Ref{KindSource, c.Source})
	f.put(about, func(id int32) {
		row := citationRow{
			source: int32(c.Source), about: f.placesOf.field(c.About), //nolint:gosec // an id
			supports: c.Supports, preferred: c.Preferred, known: true,
		}
		if c.Record.Kind != 0 && int(c.Record.Kind) < kinds && isID(c.Record.ID) {
			row.kind, row.record = c.Record.Kind, int32(c.Record.ID) //nolint:gosec // an id
		}
		*f.citations.Edit(id, f.epoch) = row
	})
}

// Remove takes a fact away: a thing, a claim, a source or a citation. What
// rests on it is not its business: Build refuses a claim left behind. Nothing
// happens when there is no such fact.
func (f *Facts) Remove(r Ref) {
	delete(f.faults, r)
	f.remove(r)
}

// remove takes the row of a fact away.
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

// has tells whether there is a fact.
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

// told starts a fact anew: what was wrong with it is forgotten.
func (f *Facts) told(k Kind, id int) Ref {
	about := Ref{k, id}
	delete(f.faults, about)
	return about
}

// put keeps a fact, unless something is wrong with it.
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

// either is the one of two ends that is given.
func (f *Facts) either(about, one, other Ref) Ref {
	if (one.ID == 0) == (other.ID == 0) {
		f.refuse(about, "%s %d must have exactly one of %s and %s, has %d and %d", about.Kind, about.ID, one.Kind, other.Kind, one.ID, other.ID)
	}
	if one.ID == 0 {
		return other
	}
	return one
}

// names refuses a fact that names what cannot be: it is no thing, or has no id.
func (f *Facts) names(about, thing Ref) {
	if thing.Kind == 0 || int(thing.Kind) >= thingKinds || !isID(thing.ID) {
		f.refuse(about, "%s", unknown(about, thing))
	}
}

// mayName is names for what a fact need not name.
func (f *Facts) mayName(about Ref, things ...Ref) {
	for _, thing := range things {
		if thing.ID != 0 {
			f.names(about, thing)
		}
	}
}

func unknown(about, thing Ref) error {
	return fmt.Errorf("%s %d names the unknown %s %d", about.Kind, about.ID, thing.Kind, thing.ID)
}

// refuse notes what is wrong with a fact; the first fault found stands.
func (f *Facts) refuse(about Ref, format string, of ...any) {
	if f.faults[about] == "" {
		f.faults[about] = fmt.Sprintf(format, of...)
	}
}

// word is the code of a claim's word; a word that the lexicon lacks is refused.
func word[W ~string](f *Facts, about Ref, c codes[W], w W) uint8 {
	code, ok := c.of(w)
	if !ok {
		f.refuse(about, "%s %d: %q is not a %T", about.Kind, about.ID, w, w)
	}
	return code
}

// places gives each distinct value one place. A million claims have few distinct dates and fewer distinct sums of
// evidence. Values are only ever added, so that whoever has the slice may keep it.
type places struct {
	periods   interned[period]
	evidences interned[evidence]
	dateSets  interned[dates]
	abouts    interned[string]
}

func (p *places) period(of period) int32     { return p.periods.place(of) }
func (p *places) evidence(of evidence) int32 { return p.evidences.place(of) }
func (p *places) dates(of dates) int32       { return p.dateSets.place(of) }
func (p *places) field(of string) int32      { return p.abouts.place(of) }

type interned[V comparable] struct {
	values []V
	places map[V]int32
}

func (i *interned[V]) place(v V) int32 {
	p, ok := i.places[v]
	if !ok {
		if i.places == nil {
			i.places = make(map[V]int32)
		}
		p = int32(len(i.values)) //nolint:gosec // memory has an end
		i.values = append(i.values, v)
		i.places[v] = p
	}
	return p
}
