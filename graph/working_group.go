package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
)

func (r *queryResolver) WorkingGroup(ctx context.Context, contract string, code string) (*ent.WorkingGroup, error) {
	panic(fmt.Errorf("not implemented: WorkingGroup - workingGroup"))
}

func (r *queryResolver) WorkingGroups(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.WorkingGroupFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.WorkingGroup], error) {
	panic(fmt.Errorf("not implemented: WorkingGroups - workingGroups"))
}

func (r *workingGroupResolver) Contract(ctx context.Context, obj *ent.WorkingGroup) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *workingGroupResolver) Parent(ctx context.Context, obj *ent.WorkingGroup) (*ent.WorkingGroup, error) {
	panic(fmt.Errorf("not implemented: Parent - parent"))
}

func (r *workingGroupResolver) Members(ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string, filter *model.MembershipFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Membership], error) {
	panic(fmt.Errorf("not implemented: Members - members"))
}

func (r *workingGroupResolver) Axes(ctx context.Context, obj *ent.WorkingGroup) ([]*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *workingGroupResolver) Relations(ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *workingGroupResolver) InverseRelations(ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *workingGroupResolver) Citations(ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *Resolver) WorkingGroup() exec.WorkingGroupResolver { return &workingGroupResolver{r} }

type workingGroupResolver struct{ *Resolver }
