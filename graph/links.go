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

// How records refer to each other: the column of the child that names its parent.
var (
	citationsOfContract     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldContractID, Parent: func(child *ent.Citation) *int { return child.ContractID }}
	citationsOfPlan         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldPlanID, Parent: func(child *ent.Citation) *int { return child.PlanID }}
	citationsOfTheme        = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldThemeID, Parent: func(child *ent.Citation) *int { return child.ThemeID }}
	citationsOfAxis         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAxisID, Parent: func(child *ent.Citation) *int { return child.AxisID }}
	citationsOfAction       = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldActionID, Parent: func(child *ent.Citation) *int { return child.ActionID }}
	citationsOfPartner      = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldPartnerID, Parent: func(child *ent.Citation) *int { return child.PartnerID }}
	citationsOfWorkingGroup = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldGroupID, Parent: func(child *ent.Citation) *int { return child.GroupID }}
	citationsOfProgramme    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldProgrammeID, Parent: func(child *ent.Citation) *int { return child.ProgrammeID }}
	citationsOfAudience     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAudienceID, Parent: func(child *ent.Citation) *int { return child.AudienceID }}
	citationsOfTerritory    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldTerritoryID, Parent: func(child *ent.Citation) *int { return child.TerritoryID }}
	citationsOfCriterion    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldCriterionID, Parent: func(child *ent.Citation) *int { return child.CriterionID }}
	citationsOfConcept      = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldConceptID, Parent: func(child *ent.Citation) *int { return child.ConceptID }}
	citationsOfSource       = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldDocumentID, Parent: func(child *ent.Citation) *int { return child.DocumentID }}
	citationsOfIdentifier   = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldIdentifierID, Parent: func(child *ent.Citation) *int { return child.IdentifierID }}
	citationsOfContribution = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldContributionID, Parent: func(child *ent.Citation) *int { return child.ContributionID }}
	citationsOfAlignment    = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldAlignmentID, Parent: func(child *ent.Citation) *int { return child.AlignmentID }}
	citationsOfMembership   = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldMembershipID, Parent: func(child *ent.Citation) *int { return child.MembershipID }}
	citationsOfRelation     = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldRelationID, Parent: func(child *ent.Citation) *int { return child.RelationID }}
	relationsToContract     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectContractID, Parent: func(child *ent.Relation) *int { return child.ObjectContractID }}
	relationsOfPlan         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectPlanID, Parent: func(child *ent.Relation) *int { return child.SubjectPlanID }}
	relationsToPlan         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectPlanID, Parent: func(child *ent.Relation) *int { return child.ObjectPlanID }}
	relationsToTheme        = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectThemeID, Parent: func(child *ent.Relation) *int { return child.ObjectThemeID }}
	relationsOfAxis         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectAxisID, Parent: func(child *ent.Relation) *int { return child.SubjectAxisID }}
	relationsToAxis         = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectAxisID, Parent: func(child *ent.Relation) *int { return child.ObjectAxisID }}
	relationsOfAction       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectActionID, Parent: func(child *ent.Relation) *int { return child.SubjectActionID }}
	relationsToAction       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectActionID, Parent: func(child *ent.Relation) *int { return child.ObjectActionID }}
	relationsOfPartner      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectPartnerID, Parent: func(child *ent.Relation) *int { return child.SubjectPartnerID }}
	relationsToPartner      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectPartnerID, Parent: func(child *ent.Relation) *int { return child.ObjectPartnerID }}
	relationsOfWorkingGroup = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectGroupID, Parent: func(child *ent.Relation) *int { return child.SubjectGroupID }}
	relationsToWorkingGroup = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectGroupID, Parent: func(child *ent.Relation) *int { return child.ObjectGroupID }}
	relationsToProgramme    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectProgrammeID, Parent: func(child *ent.Relation) *int { return child.ObjectProgrammeID }}
	relationsOfAudience     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectAudienceID, Parent: func(child *ent.Relation) *int { return child.SubjectAudienceID }}
	relationsToAudience     = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectAudienceID, Parent: func(child *ent.Relation) *int { return child.ObjectAudienceID }}
	relationsOfTerritory    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectTerritoryID, Parent: func(child *ent.Relation) *int { return child.SubjectTerritoryID }}
	relationsToTerritory    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectTerritoryID, Parent: func(child *ent.Relation) *int { return child.ObjectTerritoryID }}
	relationsOfCriterion    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectCriterionID, Parent: func(child *ent.Relation) *int { return child.SubjectCriterionID }}
	relationsToCriterion    = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectCriterionID, Parent: func(child *ent.Relation) *int { return child.ObjectCriterionID }}
	relationsOfConcept      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectConceptID, Parent: func(child *ent.Relation) *int { return child.SubjectConceptID }}
	relationsToConcept      = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectConceptID, Parent: func(child *ent.Relation) *int { return child.ObjectConceptID }}
	relationsOfSource       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldSubjectSourceID, Parent: func(child *ent.Relation) *int { return child.SubjectSourceID }}
	relationsToSource       = relay.Link[ent.Relation]{Table: relay.Relations, Column: relation.FieldObjectSourceID, Parent: func(child *ent.Relation) *int { return child.ObjectSourceID }}
	plansOfContract         = relay.Link[ent.Plan]{Table: relay.Plans, Column: plan.FieldContractID, Parent: func(child *ent.Plan) *int { return &child.ContractID }}
	themesOfContract        = relay.Link[ent.Theme]{Table: relay.Themes, Column: theme.FieldContractID, Parent: func(child *ent.Theme) *int { return child.ContractID }}
	axesOfContract          = relay.Link[ent.Axis]{Table: relay.Axes, Column: axis.FieldContractID, Parent: func(child *ent.Axis) *int { return &child.ContractID }}
	actionsOfContract       = relay.Link[ent.Action]{Table: relay.Actions, Column: action.FieldContractID, Parent: func(child *ent.Action) *int { return &child.ContractID }}
	workingGroupsOfContract = relay.Link[ent.WorkingGroup]{Table: relay.WorkingGroups, Column: workinggroup.FieldContractID, Parent: func(child *ent.WorkingGroup) *int { return &child.ContractID }}
	axesOfPlan              = relay.Link[ent.Axis]{Table: relay.Axes, Column: axis.FieldPlanID, Parent: func(child *ent.Axis) *int { return child.PlanID }}
	themesUnder             = relay.Link[ent.Theme]{Table: relay.Themes, Column: theme.FieldParentID, Parent: func(child *ent.Theme) *int { return child.ParentID }}
	alignmentsOfAxis        = relay.Link[ent.Alignment]{Table: relay.Alignments, Column: alignment.FieldAxisID, Parent: func(child *ent.Alignment) *int { return &child.AxisID }}
	contributionsToAxis     = relay.Link[ent.Contribution]{Table: relay.Contributions, Column: contribution.FieldAxisID, Parent: func(child *ent.Contribution) *int { return child.AxisID }}
	alignmentsOfAction      = relay.Link[ent.Alignment]{Table: relay.Alignments, Column: alignment.FieldActionID, Parent: func(child *ent.Alignment) *int { return &child.ActionID }}
	contributionsToAction   = relay.Link[ent.Contribution]{Table: relay.Contributions, Column: contribution.FieldActionID, Parent: func(child *ent.Contribution) *int { return child.ActionID }}
	identifiersOfPartner    = relay.Link[ent.Identifier]{Table: relay.Identifiers, Column: identifier.FieldPartnerID, Parent: func(child *ent.Identifier) *int { return child.PartnerID }}
	contributionsOfPartner  = relay.Link[ent.Contribution]{Table: relay.Contributions, Column: contribution.FieldPartnerID, Parent: func(child *ent.Contribution) *int { return &child.PartnerID }}
	membershipsOfPartner    = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldPartnerID, Parent: func(child *ent.Membership) *int { return &child.PartnerID }}
	membershipsInCollective = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldCollectiveID, Parent: func(child *ent.Membership) *int { return child.CollectiveID }}
	membershipsInGroup      = relay.Link[ent.Membership]{Table: relay.Memberships, Column: membership.FieldGroupID, Parent: func(child *ent.Membership) *int { return child.GroupID }}
	identifiersOfTerritory  = relay.Link[ent.Identifier]{Table: relay.Identifiers, Column: identifier.FieldTerritoryID, Parent: func(child *ent.Identifier) *int { return child.TerritoryID }}
	citationsOfText         = relay.Link[ent.Citation]{Table: relay.Citations, Column: citation.FieldSourceID, Parent: func(child *ent.Citation) *int { return &child.SourceID }}
)

// Where relations lead from a record, and where they come from.
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
