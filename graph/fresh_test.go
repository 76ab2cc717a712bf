package graph_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"maillage/internal/hubtest"
	"maillage/internal/lexicon"
)

// Queries do not wait for a write that the snapshot follows, but whoever was told of a write finds it.
func TestMutation_WhoeverIsAnsweredFindsWhatWasWritten(t *testing.T) {
	hubtest.EachDemo(t, func(t *testing.T, h *hubtest.Hub) {
		adm := h.As(h.Token(t, hubtest.Who{Role: lexicon.Administrator}))
		adm.Get(t, new(any), `{ partners { totalCount } }`, nil)
		ctx, stop := context.WithCancel(t.Context())
		var runs sync.WaitGroup
		runs.Go(func() { h.Run(ctx) })
		defer runs.Wait()
		defer stop()
		var writers sync.WaitGroup
		for writer := range 3 {
			writers.Go(func() {
				for i := range 15 {
					code := fmt.Sprintf("fresh-%d-%d", writer, i)
					var made struct{ CreatePartner struct{ UserErrors []any } }
					adm.Get(t, &made, `mutation ($code: String!) {
						createPartner(input: {code: $code, name: "Fresh"}) { userErrors { message } } }`,
						map[string]any{"code": code})
					var found struct{ Partner *struct{ Code string } }
					adm.Get(t, &found, `query ($code: String!) { partner(by: {code: $code}) { code } }`,
						map[string]any{"code": code})
					var gone struct{ DeletePartner struct{ UserErrors []any } }
					adm.Get(t, &gone, `mutation ($code: ID!) {
						deletePartner(input: {id: $code, version: 1}) { userErrors { message } } }`,
						map[string]any{"code": code})
					var still struct{ Partner *struct{ Code string } }
					adm.Get(t, &still, `query ($code: String!) { partner(by: {code: $code}) { code } }`,
						map[string]any{"code": code})
					if len(gone.DeletePartner.UserErrors) > 0 || still.Partner != nil {
						t.Errorf("%s: %+v, and %+v is there still", code, gone, still)
					}
					if len(made.CreatePartner.UserErrors) > 0 || found.Partner == nil {
						t.Errorf("%s: %+v, and %+v is found", code, made, found)
					}
				}
			})
		}
		writers.Wait()
	})
}

// A query that reads lines of the ledger finds the records that they are about, while others write.
func TestChanges_FindTheRecordsOfTheirLines(t *testing.T) {
	hubtest.EachDemo(t, func(t *testing.T, h *hubtest.Hub) {
		adm := h.As(h.Token(t, hubtest.Who{Role: lexicon.Administrator}))
		ctx, stop := context.WithCancel(t.Context())
		var runs, writes sync.WaitGroup
		runs.Go(func() { h.Run(ctx) })
		defer runs.Wait()
		defer stop()
		adm.Get(t, new(any), `{ partners { totalCount } }`, nil)
		done := make(chan struct{})
		writes.Go(func() {
			defer close(done)
			for i := range 40 {
				adm.Get(t, new(any), fmt.Sprintf(`mutation {
					createPartner(input: {code: "line-%d", name: "Line"}) { userErrors { message } } }`, i), nil)
			}
		})
		for seen := 0; ; seen++ {
			var last struct {
				Changes struct {
					Nodes []struct {
						RecordID string
						Record   *struct{ ID string }
					}
				}
			}
			adm.Get(t, &last, `{ changes(last: 3) { nodes { recordId record { id } } } }`, nil)
			for _, n := range last.Changes.Nodes {
				if n.Record == nil {
					t.Errorf("%s has a line and is not found", n.RecordID)
				}
			}
			select {
			case <-done:
				writes.Wait()
				if seen < 10 {
					t.Errorf("read only %d times", seen)
				}
				return
			default:
			}
		}
	})
}
