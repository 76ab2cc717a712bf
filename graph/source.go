package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *citationResolver) Record(ctx context.Context, obj *ent.Citation) (view.Record, error) {
	return recordOf[view.Record](ctx, r.Reader, obj, cited)
}

func (r *citationResolver) Source(ctx context.Context, obj *ent.Citation) (*ent.Source, error) {
	return relay.One(ctx, r.Reader, obj, relay.Sources, func(record *ent.Citation) *int { return &record.SourceID })
}

func (r *queryResolver) Source(ctx context.Context, code string) (*ent.Source, error) {
	return byCode(ctx, r, relay.Sources, code)
}

func (r *queryResolver) Sources(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ThingFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Source], error) {
	return list(ctx, r, relay.Sources, relay.Args{First: first, After: after, Last: last, Before: before}, thingOrder(orderBy), r.things(filter))
}

func (r *queryResolver) Citations(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.CitationFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Citation], error) {
	return list(ctx, r, relay.Citations, relay.Args{First: first, After: after, Last: last, Before: before}, recordOrder(orderBy), r.citations(filter))
}

func (r *sourceResolver) CitedFor(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	return relay.Children(ctx, r.Reader, obj, citationsOfText, relay.Args{First: first, After: after, Last: last, Before: before}, byCreation, r.citations(filter))
}

func (r *sourceResolver) Relations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	return relay.Children(ctx, r.Reader, obj, relationsOfSource, relay.Args{First: first, After: after, Last: last, Before: before}, byCreation, r.relations(filter))
}

func (r *sourceResolver) InverseRelations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	return relay.Children(ctx, r.Reader, obj, relationsToSource, relay.Args{First: first, After: after, Last: last, Before: before}, byCreation, r.relations(filter))
}

func (r *sourceResolver) Citations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	return relay.Children(ctx, r.Reader, obj, citationsOfSource, relay.Args{First: first, After: after, Last: last, Before: before}, byCreation, r.citations(filter))
}

func (r *Resolver) Citation() exec.CitationResolver { return &citationResolver{r} }

func (r *Resolver) Source() exec.SourceResolver { return &sourceResolver{r} }

type (
	citationResolver struct{ *Resolver }
	sourceResolver   struct{ *Resolver }
)
