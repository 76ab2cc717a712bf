package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
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

func (r *axisResolver) Contract(ctx context.Context, obj *ent.Axis) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Axis) *int { return &record.ContractID })
}

func (r *axisResolver) Plan(ctx context.Context, obj *ent.Axis) (*ent.Plan, error) {
	return relay.One(ctx, r.Reader, obj, relay.Plans, func(record *ent.Axis) *int { return record.PlanID })
}

func (r *axisResolver) Themes(ctx context.Context, obj *ent.Axis) ([]*ent.Theme, error) {
	return relay.Related(ctx, r.Reader, obj, axisThemes, relay.Themes)
}

func (r *axisResolver) InferredThemes(
	ctx context.Context, obj *ent.Axis, asOf *lexicon.PartialDate,
) ([]*ent.Theme, error) {
	return r.derived().InferredThemes(ctx, obj, asOf)
}

func (r *axisResolver) Audiences(ctx context.Context, obj *ent.Axis) ([]*ent.Audience, error) {
	return relay.Related(ctx, r.Reader, obj, axisAudiences, relay.Audiences)
}

func (r *axisResolver) Alignments(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Alignment], error) {
	return relay.Children(
		ctx, r.Reader, obj, alignmentsOfAxis, page(first, after, last, before),
		recordOrder(orderBy), r.where("alignment", filter),
	)
}

func (r *axisResolver) Contributions(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Contribution], error) {
	return relay.Children(
		ctx, r.Reader, obj, contributionsToAxis, page(first, after, last, before),
		recordOrder(orderBy), r.where("contribution", filter),
	)
}

func (r *axisResolver) Contributors(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ContributorOrder, asOf *lexicon.PartialDate,
) (*relay.Connection[model.DerivedContribution], error) {
	return r.derived().Contributors(ctx, obj, page(first, after, last, before), derived.ArgsOf(filter, asOf), orderBy)
}

func (r *axisResolver) Relations(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["axis"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *axisResolver) InverseRelations(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["axis"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *axisResolver) Citations(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["axis"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *axisResolver) Text(
	ctx context.Context, obj *ent.Axis, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateAxis(ctx context.Context, input model.Input) (*model.Payload[ent.Axis], error) {
	return write.Apply(ctx, r.write(), relay.Axes, edit.Create, "axis", input)
}

func (r *mutationResolver) UpdateAxis(ctx context.Context, input model.Input) (*model.Payload[ent.Axis], error) {
	return write.Apply(ctx, r.write(), relay.Axes, edit.Update, "axis", input)
}

func (r *mutationResolver) UpsertAxis(ctx context.Context, input model.Input) (*model.Payload[ent.Axis], error) {
	return write.Apply(ctx, r.write(), relay.Axes, edit.Upsert, "axis", input)
}

func (r *mutationResolver) DeleteAxis(ctx context.Context, input model.Input) (*model.Payload[ent.Axis], error) {
	return write.Apply(ctx, r.write(), relay.Axes, edit.Delete, "axis", input)
}

func (r *queryResolver) Axis(ctx context.Context, by input.RecordBy) (*ent.Axis, error) {
	return lookup.RecordBy[ent.Axis](ctx, r.Reader, "axis", by)
}

func (r *queryResolver) Axes(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Axis], error) {
	return list(ctx, r, relay.Axes, page(first, after, last, before), positionOrder(orderBy), filter)
}

func (r *Resolver) Axis() exec.AxisResolver { return &axisResolver{r} }

type axisResolver struct{ *Resolver }
