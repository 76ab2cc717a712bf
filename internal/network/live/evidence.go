package live

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/source"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// aboutClaims keeps the citations of claims; the others are of things.
var aboutClaims = citation.Or(citation.ContributionIDNotNil(), citation.AlignmentIDNotNil(),
	citation.MembershipIDNotNil(), citation.RelationIDNotNil())

// evidence sums up the citations of each claim.
type evidence map[network.Ref]network.Evidence

func (r *reader) evidence(ctx context.Context) (evidence, error) {
	dates, err := r.sourceDates(ctx)
	if err != nil {
		return nil, err
	}
	e := evidence{}
	err = each(
		func(p func(*sql.Selector)) ([]*ent.Citation, error) {
			return r.tx.Citation.Query().Where(p, aboutClaims).
				Select(citation.FieldSourceID, citation.FieldStance, citation.FieldPreferred, citation.FieldContributionID,
					citation.FieldAlignmentID, citation.FieldMembershipID, citation.FieldRelationID).All(ctx)
		},
		func(c *ent.Citation) int { return c.ID },
		func(c *ent.Citation) {
			claim := first(end{network.KindContribution, c.ContributionID}, end{network.KindAlignment, c.AlignmentID},
				end{network.KindMembership, c.MembershipID}, end{network.KindRelation, c.RelationID})
			e.add(claim, c, dates[c.SourceID])
		})
	return e, err
}

func (e evidence) add(claim network.Ref, c *ent.Citation, written *lexicon.PartialDate) {
	sum, known := e[claim]
	if !known {
		sum.Newest = lexicon.MinDay
	}
	if c.Stance == lexicon.Supports {
		sum.Supporting++
		if written != nil && written.Latest() != lexicon.MaxDay {
			sum.Newest = max(sum.Newest, written.Latest())
		}
	} else {
		sum.Contradicting++
	}
	sum.Resolved = sum.Resolved || c.Preferred
	e[claim] = sum
}

func (r *reader) sourceDates(ctx context.Context) (map[int]*lexicon.PartialDate, error) {
	rows, err := r.tx.Source.Query().Select(source.FieldDate).All(ctx)
	dates := make(map[int]*lexicon.PartialDate, len(rows))
	for _, s := range rows {
		dates[s.ID] = s.Date
	}
	return dates, err
}

// contradictions reads what sources contradict of things: the values of one
// field stand side by side until one of them is preferred.
func (r *reader) contradictions(ctx context.Context) error {
	type field struct {
		thing network.Ref
		about string
	}
	against, settled := map[field]int{}, map[field]bool{}
	err := each(
		func(p func(*sql.Selector)) ([]*ent.Citation, error) {
			return r.tx.Citation.Query().Where(p, citation.Not(aboutClaims),
				citation.Or(citation.StanceEQ(lexicon.Contradicts), citation.Preferred(true))).All(ctx)
		},
		func(c *ent.Citation) int { return c.ID },
		func(c *ent.Citation) {
			f := field{thing: cited(c)}
			if c.About != nil {
				f.about = *c.About
			}
			settled[f] = settled[f] || c.Preferred
			if c.Stance == lexicon.Contradicts {
				against[f]++
			}
		})
	for f, sources := range against {
		if !settled[f] && !f.thing.IsZero() {
			r.builder.AddContradiction(network.Contradiction{Thing: f.thing, Sources: sources})
		}
	}
	return err
}

// cited is the thing that a citation is about, where the network knows its type.
func cited(c *ent.Citation) network.Ref {
	return first(
		end{network.KindContract, c.ContractID}, end{network.KindPlan, c.PlanID}, end{network.KindTheme, c.ThemeID},
		end{network.KindAxis, c.AxisID}, end{network.KindAction, c.ActionID}, end{network.KindPartner, c.PartnerID},
		end{network.KindGroup, c.GroupID}, end{network.KindProgramme, c.ProgrammeID}, end{network.KindAudience, c.AudienceID},
		end{network.KindTerritory, c.TerritoryID}, end{network.KindCriterion, c.CriterionID},
		end{network.KindSource, c.DocumentID}, end{network.KindConcept, c.ConceptID})
}
