package server_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

func get(t *testing.T, h *testhub.Hub, path string) testhub.Answer {
	t.Helper()
	return h.Send(t, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
}

// running runs a hub until the end of the test, and discards its log.
func running(t *testing.T, s *store.Store) *testhub.Hub {
	t.Helper()
	h := testhub.New(t, s, server.Config{Log: slog.New(slog.DiscardHandler), Deadline: time.Second})
	ctx, stop := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { h.Run(ctx) })
	t.Cleanup(func() { stop(); work.Wait() })
	return h
}

// checked returns a hub that runs nothing by itself, with all records read. Its log is discarded.
func checked(t *testing.T, s *store.Store) *testhub.Hub {
	t.Helper()
	h := testhub.New(t, s, server.Config{Log: slog.New(slog.DiscardHandler), Deadline: time.Second})
	if err := h.Network.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

// afterChecks expects that /readyz returns a text after checks of the database.
func afterChecks(t *testing.T, h *testhub.Hub, status int, says string) {
	t.Helper()
	var a testhub.Answer
	for late := time.Now().Add(30 * time.Second); time.Now().Before(late); {
		h.Check(t.Context())
		if a = get(t, h, "/readyz"); a.Status == status && string(a.Body) == says+"\n" {
			return
		}
	}
	t.Fatalf("/readyz: %d %q, want %d %q", a.Status, a.Body, status, says)
}

// becomes waits until /readyz returns a text.
func becomes(t *testing.T, h *testhub.Hub, status int, says string) {
	t.Helper()
	var a testhub.Answer
	for late := time.Now().Add(30 * time.Second); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		if a = get(t, h, "/readyz"); a.Status == status && string(a.Body) == says+"\n" {
			return
		}
	}
	t.Fatalf("/readyz: %d %q, want %d %q", a.Status, a.Body, status, says)
}

func TestHealth_IsAliveAndReadinessWhetherItServes(t *testing.T) {
	t.Parallel()
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		t.Parallel()
		h := running(t, s)
		becomes(t, h, 200, "ready")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		becomes(t, h, 503, "the database does not answer")
		if a := get(t, h, "/healthz"); a.Status != 200 {
			t.Errorf("alive without its database: %d", a.Status)
		}
	})
}

func TestReadiness_BeforeTheFirstCheckIsStarting(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	if a := get(t, h, "/readyz"); a.Status != 503 || string(a.Body) != "starting\n" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestReadiness_StoppingHubIsNotReady(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	h.Leave()
	if a := get(t, h, "/readyz"); a.Status != 503 || string(a.Body) != "stopping\n" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestGraphiQL_InitialQuerySucceeds(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	opened, err := url.Parse(get(t, h, "/graphiql").Header.Get("Location"))
	if err != nil || opened.Path != "/graphiql" {
		t.Fatalf("opened at %v, %v", opened, err)
	}
	if page := get(t, h, opened.String()); page.Status != 200 || !strings.Contains(string(page.Body), "GraphiQL") {
		t.Errorf("%d %.200s", page.Status, page.Body)
	}
	answer := h.Ask(t, opened.Query().Get("query"), nil)
	if answer.Errors != nil || !strings.Contains(string(answer.Data), "moteur") {
		t.Errorf("answered %.500s", answer.Body)
	}
}

var referred = regexp.MustCompile(`(?:src|href)="([^"]+)"(?: integrity="(sha384-[^"]{64,})" crossorigin="anonymous")?`)

func TestGraphiQL_RunsOnlyWhatPolicyAndHashesAllow(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	page := get(t, h, "/graphiql?query=x")
	policy := strings.Split(page.Header.Get("Content-Security-Policy"), "; ")
	if strings.Contains(string(page.Body), "<script>") || strings.Contains(string(page.Body), "<style") {
		t.Error("the page has scripts or styles that stand in it")
	}
	for _, rule := range []string{
		"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
	} {
		if !slices.Contains(policy, rule) {
			t.Errorf("the policy %q lacks %q", policy, rule)
		}
	}
	hashed, allowed := 0, strings.Join(policy, " ")
	for _, m := range referred.FindAllStringSubmatch(string(page.Body), -1) {
		switch at, integrity := m[1], m[2]; {
		case at == "data:,":
		case strings.HasPrefix(at, "https://cdn.jsdelivr.net/npm/"):
			if hashed++; integrity == "" || !strings.Contains(allowed, at) {
				t.Errorf("%s has the integrity %q, and the policy is %s", at, integrity, allowed)
			}
		case !strings.HasPrefix(at, "/graphiql/") || get(t, h, at).Status != 200:
			t.Errorf("%s is not there", at)
		case integrity != "":
			hashed++
		}
	}
	if hashed != 4 {
		t.Errorf("%d files have hashes:\n%s", hashed, page.Body)
	}
	if other := get(t, h, "/graphiql/pieces.json"); other.Status != 404 {
		t.Errorf("another file answers %d", other.Status)
	}
}

func TestSchemaFile_IsText(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	if a := get(t, h, "/schema.graphql"); a.Status != 200 || string(a.Body) != gqlserver.SDL() ||
		!strings.Contains(gqlserver.SDL(), "\ntype Query ") {
		t.Errorf("%d %.100s", a.Status, a.Body)
	}
}
