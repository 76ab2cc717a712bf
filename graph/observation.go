package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/observation"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *sourceResolver) Observations(
	ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ObservationOrder,
) (*relay.Connection[ent.Observation], error) {
	return relay.Children(
		ctx, r.Reader, obj, observationsOfSource, page(first, after, last, before),
		observationOrder(orderBy), r.where("observation", filter),
	)
}

func (r *territoryResolver) Observations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.ObservationOrder,
) (*relay.Connection[ent.Observation], error) {
	return relay.Children(
		ctx, r.Reader, obj, observationsOfTerritory, page(first, after, last, before),
		observationOrder(orderBy), r.where("observation", filter),
	)
}

func (r *observationResolver) Indicator(ctx context.Context, obj *ent.Observation) (*ent.Indicator, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Indicators, func(record *ent.Observation) *int { return &record.IndicatorID },
	)
}

func (r *observationResolver) Territory(ctx context.Context, obj *ent.Observation) (*ent.Territory, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Territories, func(record *ent.Observation) *int { return record.TerritoryID },
	)
}

func (r *observationResolver) Document(ctx context.Context, obj *ent.Observation) (*ent.Source, error) {
	return relay.One(ctx, r.Reader, obj, relay.Sources, func(record *ent.Observation) *int { return record.DocumentID })
}

func (r *observationResolver) Code(_ context.Context, obj *ent.Observation) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *observationResolver) Citations(
	ctx context.Context, obj *ent.Observation, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["observation"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *observationResolver) Text(
	ctx context.Context, obj *ent.Observation, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateObservation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Observation], error) {
	return write.Apply(ctx, r.write(), relay.Observations, edit.Create, "observation", input)
}

func (r *mutationResolver) UpdateObservation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Observation], error) {
	return write.Apply(ctx, r.write(), relay.Observations, edit.Update, "observation", input)
}

func (r *mutationResolver) UpsertObservation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Observation], error) {
	return write.Apply(ctx, r.write(), relay.Observations, edit.Upsert, "observation", input)
}

func (r *mutationResolver) DeleteObservation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Observation], error) {
	return write.Apply(ctx, r.write(), relay.Observations, edit.Delete, "observation", input)
}

func (r *queryResolver) Observation(ctx context.Context, by input.RecordBy) (*ent.Observation, error) {
	return lookup.RecordBy[ent.Observation](ctx, r.Reader, "observation", by)
}

func (r *queryResolver) Observations(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ObservationOrder,
) (*relay.Connection[ent.Observation], error) {
	return list(ctx, r, relay.Observations, page(first, after, last, before), observationOrder(orderBy), filter)
}

func (r *Resolver) Observation() exec.ObservationResolver { return &observationResolver{r} }

type observationResolver struct{ *Resolver }

// The links of observations to what they are of.
var (
	observationsOf          = relay.Link[ent.Observation]{Table: relay.Observations, Column: observation.FieldIndicatorID}
	observationsOfTerritory = relay.Link[ent.Observation]{
		Table: relay.Observations, Column: observation.FieldTerritoryID,
	}
	observationsOfSource = relay.Link[ent.Observation]{Table: relay.Observations, Column: observation.FieldDocumentID}
)
