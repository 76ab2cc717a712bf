package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *axisResolver) Contract(ctx context.Context, obj *ent.Axis) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *axisResolver) Plan(ctx context.Context, obj *ent.Axis) (*ent.Plan, error) {
	panic(fmt.Errorf("not implemented: Plan - plan"))
}

func (r *axisResolver) Themes(ctx context.Context, obj *ent.Axis) ([]*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Themes - themes"))
}

func (r *axisResolver) Audiences(ctx context.Context, obj *ent.Axis) ([]*ent.Audience, error) {
	panic(fmt.Errorf("not implemented: Audiences - audiences"))
}

func (r *axisResolver) Alignments(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter *model.AlignmentFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Alignment], error) {
	panic(fmt.Errorf("not implemented: Alignments - alignments"))
}

func (r *axisResolver) Contributions(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter *model.ContributionFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Contribution], error) {
	panic(fmt.Errorf("not implemented: Contributions - contributions"))
}

func (r *axisResolver) Contributors(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, partners []string, roles []lexicon.Role, statuses []lexicon.Status, basis []lexicon.Basis, asOf *lexicon.PartialDate) (*relay.Connection[view.DerivedContribution], error) {
	panic(fmt.Errorf("not implemented: Contributors - contributors"))
}

func (r *axisResolver) Relations(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *axisResolver) InverseRelations(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *axisResolver) Citations(ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Axis(ctx context.Context, contract string, code string) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *queryResolver) Axes(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.AxisFilter, orderBy *model.PositionOrder) (*relay.Connection[ent.Axis], error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *Resolver) Axis() exec.AxisResolver { return &axisResolver{r} }

type axisResolver struct{ *Resolver }
