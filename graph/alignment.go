package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
)

func (r *alignmentResolver) Code(_ context.Context, obj *ent.Alignment) (string, error) {
	return codeOf(obj.Code, obj.UID), nil
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
	return r.holds(ctx, network.Ref{Kind: network.KindAlignment, ID: obj.ID}, asOf)
}

func (r *alignmentResolver) Citations(
	ctx context.Context, obj *ent.Alignment, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["alignment"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *alignmentResolver) Text(
	ctx context.Context, obj *ent.Alignment, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return mutateOne(ctx, r, relay.Alignments, edit.Create, "alignment", input)
}

func (r *mutationResolver) UpdateAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return mutateOne(ctx, r, relay.Alignments, edit.Update, "alignment", input)
}

func (r *mutationResolver) UpsertAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return mutateOne(ctx, r, relay.Alignments, edit.Upsert, "alignment", input)
}

func (r *mutationResolver) DeleteAlignment(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Alignment], error) {
	return mutateOne(ctx, r, relay.Alignments, edit.Delete, "alignment", input)
}

func (r *queryResolver) Alignment(ctx context.Context, by input.RecordBy) (*ent.Alignment, error) {
	return recordBy[ent.Alignment](ctx, r, "alignment", by)
}

func (r *queryResolver) Alignments(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Alignment], error) {
	return list(
		ctx, r, relay.Alignments, relay.Args{First: first, After: after, Last: last, Before: before},
		recordOrder(orderBy), r.where("alignment", filter),
	)
}

func (r *Resolver) Alignment() exec.AlignmentResolver { return &alignmentResolver{r} }

type alignmentResolver struct{ *Resolver }
