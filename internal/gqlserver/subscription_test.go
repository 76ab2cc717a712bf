package gqlserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// told is one delivery of a subscription.
type told struct {
	Data struct {
		Changed struct {
			Cursor string
			Node   struct {
				Operation  string
				RecordType string
				RecordID   string
				Version    int
			}
		}
	}
	Errors []testhub.Error
}

// subscribe follows changes over SSE until the test or the server ends it. Its channel is closed when the stream is
// complete.
func subscribe(t *testing.T, server *httptest.Server, token, arguments string) (<-chan told, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	body, err := json.Marshal(
		map[string]string{
			"query": "subscription { changed" + arguments +
				" { cursor node { operation recordType recordId version } } }",
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := server.Client().Do(r) //nolint:bodyclose // closed where it is read
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("subscribing answered %s", answer.Status)
	}
	events := make(chan told, 100)
	go func() {
		defer close(events)
		defer func() { _ = answer.Body.Close() }()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && data != "" {
				var event told
				if err := json.Unmarshal([]byte(data), &event); err != nil {
					t.Errorf("%s: %v", data, err)
				}
				events <- event
			}
		}
	}()
	return events, cancel
}

// next returns the next event, with a timeout.
func next(t *testing.T, events <-chan told) told {
	t.Helper()
	select {
	case event, more := <-events:
		if !more {
			t.Fatal("the stream is complete")
		}
		return event
	case <-time.After(20 * time.Second):
		t.Fatal("nothing is told")
	}
	return told{}
}

// served starts a server whose ledger follows that of others.
func served(t *testing.T, h *testhub.Hub) *httptest.Server {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.Run(ctx)
	}()
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		ending, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := h.EndStreams(ending); err != nil {
			t.Errorf("ending streams: %v", err)
		}
		server.Close()
		stop()
		<-ended
	})
	return server
}

func TestSubscription_SendsEachChangeAndResumes(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		server, token := served(t, h), h.Token(t, testhub.Who{Role: lexicon.Administrator})
		h.Settle(t)
		all, leave := subscribe(t, server, token, "")
		axes, _ := subscribe(t, server, token, `(filter: {types: [AXIS], contract: "valenciennes"})`)
		one, _ := subscribe(t, server, token, `(filter: {recordId: "axis_71e4casg1rb32s0t3c7sew4czs"})`)
		public, _ := subscribe(t, server, "", "")
		adm := h.As(token)
		write := func(mutation string) {
			t.Helper()
			var data map[string]struct{ UserErrors []any }
			adm.Get(t, &data, "mutation { "+mutation+" { userErrors { message } } }", nil)
			for name, payload := range data {
				if len(payload.UserErrors) > 0 {
					t.Fatalf("%s: %v", name, payload.UserErrors)
				}
			}
		}
		write(`updateAxis(input: {id: "valenciennes/axe-1", version: 1, priority: false})`)
		write(`createPartner(input: {code: "new", name: "New"})`)
		write(`updateAxis(input: {id: "valenciennes/axe-2", version: 1, priority: false})`)
		first := next(t, all)
		if n := first.Data.Changed.Node; n.Operation != "UPDATE" || n.RecordType != "AXIS" || n.Version != 2 {
			t.Errorf("told %+v", first)
		}
		if n := next(t, public).Data.Changed.Node; n.RecordType != "AXIS" {
			t.Errorf("the public is told %+v", n)
		}
		if n := next(t, one).Data.Changed.Node; n.RecordID != "axis_71e4casg1rb32s0t3c7sew4czs" {
			t.Errorf("of one record told %+v", n)
		}
		if a, b := next(t, axes).Data.Changed.Node, next(t, axes).Data.Changed.Node; a.RecordType != "AXIS" ||
			b.RecordType != "AXIS" || a.RecordID == b.RecordID {
			t.Errorf("of axes told %+v and %+v", a, b)
		}
		leave() // and come back where one was
		write(`updatePartner(input: {id: "new", version: 1, name: "Newer"})`)
		again, _ := subscribe(t, server, token, `(after: "`+first.Data.Changed.Cursor+`")`)
		for i, want := range []string{"CREATE PARTNER", "UPDATE AXIS", "UPDATE PARTNER"} {
			if n := next(t, again).Data.Changed.Node; n.Operation+" "+n.RecordType != want {
				t.Errorf("%d. after coming back: %+v, want %s", i+1, n, want)
			}
		}
	})
}

func TestSubscription_ARevokedTokenGetsNothingMore(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		server, adm := served(t, h), h.Token(t, testhub.Who{Role: lexicon.Administrator})
		token := h.Token(t, testhub.Who{Role: lexicon.Integrator, Contracts: []string{"valenciennes"}})
		h.Settle(t)
		events, _ := subscribe(t, server, token, "")
		admin := access.WithViewer(t.Context(), access.Named("test"))
		all, err := h.Identity.Tokens(admin)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Identity.RevokeToken(admin, all[len(all)-1].ID); err != nil {
			t.Fatal(err)
		}
		h.As(adm).Ask(
			t,
			`mutation { updateAxis(input: {id: "valenciennes/axe-1", version: 1, priority: false}) { userErrors { message } } }`,
			nil,
		)
		for event := range events {
			if event.Data.Changed.Cursor != "" {
				t.Errorf("told %+v", event)
			}
		}
	})
}

func TestSubscription_NeedsTheScopeAndACursor(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	server := served(t, h)
	reader := h.Token(
		t,
		testhub.Who{
			Role: lexicon.Integrator, Contracts: []string{"valenciennes"},
			Scopes: []lexicon.TokenScope{lexicon.ScopeRead},
		},
	)
	for arguments, want := range map[string]struct{ token, code string }{
		"":                                   {reader, "FORBIDDEN"},
		`(after: "nonsense")`:                {"", "BAD_USER_INPUT"},
		`(filter: {contract: "no-such"})`:    {"", "NOT_FOUND"},
		`(filter: {types: [AXIS]}, nope: 1)`: {"", "GRAPHQL_VALIDATION_FAILED"},
	} {
		events, _ := subscribe(t, server, want.token, arguments)
		if event := next(t, events); len(event.Errors) != 1 || event.Errors[0].Extensions.Code != want.code {
			t.Errorf("changed%s tells %+v, want %s", arguments, event, want.code)
		}
	}
}
