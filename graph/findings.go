package graph

import (
	"context"
	"slices"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// gaps are what a contract lacks, and its siblings.
func (r *Resolver) gaps(ctx context.Context, contract *ent.Contract, filter *model.GapFilter, asOf *lexicon.PartialDate, staleAfterMonths int) ([]*view.Gap, error) {
	if staleAfterMonths < 0 {
		return nil, &Error{Code: BadUserInput, Argument: []any{"staleAfterMonths"}, Sentence: "`staleAfterMonths` is a number of months, 0 or more"}
	}
	when, day := r.when(asOf)
	options := network.GapOptions{When: when, StaleAfterMonths: staleAfterMonths}
	gaps, err := batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract][]*view.Gap, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		of := make(map[*ent.Contract][]*view.Gap, len(siblings))
		var all []*view.Gap
		for _, c := range siblings {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			of[c] = view.NewGaps(slices.DeleteFunc(n.Gaps(c.ID, options), func(g network.Gap) bool {
				return filter != nil && filter.Codes != nil && !slices.Contains(filter.Codes, g.Code)
			}), c.ID, when, day)
			all = append(all, of[c]...)
		}
		batch.Together(all)
		return of, nil
	})
	if err != nil {
		return nil, err
	}
	return gaps, relay.Charge(ctx, len(gaps))
}

// bridges are what holds a contract together, and its siblings.
func (r *Resolver) bridges(ctx context.Context, contract *ent.Contract, asOf *lexicon.PartialDate) (*view.Bridges, error) {
	return batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract]*view.Bridges, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		when, day := r.when(asOf)
		bridges := make([]network.Bridges, len(siblings))
		for i, c := range siblings {
			if bridges[i], err = n.Bridges(ctx, c.ID, when); err != nil {
				return nil, err
			}
		}
		return zip(siblings, view.NewBridges(bridges, day)), nil
	})
}

// path is the shortest path between two records.
func (r *Resolver) path(ctx context.Context, from, to model.AnyRecordBy, asOf *lexicon.PartialDate) (*view.Path, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	start, err := r.anyRecord(ctx, "from", from)
	if err != nil {
		return nil, err
	}
	end, err := r.anyRecord(ctx, "to", to)
	if err != nil {
		return nil, err
	}
	when, day := r.when(asOf)
	steps, linked := n.Path(start, end, when)
	if !linked {
		return nil, nil
	}
	return view.NewPath(steps, day), nil
}
