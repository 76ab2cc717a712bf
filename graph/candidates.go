package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// whoCould returns the partners that could close a gap, at most first of them.
func (r *Resolver) whoCould(ctx context.Context, gap *view.Gap, first int) ([]*view.Candidate, error) {
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
	candidates := view.NewCandidates(found[:min(first, len(found))])
	return candidates, relay.Charge(ctx, len(candidates))
}

func (r *gapResolver) WhoCould(ctx context.Context, obj *view.Gap, first int) ([]*view.Candidate, error) {
	return r.whoCould(ctx, obj, first)
}

func (r *candidateResolver) Partner(ctx context.Context, obj *view.Candidate) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(c *view.Candidate) *int { return &c.PartnerID })
}

func (r *candidateResolver) Axes(ctx context.Context, obj *view.Candidate) ([]*ent.Axis, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Axes, func(c *view.Candidate) []int { return c.AxisIDs })
}

func (r *Resolver) Candidate() exec.CandidateResolver { return &candidateResolver{r} }

type candidateResolver struct{ *Resolver }
