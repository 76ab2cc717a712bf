package snapshot

import (
	"maillage/internal/gen/ent"
	"maillage/internal/network"
)

// Subject returns the subject of a relation.
func Subject(l *ent.Relation) network.Ref {
	return firstSet(
		end{network.KindPlan, l.SubjectPlanID}, end{network.KindAxis, l.SubjectAxisID},
		end{network.KindAction, l.SubjectActionID},
		end{network.KindPartner, l.SubjectPartnerID}, end{network.KindGroup, l.SubjectGroupID},
		end{network.KindAudience, l.SubjectAudienceID}, end{network.KindTerritory, l.SubjectTerritoryID},
		end{network.KindCriterion, l.SubjectCriterionID}, end{network.KindSource, l.SubjectSourceID},
		end{network.KindConcept, l.SubjectConceptID})
}

// Object returns the object of a relation; it is zero for an object in words.
func Object(l *ent.Relation) network.Ref {
	return firstSet(
		end{network.KindPlan, l.ObjectPlanID}, end{network.KindAxis, l.ObjectAxisID},
		end{network.KindAction, l.ObjectActionID},
		end{network.KindPartner, l.ObjectPartnerID}, end{network.KindGroup, l.ObjectGroupID},
		end{network.KindAudience, l.ObjectAudienceID}, end{network.KindTerritory, l.ObjectTerritoryID},
		end{network.KindCriterion, l.ObjectCriterionID}, end{network.KindSource, l.ObjectSourceID},
		end{network.KindConcept, l.ObjectConceptID},
		end{network.KindContract, l.ObjectContractID}, end{network.KindTheme, l.ObjectThemeID},
		end{network.KindProgramme, l.ObjectProgrammeID})
}

// end is a nullable reference of a record.
type end struct {
	kind network.Kind
	id   *int
}

// firstSet returns the reference that is set. The database ensures that there is at most one.
func firstSet(ends ...end) network.Ref {
	for _, e := range ends {
		if e.id != nil {
			return network.Ref{Kind: e.kind, ID: *e.id}
		}
	}
	return network.Ref{}
}

// citedRecord returns the record of a citation; it is zero for an identifier, which the network does not know.
func citedRecord(c *ent.Citation) network.Ref {
	return firstSet(
		end{network.KindContract, c.ContractID}, end{network.KindPlan, c.PlanID}, end{network.KindTheme, c.ThemeID},
		end{network.KindAxis, c.AxisID}, end{network.KindAction, c.ActionID}, end{network.KindPartner, c.PartnerID},
		end{network.KindGroup, c.GroupID}, end{network.KindProgramme, c.ProgrammeID},
		end{network.KindAudience, c.AudienceID},
		end{network.KindTerritory, c.TerritoryID}, end{network.KindCriterion, c.CriterionID},
		end{network.KindSource, c.DocumentID}, end{network.KindConcept, c.ConceptID},
		end{network.KindContribution, c.ContributionID}, end{network.KindAlignment, c.AlignmentID},
		end{network.KindMembership, c.MembershipID}, end{network.KindRelation, c.RelationID})
}
