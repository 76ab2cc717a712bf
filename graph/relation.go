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
	"maillage/internal/snapshot"
	"maillage/internal/write"
)

func (r *mutationResolver) CreateRelation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Create, "relation", input)
}

func (r *mutationResolver) UpdateRelation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Update, "relation", input)
}

func (r *mutationResolver) UpsertRelation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Upsert, "relation", input)
}

func (r *mutationResolver) DeleteRelation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Delete, "relation", input)
}

func (r *queryResolver) Relation(ctx context.Context, by input.RecordBy) (*ent.Relation, error) {
	return lookup.RecordBy[ent.Relation](ctx, r.Reader, "relation", by)
}

func (r *queryResolver) Relations(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Relation], error) {
	return list(ctx, r, relay.Relations, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *relationResolver) Code(_ context.Context, obj *ent.Relation) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *relationResolver) Contract(ctx context.Context, obj *ent.Relation) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Relation) *int { return record.ContractID })
}

func (r *relationResolver) Subject(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj,
		func(relation *ent.Relation) lookup.Ref { return lookup.RefOf(snapshot.Subject(relation)) })
}

func (r *relationResolver) Object(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj,
		func(relation *ent.Relation) lookup.Ref { return lookup.RefOf(snapshot.Object(relation)) })
}

func (r *relationResolver) Holds(
	ctx context.Context, obj *ent.Relation, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindRelation, ID: obj.ID}, asOf)
}

func (r *relationResolver) Citations(
	ctx context.Context, obj *ent.Relation, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["relation"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *relationResolver) Text(
	ctx context.Context, obj *ent.Relation, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *Resolver) Relation() exec.RelationResolver { return &relationResolver{r} }

type relationResolver struct{ *Resolver }
