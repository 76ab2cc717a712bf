package derived

import (
	"context"
	"errors"

	"maillage/graph/model"
	"maillage/internal/funding"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// GrantSums sums the grants that match in groups, and returns the first groups.
func (r Answers) GrantSums(
	ctx context.Context, groupBy []lexicon.GrantDimension, first int, filter map[string]any,
) (*model.GrantSums, error) {
	sums, err := sumsOf(ctx, r, funding.GrantSums, "grant", groupBy, first, filter)
	if err != nil {
		return nil, err
	}
	shown := model.NewGrantSums(sums, first)
	return shown, relay.Charge(ctx, len(shown.Rows))
}

// FundingSums sums the funding lines that match in groups, and returns the first groups.
func (r Answers) FundingSums(
	ctx context.Context, groupBy []lexicon.FundingDimension, first int, filter map[string]any,
) (*model.FundingSums, error) {
	sums, err := sumsOf(ctx, r, funding.LineSums, "funding", groupBy, first, filter)
	if err != nil {
		return nil, err
	}
	shown := model.NewFundingSums(sums, first)
	return shown, relay.Charge(ctx, len(shown.Rows))
}

// sumsOf checks the arguments of a sum, and sums the records of a type that match.
func sumsOf[D ~string](
	ctx context.Context, r Answers,
	sum func(context.Context, *snapshot.View, *relay.Where, []D) (*funding.Sums, error),
	prefix string, groupBy []D, first int, filter map[string]any,
) (*funding.Sums, error) {
	if err := checkGroups(groupBy, first); err != nil {
		return nil, err
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var where *relay.Where
	if holding := r.Where(prefix, filter); holding != nil {
		if where, err = holding(ctx, v); err != nil {
			return nil, err
		}
	}
	sums, err := sum(ctx, v, where, groupBy)
	switch {
	case errors.Is(err, funding.ErrTooLarge):
		return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.SumTooLarge}
	case errors.Is(err, funding.ErrTooMany):
		return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.TooManyGroups(funding.MostGroups)}
	}
	return sums, err
}
