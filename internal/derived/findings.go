package derived

import (
	"context"
	"slices"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// Gaps returns the gaps of a contract.
func (r Answers) Gaps(
	ctx context.Context, contract *ent.Contract, filter *input.GapFilter, asOf *lexicon.PartialDate,
	staleAfterMonths int,
) ([]*model.Gap, error) {
	if staleAfterMonths < 0 {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"staleAfterMonths"},
			Sentence: message.NegativeMonths(staleAfterMonths),
		}
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	when, day := r.When(asOf)
	found := n.Gaps(contract.ID, network.GapOptions{When: when, StaleAfterMonths: staleAfterMonths})
	gaps := model.NewGaps(slices.DeleteFunc(found, func(g network.Gap) bool {
		return filter != nil && filter.Codes != nil && !slices.Contains(filter.Codes, g.Code)
	}), contract.ID, when, day)
	return batch.Group(gaps), relay.Charge(ctx, len(gaps))
}

// Bridges returns what connects the parts of a contract.
func (r Answers) Bridges(
	ctx context.Context, contract *ent.Contract, without []string, asOf *lexicon.PartialDate,
) (*model.Bridges, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	partners, err := lookup.IDsOf(ctx, r.Reader, "partner", nil, "withoutPartners", without)
	if err != nil {
		return nil, err
	}
	when, day := r.When(asOf)
	bridges, err := n.Bridges(ctx, contract.ID, partners, when)
	if err != nil {
		return nil, err
	}
	return model.NewBridges(bridges, day), nil
}

// Path returns the shortest path between two records, or nil.
func (r Answers) Path(
	ctx context.Context, from, to model.Input, asOf *lexicon.PartialDate,
) (*model.Path, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	start, err := lookup.AnyRecord(ctx, r.Reader, "from", from)
	if err != nil {
		return nil, err
	}
	end, err := lookup.AnyRecord(ctx, r.Reader, "to", to)
	if err != nil {
		return nil, err
	}
	when, day := r.When(asOf)
	steps, linked := n.Path(start, end, when)
	if !linked {
		return nil, nil
	}
	return model.NewPath(steps, day), nil
}
