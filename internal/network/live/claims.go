package live

import (
	"context"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/alignment"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// asserted are the columns that every claim has.
var asserted = []string{
	contribution.FieldStatus, contribution.FieldBasis, contribution.FieldSince, contribution.FieldUntil, contribution.FieldCreatedAt, contribution.FieldUpdatedAt,
}

func columns(own ...string) []string { return append(own, asserted...) }

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

func (r reading) contributions(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Contribution.Query().Where(where).
		Select(columns(
			contribution.FieldPartnerID, contribution.FieldActionID, contribution.FieldAxisID,
			contribution.FieldRole, contribution.FieldAmountCents, contribution.FieldScopeID,
		)...).All(ctx)
	return each(rows, err, func(c *ent.Contribution) int {
		r.facts.PutContribution(network.Contribution{
			Claim:   claimed{c.ID, c.ScopeID, c.Status, c.Basis, c.Since, c.Until, c.CreatedAt, c.UpdatedAt}.fact(r.zone),
			Partner: c.PartnerID, Action: or0(c.ActionID), Axis: or0(c.AxisID), Role: c.Role, Amount: c.AmountCents,
		})
		return c.ID
	})
}

func (r reading) alignments(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Alignment.Query().Where(where).
		Select(columns(alignment.FieldActionID, alignment.FieldAxisID, alignment.FieldKind, alignment.FieldScopeID)...).All(ctx)
	return each(rows, err, func(a *ent.Alignment) int {
		r.facts.PutAlignment(network.Alignment{
			Claim:  claimed{a.ID, a.ScopeID, a.Status, a.Basis, a.Since, a.Until, a.CreatedAt, a.UpdatedAt}.fact(r.zone),
			Action: a.ActionID, Axis: a.AxisID, Kind: a.Kind,
		})
		return a.ID
	})
}

func (r reading) memberships(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Membership.Query().Where(where).
		Select(columns(
			membership.FieldPartnerID, membership.FieldGroupID, membership.FieldCollectiveID,
			membership.FieldRole, membership.FieldScopeID,
		)...).All(ctx)
	return each(rows, err, func(m *ent.Membership) int {
		r.facts.PutMembership(network.Membership{
			Claim:   claimed{m.ID, m.ScopeID, m.Status, m.Basis, m.Since, m.Until, m.CreatedAt, m.UpdatedAt}.fact(r.zone),
			Partner: m.PartnerID, Group: or0(m.GroupID), Collective: or0(m.CollectiveID), Role: m.Role,
		})
		return m.ID
	})
}

func (r reading) relations(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Relation.Query().Where(where).All(ctx)
	return each(rows, err, func(l *ent.Relation) int {
		r.facts.PutRelation(network.Relation{
			Claim: claimed{l.ID, l.ContractID, l.Status, l.Basis, l.Since, l.Until, l.CreatedAt, l.UpdatedAt}.fact(r.zone),
			Kind:  l.Kind, Subject: Subject(l), Object: Object(l),
		})
		return l.ID
	})
}

// Subject is what a relation starts from.
func Subject(l *ent.Relation) network.Ref {
	return first(
		end{network.KindPlan, l.SubjectPlanID}, end{network.KindAxis, l.SubjectAxisID}, end{network.KindAction, l.SubjectActionID},
		end{network.KindPartner, l.SubjectPartnerID}, end{network.KindGroup, l.SubjectGroupID},
		end{network.KindAudience, l.SubjectAudienceID}, end{network.KindTerritory, l.SubjectTerritoryID},
		end{network.KindCriterion, l.SubjectCriterionID}, end{network.KindSource, l.SubjectSourceID}, end{network.KindConcept, l.SubjectConceptID})
}

// Object is what a relation leads to; zero for an object in words.
func Object(l *ent.Relation) network.Ref {
	return first(
		end{network.KindPlan, l.ObjectPlanID}, end{network.KindAxis, l.ObjectAxisID}, end{network.KindAction, l.ObjectActionID},
		end{network.KindPartner, l.ObjectPartnerID}, end{network.KindGroup, l.ObjectGroupID},
		end{network.KindAudience, l.ObjectAudienceID}, end{network.KindTerritory, l.ObjectTerritoryID},
		end{network.KindCriterion, l.ObjectCriterionID}, end{network.KindSource, l.ObjectSourceID}, end{network.KindConcept, l.ObjectConceptID},
		end{network.KindContract, l.ObjectContractID}, end{network.KindTheme, l.ObjectThemeID}, end{network.KindProgramme, l.ObjectProgrammeID})
}

type end struct {
	kind network.Kind
	id   *int
}

// first is the one end that is set: the database holds that there is only one.
func first(ends ...end) network.Ref {
	for _, e := range ends {
		if e.id != nil {
			return network.Ref{Kind: e.kind, ID: *e.id}
		}
	}
	return network.Ref{}
}
