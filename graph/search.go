package graph

import (
	"context"

	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/search"
	"maillage/internal/view"
)

func (r *queryResolver) Search(ctx context.Context, query string, types []lexicon.RecordType, contract *string, first *int, after *string, last *int, before *string) (*view.SearchResultConnection, error) {
	return r.search(ctx, relay.Args{First: first, After: after, Last: last, Before: before}, sought{query, types, contract})
}

func (r *searchResultEdgeResolver) Highlights(ctx context.Context, obj *view.SearchResultEdge) ([]*search.Highlight, error) {
	return r.highlights(ctx, obj)
}

func (r *Resolver) SearchResultEdge() exec.SearchResultEdgeResolver {
	return &searchResultEdgeResolver{r}
}

type searchResultEdgeResolver struct{ *Resolver }
