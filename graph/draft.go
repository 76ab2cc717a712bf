package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *contractResolver) Drafts(
	ctx context.Context, obj *ent.Contract, filter *input.DraftFilter,
) ([]*ent.Draft, error) {
	if r.AsKnownAt != nil { // drafts have no earlier moments
		return nil, nil
	}
	var states []lexicon.DraftState
	if filter != nil {
		states = filter.States
	}
	return r.write().Drafts(ctx, obj, states)
}

func (r *draftResolver) Contract(ctx context.Context, obj *ent.Draft) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Draft) *int { return &record.ContractID })
}

func (r *draftResolver) Author(ctx context.Context, obj *ent.Draft) (*model.Actor, error) {
	return r.feed().Actor(ctx, obj.Author, obj.ContractID)
}

func (r *draftResolver) Steps(_ context.Context, obj *ent.Draft) ([]*model.DraftStep, error) {
	return write.DraftSteps(obj)
}

func (r *queryResolver) Draft(ctx context.Context, id string) (*ent.Draft, error) {
	return r.Editor.Draft(ctx, id)
}

func (r *Resolver) Draft() exec.DraftResolver { return &draftResolver{r} }

type draftResolver struct{ *Resolver }
