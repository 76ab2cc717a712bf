package derived

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/relay"
)

// WhoCould returns the partners that could close a gap, at most first of them.
func (r Answers) WhoCould(ctx context.Context, gap *model.Gap, first int) ([]*model.Candidate, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	found, err := n.WhoCould(ctx, gap.Contract, gap.Found, gap.When)
	if err != nil {
		return nil, err
	}
	candidates := model.NewCandidates(found[:min(first, len(found))])
	return candidates, relay.Charge(ctx, len(candidates))
}
