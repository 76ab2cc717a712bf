package relay

import "maillage/internal/gen/ent"

// Tables of the hub, one for each type that the API lists.
var (
	Contracts     = newTable[ent.Contract]("contract")
	Plans         = newTable[ent.Plan]("plan")
	Themes        = newTable[ent.Theme]("theme")
	Axes          = newTable[ent.Axis]("axis")
	Actions       = newTable[ent.Action]("action")
	Partners      = newTable[ent.Partner]("partner")
	WorkingGroups = newTable[ent.WorkingGroup]("group")
	Programmes    = newTable[ent.Programme]("programme")
	Audiences     = newTable[ent.Audience]("audience")
	Territories   = newTable[ent.Territory]("territory")
	Criteria      = newTable[ent.Criterion]("criterion")
	Concepts      = newTable[ent.Concept]("concept")
	Sources       = newTable[ent.Source]("source")
	Identifiers   = newTable[ent.Identifier]("identifier")
	Citations     = newTable[ent.Citation]("citation")
	Contributions = newTable[ent.Contribution]("contribution")
	Alignments    = newTable[ent.Alignment]("alignment")
	Memberships   = newTable[ent.Membership]("membership")
	Relations     = newTable[ent.Relation]("relation")
)

// Pages of each type, under their names in the API.
type (
	ContractConnection     = Connection[ent.Contract]
	ContractEdge           = Edge[ent.Contract]
	PlanConnection         = Connection[ent.Plan]
	PlanEdge               = Edge[ent.Plan]
	ThemeConnection        = Connection[ent.Theme]
	ThemeEdge              = Edge[ent.Theme]
	AxisConnection         = Connection[ent.Axis]
	AxisEdge               = Edge[ent.Axis]
	ActionConnection       = Connection[ent.Action]
	ActionEdge             = Edge[ent.Action]
	PartnerConnection      = Connection[ent.Partner]
	PartnerEdge            = Edge[ent.Partner]
	WorkingGroupConnection = Connection[ent.WorkingGroup]
	WorkingGroupEdge       = Edge[ent.WorkingGroup]
	ProgrammeConnection    = Connection[ent.Programme]
	ProgrammeEdge          = Edge[ent.Programme]
	AudienceConnection     = Connection[ent.Audience]
	AudienceEdge           = Edge[ent.Audience]
	TerritoryConnection    = Connection[ent.Territory]
	TerritoryEdge          = Edge[ent.Territory]
	CriterionConnection    = Connection[ent.Criterion]
	CriterionEdge          = Edge[ent.Criterion]
	ConceptConnection      = Connection[ent.Concept]
	ConceptEdge            = Edge[ent.Concept]
	SourceConnection       = Connection[ent.Source]
	SourceEdge             = Edge[ent.Source]
	IdentifierConnection   = Connection[ent.Identifier]
	IdentifierEdge         = Edge[ent.Identifier]
	CitationConnection     = Connection[ent.Citation]
	CitationEdge           = Edge[ent.Citation]
	ContributionConnection = Connection[ent.Contribution]
	ContributionEdge       = Edge[ent.Contribution]
	AlignmentConnection    = Connection[ent.Alignment]
	AlignmentEdge          = Edge[ent.Alignment]
	MembershipConnection   = Connection[ent.Membership]
	MembershipEdge         = Edge[ent.Membership]
	RelationConnection     = Connection[ent.Relation]
	RelationEdge           = Edge[ent.Relation]
)
