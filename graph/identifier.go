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
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *identifierResolver) Partner(ctx context.Context, obj *ent.Identifier) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *ent.Identifier) *int { return record.PartnerID })
}

func (r *identifierResolver) Territory(ctx context.Context, obj *ent.Identifier) (*ent.Territory, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Territories, func(record *ent.Identifier) *int { return record.TerritoryID },
	)
}

func (r *identifierResolver) Citations(
	ctx context.Context, obj *ent.Identifier, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["identifier"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *identifierResolver) Text(
	ctx context.Context, obj *ent.Identifier, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateIdentifier(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Identifier], error) {
	return write.Apply(ctx, r.write(), relay.Identifiers, edit.Create, "identifier", input)
}

func (r *mutationResolver) UpdateIdentifier(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Identifier], error) {
	return write.Apply(ctx, r.write(), relay.Identifiers, edit.Update, "identifier", input)
}

func (r *mutationResolver) UpsertIdentifier(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Identifier], error) {
	return write.Apply(ctx, r.write(), relay.Identifiers, edit.Upsert, "identifier", input)
}

func (r *mutationResolver) DeleteIdentifier(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Identifier], error) {
	return write.Apply(ctx, r.write(), relay.Identifiers, edit.Delete, "identifier", input)
}

func (r *queryResolver) Identifiers(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Identifier], error) {
	return list(ctx, r, relay.Identifiers, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *Resolver) Identifier() exec.IdentifierResolver { return &identifierResolver{r} }

type identifierResolver struct{ *Resolver }
