package lookup

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// SearchArgs are the arguments of a search.
type SearchArgs struct {
	Query string
	input.SearchFilter
}

// SearchRecords returns a page of search results.
func SearchRecords(
	ctx context.Context, r *relay.Reader, args relay.Args, what SearchArgs,
) (*model.SearchResultConnection, error) {
	if utf8.RuneCountInString(what.Query) > search.LongestQuery {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"query"}, Sentence: message.SearchTooLong(search.LongestQuery),
		}
	}
	size, backward, err := args.Size()
	if err != nil {
		return nil, err
	}
	request := search.Request{Query: what.Query, Limit: size + 1, Backward: backward}
	if what.Contract != nil {
		contract, err := ContractNamed(ctx, r, []any{"filter", "contract"}, *what.Contract)
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
	list := fmt.Sprintf("search %q %v %d", what.Query, request.Types, request.Contract)
	var afterWrong, beforeWrong error
	request.After, afterWrong = searchPosition(r, list, "after", args.After)
	request.Before, beforeWrong = searchPosition(r, list, "before", args.Before)
	if err := errors.Join(afterWrong, beforeWrong); err != nil {
		return nil, err
	}
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	found, err := v.Words().Find(ctx, v, request)
	if err != nil {
		return nil, err
	}
	return searchPage(ctx, r, args, list, found)
}

// searchPosition reads a cursor of search results; nil without one.
func searchPosition(r *relay.Reader, list, argument string, cursor *string) (*search.Place, error) {
	if cursor == nil {
		return nil, nil
	}
	text, ok := r.Sealer.Open(list, *cursor)
	place, err := search.ParsePlace(text)
	if !ok || err != nil {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{argument}, Sentence: message.WrongSearchCursor(argument),
		}
	}
	return &place, nil
}

// searchPage makes a page of hits, with their records as the viewer sees them.
func searchPage(ctx context.Context, r *relay.Reader, args relay.Args, list string, found *search.Results,
) (*model.SearchResultConnection, error) {
	hits := make([]*search.Hit, len(found.Hits))
	refs := make([]Ref, len(found.Hits))
	for i, h := range found.Hits {
		hits[i], refs[i] = &h, Ref{h.Prefix, h.ID}
	}
	nodes, err := LoadRecords(ctx, r, refs)
	if err != nil {
		return nil, err
	}
	page, err := relay.Page(
		hits, args, func(h *search.Hit) string { return r.Sealer.Seal(list, h.String()) }, nil,
	)
	if page, err = relay.Charged(ctx, page, err); err != nil {
		return nil, err
	}
	edges := []*model.SearchResultEdge{}
	for _, e := range page.Edges {
		if node := nodes[Ref{e.Node.Prefix, e.Node.ID}]; node != nil { // else it was deleted during the request
			edges = append(edges, &model.SearchResultEdge{Cursor: e.Cursor(), Node: node, Hit: *e.Node,
				Asked: found.Query})
		}
	}
	return model.NewSearchResults(edges, page.PageInfo, found.Count), nil
}

// HighlightsOf returns the texts of a record that contain the search words.
func HighlightsOf(ctx context.Context, r *relay.Reader, edge *model.SearchResultEdge) ([]*search.Highlight, error) {
	v, err := r.Records.View(ctx)
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
