package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// Queries do not wait for a write that the snapshot still follows. A client whose mutation was answered must find
// what it wrote.
func TestMutation_WhoeverIsAnsweredFindsWhatWasWritten(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
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

// A mutation is answered once the snapshot has its write, however long that takes. Publishing a draft reads no record
// for its payload, which would wait too.
func TestMutation_IsNotAnsweredBeforeTheSnapshotHasIt(t *testing.T) {
	var holding atomic.Bool
	var enter sync.Once
	var entered, release chan struct{}
	observe := testhub.Observe(func(_ context.Context, query string) {
		if holding.Load() && strings.Contains(query, "AS place LEFT JOIN changes") { // what the snapshot reads lines with
			enter.Do(func() { close(entered) })
			<-release
		}
	})
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		enter, entered, release = sync.Once{}, make(chan struct{}), make(chan struct{})
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		var begun struct {
			BeginDraft struct{ Draft struct{ ID string } }
		}
		adm.Get(t, &begun, `mutation {
			beginDraft(input: {contract: "valenciennes", title: "Held"}) { draft { id } } }`, nil)
		draft := map[string]any{"draft": begun.BeginDraft.Draft.ID}
		adm.Get(t, new(any), `mutation ($draft: ID!) { createPlan(input: {
			contract: "valenciennes", code: "held", name: "Held", draft: $draft}) { userErrors { message } } }`, draft)
		plans := func() (n int) {
			var all struct{ Plans struct{ TotalCount int } }
			adm.Get(t, &all, `{ plans { totalCount } }`, nil)
			return all.Plans.TotalCount
		}
		before := plans()
		ctx, stop := context.WithCancel(t.Context())
		var runs sync.WaitGroup
		runs.Go(func() { h.Run(ctx) })
		defer runs.Wait()
		defer stop()
		holding.Store(true)
		answered := make(chan struct{})
		go func() {
			defer close(answered)
			adm.Get(t, new(any), `mutation ($draft: ID!) {
				publishDraft(input: {draft: $draft}) { userErrors { message } } }`, draft)
		}()
		<-entered
		select {
		case <-answered:
			t.Error("it was answered while the snapshot was still reading what it wrote")
		case <-time.After(200 * time.Millisecond): // without the wait it is answered at once
		}
		holding.Store(false)
		close(release)
		<-answered
		if after := plans(); after != before+1 {
			t.Errorf("whoever was answered finds %d plans, %d before", after, before)
		}
	}, observe)
}

// A query of ledger lines finds their records, while other writes run.
func TestChanges_FindTheRecordsOfTheirLines(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
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
