package graph_test

import (
	"fmt"
	"testing"
	"time"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

// BenchmarkMoment queries a new moment each time, so that the demo's whole ledger is replayed.
func BenchmarkMoment(b *testing.B) {
	for _, q := range []struct{ name, query string }{
		{"empty", `{ __typename }`}, {"contributors", whoContributes}, {"search", `{ search(query: "cpam") { totalCount } }`},
	} {
		b.Run(q.name, func(b *testing.B) {
			s := testhub.SQLite(b)
			book := testhub.Demo(b, s)
			for b.Loop() {
				b.StopTimer()
				h := testhub.New(b, s, server.Config{Ledger: book})
				h.Ask(b, "query"+q.query, nil)
				at := time.Now().UTC().Format(time.RFC3339Nano)
				b.StartTimer()
				h.Ask(b, fmt.Sprintf("query @asKnownAt(at: %q)", at)+q.query, nil)
			}
		})
	}
}

// BenchmarkMomentAsked sends different queries of a moment that is cached.
func BenchmarkMomentAsked(b *testing.B) {
	s := testhub.SQLite(b)
	h := testhub.New(b, s, server.Config{Ledger: testhub.Demo(b, s)})
	at := time.Now().UTC().Format(time.RFC3339Nano)
	for i := 0; b.Loop(); i++ {
		h.Ask(b, fmt.Sprintf("query @asKnownAt(at: %q) { a%d: __typename }", at, i), nil)
	}
}
