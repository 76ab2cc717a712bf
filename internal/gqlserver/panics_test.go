package gqlserver_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"maillage/internal/access"
	"maillage/internal/gqlserver"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/snapshot"
	"maillage/internal/testhub"
)

// anybody authenticates every request as a viewer with all rights.
type anybody struct{}

func (anybody) Viewer(context.Context, *http.Request) (*access.Viewer, error) {
	return access.Named("test"), nil
}
func (anybody) FromToken(context.Context, string) (*access.Viewer, error) {
	return access.Named("test"), nil
}
func (anybody) Address(*http.Request) string { return "here" }

func (anybody) Valid(context.Context, *access.Viewer) error { return nil }

// log collects log lines of all goroutines.
type log struct {
	mu   sync.Mutex
	said strings.Builder
}

func (l *log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said.Write(line)
}

// taken returns what was logged since its last call.
func (l *log) taken() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.said.Reset()
	return l.said.String()
}

// broken serves an API whose every operation panics where the executor does not recover.
func broken(t *testing.T) (*httptest.Server, *log) {
	t.Helper()
	s := testhub.SQLite(t)
	l, said := testhub.Ledger(t, s), &log{}
	api := gqlserver.New(gqlserver.Config{
		Ledger: l, Network: snapshot.New(s.Client, l), Viewers: anybody{}, Limits: gqlserver.DefaultLimits(),
		Deadline: time.Minute, Admission: admission.Config{Places: 1},
		Log: slog.New(slog.NewTextHandler(said, nil)),
	})
	api.Breaks()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	return server, said
}

var fault = regexp.MustCompile(
	`\{"errors":\[\{"message":"Something went wrong on the server[^"]*","extensions":\{"code":"INTERNAL","requestId":"([^"]+)"\}\}\]\}`,
)

// tells checks that a text reports an error and the log its cause, under one identifier.
func tells(t *testing.T, said *log, text string) (id string) {
	t.Helper()
	found := fault.FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("answered %s", text)
	}
	if log := said.taken(); !strings.Contains(log, "requestId="+found[1]) || !strings.Contains(log, "a bug") ||
		!strings.Contains(log, "export_test.go") {
		t.Errorf("the log says %q", log)
	}
	return found[1]
}

// A panic that the executor does not recover is logged and reported to the client, on each transport.
func TestPanics_AreInternalErrors(t *testing.T) {
	server, said := broken(t)
	for _, c := range []struct {
		accept, query string
		status        int
	}{
		{mediaJSON, "{ __typename }", 500}, {mediaResponse, "{ __typename }", 500}, // the second has a place: the first gave it back
		{"text/event-stream", "{ __typename }", 200}, {"text/event-stream", "subscription { changed { cursor } }", 200},
	} {
		r := testhub.Request(t, "POST", server.URL, c.accept, mediaJSON, `{"query":"`+c.query+`"}`)
		r.Header.Set("X-Request-Id", "mine-7")
		status, body, _ := events(t, server, r)
		if status != c.status {
			t.Errorf("%s: %d", c.accept, status)
		}
		if id := tells(t, said, body); id != "mine-7" {
			t.Errorf("%s: under %s", c.accept, id)
		}
		if c.status == 200 && !strings.HasSuffix(body, "\n\nevent: complete\ndata: \n\n") {
			t.Errorf("the stream ends %q", body)
		}
	}
}

func TestPanics_EndNoWebSocket(t *testing.T) {
	server, said := broken(t)
	conn, _, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{ //nolint:bodyclose // the WebSocket
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Accept-Language": {"en"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.CloseNow() }()
	hears := func(message string) string {
		t.Helper()
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(message)); err != nil {
			t.Fatal(err)
		}
		_, heard, err := conn.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return string(heard)
	}
	hears(`{"type":"connection_init"}`)
	for _, query := range []string{"{ __typename }", "subscription { changed { cursor } }"} {
		heard := hears(`{"id":"1","type":"subscribe","payload":{"query":"` + query + `"}}`)
		errs, is := strings.CutPrefix(heard, `{"type":"error","id":"1","payload":`)
		if !is {
			t.Fatalf("heard %s", heard)
		}
		tells(t, said, `{"errors":`+errs)
	}
	if heard := hears(`{"type":"ping"}`); heard != `{"type":"pong"}` {
		t.Errorf("heard %s", heard)
	}
}
