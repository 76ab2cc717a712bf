package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *conflictResolver) Fields(ctx context.Context, obj *model.Conflict) ([]*model.FieldChange, error) {
	return r.feed().FieldsChangedAfter(ctx, obj)
}

func (r *conflictResolver) Changes(ctx context.Context, obj *model.Conflict) ([]*ent.Change, error) {
	return r.feed().ChangesAfter(ctx, obj)
}

func (r *mutationResolver) ApplyChanges(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	return r.write().ApplyChanges(ctx, input)
}

func (r *mutationResolver) LinkRecords(ctx context.Context, input model.Input) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Link, "relation", input)
}

func (r *mutationResolver) UnlinkRecords(ctx context.Context, input model.Input) (*model.Payload[ent.Relation], error) {
	return write.Apply(ctx, r.write(), relay.Relations, edit.Unlink, "relation", input)
}

func (r *mutationResolver) RevertChange(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	return r.write().RevertChange(ctx, input)
}

func (r *mutationResolver) BeginDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.write().BeginDraft(ctx, input)
}

func (r *mutationResolver) PublishDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.write().PublishDraft(ctx, input)
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.write().DiscardDraft(ctx, input)
}

func (r *Resolver) Conflict() exec.ConflictResolver { return &conflictResolver{r} }

func (r *Resolver) Mutation() exec.MutationResolver { return &mutationResolver{r} }

type (
	conflictResolver struct{ *Resolver }
	mutationResolver struct{ *Resolver }
)
