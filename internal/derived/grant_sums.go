package derived

import (
	"context"
	"errors"

	"maillage/graph/model"
	"maillage/internal/funding"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/relay"
)

// GrantSums sums the grants that match in groups, and returns the first groups.
func (r Answers) GrantSums(
	ctx context.Context, groupBy []lexicon.GrantDimension, first int, filter map[string]any,
) (*model.GrantSums, error) {
	if err := checkGroups(groupBy, first); err != nil {
		return nil, err
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var where *relay.Where
	if holding := r.Where("grant", filter); holding != nil {
		if where, err = holding(ctx, v); err != nil {
			return nil, err
		}
	}
	sums, err := funding.GrantSums(ctx, v, where, groupBy)
	switch {
	case errors.Is(err, funding.ErrTooLarge):
		return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.SumTooLarge}
	case errors.Is(err, funding.ErrTooMany):
		return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.TooManyGroups(funding.MostGroups)}
	case err != nil:
		return nil, err
	}
	shown := model.NewGrantSums(sums, first)
	return shown, relay.Charge(ctx, len(shown.Rows))
}
