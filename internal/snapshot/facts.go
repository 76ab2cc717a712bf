package snapshot

import (
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// putFact adds a record to the facts of the network. It ignores records of a type that the network does not know.
func putFact(f *network.Facts, row ent.Row, zone *time.Location) {
	switch r := row.(type) {
	case *ent.Contract:
		f.PutContract(network.Contract{
			ID: r.ID, Starts: dateOr0(r.Since), Ends: dateOr0(r.Until), Signed: dateOr0(r.Signed),
			Recorded: lexicon.DayIn(r.CreatedAt, zone),
		})
	case *ent.Plan:
		f.PutPlan(network.Plan{
			ID: r.ID, Contract: r.ContractID, Adopted: dateOr0(r.Adopted), Annexed: dateOr0(r.Annexed),
			Validated: dateOr0(r.Validated),
		})
	case *ent.Theme:
		f.PutTheme(network.Theme{ID: r.ID, Contract: idOr0(r.ContractID), Parent: idOr0(r.ParentID),
			Reference: idOr0(r.ReferenceID)})
	case *ent.Axis:
		f.PutAxis(network.Axis{
			ID: r.ID, Contract: r.ContractID, Plan: idOr0(r.PlanID), Position: r.Position,
			Closed: r.Status == lexicon.AxisClosed,
		})
	case *ent.Action:
		fact := network.Action{
			ID: r.ID, Contract: r.ContractID, Since: dateOr0(r.Since), Until: dateOr0(r.Until),
			Recorded: lexicon.DayIn(r.CreatedAt, zone), Changed: lexicon.DayIn(r.UpdatedAt, zone),
		}
		if r.Status != nil {
			fact.Status = *r.Status
		}
		f.PutAction(fact)
	case *ent.Partner:
		f.PutPartner(network.Partner{ID: r.ID, Kind: r.Kind, Sector: r.Sector, SortKey: r.SortKey, Open: r.OpenList})
	case *ent.WorkingGroup:
		f.PutGroup(network.Group{ID: r.ID, Contract: r.ContractID})
	case *ent.Source:
		f.PutSource(network.Source{ID: r.ID, Date: dateOr0(r.Date)})
	default:
		putClaim(f, row, zone)
	}
}

// putClaim adds a claim or a citation to the facts of the network.
func putClaim(f *network.Facts, row ent.Row, zone *time.Location) {
	switch r := row.(type) {
	case *ent.Contribution:
		f.PutContribution(network.Contribution{
			Claim:   columns{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Partner: r.PartnerID, Action: idOr0(r.ActionID), Axis: idOr0(r.AxisID), Role: r.Role, Amount: r.AmountCents,
		})
	case *ent.Alignment:
		f.PutAlignment(network.Alignment{
			Claim:  columns{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Action: r.ActionID, Axis: r.AxisID, Kind: r.Kind,
		})
	case *ent.Membership:
		f.PutMembership(network.Membership{
			Claim:   columns{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Partner: r.PartnerID, Group: idOr0(r.GroupID), Collective: idOr0(r.CollectiveID), Role: r.Role,
		})
	case *ent.Relation:
		f.PutRelation(network.Relation{
			Claim: columns{r.ID, r.ContractID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt,
				r.UpdatedAt}.fact(zone),
			Kind: r.Kind, Subject: Subject(r), Object: Object(r),
		})
	case *ent.Citation:
		fact := network.Citation{
			ID: r.ID, Record: citedRecord(r), Source: r.SourceID, Supports: r.Stance == lexicon.Supports,
			Preferred: r.Preferred,
		}
		if r.About != nil {
			fact.About = *r.About
		}
		f.PutCitation(fact)
	}
}

// columns holds the values of the columns that all claims have.
type columns struct {
	id               int
	contract         *int
	status           lexicon.Status
	basis            lexicon.Basis
	since, until     *lexicon.PartialDate
	created, updated time.Time
}

// fact converts the columns for the network, with days in a time zone.
func (c columns) fact(zone *time.Location) network.Claim {
	return network.Claim{
		ID: c.id, Contract: idOr0(c.contract), Status: c.status, Basis: c.basis,
		Since: dateOr0(c.since), Until: dateOr0(c.until),
		Recorded: lexicon.DayIn(c.created, zone), Changed: lexicon.DayIn(c.updated, zone),
	}
}

// dateOr0 returns a date, or the zero date for nil.
func dateOr0(date *lexicon.PartialDate) lexicon.PartialDate {
	if date == nil {
		return lexicon.PartialDate{}
	}
	return *date
}

// idOr0 returns an id, or 0 for nil.
func idOr0(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}

// kinds maps prefixes of types to kinds of the network.
var kinds = func() map[string]network.Kind {
	all := map[string]network.Kind{}
	for k := network.KindContract; k <= network.KindCitation; k++ {
		all[k.String()] = k
	}
	return all
}()

// KindOf returns the network's kind of a type by its prefix; it is 0 for a type that is not in networks.
func KindOf(prefix string) network.Kind {
	if prefix == "citation" {
		return 0
	}
	return kinds[prefix]
}
