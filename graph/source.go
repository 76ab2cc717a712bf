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

func (r *citationResolver) Code(_ context.Context, obj *ent.Citation) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *citationResolver) Record(ctx context.Context, obj *ent.Citation) (model.HubRecord, error) {
	return lookup.RecordOf[model.HubRecord](ctx, r.Reader, obj, lookup.CitedRecord)
}

func (r *citationResolver) Source(ctx context.Context, obj *ent.Citation) (*ent.Source, error) {
	return relay.One(ctx, r.Reader, obj, relay.Sources, func(record *ent.Citation) *int { return &record.SourceID })
}

func (r *citationResolver) Text(
	ctx context.Context, obj *ent.Citation, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateSource(ctx context.Context, input model.Input) (*model.Payload[ent.Source], error) {
	return write.Apply(ctx, r.write(), relay.Sources, edit.Create, "source", input)
}

func (r *mutationResolver) UpdateSource(ctx context.Context, input model.Input) (*model.Payload[ent.Source], error) {
	return write.Apply(ctx, r.write(), relay.Sources, edit.Update, "source", input)
}

func (r *mutationResolver) UpsertSource(ctx context.Context, input model.Input) (*model.Payload[ent.Source], error) {
	return write.Apply(ctx, r.write(), relay.Sources, edit.Upsert, "source", input)
}

func (r *mutationResolver) DeleteSource(ctx context.Context, input model.Input) (*model.Payload[ent.Source], error) {
	return write.Apply(ctx, r.write(), relay.Sources, edit.Delete, "source", input)
}

func (r *mutationResolver) CreateCitation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Citation], error) {
	return write.Apply(ctx, r.write(), relay.Citations, edit.Create, "citation", input)
}

func (r *mutationResolver) UpdateCitation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Citation], error) {
	return write.Apply(ctx, r.write(), relay.Citations, edit.Update, "citation", input)
}

func (r *mutationResolver) UpsertCitation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Citation], error) {
	return write.Apply(ctx, r.write(), relay.Citations, edit.Upsert, "citation", input)
}

func (r *mutationResolver) DeleteCitation(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Citation], error) {
	return write.Apply(ctx, r.write(), relay.Citations, edit.Delete, "citation", input)
}

func (r *queryResolver) Source(ctx context.Context, by input.RecordBy) (*ent.Source, error) {
	return lookup.RecordBy[ent.Source](ctx, r.Reader, "source", by)
}

func (r *queryResolver) Sources(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Source], error) {
	return list(ctx, r, relay.Sources, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *queryResolver) Citation(ctx context.Context, by input.RecordBy) (*ent.Citation, error) {
	return lookup.RecordBy[ent.Citation](ctx, r.Reader, "citation", by)
}

func (r *queryResolver) Citations(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Citation], error) {
	return list(ctx, r, relay.Citations, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *sourceResolver) CitedFor(
	ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOfText, page(first, after, last, before), byCreation, r.where("citation", filter),
	)
}

func (r *sourceResolver) Relations(
	ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["source"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *sourceResolver) InverseRelations(
	ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["source"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *sourceResolver) Citations(
	ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["source"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *sourceResolver) Text(
	ctx context.Context, obj *ent.Source, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *Resolver) Citation() exec.CitationResolver { return &citationResolver{r} }

func (r *Resolver) Source() exec.SourceResolver { return &sourceResolver{r} }

type (
	citationResolver struct{ *Resolver }
	sourceResolver   struct{ *Resolver }
)
