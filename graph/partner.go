package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
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
		ctx, r.Reader, obj, identifiersOfPartner, relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("identifier", filter),
	)
}

func (r *partnerResolver) Contributions(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Contribution], error) {
	return relay.Children(
		ctx, r.Reader, obj, contributionsOfPartner, relay.Args{First: first, After: after, Last: last, Before: before},
		recordOrder(orderBy), r.where("contribution", filter),
	)
}

func (r *partnerResolver) Memberships(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return relay.Children(
		ctx, r.Reader, obj, membershipsOfPartner, relay.Args{First: first, After: after, Last: last, Before: before},
		recordOrder(orderBy), r.where("membership", filter),
	)
}

func (r *partnerResolver) Members(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.RecordOrder,
) (*relay.Connection[ent.Membership], error) {
	return relay.Children(
		ctx, r.Reader, obj, membershipsInCollective, relay.Args{First: first, After: after, Last: last, Before: before},
		recordOrder(orderBy), r.where("membership", filter),
	)
}

func (r *partnerResolver) ContributionsToAxes(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ContributesToOrder, asOf *lexicon.PartialDate,
) (*relay.Connection[model.DerivedContribution], error) {
	return r.contributionsToAxes(
		ctx, obj, relay.Args{First: first, After: after, Last: last, Before: before}, argsOf(filter, asOf), orderBy,
	)
}

func (r *partnerResolver) Peers(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string,
	orderBy []*input.PeerOrder, asOf *lexicon.PartialDate,
) (*relay.Connection[model.Peer], error) {
	return r.peers(ctx, obj, relay.Args{First: first, After: after, Last: last, Before: before}, orderBy, asOf)
}

func (r *partnerResolver) Relations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["partner"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *partnerResolver) InverseRelations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["partner"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *partnerResolver) Citations(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["partner"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *partnerResolver) Text(
	ctx context.Context, obj *ent.Partner, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreatePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return mutateOne(ctx, r, relay.Partners, edit.Create, "partner", input)
}

func (r *mutationResolver) UpdatePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return mutateOne(ctx, r, relay.Partners, edit.Update, "partner", input)
}

func (r *mutationResolver) UpsertPartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return mutateOne(ctx, r, relay.Partners, edit.Upsert, "partner", input)
}

func (r *mutationResolver) DeletePartner(ctx context.Context, input model.Input) (*model.Payload[ent.Partner], error) {
	return mutateOne(ctx, r, relay.Partners, edit.Delete, "partner", input)
}

func (r *mutationResolver) MergePartners(ctx context.Context, input model.Input) (*model.MergePartnersPayload, error) {
	return r.mergePartners(ctx, input)
}

func (r *queryResolver) Partner(ctx context.Context, by input.RecordBy) (*ent.Partner, error) {
	return recordBy[ent.Partner](ctx, r, "partner", by)
}

func (r *queryResolver) Partners(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Partner], error) {
	return list(
		ctx, r, relay.Partners, relay.Args{First: first, After: after, Last: last, Before: before}, thingOrder(orderBy),
		r.where("partner", filter),
	)
}

func (r *Resolver) Partner() exec.PartnerResolver { return &partnerResolver{r} }

type partnerResolver struct{ *Resolver }
