package graph_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"maillage/graph"
	"maillage/internal/access"
	"maillage/internal/hubtest"
	"maillage/internal/network/live"
)

// anybody is whoever asks, and may.
type anybody struct{}

func (anybody) Viewer(context.Context, *http.Request) (*access.Viewer, error) {
	return access.Named("test"), nil
}
func (anybody) FromToken(context.Context, string) (*access.Viewer, error) {
	return access.Named("test"), nil
}
func (anybody) Valid(context.Context, *access.Viewer) error { return nil }

// A panic that the executor does not catch is told to whoever asked, by each way
// to ask, and logged; the connection goes on.
func TestAPanicIsToldAndEndsNoConnection(t *testing.T) {
	s := hubtest.SQLite(t)
	l := hubtest.Ledger(t, s)
	var said strings.Builder
	api := graph.New(graph.Config{
		Ledger: l, Network: live.New(s.Client, l), Viewers: anybody{}, Limits: graph.DefaultLimits(), Deadline: time.Minute, InFlight: 1,
		Log: slog.New(slog.NewTextHandler(&said, nil)),
	})
	api.Breaks()
	server := httptest.NewServer(api)
	defer server.Close()
	told := regexp.MustCompile(`\{"errors":\[\{"message":"something went wrong on the server[^"]*","extensions":\{"code":"INTERNAL","requestId":"([^"]+)"\}\}\]\}`)
	holds := func(how, text, id string) {
		t.Helper()
		found := told.FindStringSubmatch(text)
		if found == nil || id != "" && found[1] != id {
			t.Fatalf("%s: answered %s", how, text)
		}
		if log := said.String(); !strings.Contains(log, "requestId="+found[1]) || !strings.Contains(log, "a bug") || !strings.Contains(log, "export_test.go") {
			t.Errorf("%s: the log says %q", how, log)
		}
		said.Reset()
	}
	for _, c := range []struct {
		accept, query string
		status        int
	}{
		{mediaJSON, "{ __typename }", 500}, {mediaResponse, "{ __typename }", 500}, // the second has a place: the first gave it back
		{"text/event-stream", "{ __typename }", 200}, {"text/event-stream", "subscription { changed { cursor } }", 200},
	} {
		r := request(t, "POST", server.URL, c.accept, mediaJSON, `{"query":"`+c.query+`"}`)
		r.RequestURI = ""
		r.Header.Set("X-Request-Id", "mine-7")
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != c.status {
			t.Errorf("%s: %d %v", c.accept, answer.StatusCode, err)
		}
		holds(c.accept, string(body), "mine-7")
		if c.status == 200 && !strings.HasSuffix(string(body), "\n\nevent: complete\ndata: \n\n") {
			t.Errorf("the stream ends %q", body)
		}
	}
	conn, _, err := websocket.Dial(t.Context(), server.URL, &websocket.DialOptions{ //nolint:bodyclose // it is the WebSocket's
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
		holds("WebSocket", `{"errors":`+errs, "")
	}
	if heard := hears(`{"type":"ping"}`); heard != `{"type":"pong"}` {
		t.Errorf("heard %s", heard)
	}
}
