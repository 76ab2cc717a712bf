package mutations_test

import (
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// Readers share records in memory. A replay returns an earlier version and must not change the shared record.
func TestReplay_LeavesTheRecordToOthersAsItIs(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := as(
			t, testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s)}), testhub.Who{Role: lexicon.Administrator},
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
