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

func (r *contributionResolver) Code(_ context.Context, obj *ent.Contribution) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *contributionResolver) Partner(ctx context.Context, obj *ent.Contribution) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *ent.Contribution) *int { return &record.PartnerID },
	)
}

func (r *contributionResolver) Action(ctx context.Context, obj *ent.Contribution) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(record *ent.Contribution) *int { return record.ActionID })
}

func (r *contributionResolver) Axis(ctx context.Context, obj *ent.Contribution) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *ent.Contribution) *int { return record.AxisID })
}

func (r *contributionResolver) Holds(
	ctx context.Context, obj *ent.Contribution, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindContribution, ID: obj.ID}, asOf)
}

func (r *contributionResolver) Citations(
	ctx context.Context, obj *ent.Contribution, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["contribution"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *contributionResolver) Text(
	ctx context.Context, obj *ent.Contribution, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateContribution(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contribution], error) {
	return write.Apply(ctx, r.write(), relay.Contributions, edit.Create, "contribution", input)
}

func (r *mutationResolver) UpdateContribution(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contribution], error) {
	return write.Apply(ctx, r.write(), relay.Contributions, edit.Update, "contribution", input)
}

func (r *mutationResolver) UpsertContribution(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contribution], error) {
	return write.Apply(ctx, r.write(), relay.Contributions, edit.Upsert, "contribution", input)
}

func (r *mutationResolver) DeleteContribution(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Contribution], error) {
	return write.Apply(ctx, r.write(), relay.Contributions, edit.Delete, "contribution", input)
}

func (r *queryResolver) Contribution(ctx context.Context, by input.RecordBy) (*ent.Contribution, error) {
	return lookup.RecordBy[ent.Contribution](ctx, r.Reader, "contribution", by)
}

func (r *queryResolver) Contributions(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Contribution], error) {
	return list(ctx, r, relay.Contributions, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *Resolver) Contribution() exec.ContributionResolver { return &contributionResolver{r} }

type contributionResolver struct{ *Resolver }
