package gqlserver_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// Subscribers join while writers write, and read what they missed by themselves before they share results. Each gets
// every line after its cursor once, in ledger order. On PostgreSQL lines come late, after the oldest running
// transaction.
func TestSubscriptions_WhoJoinsWhileOthersWriteMissesNothing(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		server, token := served(t, h), h.Token(t, testhub.Who{Role: lexicon.Administrator})
		h.Settle(t)
		adm := h.As(token)
		var writing sync.WaitGroup
		var stop atomic.Bool
		for writer := range 3 {
			writing.Go(func() {
				for n := 0; !stop.Load(); n++ {
					name := fmt.Sprintf("w%d-%d", writer, n)
					adm.Ask(t, `mutation { a: createSource(input: {code: "`+name+`", name: "S"}) { replayed }
						b: createPartner(input: {code: "`+name+`", name: "P"}) { replayed } }`, nil)
				}
			})
		}
		const subscribers, each = 12, 40
		var first struct {
			Changes struct{ Edges []struct{ Cursor string } }
		}
		adm.Get(t, &first, `{ changes(last: 1) { edges { cursor } } }`, nil)
		cursor := first.Changes.Edges[0].Cursor
		heard := make([][]string, subscribers)
		var reading sync.WaitGroup
		for n := range subscribers {
			after := cursor
			events, _ := subscribe(t, server, token, fmt.Sprintf("(after: %q)", after))
			event := next(t, events)
			cursor = event.Data.Changed.Cursor // the next one joins a line later
			heard[n] = []string{nameOf(event)}
			reading.Go(func() {
				for len(heard[n]) < each {
					event, more := <-events
					if !more {
						t.Errorf("the %d. stream ended after %d lines", n+1, len(heard[n]))
						return
					}
					heard[n] = append(heard[n], nameOf(event))
				}
			})
		}
		reading.Wait()
		stop.Store(true)
		writing.Wait()
		h.Settle(t)
		ledger := ledgerAfter(t, adm, first.Changes.Edges[0].Cursor)
		for n, lines := range heard {
			if want := ledger[n : n+each]; !slices.Equal(lines, want) {
				t.Errorf("the %d. subscriber was told of\n%v\nnot of\n%v", n+1, lines, want)
			}
		}
	})
}

func nameOf(event told) string {
	n := event.Data.Changed.Node
	return fmt.Sprintf("%s %s %d", n.Operation, n.RecordID, n.Version)
}

// ledgerAfter returns the lines after a cursor, by paging through changes.
func ledgerAfter(t *testing.T, h *testhub.Hub, cursor string) (lines []string) {
	t.Helper()
	for {
		var page struct {
			Changes struct {
				Nodes []struct {
					Operation, RecordID string
					Version             int
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		h.Get(t, &page, `query ($after: Cursor) { changes(first: 100, after: $after) { nodes { operation recordId version } pageInfo { hasNextPage endCursor } } }`,
			map[string]any{"after": cursor})
		for _, n := range page.Changes.Nodes {
			lines = append(lines, fmt.Sprintf("%s %s %d", n.Operation, n.RecordID, n.Version))
		}
		if !page.Changes.PageInfo.HasNextPage {
			return lines
		}
		cursor = page.Changes.PageInfo.EndCursor
	}
}
