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

func (r *contractResolver) InForce(ctx context.Context, obj *ent.Contract, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: InForce - inForce"))
}

func (r *contractResolver) Territory(ctx context.Context, obj *ent.Contract) (*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: Territory - territory"))
}

func (r *contractResolver) Plans(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.PlanFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Plan], error) {
	panic(fmt.Errorf("not implemented: Plans - plans"))
}

func (r *contractResolver) Themes(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.ThemeFilter, orderBy *model.PositionOrder) (*relay.Connection[ent.Theme], error) {
	panic(fmt.Errorf("not implemented: Themes - themes"))
}

func (r *contractResolver) Axes(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.AxisFilter, orderBy *model.PositionOrder) (*relay.Connection[ent.Axis], error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *contractResolver) Actions(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.ActionFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Action], error) {
	panic(fmt.Errorf("not implemented: Actions - actions"))
}

func (r *contractResolver) WorkingGroups(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.WorkingGroupFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.WorkingGroup], error) {
	panic(fmt.Errorf("not implemented: WorkingGroups - workingGroups"))
}

func (r *contractResolver) Partners(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string) (*relay.Connection[ent.Partner], error) {
	panic(fmt.Errorf("not implemented: Partners - partners"))
}

func (r *contractResolver) Matrix(ctx context.Context, obj *ent.Contract, themes []string, partners []string, roles []lexicon.Role, statuses []lexicon.Status, basis []lexicon.Basis, asOf *lexicon.PartialDate) (*view.Matrix, error) {
	panic(fmt.Errorf("not implemented: Matrix - matrix"))
}

func (r *contractResolver) Gaps(ctx context.Context, obj *ent.Contract, codes []lexicon.GapCode, asOf *lexicon.PartialDate, staleAfterMonths int) ([]*view.Gap, error) {
	panic(fmt.Errorf("not implemented: Gaps - gaps"))
}

func (r *contractResolver) Bridges(ctx context.Context, obj *ent.Contract, asOf *lexicon.PartialDate) (*view.Bridges, error) {
	panic(fmt.Errorf("not implemented: Bridges - bridges"))
}

func (r *contractResolver) InverseRelations(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *contractResolver) Citations(ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Contract(ctx context.Context, code *string, id *string) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *queryResolver) Contracts(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ContractFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Contract], error) {
	panic(fmt.Errorf("not implemented: Contracts - contracts"))
}

func (r *Resolver) Contract() exec.ContractResolver { return &contractResolver{r} }

type contractResolver struct{ *Resolver }
