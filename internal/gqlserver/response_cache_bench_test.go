package gqlserver_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

// BenchmarkAnswers compares executing a query with a cached response and with status 304.
func BenchmarkAnswers(b *testing.B) {
	s := testhub.SQLite(b)
	book := testhub.Demo(b, s)
	for _, c := range []struct {
		name string
		kept int64
		tag  bool
	}{{"executed", -1, false}, {"kept", server.DefaultCacheBytes, false}, {"not modified", server.DefaultCacheBytes, true}} {
		h := testhub.New(b, s, server.Config{Ledger: book, CacheBytes: c.kept})
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

// BenchmarkOverASocket compares a cached response with the same bytes from a server that does nothing else, both over
// HTTP.
func BenchmarkOverASocket(b *testing.B) {
	s := testhub.SQLite(b)
	h := testhub.New(b, s, server.Config{Ledger: testhub.Demo(b, s)})
	page := "/graphql?" + url.Values{"query": {listed}}.Encode()
	h.Send(b, httptest.NewRequestWithContext(b.Context(), "GET", page, nil))
	same := h.Send(b, httptest.NewRequestWithContext(b.Context(), "GET", page, nil))
	static := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), same.Header)
		_, _ = w.Write(same.Body) // the client is local
	})
	for _, c := range []struct {
		name    string
		handler http.Handler
	}{{"static", static}, {"kept", h}} {
		b.Run(c.name, func(b *testing.B) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			transport := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
			defer transport.CloseIdleConnections()
			client := &http.Client{Transport: transport}
			b.SetBytes(int64(len(same.Body)))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					answer, err := client.Get(server.URL + page)
					if err != nil {
						b.Error(err)
						return
					}
					n, err := io.Copy(io.Discard, answer.Body)
					if err != nil || n != int64(len(same.Body)) || answer.StatusCode != http.StatusOK {
						b.Errorf("%d bytes, %d, %v", n, answer.StatusCode, err)
					}
					if err := answer.Body.Close(); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
