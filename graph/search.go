package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/relay"
	"maillage/internal/search"
)

func (r *queryResolver) Search(
	ctx context.Context, query string, filter *input.SearchFilter, first *int, after *string, last *int, before *string,
) (*model.SearchResultConnection, error) {
	what := searchArgs{query: query}
	if filter != nil {
		what.SearchFilter = *filter
	}
	return r.search(ctx, relay.Args{First: first, After: after, Last: last, Before: before}, what)
}

func (r *searchResultEdgeResolver) Highlights(
	ctx context.Context, obj *model.SearchResultEdge,
) ([]*search.Highlight, error) {
	return r.highlights(ctx, obj)
}

func (r *Resolver) SearchResultEdge() exec.SearchResultEdgeResolver {
	return &searchResultEdgeResolver{r}
}

type searchResultEdgeResolver struct{ *Resolver }
