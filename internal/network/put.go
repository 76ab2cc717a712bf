package network

import (
	"fmt"

	"maillage/internal/lexicon"
)

// Facts are what a database says, each fact as one of its rows says it: they
// follow the database row by row, and networks are built of them as often as
// they change. A network that was built never changes with them. Facts are not
// safe for concurrent use; the zero Facts are none.
type Facts struct {
	contracts table[Contract]
	plans     table[Plan]
	themes    table[Theme]
	axes      table[Axis]
	actions   table[Action]
	partners  table[Partner]
	groups    table[Group]
	sources   table[Source]
	claims    [kinds]table[rawClaim] // by kind of claim
	citations table[rawCitation]

	dates   interned[dates]
	homes   interned[int]    // contracts of claims; 0 is none
	fields  interned[string] // that citations are about
	amounts map[int]int64    // contribution → euro cents, where one is known
	faults  map[Ref]string   // why Build will refuse
}

// rawClaim is a claim whose ends are still database ids, in 40 bytes.
type rawClaim struct {
	from, to            int
	dates, home         int32 // places in dates and homes
	recorded, changed   lexicon.Day
	fromKind, toKind    Kind // toKind is 0 when a relation's object is words
	status, basis, word uint8
}

// rawCitation is a citation whose record and source are still database ids.
type rawCitation struct {
	record, source      int
	about               int32 // place in fields
	kind                Kind  // of the record
	supports, preferred bool
}

// NewFacts returns no facts.
func NewFacts() *Facts { return &Facts{} }

// PutContract adds a contract, or replaces the one of its id, as each Put does.
func (f *Facts) PutContract(c Contract) { f.contracts.put(f.told(KindContract, c.ID).ID, c) }

// PutPlan adds or replaces a plan.
func (f *Facts) PutPlan(p Plan) { f.plans.put(f.told(KindPlan, p.ID).ID, p) }

// PutTheme adds or replaces a theme.
func (f *Facts) PutTheme(t Theme) { f.themes.put(f.told(KindTheme, t.ID).ID, t) }

// PutAxis adds or replaces an axis.
func (f *Facts) PutAxis(a Axis) { f.axes.put(f.told(KindAxis, a.ID).ID, a) }

// PutAction adds or replaces an action.
func (f *Facts) PutAction(a Action) {
	about := f.told(KindAction, a.ID)
	if a.Status != "" {
		word(f, about, statusCodes, a.Status)
	}
	f.actions.put(about.ID, a)
}

// PutPartner adds or replaces a partner.
func (f *Facts) PutPartner(p Partner) { f.partners.put(f.told(KindPartner, p.ID).ID, p) }

// PutGroup adds or replaces a working group.
func (f *Facts) PutGroup(g Group) { f.groups.put(f.told(KindGroup, g.ID).ID, g) }

// PutSource adds or replaces a source.
func (f *Facts) PutSource(s Source) { f.sources.put(f.told(KindSource, s.ID).ID, s) }

// PutContribution adds or replaces a contribution.
func (f *Facts) PutContribution(c Contribution) {
	about := f.told(KindContribution, c.ID)
	raw := rawClaim{from: c.Partner, fromKind: KindPartner, word: word(f, about, roleCodes, c.Role)}
	raw.to, raw.toKind = f.either(about, Ref{KindAction, c.Action}, Ref{KindAxis, c.Axis})
	delete(f.amounts, c.ID)
	if c.Amount != nil {
		if f.amounts == nil {
			f.amounts = make(map[int]int64)
		}
		f.amounts[c.ID] = *c.Amount
	}
	f.put(about, c.Claim, raw)
}

// PutAlignment adds or replaces an alignment.
func (f *Facts) PutAlignment(a Alignment) {
	about := f.told(KindAlignment, a.ID)
	f.put(about, a.Claim, rawClaim{
		from: a.Action, fromKind: KindAction, to: a.Axis, toKind: KindAxis,
		word: word(f, about, alignmentCodes, a.Kind),
	})
}

// PutMembership adds or replaces a membership.
func (f *Facts) PutMembership(m Membership) {
	about := f.told(KindMembership, m.ID)
	raw := rawClaim{from: m.Partner, fromKind: KindPartner, word: word(f, about, roleCodes, m.Role)}
	raw.to, raw.toKind = f.either(about, Ref{KindGroup, m.Group}, Ref{KindPartner, m.Collective})
	f.put(about, m.Claim, raw)
}

// PutRelation adds or replaces a relation.
func (f *Facts) PutRelation(r Relation) {
	about := f.told(KindRelation, r.ID)
	f.put(about, r.Claim, rawClaim{
		from: r.Subject.ID, fromKind: r.Subject.Kind, to: r.Object.ID, toKind: r.Object.Kind,
		word: word(f, about, relationCodes, r.Kind),
	})
}

// PutCitation adds or replaces a citation.
func (f *Facts) PutCitation(c Citation) {
	f.citations.put(f.told(KindCitation, c.ID).ID, rawCitation{
		record: c.Record.ID, kind: c.Record.Kind, source: c.Source,
		about: f.fields.place(c.About), supports: c.Supports, preferred: c.Preferred,
	})
}

// put keeps a claim with what every claim says of itself.
func (f *Facts) put(about Ref, c Claim, raw rawClaim) {
	raw.status = word(f, about, statusCodes, c.Status)
	raw.basis = word(f, about, basisCodes, c.Basis)
	raw.dates = f.dates.place(dates{c.Since, c.Until})
	raw.recorded, raw.changed = c.Recorded, c.Changed
	raw.home = f.homes.place(c.Contract)
	f.claims[about.Kind].put(about.ID, raw)
}

// Remove takes a fact away: a thing, a claim, a source or a citation. What
// rests on it is not its business: Build refuses a claim left behind. Nothing
// happens when there is no such fact.
func (f *Facts) Remove(r Ref) {
	delete(f.faults, r)
	switch r.Kind {
	case KindContract:
		f.contracts.remove(r.ID)
	case KindPlan:
		f.plans.remove(r.ID)
	case KindTheme:
		f.themes.remove(r.ID)
	case KindAxis:
		f.axes.remove(r.ID)
	case KindAction:
		f.actions.remove(r.ID)
	case KindPartner:
		f.partners.remove(r.ID)
	case KindGroup:
		f.groups.remove(r.ID)
	case KindSource:
		f.sources.remove(r.ID)
	case KindContribution, KindAlignment, KindMembership, KindRelation:
		if r.Kind == KindContribution {
			delete(f.amounts, r.ID)
		}
		f.claims[r.Kind].remove(r.ID)
	case KindCitation:
		f.citations.remove(r.ID)
	}
}

// told starts a fact anew: what was wrong with it is forgotten.
func (f *Facts) told(k Kind, id int) Ref {
	about := Ref{k, id}
	delete(f.faults, about)
	if id == 0 {
		f.refuse(about, "a %s has the id 0, which means none", k)
	}
	return about
}

// either is the one of two ends that is given.
func (f *Facts) either(about, one, other Ref) (int, Kind) {
	if (one.ID == 0) == (other.ID == 0) {
		f.refuse(about, "%s %d must have exactly one of %s and %s, has %d and %d", about.Kind, about.ID, one.Kind, other.Kind, one.ID, other.ID)
	}
	if one.ID == 0 {
		one = other
	}
	return one.ID, one.Kind
}

// refuse notes what is wrong with a fact; the first fault found stands.
func (f *Facts) refuse(about Ref, format string, of ...any) {
	if f.faults == nil {
		f.faults = make(map[Ref]string)
	}
	if _, known := f.faults[about]; !known {
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
