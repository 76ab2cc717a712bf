package derived

import (
	"context"
	"errors"
	"slices"

	"maillage/graph/model"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// The bounds of statistics.
const (
	maxStatsRows  = network.MostStatsRows
	maxDimensions = 4
)

// Stats counts contributions in groups, and returns the first groups.
func (r Answers) Stats(
	ctx context.Context, groupBy []input.StatsDimension, first int, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.ContributionStats, error) {
	if err := checkGroups(groupBy, first); err != nil {
		return nil, err
	}
	by := make([]network.Dimension, len(groupBy))
	for i, d := range groupBy {
		by[i] = network.Dimension(d)
	}
	sel, err := r.selection(ctx, ArgsOf(filter, asOf))
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
		return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.TooManyGroups(tooMany.Most)}
	}
	if err != nil {
		return nil, err
	}
	_, day := r.When(asOf)
	v := model.NewContributionStats(counted, first, day)
	return v, relay.Charge(ctx, len(v.Rows))
}

// checkGroups checks the dimensions to group by, one to four and each once, and the number of rows.
func checkGroups[D comparable](groupBy []D, first int) error {
	switch {
	case len(groupBy) == 0 || len(groupBy) > maxDimensions:
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{"groupBy"}, Sentence: message.DimensionCount(maxDimensions),
		}
	case first < 1 || first > maxStatsRows:
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{"first"}, Sentence: message.RowCount(maxStatsRows, first),
		}
	}
	for i, d := range groupBy {
		if slices.Contains(groupBy[:i], d) {
			return &model.Error{
				Code: model.BadUserInput, Argument: []any{"groupBy", i}, Sentence: message.DimensionTwice,
			}
		}
	}
	return nil
}
