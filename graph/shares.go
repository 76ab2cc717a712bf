package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/network"
	"maillage/internal/relay"
)

func (r *derivedContributionResolver) ActionsByRole(
	ctx context.Context, obj *model.DerivedContribution,
) ([]*network.RoleActions, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	all := n.ActionsByRole(*obj.Cell)
	actions := make([]*network.RoleActions, len(all))
	for i := range all {
		actions[i] = &all[i]
	}
	return actions, relay.Charge(ctx, len(actions))
}

func (r *derivedContributionResolver) Amounts(ctx context.Context, obj *model.DerivedContribution) (int, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return 0, err
	}
	amounts, _ := n.Amount(*obj.Cell)
	return amounts, nil
}

func (r *derivedContributionResolver) Amount(ctx context.Context, obj *model.DerivedContribution) (*int64, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	amounts, sum := n.Amount(*obj.Cell)
	if amounts == 0 {
		return nil, nil
	}
	return &sum, nil
}

func (r *roleActionsResolver) Actions(ctx context.Context, obj *network.RoleActions) ([]*ent.Action, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Actions, func(a *network.RoleActions) []int { return a.Actions })
}

func (r *Resolver) RoleActions() exec.RoleActionsResolver { return &roleActionsResolver{r} }

type roleActionsResolver struct{ *Resolver }
