package stream_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver/stream"
)

const completed = "event: complete\ndata: \n\n"

func TestEvents_AnswerOperations(t *testing.T) {
	h := open(t, stream.Limits{})
	const one = "event: next\ndata: " + `{"data":{"echo":{"n":12345678901234567890.5}}}` + "\n\n" + completed
	variables := url.QueryEscape(`{"n":12345678901234567890.5}`)
	for name, answer := range map[string]*events{
		"POST": h.ask(
			t, "POST", "", `{"query":"echo","variables":{"n":12345678901234567890.5},"operationName":null}`,
		),
		"GET": h.ask(t, "GET", "?query=echo&operationName=a&extensions={}&variables="+variables, ""),
		"in UTF-8": h.ask(
			t, "POST", "", `{"query":"echo","variables":{"n":12345678901234567890.5}}`, "Content-Type",
			"application/json; charset=utf-8",
		),
	} {
		if answer.StatusCode != 200 {
			t.Errorf("%s: %d", name, answer.StatusCode)
		}
		for header, want := range map[string]string{
			"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
		} {
			if got := answer.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q", name, header, got)
			}
		}
		answer.holds(one)
	}
	h.post(t, "alice", "mutation").holds(
		"event: next\ndata: " + `{"data":{"echo":{"name":"mutation"}}}` + "\n\n" + completed,
	)
	h.post(t, "alice", "lines").holds("event: next\ndata: " + `{"data":{"a":"<é>"}}` + "\n\n" + completed)
	h.post(t, "alice", "refused").holds("event: next\ndata: " +
		`{"errors":[{"message":"no such field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}` + "\n\n" + completed)
}

func TestEvents_Stream(t *testing.T) {
	h := open(t, stream.Limits{})
	answer := h.post(t, "alice", "feed")
	for _, text := range []string{"one", "two"} {
		h.fed <- text
		if got, want := answer.block(), fmt.Sprintf(
			"event: next\ndata: {\"data\":{\"fed\":%q}}\n\n", text,
		); got != want {
			t.Errorf("heard %q instead of %q", got, want)
		}
	}
	close(h.fed)
	answer.holds(completed)
	h.ends(t, "feed")
	h.empty(t)

	gone := h.post(t, "alice", "wait")
	gone.leave()
	h.ends(t, "wait")
	h.empty(t)
}

func TestEvents_TheHeaderFollowsTheStart(t *testing.T) {
	h := open(t, stream.Limits{})
	answered := make(chan *events)
	go func() { answered <- h.post(t, "alice", "slow") }()
	select {
	case <-answered:
		t.Error("the header is sent before the operation has started")
	case <-time.After(50 * time.Millisecond):
	}
	h.fed <- "one"
	(<-answered).holds("event: next\ndata: " + `{"data":"one"}` + "\n\n" + completed)
}

func TestEvents_RefuseBeforeTheStream(t *testing.T) {
	t.Parallel()
	h := open(t, stream.Limits{Message: 1000})
	const echo = `{"query":"echo"}`
	for _, c := range []struct {
		name, method, query, body string
		headers                   []string
		status                    int
		code, allow               string
	}{
		{"PUT", "PUT", "", echo, nil, 405, "BAD_USER_INPUT", "GET, POST"},
		{"DELETE", "DELETE", "?operationId=1", "", nil, 405, "BAD_USER_INPUT", "GET, POST"},
		{"mutation by GET", "GET", "?query=mutation", "", nil, 405, "BAD_USER_INPUT", "POST"},
		{"form", "POST", "", "query=echo", []string{
			"Content-Type", "application/x-www-form-urlencoded",
		}, 415, "BAD_USER_INPUT", ""},
		{"text", "POST", "", echo, []string{"Content-Type", "text/plain"}, 415, "BAD_USER_INPUT", ""},
		{"not JSON", "POST", "", "nonsense", nil, 400, "BAD_USER_INPUT", ""},
		{"no query", "POST", "", "{}", nil, 400, "BAD_USER_INPUT", ""},
		{"nothing", "GET", "", "", nil, 400, "BAD_USER_INPUT", ""},
		{"variables", "GET", "?query=echo&variables=1", "", nil, 400, "BAD_USER_INPUT", ""},
		{"NUL", "POST", "", `{"query":"echo","variables":{"a":"\u0000"}}`, nil, 400, "BAD_USER_INPUT", ""},
		{"too large", "POST", "", `{"query":"` + strings.Repeat("x", 1000) + `"}`, nil, 413, "LIMIT_EXCEEDED", ""},
		{"unknown token", "POST", "", echo, []string{"Authorization", "Bearer nobody"}, 401, "UNAUTHENTICATED", ""},
		{"mutation by GET with an unknown token", "GET", "?query=mutation", "", []string{
			"Authorization", "Bearer nobody",
		}, 401, "UNAUTHENTICATED", ""},
		{"other site", "POST", "", echo, []string{"Origin", "https://evil.example"}, 403, "FORBIDDEN", ""},
	} {
		answer := h.ask(t, c.method, c.query, c.body, c.headers...)
		body := answer.rest()
		if answer.StatusCode != c.status || !strings.Contains(body, `"code":"`+c.code+`"`) ||
			answer.Header.Get("Allow") != c.allow {
			t.Errorf("%s: %d, Allow %q, %s", c.name, answer.StatusCode, answer.Header.Get("Allow"), body)
		}
		if got := answer.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
			t.Errorf("%s: Content-Type is %q", c.name, got)
		}
	}
	if got := h.ask(
		t, "POST", "", echo, "Authorization", "Bearer nobody",
	).Header.Get("WWW-Authenticate"); got != "Bearer" {
		t.Errorf("WWW-Authenticate is %q", got)
	}
}

