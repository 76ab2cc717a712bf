package mutations_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

const twoMutations = `mutation {
	first: createSource(input: {code: "one", name: "One", idempotencyKey: "1"}) { source { code } replayed userErrors { code } }
	second: createPartner(input: {code: "two", name: "Two", idempotencyKey: "2"}) { partner { code } replayed userErrors { code } }
}`

// The second mutation of a document times out. The answer must hold the result of the first, and the second can be
// repeated with its key.
func TestMutations_ALaterOneThatTimesOutTakesNothingFromTheFirst(t *testing.T) {
	var hanging atomic.Bool
	hang := testhub.Observe(func(ctx context.Context, query string) {
		if hanging.Load() && strings.Contains(
			strings.ToLower(query), "insert into",
		) && strings.Contains(query, "partners") {
			<-ctx.Done()
		}
	})
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Deadline: 2 * time.Second})
		h = as(t, h, testhub.Who{Role: lexicon.Administrator})
		hanging.Store(true)
		answer := h.Ask(t, twoMutations, nil)
		hanging.Store(false)
		if answer.Status != http.StatusOK || !strings.Contains(
			string(answer.Data), `{"first":{"source":{"code":"one"},"replayed":false,"userErrors":[]},"second":null}`,
		) {
			t.Fatalf("answered %d %s", answer.Status, answer.Body)
		}
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "TIMEOUT" ||
			len(answer.Errors[0].Path) != 1 || answer.Errors[0].Path[0] != "second" ||
			!strings.Contains(answer.Errors[0].Message, "et a pu être faite. Répétez-la avec sa clé d’idempotence.") {
			t.Errorf("the errors are %s", answer.Body)
		}
		again := h.Ask(t, twoMutations, nil)
		var data map[string]struct {
			Replayed   bool
			UserErrors []any
		}
		if err := json.Unmarshal(again.Data, &data); err != nil || !data["first"].Replayed ||
			data["second"].Replayed || len(data["second"].UserErrors) > 0 {
			t.Errorf("repeated, it answers %s", again.Body)
		}
	}, hang)
}

// The second mutation returns more records than a response may hold.
func TestMutations_ALaterOneThatSpendsTheBudgetTakesNothingFromTheFirst(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		limits := gqlserver.DefaultLimits()
		limits.Records = 2
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Limits: limits})
		h = as(t, h, testhub.Who{Role: lexicon.Administrator})
		answer := h.Ask(t, `mutation {
			first: createSource(input: {code: "one", name: "One"}) { source { code } }
			second: updateAxis(input: {id: "valenciennes/axe-1", version: 1, priority: false}) { axis { contract { axes(first: 10) { nodes { code } } } } }
		}`, nil)
		if answer.Status != http.StatusOK || !strings.Contains(
			string(answer.Data), `{"first":{"source":{"code":"one"}},"second":`,
		) {
			t.Fatalf("answered %d %s", answer.Status, answer.Body)
		}
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "COST_EXCEEDED" ||
			answer.Errors[0].Path[0] != "second" {
			t.Errorf("the errors are %s", answer.Body)
		}
	})
}

// An invalid argument of one list leaves the other lists in the answer.
func TestRootLists_AWrongArgumentTakesNothingOfTheOthers(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		answer := h.Ask(
			t, `{ contracts(first: 500) { totalCount } contract(by: {code: "valenciennes"}) { code } }`, nil,
		)
		if string(answer.Data) != `{"contracts":null,"contract":{"code":"valenciennes"}}` || len(answer.Errors) != 1 {
			t.Errorf("answered %s", answer.Body)
		}
	})
}
