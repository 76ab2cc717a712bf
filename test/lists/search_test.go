package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/testhub"
)

type searched struct {
	Search struct {
		TotalCount int
		TypeCounts []struct {
			Type  string
			Count int
		}
		PageInfo struct {
			HasNextPage, HasPreviousPage bool
			StartCursor, EndCursor       string
		}
		Edges []struct {
			Cursor, Closeness string
			Node              struct {
				Typename string `json:"__typename"`
				ID, Name string
			}
			Highlights []struct {
				Field    string
				Segments []struct {
					Text    string
					Matched bool
				}
			}
		}
	}
}

const searchText = `query ($query: String!, $first: Int, $after: Cursor, $last: Int, $before: Cursor, $types: [RecordType!], $contract: ID) {
	search(query: $query, first: $first, after: $after, last: $last, before: $before, filter: {types: $types, contract: $contract}) {
		totalCount typeCounts { type count } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
		edges { cursor closeness node { __typename ... on Node { id } ... on Thing { name } } highlights { field segments { text matched } } } } }`

func searchFor(t *testing.T, h *testhub.Hub, given map[string]any) searched {
	t.Helper()
	var s searched
	h.Get(t, &s, searchText, given)
	return s
}

func TestSearch_PagesBothWaysThroughAllThatItCounts(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		h = h.As(h.Token(t, testhub.Who{Role: "ADMINISTRATOR"}))
		for _, query := range []string{"orme", "prevnetion", "ormeval zanzibar emploi"} { // of each stage
			var forward, back []string
			var page searched
			for after := any(nil); ; after = page.Search.PageInfo.EndCursor {
				page = searchFor(t, h, map[string]any{"query": query, "first": 7, "after": after})
				for _, e := range page.Search.Edges {
					forward = append(forward, e.Node.ID)
				}
				if !page.Search.PageInfo.HasNextPage {
					break
				}
			}
			for before := any(nil); ; before = page.Search.PageInfo.StartCursor {
				page = searchFor(t, h, map[string]any{"query": query, "last": 7, "before": before})
				var nodes []string
				for _, e := range page.Search.Edges {
					nodes = append(nodes, e.Node.ID)
				}
				back = append(nodes, back...)
				if !page.Search.PageInfo.HasPreviousPage {
					break
				}
			}
			slices.Sort(back)
			unique := slices.Compact(slices.Sorted(slices.Values(forward)))
			if !slices.Equal(unique, back) || len(unique) != len(forward) || len(forward) != page.Search.TotalCount ||
				len(forward) < 8 {
				t.Errorf(
					"%q: %d forward, %d of them once, %d back, %d counted", query, len(forward), len(unique), len(back),
					page.Search.TotalCount,
				)
			}
			total := 0
			for _, of := range page.Search.TypeCounts {
				total += of.Count
			}
			if total != page.Search.TotalCount {
				t.Errorf("%q: types add up to %d of %d", query, total, page.Search.TotalCount)
			}
		}
	})
}

func TestSearch_TakesWhateverPeopleType(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, query := range []string{
			"", " ", "a", "l'", "le la les", "\"", "\"cpam", "cpam*", "*", "NEAR(cpam hainaut)", "cpam AND", "OR OR", "NOT cpam", "name:cpam", "{cpam}", "^cpam", "-cpam", "cpam + emploi",
			"cpam & !emploi | x:*", "'cpam':A", "\\", "%", "_", "cpam'); DROP TABLE partners; --", "日本語 عربى ελλ", "é\u0301\u0300", "🙂", "\u202ex", "ﬃ ½ ² Ⅷ ǅ", strings.Repeat("x", 300),
			strings.Repeat("mot ", 75), "aa bb cc dd ee ff gg hh ii jj kk ll mm nn", "l’l’l’l’", "C.P.A.M...", "....", "12345 67890 12345", "sss ssss xxxx",
		} {
			s := searchFor(t, h, map[string]any{"query": query, "first": 5})
			if len(s.Search.Edges) > s.Search.TotalCount {
				t.Errorf("%q: %d of %d", query, len(s.Search.Edges), s.Search.TotalCount)
			}
		}
		for _, bad := range []struct {
			given    map[string]any
			argument string
		}{
			{map[string]any{"query": strings.Repeat("cpam ", 2000)}, "query"},
			{map[string]any{"query": "cpam", "first": 0}, "first"},
			{map[string]any{"query": "cpam", "after": "rubbish"}, "after"},
			{map[string]any{"query": "cpam", "before": "rubbish"}, "before"},
			{map[string]any{"query": "cpam", "contract": "nothing"}, "filter contract"},
		} {
			answer := h.Ask(t, searchText, bad.given)
			if len(answer.Errors) != 1 || fmt.Sprint(
				answer.Errors[0].Extensions.Argument,
			) != "["+bad.argument+"]" || answer.Errors[0].Extensions.Code == "INTERNAL" {
				t.Errorf("%.60v: %s", bad.given, answer.Body)
			}
		}
		other := searchFor(
			t, h.As(h.Token(t, testhub.Who{Role: "ADMINISTRATOR"})), map[string]any{"query": "orme", "first": 1},
		).Search.PageInfo.EndCursor
		if answer := h.Ask(
			t, searchText, map[string]any{"query": "cpam", "after": other},
		); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
			t.Errorf("another search's cursor: %s", answer.Body)
		}
	})
}

func TestSearch_ShowsWhyInPiecesOfTheText(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for query, want := range map[string]string{
			"sante mentale":          "name:[Santé] [mentale]",
			"l'emploi insert":        "name:[Emploi] et [insertion]",
			"upvo":                   "name:[Université] [populaire] du [Val] d’[Orme]|acronym:[UPVO]",
			"logistiqe":              "name:[Logistique] du Val d’Orme",
			"caisse maladie hainaut": "name:[Caisse] Primaire d’Assurance [Maladie] (CPAM) du [Hainaut]|aliases:CPAM du [Hainaut]",
		} {
			s := searchFor(
				t, h.As(h.Token(t, testhub.Who{Role: "ADMINISTRATOR"})), map[string]any{"query": query, "first": 1},
			)
			var shown []string
			for _, e := range s.Search.Edges {
				for _, hl := range e.Highlights {
					text := hl.Field + ":"
					for _, piece := range hl.Segments {
						if piece.Matched {
							piece.Text = "[" + piece.Text + "]"
						}
						text += piece.Text
					}
					if hl.Field != "code" {
						shown = append(shown, text)
					}
				}
			}
			if got := strings.Join(shown, "|"); got != want {
				t.Errorf("%q shows %s, want %s", query, got, want)
			}
		}
	})
}

func TestSearch_OfAnEarlierMomentFindsWhatWasThere(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.As(h.Token(t, testhub.Who{Role: "ADMINISTRATOR"}))
		before := time.Now().UTC().Truncate(time.Microsecond) // as the ledger has times
		done(t, admin, "createPartner", in{"code": "zanzibar", "name": "Comptoir de Zanzibar"})
		ask := func(directive string) int {
			var s searched
			admin.Get(t, &s, "query "+directive+` { search(query: "zanzibar") { totalCount } }`, nil)
			return s.Search.TotalCount
		}
		if now, then := ask(""), ask(
			fmt.Sprintf("@asKnownAt(at: %q)", before.Format(time.RFC3339Nano)),
		); now != 1 || then != 0 {
			t.Errorf("%d found now, %d then", now, then)
		}
		if later := ask(fmt.Sprintf("@asKnownAt(at: %q)", time.Now().UTC().Format(time.RFC3339Nano))); later != 1 {
			t.Errorf("%d found at a later moment", later)
		}
	})
}
