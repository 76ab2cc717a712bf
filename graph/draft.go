package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *contractResolver) Drafts(
	ctx context.Context, obj *ent.Contract, filter *model.DraftFilter,
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

func (r *draftResolver) Author(ctx context.Context, obj *ent.Draft) (*view.Actor, error) {
	return r.actor(ctx, obj.Author, obj.ContractID)
}

func (r *draftResolver) Steps(_ context.Context, obj *ent.Draft) ([]*view.DraftStep, error) {
	return draftSteps(obj)
}

func (r *queryResolver) Draft(ctx context.Context, id string) (*ent.Draft, error) {
	return r.Editor.Draft(ctx, id)
}

func (r *Resolver) Draft() exec.DraftResolver { return &draftResolver{r} }

type draftResolver struct{ *Resolver }
