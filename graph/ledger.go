package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

func (r *changeResolver) Actor(ctx context.Context, obj *ent.Change) (*model.Actor, error) {
	return r.feed().ActorOfChange(ctx, obj)
}

func (r *changeResolver) Reason(ctx context.Context, obj *ent.Change) (*string, error) {
	if !access.SignedIn(ctx) {
		return nil, nil
	}
	return obj.Reason, nil
}

func (r *changeResolver) RecordType(_ context.Context, obj *ent.Change) (lexicon.RecordType, error) {
	return record.Of(obj.RecordType).Word(), nil
}

func (r *changeResolver) Record(ctx context.Context, obj *ent.Change) (model.Node, error) {
	return r.feed().RecordOfChange(ctx, obj)
}

func (r *changeResolver) MergedInto(ctx context.Context, obj *ent.Change) (*ent.Partner, error) {
	return r.feed().MergedInto(ctx, obj)
}

func (r *changeResolver) Contract(ctx context.Context, obj *ent.Change) (*ent.Contract, error) {
	return r.feed().ContractOfChange(ctx, obj)
}

func (r *changeResolver) Fields(ctx context.Context, obj *ent.Change) ([]*model.FieldChange, error) {
	return r.feed().FieldsOfChange(ctx, obj)
}

func (r *changeResolver) Reverts(ctx context.Context, obj *ent.Change) (*ent.Change, error) {
	return r.feed().RelatedChange(
		ctx, obj, "uid", func(c *ent.Change) *string { return c.Reverts },
		func(c *ent.Change) *string { return &c.UID },
	)
}

func (r *changeResolver) RevertedBy(ctx context.Context, obj *ent.Change) (*ent.Change, error) {
	return r.feed().RelatedChange(
		ctx, obj, "reverts", func(c *ent.Change) *string { return &c.UID },
		func(c *ent.Change) *string { return c.Reverts },
	)
}

func (r *queryResolver) Changes(
	ctx context.Context, first *int, after *string, last *int, before *string, filter *input.ChangeFilter,
) (*relay.Connection[ent.Change], error) {
	return r.feed().Changes(ctx, page(first, after, last, before), filter)
}

func (r *subscriptionResolver) Changed(
	ctx context.Context, filter *input.ChangeFilter, after *string,
) (<-chan *relay.Edge[ent.Change], error) {
	return r.feed().Follow(ctx, filter, after)
}

func (r *fieldValueResolver) Record(ctx context.Context, obj *model.FieldValue) (model.Node, error) {
	return r.feed().RecordOfValue(ctx, obj)
}

func (r *Resolver) Change() exec.ChangeResolver { return &changeResolver{r} }

func (r *Resolver) FieldValue() exec.FieldValueResolver { return &fieldValueResolver{r} }

func (r *Resolver) Subscription() exec.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	changeResolver       struct{ *Resolver }
	fieldValueResolver   struct{ *Resolver }
	subscriptionResolver struct{ *Resolver }
)
