package live

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/alignment"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// asserted are the columns that every claim has.
var asserted = []string{
	contribution.FieldStatus, contribution.FieldBasis, contribution.FieldSince, contribution.FieldUntil, contribution.FieldInference,
}

func columns(own ...string) []string { return append(own, asserted...) }

func claim(id, contract int, s lexicon.Status, b lexicon.Basis, since, until *lexicon.PartialDate, inference *string) network.Claim {
	return network.Claim{
		ID: id, Contract: contract, Status: s, Basis: b,
		Validity: lexicon.NewValidity(since, until), Reasoned: inference != nil,
	}
}

func contributions(ctx context.Context, tx *ent.Client, where func(*sql.Selector), facts *network.Facts) ([]int, error) {
	rows, err := tx.Contribution.Query().Where(where).
		Select(columns(contribution.FieldPartnerID, contribution.FieldActionID, contribution.FieldAxisID, contribution.FieldRole, contribution.FieldAmountCents, contribution.FieldScopeID)...).All(ctx)
	return each(rows, err, func(c *ent.Contribution) int {
		facts.PutContribution(network.Contribution{
			Claim:   claim(c.ID, or0(c.ScopeID), c.Status, c.Basis, c.Since, c.Until, c.Inference),
			Partner: c.PartnerID, Action: or0(c.ActionID), Axis: or0(c.AxisID), Role: c.Role, Amount: c.AmountCents,
		})
		return c.ID
	})
}

func alignments(ctx context.Context, tx *ent.Client, where func(*sql.Selector), facts *network.Facts) ([]int, error) {
	rows, err := tx.Alignment.Query().Where(where).
		Select(columns(alignment.FieldActionID, alignment.FieldAxisID, alignment.FieldKind, alignment.FieldScopeID)...).All(ctx)
	return each(rows, err, func(a *ent.Alignment) int {
		facts.PutAlignment(network.Alignment{
			Claim:  claim(a.ID, or0(a.ScopeID), a.Status, a.Basis, a.Since, a.Until, a.Inference),
			Action: a.ActionID, Axis: a.AxisID, Kind: a.Kind,
		})
		return a.ID
	})
}

func memberships(ctx context.Context, tx *ent.Client, where func(*sql.Selector), facts *network.Facts) ([]int, error) {
	rows, err := tx.Membership.Query().Where(where).
		Select(columns(membership.FieldPartnerID, membership.FieldGroupID, membership.FieldCollectiveID, membership.FieldRole, membership.FieldScopeID)...).All(ctx)
	return each(rows, err, func(m *ent.Membership) int {
		facts.PutMembership(network.Membership{
			Claim:   claim(m.ID, or0(m.ScopeID), m.Status, m.Basis, m.Since, m.Until, m.Inference),
			Partner: m.PartnerID, Group: or0(m.GroupID), Collective: or0(m.CollectiveID), Role: m.Role,
		})
		return m.ID
	})
}

func relations(ctx context.Context, tx *ent.Client, where func(*sql.Selector), facts *network.Facts) ([]int, error) {
	rows, err := tx.Relation.Query().Where(where).All(ctx)
	return each(rows, err, func(l *ent.Relation) int {
		facts.PutRelation(network.Relation{
			Claim: claim(l.ID, or0(l.ContractID), l.Status, l.Basis, l.Since, l.Until, l.Inference),
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
