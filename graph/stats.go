package graph

import (
	"context"
	"errors"
	"slices"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// The bounds of statistics.
const (
	maxStatsRows  = network.MostStatsRows
	maxDimensions = 4
)

func (r *queryResolver) ContributionStats(
	ctx context.Context, groupBy []input.StatsDimension, first int, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.ContributionStats, error) {
	by, err := dimensions(groupBy)
	if err != nil {
		return nil, err
	}
	if first < 1 || first > maxStatsRows {
		return nil, &Error{
			Code: BadUserInput, Argument: []any{"first"}, Sentence: "`first` is between 1 and %d",
			Args: []any{maxStatsRows},
		}
	}
	sel, err := r.selection(ctx, argsOf(filter, asOf))
	if err != nil {
		return nil, inFilter(err)
	}
	sel.ByReference = len(sel.Contracts) != 1
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	counted, err := n.Stats(ctx, sel.Selection, by)
	if tooMany := (*network.TooManyError)(nil); errors.As(err, &tooMany) {
		return nil, &Error{
			Code:     LimitExceeded,
			Sentence: "there are more than %d groups: name fewer contracts, themes or partners, or group by less",
			Args:     []any{tooMany.Most},
		}
	}
	if err != nil {
		return nil, err
	}
	_, day := r.when(asOf)
	v := model.NewContributionStats(counted, first, day)
	return v, relay.Charge(ctx, len(v.Rows))
}

// dimensions reads the dimensions to group by: one to four, each once.
func dimensions(groupBy []input.StatsDimension) ([]network.Dimension, error) {
	if len(groupBy) == 0 || len(groupBy) > maxDimensions {
		return nil, &Error{
			Code: BadUserInput, Argument: []any{"groupBy"}, Sentence: "`groupBy` takes 1 to %d dimensions",
			Args: []any{maxDimensions},
		}
	}
	by := make([]network.Dimension, len(groupBy))
	for i, d := range groupBy {
		if slices.Contains(groupBy[:i], d) {
			return nil, &Error{Code: BadUserInput, Argument: []any{"groupBy", i}, Sentence: "a dimension is given once"}
		}
		by[i] = network.Dimension(d)
	}
	return by, nil
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
