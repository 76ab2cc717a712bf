package gqlserver_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// placed is an answer with its position.
type placed struct {
	Data struct {
		Partners struct {
			Nodes []struct {
				ID      string
				Version int
			}
		}
		Changes struct {
			Nodes []struct {
				RecordID string
				Version  int
			}
		}
	}
	Errors     []struct{ Message string }
	Extensions map[string]any
}

func askPlaced(t *testing.T, h *testhub.Hub, query string, variables map[string]any, asked any) placed {
	t.Helper()
	members := map[string]any{"query": query, "variables": variables}
	if asked != nil {
		members["extensions"] = map[string]any{"position": asked}
	}
	a := askBill(t, h, here, members)
	var p placed
	if err := json.Unmarshal(a.Body, &p); err != nil {
		t.Fatalf("%s: %v", a.Body, err)
	}
	return p
}

const (
	partnersNow  = `{ partners(first: 100) { nodes { id version } } }`
	changesAfter = `query ($after: Cursor) {
		changes(first: 100, after: $after, filter: {types: [PARTNER]}) { nodes { recordId version } }
	}`
)

// While others write, the records of an answer and the changes after its position together are everything that was
// written.
func TestPosition_ChangesFollowTheAnswer(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		h = h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		first := askPlaced(t, h, partnersNow, nil, true)
		if len(first.Errors) > 0 || len(first.Data.Partners.Nodes) < 5 {
			t.Fatalf("answered %+v", first)
		}
		some := first.Data.Partners.Nodes[:5]
		var writers sync.WaitGroup
		for _, p := range some {
			writers.Go(func() {
				for v := p.Version; v < p.Version+8; v++ {
					input := map[string]any{"id": p.ID, "version": v, "description": fmt.Sprint("version ", v)}
					a := h.Ask(t, `mutation ($i: UpdatePartnerInput!) { updatePartner(input: $i) { partner { id } } }`,
						map[string]any{"i": input})
					if a.Errors != nil {
						t.Errorf("%s", a.Body)
						return
					}
				}
			})
		}
		reads := []placed{first}
		for range 10 {
			reads = append(reads, askPlaced(t, h, partnersNow, nil, true))
		}
		writers.Wait()
		h.Settle(t) // transactions of other tests on the server hold the feed back
		want := map[string]int{}
		for _, n := range askPlaced(t, h, partnersNow, nil, nil).Data.Partners.Nodes {
			want[n.ID] = n.Version
		}
		for i, r := range reads {
			position, is := r.Extensions["position"].(string)
			if !is {
				t.Fatalf("the answer %d has no position: %v", i, r.Extensions)
			}
			known := map[string]int{}
			for _, n := range r.Data.Partners.Nodes {
				known[n.ID] = n.Version
			}
			for _, c := range askPlaced(t, h, changesAfter, map[string]any{"after": position}, nil).Data.Changes.Nodes {
				known[c.RecordID] = max(known[c.RecordID], c.Version)
			}
			for id, version := range want {
				if known[id] != version {
					t.Errorf("after the answer %d %s has the version %d, not %d", i, id, known[id], version)
				}
			}
		}
		now := askPlaced(t, h, partnersNow, nil, true).Extensions["position"]
		late := askPlaced(t, h, changesAfter, map[string]any{"after": now}, nil)
		if len(late.Errors) > 0 || len(late.Data.Changes.Nodes) > 0 {
			t.Errorf("when nobody writes, %+v follow", late)
		}
	})
}

func TestPosition_IsToldToWhoeverAsks(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, asked := range []any{nil, false} {
			if p := askPlaced(t, h, partnersNow, nil, asked); p.Extensions != nil || len(p.Errors) > 0 {
				t.Errorf("asked %v: %+v", asked, p)
			}
		}
		for _, wrong := range []any{"yes", 1, []any{true}} {
			if p := askPlaced(t, h, partnersNow, nil, wrong); len(p.Errors) != 1 || p.Data.Partners.Nodes != nil {
				t.Errorf("asked %v: %+v", wrong, p)
			}
		}
		then := askPlaced(t, h,
			`query @asKnownAt(at: "2026-01-05T09:00:00Z") { partners(first: 1) { nodes { id } } }`, nil, true)
		if told, is := then.Extensions["position"]; !is || told != nil {
			t.Errorf("of an earlier moment: %+v", then)
		}
		if p := askPlaced(t, h, `{ __typename }`, nil, true); p.Extensions["position"] == nil {
			t.Errorf("of no record: %+v", p)
		}
	})
}
