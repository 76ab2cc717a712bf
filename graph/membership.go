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

func (r *membershipResolver) Code(_ context.Context, obj *ent.Membership) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *membershipResolver) Partner(ctx context.Context, obj *ent.Membership) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *ent.Membership) *int { return &record.PartnerID })
}

func (r *membershipResolver) Group(ctx context.Context, obj *ent.Membership) (*ent.WorkingGroup, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.WorkingGroups, func(record *ent.Membership) *int { return record.GroupID },
	)
}

func (r *membershipResolver) Collective(ctx context.Context, obj *ent.Membership) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *ent.Membership) *int { return record.CollectiveID },
	)
}

func (r *membershipResolver) Holds(
	ctx context.Context, obj *ent.Membership, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	return r.derived().Holds(ctx, network.Ref{Kind: network.KindMembership, ID: obj.ID}, asOf)
}

func (r *membershipResolver) Citations(
	ctx context.Context, obj *ent.Membership, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["membership"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *membershipResolver) Text(
	ctx context.Context, obj *ent.Membership, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateMembership(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Membership], error) {
	return write.Apply(ctx, r.write(), relay.Memberships, edit.Create, "membership", input)
}

func (r *mutationResolver) UpdateMembership(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Membership], error) {
	return write.Apply(ctx, r.write(), relay.Memberships, edit.Update, "membership", input)
}

func (r *mutationResolver) UpsertMembership(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Membership], error) {
	return write.Apply(ctx, r.write(), relay.Memberships, edit.Upsert, "membership", input)
}

func (r *mutationResolver) DeleteMembership(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Membership], error) {
	return write.Apply(ctx, r.write(), relay.Memberships, edit.Delete, "membership", input)
}

func (r *queryResolver) Membership(ctx context.Context, by input.RecordBy) (*ent.Membership, error) {
	return lookup.RecordBy[ent.Membership](ctx, r.Reader, "membership", by)
}

func (r *queryResolver) Memberships(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return list(ctx, r, relay.Memberships, page(first, after, last, before), recordOrder(orderBy), filter)
}

func (r *Resolver) Membership() exec.MembershipResolver { return &membershipResolver{r} }

type membershipResolver struct{ *Resolver }
