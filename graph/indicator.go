package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/indicator"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *actionResolver) Indicators(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Indicator], error) {
	return relay.Children(
		ctx, r.Reader, obj, indicatorsOfAction, page(first, after, last, before),
		thingOrder(orderBy), r.where("indicator", filter),
	)
}

func (r *axisResolver) Indicators(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Indicator], error) {
	return relay.Children(
		ctx, r.Reader, obj, indicatorsOfAxis, page(first, after, last, before),
		thingOrder(orderBy), r.where("indicator", filter),
	)
}

func (r *contractResolver) Indicators(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Indicator], error) {
	return relay.Children(
		ctx, r.Reader, obj, indicatorsOfContract, page(first, after, last, before),
		thingOrder(orderBy), r.where("indicator", filter),
	)
}

func (r *indicatorResolver) Contract(ctx context.Context, obj *ent.Indicator) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(record *ent.Indicator) *int { return &record.ContractID },
	)
}

func (r *indicatorResolver) Action(ctx context.Context, obj *ent.Indicator) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(record *ent.Indicator) *int { return record.ActionID })
}

func (r *indicatorResolver) Axis(ctx context.Context, obj *ent.Indicator) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *ent.Indicator) *int { return record.AxisID })
}

func (r *indicatorResolver) Observations(
	ctx context.Context, obj *ent.Indicator, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.ObservationOrder,
) (*relay.Connection[ent.Observation], error) {
	return relay.Children(
		ctx, r.Reader, obj, observationsOf, page(first, after, last, before),
		observationOrder(orderBy), r.where("observation", filter),
	)
}

func (r *indicatorResolver) Citations(
	ctx context.Context, obj *ent.Indicator, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["indicator"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *indicatorResolver) Text(
	ctx context.Context, obj *ent.Indicator, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateIndicator(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Indicator], error) {
	return write.Apply(ctx, r.write(), relay.Indicators, edit.Create, "indicator", input)
}

func (r *mutationResolver) UpdateIndicator(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Indicator], error) {
	return write.Apply(ctx, r.write(), relay.Indicators, edit.Update, "indicator", input)
}

func (r *mutationResolver) UpsertIndicator(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Indicator], error) {
	return write.Apply(ctx, r.write(), relay.Indicators, edit.Upsert, "indicator", input)
}

func (r *mutationResolver) DeleteIndicator(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Indicator], error) {
	return write.Apply(ctx, r.write(), relay.Indicators, edit.Delete, "indicator", input)
}

func (r *queryResolver) Indicator(ctx context.Context, by input.RecordBy) (*ent.Indicator, error) {
	return lookup.RecordBy[ent.Indicator](ctx, r.Reader, "indicator", by)
}

func (r *queryResolver) Indicators(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Indicator], error) {
	return list(ctx, r, relay.Indicators, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *Resolver) Indicator() exec.IndicatorResolver { return &indicatorResolver{r} }

type indicatorResolver struct{ *Resolver }

// The links of indicators to what they measure.
var (
	indicatorsOfContract = relay.Link[ent.Indicator]{Table: relay.Indicators, Column: indicator.FieldContractID}
	indicatorsOfAction   = relay.Link[ent.Indicator]{Table: relay.Indicators, Column: indicator.FieldActionID}
	indicatorsOfAxis     = relay.Link[ent.Indicator]{Table: relay.Indicators, Column: indicator.FieldAxisID}
)
