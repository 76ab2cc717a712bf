package edit_test

import (
	"fmt"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/snapshot"
	"maillage/internal/testhub/testdb"
)

// BenchmarkWriting measures one durable contribution with its ledger line, alone and followed by one read of the
// network.
func BenchmarkWriting(b *testing.B) {
	for _, kind := range testdb.Kinds {
		for _, follows := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/followed=%t", kind.Name, follows), func(b *testing.B) {
				s := kind.Open(b)
				book := testdb.Demo(b, s)
				e := &edit.Editor{Client: s.Client, Ledger: book, Postgres: s.Dialect() == dialect.Postgres}
				l := snapshot.New(s.Client, book)
				ctx := access.WithViewer(b.Context(), access.Named("bench"))
				for b.Loop() {
					outcome, err := e.Do(ctx, edit.Request{Steps: []edit.Step{{Verb: edit.Create, Type: "contribution",
						Set: map[string]any{
							"partner": "cpam-hainaut", "axis": "valenciennes/axe-1",
							"role": "FUNDER", "basis": "DECLARED",
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

// BenchmarkWritersAtOnce measures concurrent contributions of independent writers, four for each processor.
func BenchmarkWritersAtOnce(b *testing.B) {
	for _, kind := range testdb.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			s := kind.Open(b)
			e := &edit.Editor{Client: s.Client, Ledger: testdb.Demo(b, s), Postgres: s.Dialect() == dialect.Postgres}
			ctx := access.WithViewer(b.Context(), access.Named("bench"))
			b.SetParallelism(4)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					outcome, err := e.Do(ctx, edit.Request{Steps: []edit.Step{{Verb: edit.Create, Type: "contribution",
						Set: map[string]any{
							"partner": "cpam-hainaut", "axis": "valenciennes/axe-1",
							"role": "FUNDER", "basis": "DECLARED",
						}}}})
					if err != nil || outcome.Problems != nil {
						b.Error(err, outcome)
						return
					}
				}
			})
		})
	}
}
