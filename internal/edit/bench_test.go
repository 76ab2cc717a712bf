package edit_test

import (
	"fmt"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/hubtest"
	"maillage/internal/network/live"
)

// BenchmarkWriting declares one contribution, durably, with its ledger line;
// and the same with the network that follows it read once.
func BenchmarkWriting(b *testing.B) {
	for _, kind := range hubtest.Kinds {
		for _, follows := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/followed=%t", kind.Name, follows), func(b *testing.B) {
				s := kind.Open(b)
				book := hubtest.Demo(b, s)
				e := &edit.Editor{Client: s.Client, Ledger: book, Postgres: s.Dialect() == dialect.Postgres}
				l := live.New(s.Client, book)
				ctx := access.WithViewer(b.Context(), access.Named("bench"))
				for b.Loop() {
					outcome, err := e.Do(ctx, edit.Request{Steps: []edit.Step{{Verb: edit.Create, Type: "contribution", Set: map[string]any{
						"partner": "cpam-hainaut", "axis": "valenciennes/axe-1", "role": "FUNDER", "basis": "DECLARED",
					}}}})
					if err != nil || outcome.Problems != nil {
						b.Fatal(err, outcome)
					}
					if !follows {
						continue
					}
					if _, err := l.Current(ctx); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
