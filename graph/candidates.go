package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
)

// whoCould returns the partners that could close a gap, at most first of them.
func (r *Resolver) whoCould(ctx context.Context, gap *model.Gap, first int) ([]*model.Candidate, error) {
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

func (r *gapResolver) WhoCould(ctx context.Context, obj *model.Gap, first int) ([]*model.Candidate, error) {
	return r.whoCould(ctx, obj, first)
}

func (r *candidateResolver) Partner(ctx context.Context, obj *model.Candidate) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(c *model.Candidate) *int { return &c.PartnerID })
}

func (r *candidateResolver) Axes(ctx context.Context, obj *model.Candidate) ([]*ent.Axis, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Axes, func(c *model.Candidate) []int { return c.AxisIDs })
}

func (r *Resolver) Candidate() exec.CandidateResolver { return &candidateResolver{r} }

type candidateResolver struct{ *Resolver }
