package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *fundingSumsRowResolver) Contract(ctx context.Context, obj *model.FundingSumsRow) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(row *model.FundingSumsRow) *int { return &row.Key.Contract },
	)
}

func (r *fundingSumsRowResolver) Funder(ctx context.Context, obj *model.FundingSumsRow) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(row *model.FundingSumsRow) *int { return &row.Key.Funder })
}

func (r *fundingSumsRowResolver) Action(ctx context.Context, obj *model.FundingSumsRow) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(row *model.FundingSumsRow) *int { return &row.Key.Action })
}

func (r *fundingSumsRowResolver) Axis(ctx context.Context, obj *model.FundingSumsRow) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(row *model.FundingSumsRow) *int { return &row.Key.Axis })
}

func (r *fundingSumsRowResolver) Theme(ctx context.Context, obj *model.FundingSumsRow) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(row *model.FundingSumsRow) *int { return &row.Key.Theme })
}

func (r *queryResolver) FundingSums(
	ctx context.Context, groupBy []lexicon.FundingDimension, first int, filter map[string]any,
) (*model.FundingSums, error) {
	return r.derived().FundingSums(ctx, groupBy, first, filter)
}

func (r *Resolver) FundingSumsRow() exec.FundingSumsRowResolver { return &fundingSumsRowResolver{r} }

type fundingSumsRowResolver struct{ *Resolver }
