package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
)

func (r *queryResolver) Theme(ctx context.Context, contract string, code string) (*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Theme - theme"))
}

func (r *queryResolver) Themes(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ThemeFilter, orderBy *model.PositionOrder) (*relay.Connection[ent.Theme], error) {
	panic(fmt.Errorf("not implemented: Themes - themes"))
}

func (r *themeResolver) Contract(ctx context.Context, obj *ent.Theme) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *themeResolver) Parent(ctx context.Context, obj *ent.Theme) (*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Parent - parent"))
}

func (r *themeResolver) Children(ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string, orderBy *model.PositionOrder) (*relay.Connection[ent.Theme], error) {
	panic(fmt.Errorf("not implemented: Children - children"))
}

func (r *themeResolver) Reference(ctx context.Context, obj *ent.Theme) (*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Reference - reference"))
}

func (r *themeResolver) Axes(ctx context.Context, obj *ent.Theme) ([]*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *themeResolver) InverseRelations(ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *themeResolver) Citations(ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *Resolver) Theme() exec.ThemeResolver { return &themeResolver{r} }

type themeResolver struct{ *Resolver }
