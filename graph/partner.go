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

func (r *partnerResolver) Successors(ctx context.Context, obj *ent.Partner) ([]*ent.Partner, error) {
	return relay.Related(ctx, r.Reader, obj, partnerSuccessors, relay.Partners)
}

func (r *partnerResolver) Predecessors(ctx context.Context, obj *ent.Partner) ([]*ent.Partner, error) {
	return relay.Related(ctx, r.Reader, obj, partnerPredecessors, relay.Partners)
}

func (r *partnerResolver) Identifiers(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Identifier], error) {
	return relay.Children(
		ctx, r.Reader, obj, identifiersOfPartner, page(first, after, last, before),
		byCreation, r.where("identifier", filter),
	)
}

func (r *partnerResolver) Contributions(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Contribution], error) {
	return relay.Children(
		ctx, r.Reader, obj, contributionsOfPartner, page(first, after, last, before),
		recordOrder(orderBy), r.where("contribution", filter),
	)
}

func (r *partnerResolver) Memberships(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return relay.Children(
		ctx, r.Reader, obj, membershipsOfPartner, page(first, after, last, before),
		recordOrder(orderBy), r.where("membership", filter),
	)
}

func (r *partnerResolver) Members(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return relay.Children(
		ctx, r.Reader, obj, membershipsInCollective, page(first, after, last, before),
		recordOrder(orderBy), r.where("membership", filter),
	)
}

func (r *partnerResolver) ContributionsToAxes(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ContributesToOrder, asOf *lexicon.PartialDate,
) (*relay.Connection[model.DerivedContribution], error) {
	return r.derived().ContributionsToAxes(
		ctx, obj, page(first, after, last, before), derived.ArgsOf(filter, asOf), orderBy,
	)
}

func (r *partnerResolver) Peers(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string,
	orderBy []*input.PeerOrder, asOf *lexicon.PartialDate,
) (*relay.Connection[model.Peer], error) {
	return r.derived().Peers(ctx, obj, page(first, after, last, before), orderBy, asOf)
}

func (r *partnerResolver) Relations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["partner"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *partnerResolver) InverseRelations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["partner"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *partnerResolver) Citations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["partner"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *partnerResolver) Text(
	ctx context.Context, obj *ent.Partner, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreatePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return write.Apply(ctx, r.write(), relay.Partners, edit.Create, "partner", input)
}

func (r *mutationResolver) UpdatePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return write.Apply(ctx, r.write(), relay.Partners, edit.Update, "partner", input)
}

func (r *mutationResolver) UpsertPartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return write.Apply(ctx, r.write(), relay.Partners, edit.Upsert, "partner", input)
}

func (r *mutationResolver) DeletePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return write.Apply(ctx, r.write(), relay.Partners, edit.Delete, "partner", input)
}

func (r *mutationResolver) MergePartners(ctx context.Context, input model.Input) (*model.MergePartnersPayload, error) {
	return r.write().MergePartners(ctx, input)
}

func (r *mutationResolver) UnmergePartners(
	ctx context.Context, input model.Input,
) (*model.ApplyChangesPayload, error) {
	return r.write().UnmergePartners(ctx, input)
}

func (r *queryResolver) Partner(ctx context.Context, by input.RecordBy) (*ent.Partner, error) {
	return lookup.RecordBy[ent.Partner](ctx, r.Reader, "partner", by)
}

func (r *queryResolver) Partners(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Partner], error) {
	return list(ctx, r, relay.Partners, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *Resolver) Partner() exec.PartnerResolver { return &partnerResolver{r} }

type partnerResolver struct{ *Resolver }

func (r *queryResolver) SuggestedMerges(
	ctx context.Context, contracts []string, first int,
) ([]*model.SuggestedMerge, error) {
	return r.derived().SuggestedMerges(ctx, contracts, first)
}

func (r *suggestedMergeResolver) Partner(ctx context.Context, obj *model.SuggestedMerge) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(m *model.SuggestedMerge) *int { return &m.PartnerID })
}

func (r *suggestedMergeResolver) Other(ctx context.Context, obj *model.SuggestedMerge) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(m *model.SuggestedMerge) *int { return &m.OtherID })
}

func (r *Resolver) SuggestedMerge() exec.SuggestedMergeResolver { return &suggestedMergeResolver{r} }

type suggestedMergeResolver struct{ *Resolver }
