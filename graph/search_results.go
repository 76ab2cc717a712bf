package graph

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// searchArgs are the arguments of a search.
type searchArgs struct {
	query string
	input.SearchFilter
}

// search returns a page of search results.
func (r *Resolver) search(ctx context.Context, args relay.Args, what searchArgs) (*model.SearchResultConnection, error) {
	if utf8.RuneCountInString(what.query) > search.LongestQuery {
		return nil, &Error{
			Code: BadUserInput, Argument: []any{"query"}, Sentence: "`query` has at most %d characters",
			Args: []any{search.LongestQuery},
		}
	}
	size, backward, err := args.Size()
	if err != nil {
		return nil, err
	}
	request := search.Request{Query: what.query, Limit: size + 1, Backward: backward}
	if what.Contract != nil {
		contract, err := r.contract(ctx, []any{"filter", "contract"}, *what.Contract)
		if err != nil {
			return nil, err
		}
		request.Contract = contract.ID
	}
	if what.Types != nil {
		request.Types = []string{}
	}
	for _, word := range what.Types {
		request.Types = append(request.Types, record.OfWord(word).Prefix)
	}
	list := fmt.Sprintf("search %q %v %d", what.query, request.Types, request.Contract)
	var afterWrong, beforeWrong error
	request.After, afterWrong = r.searchPosition(list, "after", args.After)
	request.Before, beforeWrong = r.searchPosition(list, "before", args.Before)
	if err := errors.Join(afterWrong, beforeWrong); err != nil {
		return nil, err
	}
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	found, err := v.Words().Find(ctx, v, request)
	if err != nil {
		return nil, err
	}
	return r.searchPage(ctx, args, list, found)
}

// searchPosition reads a cursor of search results; nil without one.
func (r *Resolver) searchPosition(list, argument string, cursor *string) (*search.Place, error) {
	if cursor == nil {
		return nil, nil
	}
	text, ok := r.Reader.Sealer.Open(list, *cursor)
	place, err := search.ParsePlace(text)
	if !ok || err != nil {
		return nil, &Error{
			Code: BadUserInput, Argument: []any{argument}, Sentence: "`" + argument + "` is no cursor of this search",
		}
	}
	return &place, nil
}

// searchPage makes a page of hits, with their records as the viewer sees them.
func (r *Resolver) searchPage(
	ctx context.Context, args relay.Args, list string, found *search.Results,
) (*model.SearchResultConnection, error) {
	hits := make([]*search.Hit, len(found.Hits))
	refs := make([]ref, len(found.Hits))
	for i, h := range found.Hits {
		hits[i], refs[i] = &h, ref{h.Prefix, h.ID}
	}
	nodes, err := load(ctx, r.Reader, refs)
	if err != nil {
		return nil, err
	}
	page, err := relay.Page(
		hits, args, func(h *search.Hit) string { return r.Reader.Sealer.Seal(list, h.String()) }, nil,
	)
	if page, err = relay.Charged(ctx, page, err); err != nil {
		return nil, err
	}
	edges := []*model.SearchResultEdge{}
	for _, e := range page.Edges {
		if node := nodes[ref{e.Node.Prefix, e.Node.ID}]; node != nil { // else it was deleted during the request
			edges = append(edges, &model.SearchResultEdge{Cursor: e.Cursor(), Node: node, Hit: *e.Node,
				Asked: found.Query})
		}
	}
	return model.NewSearchResults(edges, page.PageInfo, found.Count), nil
}

// highlights returns the texts of a record that contain the search words.
func (r *Resolver) highlights(ctx context.Context, edge *model.SearchResultEdge) ([]*search.Highlight, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	list := []*search.Highlight{}
	for _, h := range edge.Asked.Highlights(edge.Hit.Prefix, edge.Node.(ent.Row),
		v.IdentifiersOf(edge.Hit.Prefix, edge.Hit.ID)) {
		list = append(list, &h)
	}
	return list, nil
}
