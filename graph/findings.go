package graph

import (
	"context"
	"slices"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// gaps returns the gaps of a contract.
func (r *Resolver) gaps(
	ctx context.Context, contract *ent.Contract, filter *input.GapFilter, asOf *lexicon.PartialDate, staleAfterMonths int,
) ([]*model.Gap, error) {
	if staleAfterMonths < 0 {
		return nil, &Error{
			Code: BadUserInput, Argument: []any{"staleAfterMonths"},
			Sentence: "`staleAfterMonths` is a number of months, 0 or more",
		}
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	when, day := r.when(asOf)
	found := n.Gaps(contract.ID, network.GapOptions{When: when, StaleAfterMonths: staleAfterMonths})
	gaps := model.NewGaps(slices.DeleteFunc(found, func(g network.Gap) bool {
		return filter != nil && filter.Codes != nil && !slices.Contains(filter.Codes, g.Code)
	}), contract.ID, when, day)
	return batch.Group(gaps), relay.Charge(ctx, len(gaps))
}

// bridges returns what connects the parts of a contract.
func (r *Resolver) bridges(
	ctx context.Context, contract *ent.Contract, without []string, asOf *lexicon.PartialDate,
) (*model.Bridges, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	partners, err := r.lookup(ctx, "partner", nil, "withoutPartners", without)
	if err != nil {
		return nil, err
	}
	when, day := r.when(asOf)
	bridges, err := n.Bridges(ctx, contract.ID, partners, when)
	if err != nil {
		return nil, err
	}
	return model.NewBridges(bridges, day), nil
}

// path returns the shortest path between two records, or nil.
func (r *Resolver) path(
	ctx context.Context, from, to model.Input, asOf *lexicon.PartialDate,
) (*model.Path, error) {
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
	return model.NewPath(steps, day), nil
}
