package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/doubles"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
)

// suggestedMerges returns the pairs of partners that may be the same, at most first of them. With contracts, a claim of
// these names one of each pair.
func (r *Resolver) suggestedMerges(
	ctx context.Context, contracts []string, first int,
) ([]*model.SuggestedMerge, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := r.contractIDs(ctx, "contracts", contracts)
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

func (r *queryResolver) SuggestedMerges(
	ctx context.Context, contracts []string, first int,
) ([]*model.SuggestedMerge, error) {
	return r.suggestedMerges(ctx, contracts, first)
}

func (r *suggestedMergeResolver) Partner(ctx context.Context, obj *model.SuggestedMerge) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(m *model.SuggestedMerge) *int { return &m.PartnerID })
}

func (r *suggestedMergeResolver) Other(ctx context.Context, obj *model.SuggestedMerge) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(m *model.SuggestedMerge) *int { return &m.OtherID })
}

func (r *Resolver) SuggestedMerge() exec.SuggestedMergeResolver { return &suggestedMergeResolver{r} }

type suggestedMergeResolver struct{ *Resolver }
