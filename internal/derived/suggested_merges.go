package derived

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/doubles"
	"maillage/internal/lookup"
	"maillage/internal/relay"
)

// SuggestedMerges returns the pairs of partners that may be the same, at most first of them. With contracts, a claim of
// these names one of each pair.
func (r Answers) SuggestedMerges(
	ctx context.Context, contracts []string, first int,
) ([]*model.SuggestedMerge, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := lookup.ContractIDs(ctx, r.Reader, "contracts", contracts)
	if err != nil {
		return nil, err
	}
	var among func(id int32) bool
	if contracts != nil {
		named := map[int32]bool{}
		for _, contract := range ids {
			for _, id := range v.Network.PartnersOf(contract) {
				named[int32(id)] = true //nolint:gosec // an id
			}
		}
		among = func(id int32) bool { return named[id] }
	}
	pairs, err := doubles.FindPairs(ctx, v, among)
	if err != nil {
		return nil, err
	}
	merges := model.NewSuggestedMerges(pairs[:min(first, len(pairs))])
	return merges, relay.Charge(ctx, len(merges))
}
