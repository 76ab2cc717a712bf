package graph_test

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"maillage/internal/hub"
	"maillage/internal/hubtest"
)

// BenchmarkAnswers compares an answer that is executed with the same one kept,
// and with being told that it is still good.
func BenchmarkAnswers(b *testing.B) {
	s := hubtest.SQLite(b)
	book := hubtest.Demo(b, s)
	for _, c := range []struct {
		name string
		kept int64
		tag  bool
	}{{"executed", -1, false}, {"kept", hub.DefaultKept, false}, {"not modified", hub.DefaultKept, true}} {
		h := hubtest.New(b, s, hub.Config{Ledger: book, Kept: c.kept})
		r := httptest.NewRequestWithContext(b.Context(), "GET", "/graphql?"+url.Values{"query": {listed}}.Encode(), nil)
		h.Send(b, r)
		if c.tag {
			r.Header.Set("If-None-Match", h.Send(b, r).Header.Get("ETag"))
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