// The server of these tests times out single responses after 300 ms. A stream continues, and sends pings.
func TestEvents_OutliveTheDeadlinesOfTheServer(t *testing.T) {
	t.Parallel()
	h := open(t, stream.Limits{Ping: 50 * time.Millisecond})
	for _, ask := range []func() *events{
		func() *events { return h.post(t, "alice", "feed") },
		func() *events { return h.ask(t, "GET", "?query=feed", "") },
	} {
		answer := ask()
		for range 12 {
			if got := answer.block(); got != ":\n\n" {
				t.Fatalf("heard %q", got)
			}
		}
		h.fed <- "late"
		for got := ":\n\n"; got != "event: next\ndata: {\"data\":{\"fed\":\"late\"}}\n\n"; got = answer.block() {
			if got != ":\n\n" {
				t.Fatalf("heard %q", got)
			}
		}
		answer.leave()
		<-h.ended
	}
}

// noting is a listener whose connections note their write deadlines.
type noting struct{ net.Listener }

func (n noting) Accept() (net.Conn, error) {
	conn, err := n.Listener.Accept()
	return &noted{Conn: conn}, err
}

// noted is a connection that notes its write deadlines. Its server sets them while it serves one request at a time.
type noted struct {
	net.Conn
	set   int // how many, without those that clear it
	until time.Time
}

func (n *noted) SetWriteDeadline(until time.Time) error {
	if n.until = until; !until.IsZero() {
		n.set++
	}
	return n.Conn.SetWriteDeadline(until)
}

type connKey struct{}

// The deadline of a stream's last write must not apply to the next response on the same connection, when the server
// sets none.
func TestEvents_LeaveNoDeadlineBehind(t *testing.T) {
	h := stream.New(&fake{}, stream.Limits{}, nil)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if stream.IsSSE(r) {
			h.ServeHTTP(w, r)
		} else if conn := r.Context().Value(connKey{}).(*noted); conn.set == 0 || !conn.until.IsZero() {
			t.Errorf("%d deadlines were set, the last for %v", conn.set, conn.until)
		}
	}))
	server.Listener = noting{server.Listener}
	server.Config.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, conn)
	}
	server.Start()
	defer server.Close()
	for _, accept := range []string{"text/event-stream", "*/*"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"?query=echo", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		response, err := server.Client().Do(r)
		if err != nil {
			t.Fatalf("%s: %v", accept, err)
		}
		if _, err := io.ReadAll(response.Body); err != nil {
			t.Errorf("%s: %v", accept, err)
		}
		_ = response.Body.Close()
	}
}

func TestIsSSE_ReadsTheHeaders(t *testing.T) {
	for accept, want := range map[string]bool{
		"":                                          false,
		"*/*":                                       false,
		"text/event-stream":                         true,
		"TEXT/event-stream; charset=utf-8":          true,
		"text/event-stream;q=0":                     false,
		"text/event-stream, */*;q=0.1":              true,
		"text/event-stream, multipart/mixed":        true,
		"application/json, text/event-stream":       false,
		"text/event-stream, application/json":       true,
		"application/json;q=0.5, text/event-stream": true,
		"text/event-stream;q=0.5, application/json": false,
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed": false,
		"nonsense//, text/event-stream": true,
		"text/event-stream;q=0.1, */*":  false,
	} {
		if got := stream.IsSSE(&http.Request{Header: http.Header{"Accept": {accept}}}); got != want {
			t.Errorf("%q: %t", accept, got)
		}
	}
}
