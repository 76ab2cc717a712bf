package gqlserver_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// listen subscribes over SSE in a language and returns the events as JSON.
func listen(
	t *testing.T, server *httptest.Server, token, language, query string, variables map[string]any,
) <-chan string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(
		t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader(string(body)),
	)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{
		"Accept": {"text/event-stream"}, "Content-Type": {"application/json"}, "Accept-Language": {language},
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := server.Client().Do(r) //nolint:bodyclose // closed where it is read
	if err != nil {
		t.Fatal(err)
	}
	events := make(chan string, 100)
	go func() {
		defer close(events)
		defer func() { _ = answer.Body.Close() }()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && data != "" {
				events <- data
			}
		}
	}()
	return events
}

// Subscribers with the same request share results. They do not share across accounts, visibility or languages.
func TestSharedResults_AreThoseOfTheSameRightsAndLanguage(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		server := served(t, h)
		who := testhub.Who{Role: lexicon.Integrator, Contracts: []string{"valenciennes"}}
		writer, other, admin := h.Token(t, who), h.Token(t, who), h.Token(t, testhub.Who{Role: lexicon.Administrator})
		h.Settle(t)
		var last struct {
			Changes struct{ Edges []struct{ Cursor string } }
		}
		h.As(admin).Get(t, &last, `{ changes(last: 2) { edges { cursor } } }`, nil)
		const query = `subscription ($after: Cursor) { changed(after: $after) { node { recordType actor { accountId name } reason
			record { ... on Axis { code } ... on Partner { code } } } } }`
		var streams []<-chan string
		for _, s := range []struct{ token, language string }{
			{writer, "en"}, {writer, "fr"}, {other, "en"}, {other, "en"}, {admin, "en"}, {"", "en"},
		} {
			events := listen(
				t, server, s.token, s.language, query, map[string]any{"after": last.Changes.Edges[0].Cursor},
			)
			streams = append(streams, events)
		}
		for n, events := range streams[:5] { // they have caught up, but for the public, which does not see it
			if first := heard(t, events); !strings.Contains(first, `"data":{"changed"`) {
				t.Fatalf("the %d. is told %s", n+1, first)
			}
		}
		h.As(writer).Ask(
			t,
			`mutation { updateAxis(input: {id: "valenciennes/axe-1", version: 1, priority: false, reason: "why"}) { replayed } }`,
			nil,
		)
		h.As(admin).Ask(t, `mutation { createPartner(input: {code: "new", name: "New"}) { replayed } }`, nil)
		for n, want := range []string{
			`"name":"INTEGRATOR"`, `"name":"INTEGRATOR"`, `"name":null`, `"name":null`, `"name":"INTEGRATOR"`,
		} {
			if got := heard(t, streams[n]); !strings.Contains(got, want) ||
				!strings.Contains(got, `"reason":"why"`) || !strings.Contains(got, `"code":"axe-1"`) {
				t.Errorf("the %d. is told %s, without %s", n+1, got, want)
			}
		}
		for {
			got := heard(t, streams[5])
			if strings.Contains(got, "PARTNER") && strings.Contains(got, `"code":"new"`) ||
				strings.Contains(got, "why") || strings.Contains(got, `"accountId"`) {
				t.Errorf("the public is told %s", got)
			}
			if strings.Contains(got, "axe-1") {
				break
			}
		}
	})
}

func heard(t *testing.T, events <-chan string) string {
	t.Helper()
	select {
	case event := <-events:
		return event
	case <-time.After(20 * time.Second):
		t.Fatal("nothing is told")
	}
	return ""
}
