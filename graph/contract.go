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
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *contractResolver) Holds(
	ctx context.Context, obj *ent.Contract, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindContract, ID: obj.ID}, asOf)
}

func (r *contractResolver) Territory(ctx context.Context, obj *ent.Contract) (*ent.Territory, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Territories, func(record *ent.Contract) *int { return record.TerritoryID },
	)
}

func (r *contractResolver) Plans(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Plan], error) {
	return relay.Children(
		ctx, r.Reader, obj, plansOfContract, page(first, after, last, before),
		thingOrder(orderBy), r.where("plan", filter),
	)
}

func (r *contractResolver) OwnThemes(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Theme], error) {
	return relay.Children(
		ctx, r.Reader, obj, themesOfContract, page(first, after, last, before),
		positionOrder(orderBy), r.where("theme", filter),
	)
}

func (r *contractResolver) Axes(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Axis], error) {
	return relay.Children(
		ctx, r.Reader, obj, axesOfContract, page(first, after, last, before),
		positionOrder(orderBy), r.where("axis", filter),
	)
}

func (r *contractResolver) Actions(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Action], error) {
	return relay.Children(
		ctx, r.Reader, obj, actionsOfContract, page(first, after, last, before),
		thingOrder(orderBy), r.where("action", filter),
	)
}

func (r *contractResolver) WorkingGroups(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.WorkingGroup], error) {
	return relay.Children(
		ctx, r.Reader, obj, workingGroupsOfContract, page(first, after, last, before),
		thingOrder(orderBy), r.where("group", filter),
	)
}

func (r *contractResolver) Partners(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Partner], error) {
	return r.derived().PartnersOf(
		ctx, obj, page(first, after, last, before), thingOrder(orderBy), r.where("partner", filter),
	)
}

func (r *contractResolver) Matrix(
	ctx context.Context, obj *ent.Contract, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.Matrix, error) {
	return r.derived().MatrixOf(ctx, obj, derived.ArgsOf(filter, asOf))
}

func (r *contractResolver) Gaps(
	ctx context.Context, obj *ent.Contract, filter *input.GapFilter, asOf *lexicon.PartialDate, staleAfterMonths int,
) ([]*model.Gap, error) {
	return r.derived().Gaps(ctx, obj, filter, asOf, staleAfterMonths)
}

func (r *contractResolver) Bridges(
	ctx context.Context, obj *ent.Contract, without []string, asOf *lexicon.PartialDate,
) (*model.Bridges, error) {
	return r.derived().Bridges(ctx, obj, without, asOf)
}

func (r *contractResolver) InverseRelations(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["contract"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *contractResolver) Citations(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["contract"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *contractResolver) Text(
	ctx context.Context, obj *ent.Contract, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateContract(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contract], error) {
	return write.Apply(ctx, r.write(), relay.Contracts, edit.Create, "contract", input)
}

func (r *mutationResolver) UpdateContract(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contract], error) {
	return write.Apply(ctx, r.write(), relay.Contracts, edit.Update, "contract", input)
}

func (r *mutationResolver) UpsertContract(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contract], error) {
	return write.Apply(ctx, r.write(), relay.Contracts, edit.Upsert, "contract", input)
}

func (r *mutationResolver) DeleteContract(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contract], error) {
	return write.Apply(ctx, r.write(), relay.Contracts, edit.Delete, "contract", input)
}

func (r *queryResolver) Contract(ctx context.Context, by input.RecordBy) (*ent.Contract, error) {
	return lookup.RecordBy[ent.Contract](ctx, r.Reader, "contract", by)
}

func (r *queryResolver) Contracts(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Contract], error) {
	return list(ctx, r, relay.Contracts, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *Resolver) Contract() exec.ContractResolver { return &contractResolver{r} }

type contractResolver struct{ *Resolver }
