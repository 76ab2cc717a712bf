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

func (r *mutationResolver) CreateTheme(ctx context.Context, input model.Input) (*model.Payload[ent.Theme], error) {
	return write.Apply(ctx, r.write(), relay.Themes, edit.Create, "theme", input)
}

func (r *mutationResolver) UpdateTheme(ctx context.Context, input model.Input) (*model.Payload[ent.Theme], error) {
	return write.Apply(ctx, r.write(), relay.Themes, edit.Update, "theme", input)
}

func (r *mutationResolver) UpsertTheme(ctx context.Context, input model.Input) (*model.Payload[ent.Theme], error) {
	return write.Apply(ctx, r.write(), relay.Themes, edit.Upsert, "theme", input)
}

func (r *mutationResolver) DeleteTheme(ctx context.Context, input model.Input) (*model.Payload[ent.Theme], error) {
	return write.Apply(ctx, r.write(), relay.Themes, edit.Delete, "theme", input)
}

func (r *queryResolver) Theme(ctx context.Context, by input.RecordBy) (*ent.Theme, error) {
	return lookup.RecordBy[ent.Theme](ctx, r.Reader, "theme", by)
}

func (r *queryResolver) Themes(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Theme], error) {
	return list(ctx, r, relay.Themes, page(first, after, last, before), positionOrder(orderBy), filter)
}

func (r *themeResolver) Contract(ctx context.Context, obj *ent.Theme) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Theme) *int { return record.ContractID })
}

func (r *themeResolver) Parent(ctx context.Context, obj *ent.Theme) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(record *ent.Theme) *int { return record.ParentID })
}

func (r *themeResolver) Children(
	ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string,
	orderBy []*input.PositionOrder,
) (*relay.Connection[ent.Theme], error) {
	return relay.Children(
		ctx, r.Reader, obj, themesUnder, page(first, after, last, before), positionOrder(orderBy), nil,
	)
}

func (r *themeResolver) Reference(ctx context.Context, obj *ent.Theme) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(record *ent.Theme) *int { return record.ReferenceID })
}

func (r *themeResolver) RelatedAxes(ctx context.Context, obj *ent.Theme) ([]*ent.Axis, error) {
	return relay.Related(ctx, r.Reader, obj, themeAxes, relay.Axes)
}

func (r *themeResolver) InverseRelations(
	ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["theme"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *themeResolver) Citations(
	ctx context.Context, obj *ent.Theme, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["theme"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *themeResolver) Text(
	ctx context.Context, obj *ent.Theme, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *Resolver) Theme() exec.ThemeResolver { return &themeResolver{r} }

type themeResolver struct{ *Resolver }
