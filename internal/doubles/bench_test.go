package doubles_test

import (
	"os"
	"testing"

	"maillage/internal/access"
	"maillage/internal/doubles"
	"maillage/internal/snapshot"
	"maillage/internal/store"
)

// BenchmarkFindPairs searches the database that MAILLAGE_BENCH_DATABASE names.
func BenchmarkFindPairs(b *testing.B) {
	url := os.Getenv("MAILLAGE_BENCH_DATABASE")
	if url == "" {
		b.Skip("MAILLAGE_BENCH_DATABASE names no database")
	}
	s, err := store.Open(b.Context(), store.Config{URL: url})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }() // nothing is written
	ctx := access.WithViewer(b.Context(), &access.Viewer{Visibility: access.Everything})
	source := snapshot.NewStatic(s.Client)
	if err := source.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	v, err := source.View(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		pairs, err := doubles.FindPairs(ctx, v, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(v.Count("partner")), "partners")
		b.ReportMetric(float64(len(pairs)), "pairs")
	}
}
