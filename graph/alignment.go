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

func (r *alignmentResolver) Code(_ context.Context, obj *ent.Alignment) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *alignmentResolver) Action(ctx context.Context, obj *ent.Alignment) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(record *ent.Alignment) *int { return &record.ActionID })
}

func (r *alignmentResolver) Axis(ctx context.Context, obj *ent.Alignment) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *ent.Alignment) *int { return &record.AxisID })
}

func (r *alignmentResolver) Holds(
	ctx context.Context, obj *ent.Alignment, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindAlignment, ID: obj.ID}, asOf)
}

func (r *alignmentResolver) Citations(
	ctx context.Context, obj *ent.Alignment, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["alignment"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *alignmentResolver) Text(
	ctx context.Context, obj *ent.Alignment, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return write.Apply(ctx, r.write(), relay.Alignments, edit.Create, "alignment", input)
}

func (r *mutationResolver) UpdateAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return write.Apply(ctx, r.write(), relay.Alignments, edit.Update, "alignment", input)
}

func (r *mutationResolver) UpsertAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return write.Apply(ctx, r.write(), relay.Alignments, edit.Upsert, "alignment", input)
}

func (r *mutationResolver) DeleteAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return write.Apply(ctx, r.write(), relay.Alignments, edit.Delete, "alignment", input)
}

func (r *queryResolver) Alignment(ctx context.Context, by input.RecordBy) (*ent.Alignment, error) {
	return lookup.RecordBy[ent.Alignment](ctx, r.Reader, "alignment", by)
}

func (r *queryResolver) Alignments(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Alignment], error) {
	return list(ctx, r, relay.Alignments, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *Resolver) Alignment() exec.AlignmentResolver { return &alignmentResolver{r} }

type alignmentResolver struct{ *Resolver }
