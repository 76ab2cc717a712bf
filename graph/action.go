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
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *actionResolver) Contract(ctx context.Context, obj *ent.Action) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Action) *int { return &record.ContractID })
}

func (r *actionResolver) Holds(
	ctx context.Context, obj *ent.Action, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindAction, ID: obj.ID}, asOf)
}

func (r *actionResolver) PartOf(ctx context.Context, obj *ent.Action) ([]*ent.Action, error) {
	return relay.Related(ctx, r.Reader, obj, actionPartOf, relay.Actions)
}

func (r *actionResolver) Parts(ctx context.Context, obj *ent.Action) ([]*ent.Action, error) {
	return relay.Related(ctx, r.Reader, obj, actionParts, relay.Actions)
}

func (r *actionResolver) Themes(ctx context.Context, obj *ent.Action) ([]*ent.Theme, error) {
	return relay.Related(ctx, r.Reader, obj, actionThemes, relay.Themes)
}

func (r *actionResolver) Audiences(ctx context.Context, obj *ent.Action) ([]*ent.Audience, error) {
	return relay.Related(ctx, r.Reader, obj, actionAudiences, relay.Audiences)
}

func (r *actionResolver) Territories(ctx context.Context, obj *ent.Action) ([]*ent.Territory, error) {
	return relay.Related(ctx, r.Reader, obj, actionTerritories, relay.Territories)
}

func (r *actionResolver) Programmes(ctx context.Context, obj *ent.Action) ([]*ent.Programme, error) {
	return relay.Related(ctx, r.Reader, obj, actionProgrammes, relay.Programmes)
}

func (r *actionResolver) Criteria(ctx context.Context, obj *ent.Action) ([]*ent.Criterion, error) {
	return relay.Related(ctx, r.Reader, obj, actionCriteria, relay.Criterions)
}

func (r *actionResolver) Alignments(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Alignment], error) {
	return relay.Children(
		ctx, r.Reader, obj, alignmentsOfAction, page(first, after, last, before),
		recordOrder(orderBy), r.where("alignment", filter),
	)
}

func (r *actionResolver) Contributions(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Contribution], error) {
	return relay.Children(
		ctx, r.Reader, obj, contributionsToAction, page(first, after, last, before),
		recordOrder(orderBy), r.where("contribution", filter),
	)
}

func (r *actionResolver) Relations(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["action"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *actionResolver) InverseRelations(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["action"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *actionResolver) Citations(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["action"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *actionResolver) Text(
	ctx context.Context, obj *ent.Action, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateAction(ctx context.Context, input model.Input) (*model.Payload[ent.Action], error) {
	return write.Apply(ctx, r.write(), relay.Actions, edit.Create, "action", input)
}

func (r *mutationResolver) UpdateAction(ctx context.Context, input model.Input) (*model.Payload[ent.Action], error) {
	return write.Apply(ctx, r.write(), relay.Actions, edit.Update, "action", input)
}

func (r *mutationResolver) UpsertAction(ctx context.Context, input model.Input) (*model.Payload[ent.Action], error) {
	return write.Apply(ctx, r.write(), relay.Actions, edit.Upsert, "action", input)
}

func (r *mutationResolver) DeleteAction(ctx context.Context, input model.Input) (*model.Payload[ent.Action], error) {
	return write.Apply(ctx, r.write(), relay.Actions, edit.Delete, "action", input)
}

func (r *queryResolver) Action(ctx context.Context, by input.RecordBy) (*ent.Action, error) {
	return lookup.RecordBy[ent.Action](ctx, r.Reader, "action", by)
}

func (r *queryResolver) Actions(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Action], error) {
	return list(ctx, r, relay.Actions, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *Resolver) Action() exec.ActionResolver { return &actionResolver{r} }

type actionResolver struct{ *Resolver }
