package graph

import (
	"context"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *derivedContributionResolver) ActionsByRole(
	ctx context.Context, obj *view.DerivedContribution,
) ([]*view.RoleActions, error) {
	actions, err := batch.Load(ctx, obj, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*view.DerivedContribution,
	) (map[*view.DerivedContribution][]*view.RoleActions, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		of := make([][]network.RoleActions, len(siblings))
		for i, d := range siblings {
			of[i] = n.ActionsByRole(d.Cell)
		}
		return zip(siblings, view.NewRoleActions(of)), nil
	})
	if err != nil {
		return nil, err
	}
	return actions, relay.Charge(ctx, len(actions))
}

func (r *derivedContributionResolver) Amounts(ctx context.Context, obj *view.DerivedContribution) (int, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return 0, err
	}
	amounts, _ := n.Amount(obj.Cell)
	return amounts, nil
}

func (r *derivedContributionResolver) Amount(ctx context.Context, obj *view.DerivedContribution) (*int64, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	amounts, sum := n.Amount(obj.Cell)
	if amounts == 0 {
		return nil, nil
	}
	return &sum, nil
}

func (r *roleActionsResolver) Actions(ctx context.Context, obj *view.RoleActions) ([]*ent.Action, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Actions, func(a *view.RoleActions) []int { return a.ActionIDs })
}

func (r *Resolver) RoleActions() exec.RoleActionsResolver { return &roleActionsResolver{r} }

type roleActionsResolver struct{ *Resolver }
