package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *grantSumsRowResolver) Contract(ctx context.Context, obj *model.GrantSumsRow) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(row *model.GrantSumsRow) *int { return &row.Key.Contract },
	)
}

func (r *grantSumsRowResolver) Funder(ctx context.Context, obj *model.GrantSumsRow) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(row *model.GrantSumsRow) *int { return &row.Key.Funder })
}

func (r *grantSumsRowResolver) Beneficiary(ctx context.Context, obj *model.GrantSumsRow) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(row *model.GrantSumsRow) *int { return &row.Key.Beneficiary },
	)
}

func (r *grantSumsRowResolver) Action(ctx context.Context, obj *model.GrantSumsRow) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(row *model.GrantSumsRow) *int { return &row.Key.Action })
}

func (r *grantSumsRowResolver) Axis(ctx context.Context, obj *model.GrantSumsRow) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(row *model.GrantSumsRow) *int { return &row.Key.Axis })
}

func (r *grantSumsRowResolver) Theme(ctx context.Context, obj *model.GrantSumsRow) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(row *model.GrantSumsRow) *int { return &row.Key.Theme })
}

func (r *queryResolver) GrantSums(
	ctx context.Context, groupBy []lexicon.GrantDimension, first int, filter map[string]any,
) (*model.GrantSums, error) {
	return r.derived().GrantSums(ctx, groupBy, first, filter)
}

func (r *Resolver) GrantSumsRow() exec.GrantSumsRowResolver { return &grantSumsRowResolver{r} }

type grantSumsRowResolver struct{ *Resolver }
