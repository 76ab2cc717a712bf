package graph_test

import (
	"testing"

	"maillage/internal/hub"
	"maillage/internal/hubtest"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// Readers share records in memory. A replay returns an earlier version and must not change the shared record.
func TestReplay_LeavesTheRecordToOthersAsItIs(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := as(
			t, hubtest.New(t, s, hub.Config{Ledger: hubtest.Ledger(t, s)}), hubtest.Who{Role: lexicon.Administrator},
		)
		const create = `mutation { m: createPartner(input: {code: "one", name: "Before", idempotencyKey: "k"}) {
			partner { name } replayed userErrors { code } } }`
		const update = `mutation { m: updatePartner(input: {id: "one", version: 1, name: "After"}) {
			partner { name } replayed userErrors { code } } }`
		type payload struct {
			M struct {
				Partner    struct{ Name string }
				Replayed   bool
				UserErrors []struct{ Code string }
			}
		}
		for _, step := range []struct {
			mutation, name string
			replayed       bool
		}{{create, "Before", false}, {update, "After", false}, {create, "Before", true}} {
			var got payload
			h.Get(t, &got, step.mutation, nil)
			if got.M.Partner.Name != step.name || got.M.Replayed != step.replayed || len(got.M.UserErrors) > 0 {
				t.Fatalf("%s answers %+v", step.mutation, got.M)
			}
		}
		var now struct{ Partner struct{ Name string } }
		h.Get(t, &now, `{ partner(by: {code: "one"}) { name } }`, nil)
		if now.Partner.Name != "After" {
			t.Errorf("after the replay it is called %q", now.Partner.Name)
		}
	})
}
