package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *changeResolver) Actor(ctx context.Context, obj *ent.Change) (*view.Actor, error) {
	return r.actorOfChange(ctx, obj)
}

func (r *changeResolver) Reason(ctx context.Context, obj *ent.Change) (*string, error) {
	if !signedIn(ctx) {
		return nil, nil
	}
	return obj.Reason, nil
}

func (r *changeResolver) RecordType(_ context.Context, obj *ent.Change) (lexicon.RecordType, error) {
	return record.Of(obj.RecordType).Word(), nil
}

func (r *changeResolver) Record(ctx context.Context, obj *ent.Change) (view.Node, error) {
	return r.recordOfChange(ctx, obj)
}

func (r *changeResolver) Contract(ctx context.Context, obj *ent.Change) (*ent.Contract, error) {
	return r.contractOfChange(ctx, obj)
}

func (r *changeResolver) Fields(_ context.Context, obj *ent.Change) ([]*view.FieldChange, error) {
	return fieldsOf(obj.RecordType, obj.Before, obj.After), nil
}

func (r *changeResolver) Reverts(ctx context.Context, obj *ent.Change) (*ent.Change, error) {
	return r.other(ctx, obj, "uid", func(c *ent.Change) *string { return c.Reverts }, func(c *ent.Change) *string { return &c.UID })
}

func (r *changeResolver) RevertedBy(ctx context.Context, obj *ent.Change) (*ent.Change, error) {
	return r.other(ctx, obj, "reverts", func(c *ent.Change) *string { return &c.UID }, func(c *ent.Change) *string { return c.Reverts })
}

func (r *queryResolver) Changes(ctx context.Context, first *int, after *string, last *int, before *string, types []lexicon.RecordType, contract *string, record *string) (*relay.Connection[ent.Change], error) {
	return r.changes(ctx, relay.Args{First: first, After: after, Last: last, Before: before}, followed{types, contract, record})
}

func (r *subscriptionResolver) Changed(ctx context.Context, record *string, contract *string, types []lexicon.RecordType, after *string) (<-chan *relay.Edge[ent.Change], error) {
	return r.follow(ctx, followed{types, contract, record}, after)
}

func (r *Resolver) Change() exec.ChangeResolver { return &changeResolver{r} }

func (r *Resolver) Subscription() exec.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	changeResolver       struct{ *Resolver }
	subscriptionResolver struct{ *Resolver }
)
