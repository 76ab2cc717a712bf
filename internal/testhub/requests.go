package testhub

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/persisted"
	"maillage/internal/server"
	"maillage/internal/store"
)

// The media types of requests and responses.
const (
	MediaJSON     = "application/json"
	MediaResponse = "application/graphql-response+json"
)

// Request returns a request in English. An empty media type sets no header.
func Request(t testing.TB, method, target, accept, content, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Accept-Language", "en")
	if content != "" {
		r.Header.Set("Content-Type", content)
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	return r
}

// SQLiteDemo returns a hub with the demo data on SQLite, for tests of what no database changes.
func SQLiteDemo(t testing.TB, c server.Config) *Hub {
	t.Helper()
	s := DemoSQLite(t)
	c.Ledger = Ledger(t, s)
	return New(t, s, c)
}

// Persist stores operations, and returns where.
func Persist(t testing.TB, s *store.Store, texts ...string) *persisted.Operations {
	t.Helper()
	d := persisted.New(s.Client, s)
	var files []persisted.File
	for _, text := range texts {
		files = append(files, persisted.File{Name: "test", Text: text})
	}
	if err := d.Add(access.WithViewer(t.Context(), access.Named("test")), files); err != nil {
		t.Fatal(err)
	}
	return d
}
