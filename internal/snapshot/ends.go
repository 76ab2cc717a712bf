package snapshot

import (
	"maillage/internal/gen/ent"
	"maillage/internal/network"
)

// Subject returns the record that a relation starts from.
func Subject(l *ent.Relation) network.Ref {
	return first(
		end{network.KindPlan, l.SubjectPlanID}, end{network.KindAxis, l.SubjectAxisID},
		end{network.KindAction, l.SubjectActionID},
		end{network.KindPartner, l.SubjectPartnerID}, end{network.KindGroup, l.SubjectGroupID},
		end{network.KindAudience, l.SubjectAudienceID}, end{network.KindTerritory, l.SubjectTerritoryID},
		end{network.KindCriterion, l.SubjectCriterionID}, end{network.KindSource, l.SubjectSourceID},
		end{network.KindConcept, l.SubjectConceptID})
}

// Object returns the record that a relation leads to; zero for an object in words.
func Object(l *ent.Relation) network.Ref {
	return first(
		end{network.KindPlan, l.ObjectPlanID}, end{network.KindAxis, l.ObjectAxisID},
		end{network.KindAction, l.ObjectActionID},
		end{network.KindPartner, l.ObjectPartnerID}, end{network.KindGroup, l.ObjectGroupID},
		end{network.KindAudience, l.ObjectAudienceID}, end{network.KindTerritory, l.ObjectTerritoryID},
		end{network.KindCriterion, l.ObjectCriterionID}, end{network.KindSource, l.ObjectSourceID},
		end{network.KindConcept, l.ObjectConceptID},
		end{network.KindContract, l.ObjectContractID}, end{network.KindTheme, l.ObjectThemeID},
		end{network.KindProgramme, l.ObjectProgrammeID})
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

// cited is the record that a citation is about; zero for an identifier, which
// the network does not know.
func cited(c *ent.Citation) network.Ref {
	return first(
		end{network.KindContract, c.ContractID}, end{network.KindPlan, c.PlanID}, end{network.KindTheme, c.ThemeID},
		end{network.KindAxis, c.AxisID}, end{network.KindAction, c.ActionID}, end{network.KindPartner, c.PartnerID},
		end{network.KindGroup, c.GroupID}, end{network.KindProgramme, c.ProgrammeID},
		end{network.KindAudience, c.AudienceID},
		end{network.KindTerritory, c.TerritoryID}, end{network.KindCriterion, c.CriterionID},
		end{network.KindSource, c.DocumentID}, end{network.KindConcept, c.ConceptID},
		end{network.KindContribution, c.ContributionID}, end{network.KindAlignment, c.AlignmentID},
		end{network.KindMembership, c.MembershipID}, end{network.KindRelation, c.RelationID})
}
