package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/relay"
)

func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	found, err := r.nodes(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	if len(ids) > relay.MaxPage {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"ids"}, Sentence: message.TooManyIDs(relay.MaxPage, len(ids)),
		}
	}
	return r.nodes(ctx, ids)
}

func (r *queryResolver) Matrix(
	ctx context.Context, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.Matrix, error) {
	return r.derived().Matrix(ctx, derived.ArgsOf(filter, asOf))
}

func (r *queryResolver) Path(
	ctx context.Context, from model.Input, to model.Input, asOf *lexicon.PartialDate,
) (*model.Path, error) {
	return r.derived().Path(ctx, from, to, asOf)
}

func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

type queryResolver struct{ *Resolver }
