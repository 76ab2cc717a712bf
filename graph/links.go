package graph

import (
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/action"
	"maillage/internal/gen/ent/alignment"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/gen/ent/identifier"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/plan"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/relay"
)

// The links between records: the column by which a child refers to its parent.
var (
	citationsOfContract     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldContractID}
	citationsOfPlan         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldPlanID}
	citationsOfTheme        = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldThemeID}
	citationsOfAxis         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAxisID}
	citationsOfAction       = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldActionID}
	citationsOfPartner      = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldPartnerID}
	citationsOfWorkingGroup = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldGroupID}
	citationsOfProgramme    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldProgrammeID}
	citationsOfAudience     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAudienceID}
	citationsOfTerritory    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldTerritoryID}
	citationsOfCriterion    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldCriterionID}
	citationsOfConcept      = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldConceptID}
	citationsOfSource       = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldDocumentID}
	citationsOfIdentifier   = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldIdentifierID}
	citationsOfContribution = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldContributionID}
	citationsOfAlignment    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAlignmentID}
	citationsOfMembership   = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldMembershipID}
	citationsOfRelation     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldRelationID}
	relationsToContract     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectContractID}
	relationsOfPlan         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectPlanID}
	relationsToPlan         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectPlanID}
	relationsToTheme        = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectThemeID}
	relationsOfAxis         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectAxisID}
	relationsToAxis         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectAxisID}
	relationsOfAction       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectActionID}
	relationsToAction       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectActionID}
	relationsOfPartner      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectPartnerID}
	relationsToPartner      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectPartnerID}
	relationsOfWorkingGroup = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectGroupID}
	relationsToWorkingGroup = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectGroupID}
	relationsToProgramme    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectProgrammeID}
	relationsOfAudience     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectAudienceID}
	relationsToAudience     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectAudienceID}
	relationsOfTerritory    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectTerritoryID}
	relationsToTerritory    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectTerritoryID}
	relationsOfCriterion    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectCriterionID}
	relationsToCriterion    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectCriterionID}
	relationsOfConcept      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectConceptID}
	relationsToConcept      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectConceptID}
	relationsOfSource       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectSourceID}
	relationsToSource       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectSourceID}
	plansOfContract         = relay.Link[ent.Plan]{Table: relay.Plans, Column: plan.FieldContractID}
	themesOfContract        = relay.Link[ent.Theme]{Table: relay.Themes, Column: theme.FieldContractID}
	axesOfContract          = relay.Link[ent.Axis]{Table: relay.Axes, Column: axis.FieldContractID}
	actionsOfContract       = relay.Link[ent.Action]{Table: relay.Actions, Column: action.FieldContractID}
	workingGroupsOfContract = relay.Link[ent.WorkingGroup]{Table: relay.WorkingGroups,
		Column: workinggroup.FieldContractID}
	axesOfPlan            = relay.Link[ent.Axis]{Table: relay.Axes, Column: axis.FieldPlanID}
	themesUnder           = relay.Link[ent.Theme]{Table: relay.Themes, Column: theme.FieldParentID}
	alignmentsOfAxis      = relay.Link[ent.Alignment]{Table: relay.Alignments, Column: alignment.FieldAxisID}
	contributionsToAxis   = relay.Link[ent.Contribution]{Table: relay.Contributions, Column: contribution.FieldAxisID}
	alignmentsOfAction    = relay.Link[ent.Alignment]{Table: relay.Alignments, Column: alignment.FieldActionID}
	contributionsToAction = relay.Link[ent.Contribution]{Table: relay.Contributions,
		Column: contribution.FieldActionID}
	identifiersOfPartner   = relay.Link[ent.Identifier]{Table: relay.Identifiers, Column: identifier.FieldPartnerID}
	contributionsOfPartner = relay.Link[ent.Contribution]{Table: relay.Contributions,
		Column: contribution.FieldPartnerID}
	membershipsOfPartner    = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldPartnerID}
	membershipsInCollective = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldCollectiveID}
	membershipsInGroup      = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldGroupID}
	identifiersOfTerritory  = relay.Link[ent.Identifier]{Table: relay.Identifiers, Column: identifier.FieldTerritoryID}
	citationsOfText         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldSourceID}
)

// The directions of relations, from a record and to it.
var (
	axisThemes, themeAxes                  = relay.Ways("axis", "themes")
	axisAudiences, _                       = relay.Ways("axis", "audiences")
	actionPartOf, actionParts              = relay.Ways("action", "partOf")
	actionThemes, _                        = relay.Ways("action", "themes")
	actionAudiences, _                     = relay.Ways("action", "audiences")
	actionTerritories, _                   = relay.Ways("action", "territories")
	actionProgrammes, _                    = relay.Ways("action", "programmes")
	actionCriteria, _                      = relay.Ways("action", "criteria")
	partnerPredecessors, partnerSuccessors = relay.Ways("partner", "predecessors")
	workingGroupAxes, _                    = relay.Ways("group", "axes")
	audiencePartOf, audienceParts          = relay.Ways("audience", "partOf")
	territoryPartOf, territoryParts        = relay.Ways("territory", "partOf")
)
