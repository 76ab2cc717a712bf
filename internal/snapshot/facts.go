package snapshot

import (
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// putFact tells the network what a record says. Records of a type that the network does not know say nothing to it.
func putFact(f *network.Facts, row ent.Row, zone *time.Location) {
	switch r := row.(type) {
	case *ent.Contract:
		f.PutContract(network.Contract{
			ID: r.ID, Starts: or(r.Since), Ends: or(r.Until), Signed: or(r.Signed),
			Recorded: lexicon.DayIn(r.CreatedAt, zone),
		})
	case *ent.Plan:
		f.PutPlan(network.Plan{
			ID: r.ID, Contract: r.ContractID, Adopted: or(r.Adopted), Annexed: or(r.Annexed),
			Validated: or(r.Validated),
		})
	case *ent.Theme:
		f.PutTheme(network.Theme{ID: r.ID, Contract: or0(r.ContractID), Parent: or0(r.ParentID),
			Reference: or0(r.ReferenceID)})
	case *ent.Axis:
		f.PutAxis(network.Axis{
			ID: r.ID, Contract: r.ContractID, Plan: or0(r.PlanID), Position: r.Position,
			Closed: r.Status == lexicon.AxisClosed,
		})
	case *ent.Action:
		fact := network.Action{
			ID: r.ID, Contract: r.ContractID, Since: or(r.Since), Until: or(r.Until),
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
		f.PutSource(network.Source{ID: r.ID, Date: or(r.Date)})
	default:
		putClaim(f, row, zone)
	}
}

func putClaim(f *network.Facts, row ent.Row, zone *time.Location) {
	switch r := row.(type) {
	case *ent.Contribution:
		f.PutContribution(network.Contribution{
			Claim:   claimed{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Partner: r.PartnerID, Action: or0(r.ActionID), Axis: or0(r.AxisID), Role: r.Role, Amount: r.AmountCents,
		})
	case *ent.Alignment:
		f.PutAlignment(network.Alignment{
			Claim:  claimed{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Action: r.ActionID, Axis: r.AxisID, Kind: r.Kind,
		})
	case *ent.Membership:
		f.PutMembership(network.Membership{
			Claim:   claimed{r.ID, r.ScopeID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt, r.UpdatedAt}.fact(zone),
			Partner: r.PartnerID, Group: or0(r.GroupID), Collective: or0(r.CollectiveID), Role: r.Role,
		})
	case *ent.Relation:
		f.PutRelation(network.Relation{
			Claim: claimed{r.ID, r.ContractID, r.Status, r.Basis, r.Since, r.Until, r.CreatedAt,
				r.UpdatedAt}.fact(zone),
			Kind: r.Kind, Subject: Subject(r), Object: Object(r),
		})
	case *ent.Citation:
		fact := network.Citation{
			ID: r.ID, Record: cited(r), Source: r.SourceID, Supports: r.Stance == lexicon.Supports,
			Preferred: r.Preferred,
		}
		if r.About != nil {
			fact.About = *r.About
		}
		f.PutCitation(fact)
	}
}

// claimed holds the columns that every claim has.
type claimed struct {
	id               int
	contract         *int
	status           lexicon.Status
	basis            lexicon.Basis
	since, until     *lexicon.PartialDate
	created, updated time.Time
}

// fact returns the claim for the network, its days as a time zone reads them.
func (c claimed) fact(zone *time.Location) network.Claim {
	return network.Claim{
		ID: c.id, Contract: or0(c.contract), Status: c.status, Basis: c.basis, Since: or(c.since), Until: or(c.until),
		Recorded: lexicon.DayIn(c.created, zone), Changed: lexicon.DayIn(c.updated, zone),
	}
}

// or is a date, or the zero one.
func or(date *lexicon.PartialDate) lexicon.PartialDate {
	if date == nil {
		return lexicon.PartialDate{}
	}
	return *date
}

func or0(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}

// kinds are those of the network, by the prefixes of types.
var kinds = func() map[string]network.Kind {
	all := map[string]network.Kind{}
	for k := network.KindContract; k <= network.KindCitation; k++ {
		all[k.String()] = k
	}
	return all
}()

// KindOf is the kind of a type in the network, by its prefix; 0 for one that is no part of it.
func KindOf(prefix string) network.Kind {
	if prefix == "citation" {
		return 0
	}
	return kinds[prefix]
}
