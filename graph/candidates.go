package graph

import (
	"context"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// whoCould returns the partners that could close a gap, at most so many, for all
// gaps that are answered together.
func (r *Resolver) whoCould(ctx context.Context, gap *view.Gap, first int) ([]*view.Candidate, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	candidates, err := batch.Load(ctx, gap, relay.FieldKey(ctx), func(ctx context.Context, gaps []*view.Gap) (map[*view.Gap][]*view.Candidate, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		of := make(map[*view.Gap][]*view.Candidate, len(gaps))
		var all []*view.Candidate
		for _, g := range gaps {
			found, err := n.WhoCould(ctx, g.Contract, g.Found, g.When)
			if err != nil {
				return nil, err
			}
			of[g] = view.NewCandidates(found[:min(first, len(found))])
			all = append(all, of[g]...)
		}
		batch.Together(all)
		return of, nil
	})
	if err != nil {
		return nil, err
	}
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
