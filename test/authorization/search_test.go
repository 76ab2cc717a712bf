package authorization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	records "maillage/internal/record"
)

// everythingFound selects all fields of a search.
const everythingFound = ` { totalCount typeCounts { type count } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
	edges { cursor closeness node { __typename ... on Node { id } ... on Thing { name code } ... on Claim { claim: code wording } } highlights { field segments { text matched } } } }`

// searchQuestions search for every canary by the common beginning of its kind, which names none of them. They search
// some types at a time, so that a page has all results. Then they use pages of one, cursors, whole words, and a
// typing error.
func (w *world) searchQuestions() []question {
	var all []question
	ask := func(path, given string) {
		all = append(all, question{path, "{ search(" + given + ")" + everythingFound + " }", nil})
	}
	for _, home := range []string{inOpen, inClosed, reference, shared, apart, said} {
		for some := range slices.Chunk(records.Types, 5) {
			var words []string
			for _, of := range some {
				words = append(words, string(of.Word()))
			}
			ask(
				"search",
				fmt.Sprintf(`query: "zq%s", filter: {types: [%s]}, first: 100`, home, strings.Join(words, ", ")),
			)
		}
	}
	for _, query := range []string{
		"zq", "zqopen zqclosed", "zqcloset", "qclosed", "zqapart zqnothing", "administrator", "label",
	} {
		for _, page := range []string{"first: 1", "last: 1", "last: 100", "first: 100"} {
			ask("search", fmt.Sprintf("query: %q, %s", query, page))
		}
	}
	for i, of := range records.Types {
		for j, s := range w.samples(of.Prefix) {
			if len(s.canaries) > 0 && (i+j)%3 == 0 {
				ask("search", fmt.Sprintf("query: %q, first: 2", s.canaries[0].text))
			}
			if of.Prefix == "contract" {
				ask("search", fmt.Sprintf("query: \"zq\", first: 100, filter: {contract: %q}", s.code))
				ask("search", fmt.Sprintf("query: \"zqopen\", first: 1, filter: {contract: %q}", s.uid))
			}
		}
	}
	for _, cursor := range w.searchCursors("zq") {
		ask("cursor", `query: "zq", first: 3, after: `+cursor)
		ask("cursor", `query: "zq", last: 3, before: `+cursor)
	}
	return all
}

// searchCursors returns cursors of an administrator.
func (w *world) searchCursors(query string) []string {
	var answer struct {
		Search struct{ Edges []struct{ Cursor string } }
	}
	w.admin.Get(w.t, &answer, fmt.Sprintf("{ search(query: %q, first: 100) { edges { cursor } } }", query), nil)
	var some []string
	for at := 0; at < len(answer.Search.Edges); at += 25 {
		some = append(some, fmt.Sprintf("%q", answer.Search.Edges[at].Cursor))
	}
	return some
}

func TestAuthorization_SearchCountsAndFindsNothingHidden(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, false)
		for _, name := range []string{
			"closed action", "closed contract", "apart partner", "apart source", "closed serves",
		} {
			s := w.named[name]
			for _, k := range s.canaries {
				found := w.ask(
					"nobody",
					fmt.Sprintf(
						"{ search(query: %q) { totalCount nodes { ... on Node { id } } pageInfo { hasNextPage } } }",
						k.text,
					),
				)
				if found.TotalCount != 0 || len(found.Nodes) != 0 || found.PageInfo.HasNextPage {
					t.Errorf("%s.%s of the %s is found: %+v", k.kind, k.field, name, found)
				}
				if mine := w.ask(
					"administrator",
					fmt.Sprintf("{ search(query: %q) { totalCount nodes { ... on Node { id } } } }", k.text),
				); mine.TotalCount == 0 {
					t.Errorf("%s.%s of the %s is found by nobody", k.kind, k.field, name)
				}
			}
		}
		// The words of a visible record together with those of a hidden one.
		seen, hidden := w.named["open action"].canaries[0].text, w.named["closed takes part 0"].canaries[0].text
		both := w.ask(
			"nobody", fmt.Sprintf("{ search(query: %q) { totalCount nodes { ... on Node { id } } } }", seen+" "+hidden),
		)
		alone := w.ask(
			"nobody",
			fmt.Sprintf("{ search(query: %q) { totalCount nodes { ... on Node { id } } } }", seen+" zqnothing0000x"),
		)
		if both.TotalCount != alone.TotalCount || both.TotalCount == 0 {
			t.Errorf(
				"%d found with a hidden word, and %d with one that is not there", both.TotalCount, alone.TotalCount,
			)
		}
	})
}
