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

func (r *queryResolver) ContributionStats(
	ctx context.Context, groupBy []input.StatsDimension, first int, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.ContributionStats, error) {
	return r.derived().Stats(ctx, groupBy, first, filter, asOf)
}

func (r *contributionStatsRowResolver) Theme(ctx context.Context, obj *model.ContributionStatsRow) (*ent.Theme, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Themes, func(row *model.ContributionStatsRow) *int { return &row.ThemeID },
	)
}

func (r *contributionStatsRowResolver) Contract(
	ctx context.Context, obj *model.ContributionStatsRow,
) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(row *model.ContributionStatsRow) *int { return &row.ContractID },
	)
}

func (r *contributionStatsRowResolver) Axis(ctx context.Context, obj *model.ContributionStatsRow) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(row *model.ContributionStatsRow) *int { return &row.AxisID })
}

func (r *contributionStatsRowResolver) Partner(
	ctx context.Context, obj *model.ContributionStatsRow,
) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(row *model.ContributionStatsRow) *int { return &row.PartnerID },
	)
}

func (r *contributionStatsRowResolver) Territory(
	ctx context.Context, obj *model.ContributionStatsRow,
) (*ent.Territory, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Territories, func(row *model.ContributionStatsRow) *int { return &row.TerritoryID },
	)
}

func (r *contributionStatsRowResolver) Audience(
	ctx context.Context, obj *model.ContributionStatsRow,
) (*ent.Audience, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Audiences, func(row *model.ContributionStatsRow) *int { return &row.AudienceID },
	)
}

func (r *contributionStatsRowResolver) ActionTheme(
	ctx context.Context, obj *model.ContributionStatsRow,
) (*ent.Theme, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Themes, func(row *model.ContributionStatsRow) *int { return &row.ActionThemeID },
	)
}

func (r *Resolver) ContributionStatsRow() exec.ContributionStatsRowResolver {
	return &contributionStatsRowResolver{r}
}

type contributionStatsRowResolver struct{ *Resolver }
