package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *contractResolver) Drafts(
	ctx context.Context, obj *ent.Contract, filter *input.DraftFilter,
) ([]*ent.Draft, error) {
	var states []lexicon.DraftState
	if filter != nil {
		states = filter.States
	}
	return r.drafts(ctx, obj, states)
}

func (r *draftResolver) Contract(ctx context.Context, obj *ent.Draft) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Draft) *int { return &record.ContractID })
}

func (r *draftResolver) Author(ctx context.Context, obj *ent.Draft) (*model.Actor, error) {
	return r.actor(ctx, obj.Author, obj.ContractID)
}

func (r *draftResolver) Steps(_ context.Context, obj *ent.Draft) ([]*model.DraftStep, error) {
	return draftSteps(obj)
}

func (r *queryResolver) Draft(ctx context.Context, id string) (*ent.Draft, error) {
	return r.Editor.Draft(ctx, id)
}

func (r *Resolver) Draft() exec.DraftResolver { return &draftResolver{r} }

type draftResolver struct{ *Resolver }
