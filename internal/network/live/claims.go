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

// claims reads the four types of claims, after what is cited for them.
func (r *reader) claims(ctx context.Context) error {
	e, err := r.evidence(ctx)
	if err != nil {
		return err
	}
	for _, read := range []func(context.Context, evidence) error{r.contributions, r.alignments, r.memberships, r.relations} {
		if err := read(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// asserted are the columns that every claim has.
var asserted = []string{
	contribution.FieldStatus, contribution.FieldBasis, contribution.FieldSince, contribution.FieldUntil, contribution.FieldInference,
}

func columns(own ...string) []string { return append(own, asserted...) }

func (e evidence) claim(kind network.Kind, id int, s lexicon.Status, b lexicon.Basis, since, until *lexicon.PartialDate, inference *string) network.Claim {
	cited := e[network.Ref{Kind: kind, ID: id}]
	if cited.Supporting == 0 {
		cited.Newest = lexicon.MinDay
	}
	cited.Reasoned = inference != nil
	return network.Claim{ID: id, Status: s, Basis: b, Validity: lexicon.NewValidity(since, until), Evidence: cited}
}

func (r *reader) contributions(ctx context.Context, e evidence) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Contribution, error) {
			return r.tx.Contribution.Query().Where(p).Select(columns(contribution.FieldPartnerID, contribution.FieldActionID,
				contribution.FieldAxisID, contribution.FieldRole)...).All(ctx)
		},
		func(c *ent.Contribution) int { return c.ID },
		func(c *ent.Contribution) {
			r.builder.AddContribution(network.Contribution{
				Claim:   e.claim(network.KindContribution, c.ID, c.Status, c.Basis, c.Since, c.Until, c.Inference),
				Partner: c.PartnerID, Action: or0(c.ActionID), Axis: or0(c.AxisID), Role: c.Role,
			})
		})
}

func (r *reader) alignments(ctx context.Context, e evidence) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Alignment, error) {
			return r.tx.Alignment.Query().Where(p).Select(columns(alignment.FieldActionID, alignment.FieldAxisID,
				alignment.FieldKind)...).All(ctx)
		},
		func(a *ent.Alignment) int { return a.ID },
		func(a *ent.Alignment) {
			r.builder.AddAlignment(network.Alignment{
				Claim:  e.claim(network.KindAlignment, a.ID, a.Status, a.Basis, a.Since, a.Until, a.Inference),
				Action: a.ActionID, Axis: a.AxisID, Kind: a.Kind,
			})
		})
}

func (r *reader) memberships(ctx context.Context, e evidence) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Membership, error) {
			return r.tx.Membership.Query().Where(p).Select(columns(membership.FieldPartnerID, membership.FieldGroupID,
				membership.FieldCollectiveID, membership.FieldRole)...).All(ctx)
		},
		func(m *ent.Membership) int { return m.ID },
		func(m *ent.Membership) {
			r.builder.AddMembership(network.Membership{
				Claim:   e.claim(network.KindMembership, m.ID, m.Status, m.Basis, m.Since, m.Until, m.Inference),
				Partner: m.PartnerID, Group: or0(m.GroupID), Collective: or0(m.CollectiveID), Role: m.Role,
			})
		})
}

func (r *reader) relations(ctx context.Context, e evidence) error {
	return each(
		func(p func(*sql.Selector)) ([]*ent.Relation, error) { return r.tx.Relation.Query().Where(p).All(ctx) },
		func(l *ent.Relation) int { return l.ID },
		func(l *ent.Relation) {
			r.builder.AddRelation(network.Relation{
				Claim: e.claim(network.KindRelation, l.ID, l.Status, l.Basis, l.Since, l.Until, l.Inference),
				Kind:  l.Kind, Subject: Subject(l), Object: Object(l), Contract: or0(l.ContractID),
			})
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
