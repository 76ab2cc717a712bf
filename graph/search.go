package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lookup"
	"maillage/internal/search"
)

func (r *queryResolver) Search(
	ctx context.Context, query string, filter *input.SearchFilter, first *int, after *string, last *int, before *string,
) (*model.SearchResultConnection, error) {
	what := lookup.SearchArgs{Query: query}
	if filter != nil {
		what.SearchFilter = *filter
	}
	return lookup.SearchRecords(ctx, r.Reader, page(first, after, last, before), what)
}

func (r *searchResultEdgeResolver) Highlights(
	ctx context.Context, obj *model.SearchResultEdge,
) ([]*search.Highlight, error) {
	return lookup.HighlightsOf(ctx, r.Reader, obj)
}

func (r *Resolver) SearchResultEdge() exec.SearchResultEdgeResolver {
	return &searchResultEdgeResolver{r}
}

type searchResultEdgeResolver struct{ *Resolver }
