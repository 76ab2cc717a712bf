package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
)

func (r *conflictResolver) Fields(ctx context.Context, obj *model.Conflict) ([]*model.FieldChange, error) {
	return r.fieldsChangedAfter(ctx, obj)
}

func (r *conflictResolver) Changes(ctx context.Context, obj *model.Conflict) ([]*ent.Change, error) {
	return r.changesAfter(ctx, obj)
}

func (r *mutationResolver) ApplyChanges(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	return r.applyChanges(ctx, input)
}

func (r *mutationResolver) LinkRecords(ctx context.Context, input model.Input) (*model.Payload[ent.Relation], error) {
	return mutateOne(ctx, r, relay.Relations, edit.Link, "relation", input)
}

func (r *mutationResolver) UnlinkRecords(ctx context.Context, input model.Input) (*model.Payload[ent.Relation], error) {
	return mutateOne(ctx, r, relay.Relations, edit.Unlink, "relation", input)
}

func (r *mutationResolver) RevertChange(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	return r.revertChange(ctx, input)
}

func (r *mutationResolver) BeginDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.beginDraft(ctx, input)
}

func (r *mutationResolver) PublishDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.publishDraft(ctx, input)
}

func (r *mutationResolver) DiscardDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.discardDraft(ctx, input)
}

func (r *Resolver) Conflict() exec.ConflictResolver { return &conflictResolver{r} }

func (r *Resolver) Mutation() exec.MutationResolver { return &mutationResolver{r} }

type (
	conflictResolver struct{ *Resolver }
	mutationResolver struct{ *Resolver }
)
