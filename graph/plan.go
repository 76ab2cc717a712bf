package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *planResolver) Contract(ctx context.Context, obj *ent.Plan) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *planResolver) IsAdopted(ctx context.Context, obj *ent.Plan, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: IsAdopted - isAdopted"))
}

func (r *planResolver) IsAnnexed(ctx context.Context, obj *ent.Plan, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: IsAnnexed - isAnnexed"))
}

func (r *planResolver) IsValidated(ctx context.Context, obj *ent.Plan, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: IsValidated - isValidated"))
}

func (r *planResolver) Axes(ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter *model.AxisFilter, orderBy *model.PositionOrder) (*relay.Connection[ent.Axis], error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *planResolver) Relations(ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *planResolver) InverseRelations(ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *planResolver) Citations(ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Plan(ctx context.Context, contract string, code string) (*ent.Plan, error) {
	panic(fmt.Errorf("not implemented: Plan - plan"))
}

func (r *queryResolver) Plans(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.PlanFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Plan], error) {
	panic(fmt.Errorf("not implemented: Plans - plans"))
}

func (r *Resolver) Plan() exec.PlanResolver { return &planResolver{r} }

type planResolver struct{ *Resolver }
