package hub_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"maillage/graph"
	"maillage/internal/hub"
	"maillage/internal/hubtest"
	"maillage/internal/store"
)

func get(t *testing.T, h *hubtest.Hub, path string) hubtest.Answer {
	t.Helper()
	return h.Send(t, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
}

func TestHealthSaysThatTheProcessLivesAndReadinessThatItServes(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := hubtest.New(t, s, hub.Config{})
		if a := get(t, h, "/readyz"); a.Status != 200 || string(a.Body) != "ready\n" {
			t.Errorf("ready: %d %s", a.Status, a.Body)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if a := get(t, h, "/readyz"); a.Status != 503 {
			t.Errorf("without its database: %d %s", a.Status, a.Body)
		}
		if a := get(t, h, "/healthz"); a.Status != 200 {
			t.Errorf("alive without its database: %d", a.Status)
		}
	})
}

func TestAHubThatIsAboutToStopIsNotReady(t *testing.T) {
	h := hubtest.New(t, hubtest.SQLite(t), hub.Config{})
	h.Leave()
	if a := get(t, h, "/readyz"); a.Status != 503 || string(a.Body) != "stopping\n" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestGraphiQLOpensOnAQueryThatTheHubAnswers(t *testing.T) {
	hubtest.EachDemo(t, func(t *testing.T, h *hubtest.Hub) {
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
	})
}

func TestTheSchemaIsServedAsText(t *testing.T) {
	h := hubtest.New(t, hubtest.SQLite(t), hub.Config{})
	if a := get(t, h, "/schema.graphql"); a.Status != 200 || string(a.Body) != graph.SDL() || !strings.Contains(graph.SDL(), "type Query {") {
		t.Errorf("%d %.100s", a.Status, a.Body)
	}
}
