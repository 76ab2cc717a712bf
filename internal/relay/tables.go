package relay

import (
	"time"

	"maillage/internal/gen/ent"
)

// Tables of the hub, one for each type that the API lists.
var (
	Contracts = newTable("contracts", func(c *ent.Client) *ent.ContractQuery { return c.Contract.Query() },
		recorded(func(r *ent.Contract) time.Time { return r.CreatedAt }, func(r *ent.Contract) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Contract) []byte { return r.SortKey }))
	Plans = newTable("plans", func(c *ent.Client) *ent.PlanQuery { return c.Plan.Query() },
		recorded(func(r *ent.Plan) time.Time { return r.CreatedAt }, func(r *ent.Plan) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Plan) []byte { return r.SortKey }))
	Themes = newTable("themes", func(c *ent.Client) *ent.ThemeQuery { return c.Theme.Query() },
		recorded(func(r *ent.Theme) time.Time { return r.CreatedAt }, func(r *ent.Theme) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Theme) []byte { return r.SortKey }), placed(func(r *ent.Theme) int { return r.Position }))
	Axes = newTable("axes", func(c *ent.Client) *ent.AxisQuery { return c.Axis.Query() },
		recorded(func(r *ent.Axis) time.Time { return r.CreatedAt }, func(r *ent.Axis) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Axis) []byte { return r.SortKey }), placed(func(r *ent.Axis) int { return r.Position }))
	Actions = newTable("actions", func(c *ent.Client) *ent.ActionQuery { return c.Action.Query() },
		recorded(func(r *ent.Action) time.Time { return r.CreatedAt }, func(r *ent.Action) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Action) []byte { return r.SortKey }))
	Partners = newTable("partners", func(c *ent.Client) *ent.PartnerQuery { return c.Partner.Query() },
		recorded(func(r *ent.Partner) time.Time { return r.CreatedAt }, func(r *ent.Partner) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Partner) []byte { return r.SortKey }))
	WorkingGroups = newTable("working_groups", func(c *ent.Client) *ent.WorkingGroupQuery { return c.WorkingGroup.Query() },
		recorded(func(r *ent.WorkingGroup) time.Time { return r.CreatedAt }, func(r *ent.WorkingGroup) time.Time { return r.UpdatedAt }),
		named(func(r *ent.WorkingGroup) []byte { return r.SortKey }))
	Programmes = newTable("programmes", func(c *ent.Client) *ent.ProgrammeQuery { return c.Programme.Query() },
		recorded(func(r *ent.Programme) time.Time { return r.CreatedAt }, func(r *ent.Programme) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Programme) []byte { return r.SortKey }))
	Audiences = newTable("audiences", func(c *ent.Client) *ent.AudienceQuery { return c.Audience.Query() },
		recorded(func(r *ent.Audience) time.Time { return r.CreatedAt }, func(r *ent.Audience) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Audience) []byte { return r.SortKey }))
	Territories = newTable("territories", func(c *ent.Client) *ent.TerritoryQuery { return c.Territory.Query() },
		recorded(func(r *ent.Territory) time.Time { return r.CreatedAt }, func(r *ent.Territory) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Territory) []byte { return r.SortKey }))
	Criteria = newTable("criteria", func(c *ent.Client) *ent.CriterionQuery { return c.Criterion.Query() },
		recorded(func(r *ent.Criterion) time.Time { return r.CreatedAt }, func(r *ent.Criterion) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Criterion) []byte { return r.SortKey }))
	Concepts = newTable("concepts", func(c *ent.Client) *ent.ConceptQuery { return c.Concept.Query() },
		recorded(func(r *ent.Concept) time.Time { return r.CreatedAt }, func(r *ent.Concept) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Concept) []byte { return r.SortKey }))
	Sources = newTable("sources", func(c *ent.Client) *ent.SourceQuery { return c.Source.Query() },
		recorded(func(r *ent.Source) time.Time { return r.CreatedAt }, func(r *ent.Source) time.Time { return r.UpdatedAt }),
		named(func(r *ent.Source) []byte { return r.SortKey }))
	Identifiers = newTable("identifiers", func(c *ent.Client) *ent.IdentifierQuery { return c.Identifier.Query() },
		recorded(func(r *ent.Identifier) time.Time { return r.CreatedAt }, func(r *ent.Identifier) time.Time { return r.UpdatedAt }))
	Citations = newTable("citations", func(c *ent.Client) *ent.CitationQuery { return c.Citation.Query() },
		recorded(func(r *ent.Citation) time.Time { return r.CreatedAt }, func(r *ent.Citation) time.Time { return r.UpdatedAt }))
	Contributions = newTable("contributions", func(c *ent.Client) *ent.ContributionQuery { return c.Contribution.Query() },
		recorded(func(r *ent.Contribution) time.Time { return r.CreatedAt }, func(r *ent.Contribution) time.Time { return r.UpdatedAt }))
	Alignments = newTable("alignments", func(c *ent.Client) *ent.AlignmentQuery { return c.Alignment.Query() },
		recorded(func(r *ent.Alignment) time.Time { return r.CreatedAt }, func(r *ent.Alignment) time.Time { return r.UpdatedAt }))
	Memberships = newTable("memberships", func(c *ent.Client) *ent.MembershipQuery { return c.Membership.Query() },
		recorded(func(r *ent.Membership) time.Time { return r.CreatedAt }, func(r *ent.Membership) time.Time { return r.UpdatedAt }))
	Relations = newTable("relations", func(c *ent.Client) *ent.RelationQuery { return c.Relation.Query() },
		recorded(func(r *ent.Relation) time.Time { return r.CreatedAt }, func(r *ent.Relation) time.Time { return r.UpdatedAt }))
)

// Pages of each type, under the names that the API gives them.
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
