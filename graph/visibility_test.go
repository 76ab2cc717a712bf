package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// A viewer of hundreds of contracts causes as many statements as one who sees everything, each small enough for the
// database. Both get the same answer about what both see.
func TestVisibility_HundredsOfContractsAreSeen(t *testing.T) {
	const many, open = 700, 600
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := testhub.Context(t)
		fill := func(prefix string, n int, set func(i int, m ent.Mutation) error) {
			t.Helper()
			if _, err := s.Client.NewCreateMany(
				ctx, prefix, n, func(i int, m ent.Mutation) error { return set(i+1, m) },
			); err != nil {
				t.Fatal(err)
			}
		}
		called := func(i int, m ent.Mutation) error {
			return errors.Join(m.SetField("code", fmt.Sprintf("n%d", i)), m.SetField("name", fmt.Sprintf("n%03d", i)))
		}
		fill(
			"contract", many,
			func(i int, m ent.Mutation) error { return errors.Join(called(i, m), m.SetField("public", i <= open)) },
		)
		fill("partner", many, called)
		fill("action", many, func(i int, m ent.Mutation) error {
			return errors.Join(called(i, m), m.SetField("kind", lexicon.KindAction), m.SetField("contract_id", i))
		})
		fill("contribution", many, func(i int, m ent.Mutation) error {
			return errors.Join(m.SetField("partner_id", i), m.SetField("action_id", i), m.SetField("scope_id", i), m.SetField("role", lexicon.RoleLead),
				m.SetField("status", lexicon.StatusActive), m.SetField("basis", lexicon.BasisStated))
		})
		h := testhub.New(t, s, server.Config{Limits: wide})
		all := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		link := `{contributions: {partnerWith: {contributions: {actionWith: {contributions: {roles: [LEAD]}}}}}}`
		links := strings.TrimSuffix(strings.Repeat(link+", ", 8), ", ")
		for _, c := range []struct {
			h    *testhub.Hub
			want int
		}{{h, open}, {all, many}} {
			var seen struct {
				Partners, Actions, Linked struct {
					TotalCount int
					Nodes      []struct{ Code string }
				}
				Found struct{ TotalCount int }
			}
			c.h.Get(t, &seen, `{
				partners(last: 1) { totalCount nodes { code } } actions(last: 1) { totalCount nodes { code } } found: search(query: "n", filter: {types: [PARTNER]}) { totalCount }
				linked: actions(first: 2, filter: {or: [`+links+`]}) { totalCount nodes { code } }
			}`, nil)
			last := fmt.Sprintf("n%d", c.want)
			if seen.Partners.TotalCount != c.want || seen.Actions.TotalCount != c.want ||
				seen.Linked.TotalCount != c.want || seen.Found.TotalCount != c.want ||
				seen.Partners.Nodes[0].Code != last || seen.Actions.Nodes[0].Code != last {
				t.Errorf("of %d is seen %+v", c.want, seen)
			}
			for i, found := range map[int]bool{1: true, open: true, open + 1: c.want == many} {
				answer := c.h.Ask(
					t,
					fmt.Sprintf(
						`{ partner(by: {code: "n%d"}) { name contributions { nodes { partner { code } action { code } } } } }`,
						i,
					),
					nil,
				)
				if strings.Contains(string(answer.Body), fmt.Sprintf(`"code":"n%d"`, i)) != found {
					t.Errorf("partner %d: %s", i, answer.Body)
				}
			}
		}
	})
}
