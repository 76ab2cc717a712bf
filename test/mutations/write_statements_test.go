package mutations_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// statementsOfAWrite bounds the statements of a claim with its citation, besides those that begin and end
// transactions. They are for the viewer, the latest moment, three records that are named, two that are created,
// whether the claim is sourced, and the ledger's lines. The snapshot adds what changed and the two records.
const statementsOfAWrite = 12

func TestWriteStatements_OfAClaimAndItsCitationAreFew(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	observe := testhub.Observe(func(_ context.Context, query string) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, query)
	})
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
		h = h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		var cited struct {
			Sources struct{ Nodes []struct{ ID string } }
		}
		h.Get(t, &cited, `{ sources(first: 1) { nodes { id } } }`, nil)
		h.Settle(t) // else the snapshot reads again whatever may still be preceded
		if err := h.Network.Refresh(testhub.Context(t)); err != nil {
			t.Fatal(err)
		}
		var least []string
		for i := range 4 { // at first a text is prepared, and the use of the token is noted
			mu.Lock()
			seen = nil
			mu.Unlock()
			claim := in{
				"partner": "cpam-hainaut", "axis": "valenciennes/axe-1", "role": "TRAINER", "status": "ACTIVE",
				"citations": []in{{"source": cited.Sources.Nodes[0].ID, "locator": fmt.Sprintf("p. %d", i)}},
			}
			var data map[string]struct{ UserErrors []userError }
			h.Get(t, &data, `mutation ($input: CreateContributionInput!) { createContribution(input: $input) {
				contribution { id partner { name } citations { nodes { locator } } } userErrors { field message } } }`,
				map[string]any{"input": claim})
			if problems := data["createContribution"].UserErrors; len(problems) > 0 {
				t.Fatalf("%+v", problems)
			}
			mu.Lock()
			if least == nil || len(seen) < len(least) {
				least = seen
			}
			mu.Unlock()
		}
		if len(least) > statementsOfAWrite {
			t.Errorf("%d statements, at most %d were expected:\n%s",
				len(least), statementsOfAWrite, strings.Join(least, "\n"))
		}
	}, observe)
}
