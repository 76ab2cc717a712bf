package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/demo/country"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// BenchmarkPages measures pages with and without the response cache of the API. Hubs use the cache until something
// changes. docs/pages.md has the figures and budgets.
func BenchmarkPages(b *testing.B) {
	demo := testhub.Kinds[0].Demo(b)
	small := testhub.New(b, demo, server.Config{Ledger: testhub.Ledger(b, demo)})
	s := testhub.Kinds[0].Open(b)
	l := testhub.Ledger(b, s)
	size := country.Size{Contracts: 1, Axes: 60, Partners: 1_000, Actions: 600, Contributions: 8_000}
	if err := country.Write(b.Context(), s.Client, l, size, 1, func(int) {}); err != nil {
		b.Fatal(err)
	}
	large := testhub.New(b, s, server.Config{Ledger: l})
	keeping := testhub.New(b, s, server.Config{Ledger: l, CacheBytes: server.DefaultCacheBytes})
	var data struct {
		Contracts struct{ Nodes []struct{ Code string } }
	}
	large.Get(b, &data, `{ contracts(first: 1) { nodes { code } } }`, nil)
	of := "/contracts/" + data.Contracts.Nodes[0].Code
	for _, p := range []struct {
		name, address string
		hub           *testhub.Hub
	}{
		{"home", "/", small}, {"matrix 60x12", "/contracts/val-d-orme", small},
		{"network 60x12", "/contracts/val-d-orme/network", small},
		{"matrix 1000x60 by sector", of, large}, {"matrix 1000x60 opened", of + "?by=partner", large},
		{"network 1000x60 by sector", of + "/network", large},
		{"matrix 1000x60 by sector, kept", of, keeping}, {"matrix 1000x60 opened, kept", of + "?by=partner", keeping},
	} {
		b.Run(p.name, func(b *testing.B) {
			page := sent(b, p.hub, p.address).Body.Bytes()
			var took []time.Duration
			used := processor(b)
			for b.Loop() {
				began := time.Now()
				if w := sent(b, p.hub, p.address); w.Code != http.StatusOK {
					b.Fatalf("%s answers %d", p.address, w.Code)
				}
				took = append(took, time.Since(began))
			}
			b.ReportMetric((processor(b)-used).Seconds()*1000/float64(len(took)), "cpu-ms")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(len(page))/1024, "KB")
			b.ReportMetric(float64(zipped(b, page))/1024, "gzip-KB")
			b.ReportMetric(float64(strings.Count(string(page), "<")-strings.Count(string(page), "</")), "elements")
		})
	}
}

// processor returns how long the processor has worked for the process: that does not depend on what else it does.
func processor(tb testing.TB) time.Duration {
	tb.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func zipped(tb testing.TB, page []byte) int {
	tb.Helper()
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	if _, err := z.Write(page); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return small.Len()
}
