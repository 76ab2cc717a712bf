package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *mutationResolver) CreateWorkingGroup(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.WorkingGroup], error) {
	return write.Apply(ctx, r.write(), relay.WorkingGroups, edit.Create, "group", input)
}

func (r *mutationResolver) UpdateWorkingGroup(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.WorkingGroup], error) {
	return write.Apply(ctx, r.write(), relay.WorkingGroups, edit.Update, "group", input)
}

func (r *mutationResolver) UpsertWorkingGroup(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.WorkingGroup], error) {
	return write.Apply(ctx, r.write(), relay.WorkingGroups, edit.Upsert, "group", input)
}

func (r *mutationResolver) DeleteWorkingGroup(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.WorkingGroup], error) {
	return write.Apply(ctx, r.write(), relay.WorkingGroups, edit.Delete, "group", input)
}

func (r *queryResolver) WorkingGroup(ctx context.Context, by input.RecordBy) (*ent.WorkingGroup, error) {
	return lookup.RecordBy[ent.WorkingGroup](ctx, r.Reader, "group", by)
}

func (r *queryResolver) WorkingGroups(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.WorkingGroup], error) {
	return list(ctx, r, relay.WorkingGroups, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *workingGroupResolver) Contract(ctx context.Context, obj *ent.WorkingGroup) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(record *ent.WorkingGroup) *int { return &record.ContractID },
	)
}

func (r *workingGroupResolver) Parent(ctx context.Context, obj *ent.WorkingGroup) (*ent.WorkingGroup, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.WorkingGroups, func(record *ent.WorkingGroup) *int { return record.ParentID },
	)
}

func (r *workingGroupResolver) Members(
	ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return relay.Children(
		ctx, r.Reader, obj, membershipsInGroup, page(first, after, last, before),
		recordOrder(orderBy), r.where("membership", filter),
	)
}

func (r *workingGroupResolver) FollowedAxes(ctx context.Context, obj *ent.WorkingGroup) ([]*ent.Axis, error) {
	return relay.Related(ctx, r.Reader, obj, workingGroupAxes, relay.Axes)
}

func (r *workingGroupResolver) Relations(
	ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["group"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *workingGroupResolver) InverseRelations(
	ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["group"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *workingGroupResolver) Citations(
	ctx context.Context, obj *ent.WorkingGroup, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["group"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *workingGroupResolver) Text(
	ctx context.Context, obj *ent.WorkingGroup, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *Resolver) WorkingGroup() exec.WorkingGroupResolver { return &workingGroupResolver{r} }

type workingGroupResolver struct{ *Resolver }
