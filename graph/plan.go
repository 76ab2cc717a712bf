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

func (r *planResolver) Contract(ctx context.Context, obj *ent.Plan) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Plan) *int { return &record.ContractID })
}

func (r *planResolver) IsAdopted(
	ctx context.Context, obj *ent.Plan, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return new(r.derived().HasCome(obj.Adopted, asOf)), nil
}

func (r *planResolver) IsAnnexed(
	ctx context.Context, obj *ent.Plan, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return new(r.derived().HasCome(obj.Annexed, asOf)), nil
}

func (r *planResolver) IsValidated(
	ctx context.Context, obj *ent.Plan, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return new(r.derived().HasCome(obj.Validated, asOf)), nil
}

func (r *planResolver) Axes(
	ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Axis], error) {
	return relay.Children(
		ctx, r.Reader, obj, axesOfPlan, page(first, after, last, before),
		positionOrder(orderBy), r.where("axis", filter),
	)
}

func (r *planResolver) Relations(
	ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["plan"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *planResolver) InverseRelations(
	ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["plan"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *planResolver) Citations(
	ctx context.Context, obj *ent.Plan, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["plan"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *planResolver) Text(
	ctx context.Context, obj *ent.Plan, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreatePlan(ctx context.Context, input model.Input) (*model.Payload[ent.Plan], error) {
	return write.Apply(ctx, r.write(), relay.Plans, edit.Create, "plan", input)
}

func (r *mutationResolver) UpdatePlan(ctx context.Context, input model.Input) (*model.Payload[ent.Plan], error) {
	return write.Apply(ctx, r.write(), relay.Plans, edit.Update, "plan", input)
}

func (r *mutationResolver) UpsertPlan(ctx context.Context, input model.Input) (*model.Payload[ent.Plan], error) {
	return write.Apply(ctx, r.write(), relay.Plans, edit.Upsert, "plan", input)
}

func (r *mutationResolver) DeletePlan(ctx context.Context, input model.Input) (*model.Payload[ent.Plan], error) {
	return write.Apply(ctx, r.write(), relay.Plans, edit.Delete, "plan", input)
}

func (r *queryResolver) Plan(ctx context.Context, by input.RecordBy) (*ent.Plan, error) {
	return lookup.RecordBy[ent.Plan](ctx, r.Reader, "plan", by)
}

func (r *queryResolver) Plans(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Plan], error) {
	return list(ctx, r, relay.Plans, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *Resolver) Plan() exec.PlanResolver { return &planResolver{r} }

type planResolver struct{ *Resolver }
