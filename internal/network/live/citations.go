package live

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/source"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func (r reading) sources(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Source.Query().Where(where).Select(source.FieldDate).All(ctx)
	return each(rows, err, func(s *ent.Source) int {
		r.facts.PutSource(network.Source{ID: s.ID, Date: or(s.Date)})
		return s.ID
	})
}

// or is a date, or the zero one.
func or(date *lexicon.PartialDate) lexicon.PartialDate {
	if date == nil {
		return lexicon.PartialDate{}
	}
	return *date
}

// saidBy are the columns of a citation but for its texts.
var saidBy = []string{
	citation.FieldSourceID, citation.FieldAbout, citation.FieldStance, citation.FieldPreferred,
	citation.FieldContractID, citation.FieldPlanID, citation.FieldThemeID, citation.FieldAxisID, citation.FieldActionID,
	citation.FieldPartnerID, citation.FieldGroupID, citation.FieldProgrammeID, citation.FieldAudienceID, citation.FieldTerritoryID,
	citation.FieldCriterionID, citation.FieldDocumentID, citation.FieldConceptID,
	citation.FieldContributionID, citation.FieldAlignmentID, citation.FieldMembershipID, citation.FieldRelationID,
}

func (r reading) citations(ctx context.Context, where where) ([]int, error) {
	rows, err := r.tx.Citation.Query().Where(where).Select(saidBy...).All(ctx)
	return each(rows, err, func(c *ent.Citation) int {
		fact := network.Citation{
			ID: c.ID, Record: cited(c), Source: c.SourceID,
			Supports: c.Stance == lexicon.Supports, Preferred: c.Preferred,
		}
		if c.About != nil {
			fact.About = *c.About
		}
		r.facts.PutCitation(fact)
		return c.ID
	})
}

// cited is the record that a citation is about; zero for an identifier, which
// the network does not know.
func cited(c *ent.Citation) network.Ref {
	return first(
		end{network.KindContract, c.ContractID}, end{network.KindPlan, c.PlanID}, end{network.KindTheme, c.ThemeID},
		end{network.KindAxis, c.AxisID}, end{network.KindAction, c.ActionID}, end{network.KindPartner, c.PartnerID},
		end{network.KindGroup, c.GroupID}, end{network.KindProgramme, c.ProgrammeID}, end{network.KindAudience, c.AudienceID},
		end{network.KindTerritory, c.TerritoryID}, end{network.KindCriterion, c.CriterionID},
		end{network.KindSource, c.DocumentID}, end{network.KindConcept, c.ConceptID},
		end{network.KindContribution, c.ContributionID}, end{network.KindAlignment, c.AlignmentID},
		end{network.KindMembership, c.MembershipID}, end{network.KindRelation, c.RelationID})
}
