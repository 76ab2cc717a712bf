package server_test

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

func TestSchemaFile_IsCompressedOnceAndAskedByItsTag(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	get := func(encoding, tag string) testhub.Answer {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/schema.graphql", nil)
		r.Header.Set("Accept-Encoding", encoding)
		r.Header.Set("If-None-Match", tag)
		return h.Send(t, r)
	}
	plain, zipped := get("identity", ""), get("gzip", "")
	if string(plain.Body) != gqlserver.SDL() || plain.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(
		plain.Header.Get("Content-Type"), "text/plain",
	) {
		t.Errorf("plain: %d bytes, %v", len(plain.Body), plain.Header)
	}
	text, err := gzip.NewReader(strings.NewReader(string(zipped.Body)))
	if err != nil || zipped.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("compressed: %v, %v", err, zipped.Header)
	}
	if body, err := io.ReadAll(text); err != nil || string(body) != gqlserver.SDL() {
		t.Errorf("unpacked: %d bytes, %v", len(body), err)
	}
	for encoding, a := range map[string]testhub.Answer{"identity": plain, "gzip": zipped} {
		if !strings.Contains(a.Header.Get("Cache-Control"), "max-age") || a.Header.Get("ETag") == "" {
			t.Errorf("%s: %v", encoding, a.Header)
		}
		if again := get(encoding, a.Header.Get("ETag")); again.Status != 304 || len(again.Body) != 0 {
			t.Errorf("%s, by its tag: %d, %d bytes", encoding, again.Status, len(again.Body))
		}
	}
	if plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("two representations have one tag")
	}
}

func TestSchemaFile_IsChargedToItsAddress(t *testing.T) {
	still := func() time.Time { return time.Unix(1_700_000_000, 0) }
	h := testhub.New(t, testhub.SQLite(t), server.Config{Admission: admission.Config{Rate: 250, Now: still}})
	get := func(from string) testhub.Answer {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/schema.graphql", nil)
		r.RemoteAddr = from
		return h.Send(t, r)
	}
	for range 3 {
		if a := get("192.0.2.1:1"); a.Status != 200 {
			t.Fatalf("answered %d", a.Status)
		}
	}
	if a := get("192.0.2.1:2"); a.Status != 429 || a.Header.Get("Retry-After") == "" ||
		a.Errors[0].Extensions.Code != "RATE_LIMITED" {
		t.Errorf("when the budget is spent: %d %s", a.Status, a.Body)
	}
	if a := get("192.0.2.2:1"); a.Status != 200 {
		t.Errorf("another address: %d", a.Status)
	}
}
