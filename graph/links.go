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
	"maillage/internal/gen/ent/theme"
	"maillage/internal/gen/ent/workinggroup"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// The links of citations and relations to a record, by the type of the record.
var (
	citationsOf = linksBy(relay.Citations, "citation", "record")
	relationsOf = linksBy(relay.Relations, "relation", "subject")
	relationsTo = linksBy(relay.Relations, "relation", "object")
)

// linksBy returns the links by which the records of a table refer to others, by the type of the other record.
func linksBy[T any](of *relay.Table[T], prefix, reference string) map[string]relay.Link[T] {
	links := map[string]relay.Link[T]{}
	for _, end := range record.Of(prefix).Field(reference).Ends() {
		links[end.Prefix] = relay.Link[T]{Table: of, Column: end.Column}
	}
	return links
}

// The links between records: the column by which a child refers to its parent.
var (
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
