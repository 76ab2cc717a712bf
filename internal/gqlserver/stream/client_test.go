package stream_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// client is a WebSocket client that sends raw messages.
type client struct {
	t     *testing.T
	conn  *websocket.Conn
	pings chan struct{} // the first ones that were received
}

// answer is the server's response to a handshake.
type answer struct {
	status int
	header http.Header
}

// pinged notes a ping, which is answered.
func (c *client) pinged(context.Context, []byte) bool {
	select {
	case c.pings <- struct{}{}:
	default:
	}
	return true
}

// dial opens a WebSocket; headers are pairs of names and values. The client is nil when the server refuses.
func (h *testServer) dial(t *testing.T, subprotocol string, headers ...string) (*client, answer) {
	t.Helper()
	c := &client{t: t, pings: make(chan struct{}, 3)}
	options := &websocket.DialOptions{HTTPHeader: http.Header{}, OnPingReceived: c.pinged}
	if subprotocol != "" {
		options.Subprotocols = []string{subprotocol}
	}
	for i := 0; i < len(headers); i += 2 {
		options.HTTPHeader.Set(headers[i], headers[i+1])
	}
	conn, response, err := websocket.Dial(t.Context(), h.server.URL, options)
	if response == nil {
		t.Fatal(err)
	}
	said := answer{response.StatusCode, response.Header}
	if err != nil {
		_ = response.Body.Close()
		return nil, said
	}
	conn.SetReadLimit(1 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	c.conn = conn
	return c, said
}

// connect opens a WebSocket and authenticates a viewer.
func (h *testServer) connect(t *testing.T, viewer string) *client {
	t.Helper()
	c, _ := h.dial(t, "graphql-transport-ws")
	if c == nil {
		t.Fatal("no connection")
	}
	c.say(fmt.Sprintf(`{"type":"connection_init","payload":{"Authorization":"Bearer %s"}}`, viewer))
	c.hears(`{"type":"connection_ack"}`)
	return c
}

func (c *client) say(messages ...string) {
	c.t.Helper()
	for _, m := range messages {
		if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(m)); err != nil {
			c.t.Fatalf("cannot say %s: %v", m, err)
		}
	}
}

func (c *client) read() (string, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	_, raw, err := c.conn.Read(ctx)
	return string(raw), err
}

// hears expects exactly these messages.
func (c *client) hears(messages ...string) {
	c.t.Helper()
	for _, want := range messages {
		got, err := c.read()
		if err != nil {
			c.t.Fatalf("heard %v instead of %s", err, want)
		}
		if got != want {
			c.t.Fatalf("heard %s\ninstead of %s", got, want)
		}
	}
}

// closed expects the end of the connection, and nothing before it.
func (c *client) closed(code int, reason string) {
	c.t.Helper()
	got, err := c.read()
	var end websocket.CloseError
	switch {
	case err == nil:
		c.t.Fatalf("heard %s instead of the end", got)
	case !errors.As(err, &end):
		c.t.Fatalf("the connection broke: %v", err)
	case int(end.Code) != code || end.Reason != reason:
		c.t.Fatalf("closed with %d %q instead of %d %q", end.Code, end.Reason, code, reason)
	}
}

func subscribe(id, document string) string {
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":{"query":%q,"variables":{"name":%q}}}`, id, document, id)
}

func limited(id string) string {
	return fmt.Sprintf(
		`{"type":"error","id":%q,"payload":[{"message":"This connection runs too many operations. End one.","extensions":{"code":"LIMIT_EXCEEDED"}}]}`,
		id,
	)
}

// events is the response to an SSE request.
type events struct {
	t *testing.T
	*http.Response
	lines *bufio.Reader
	leave context.CancelFunc
}

// ask sends an SSE request; headers are pairs of names and values.
func (h *testServer) ask(t *testing.T, method, query, body string, headers ...string) *events {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, method, h.server.URL+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := h.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { leave(); _ = response.Body.Close() })
	return &events{t, response, bufio.NewReader(response.Body), leave}
}

// post requests one operation as a viewer.
func (h *testServer) post(t *testing.T, viewer, document string) *events {
	t.Helper()
	return h.ask(
		t, "POST", "", fmt.Sprintf(`{"query":%q,"variables":{"name":%q}}`, document, document), "Authorization",
		"Bearer "+viewer,
	)
}

// block reads up to an empty line.
func (e *events) block() string {
	e.t.Helper()
	var block strings.Builder
	for {
		line, err := e.lines.ReadString('\n')
		block.WriteString(line)
		if err != nil {
			e.t.Fatalf("the stream broke after %q: %v", block.String(), err)
		}
		if line == "\n" {
			return block.String()
		}
	}
}

// rest reads the rest of the stream.
func (e *events) rest() string {
	e.t.Helper()
	rest, err := io.ReadAll(e.lines)
	if err != nil {
		e.t.Fatalf("the stream broke after %q: %v", rest, err)
	}
	return string(rest)
}

// holds expects exactly this rest of the stream.
func (e *events) holds(want string) {
	e.t.Helper()
	if got := e.rest(); got != want {
		e.t.Fatalf("the stream is %q\ninstead of %q", got, want)
	}
}
