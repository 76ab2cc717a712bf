package stream_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gqlserver/request"
	"maillage/internal/gqlserver/stream"
	"maillage/internal/message"
)

// fake runs documents of one word.
//
//	echo     answers its variables, once
//	refused  is refused before it is executed
//	lines    answers JSON over several lines, once
//	wait     answers nothing until its context ends
//	feed     answers what comes in fed, until it is closed
//	slow     starts once it takes something from fed, and answers it
//	flood    answers 64 KB without end
//	panic    panics
//	trip     answers once, and panics
type fake struct {
	fed     chan string
	ended   chan string // names of waits, feeds and floods whose context ended
	revoked atomic.Bool
	made    atomic.Int64 // results that were requested
	broken  atomic.Int64 // panics that were reported
}

type viewerKey struct{}

func (f *fake) Authenticate(r *http.Request, init map[string]any) (context.Context, error) {
	credentials := r.Header.Get("Authorization")
	if given, ok := init["Authorization"].(string); ok {
		credentials = given
	}
	viewer := strings.TrimPrefix(credentials, "Bearer ")
	if viewer == "nobody" {
		return nil, errors.New("no such token")
	}
	if (init == nil) == stream.IsWebSocket(r) {
		return nil, errors.New("init is for WebSockets")
	}
	return context.WithValue(r.Context(), viewerKey{}, viewer), nil
}

func (f *fake) Address(r *http.Request) string {
	return cmp.Or(r.Header.Get("Test-Address"), r.RemoteAddr)
}

func (f *fake) Hold(context.Context, bool) {}

func (f *fake) Viewer(ctx context.Context) string {
	viewer, _ := ctx.Value(viewerKey{}).(string)
	return viewer
}

func (f *fake) Valid(ctx context.Context) error {
	if f.revoked.Load() {
		return errors.New("revoked")
	}
	return ctx.Err()
}

func (f *fake) Mutates(_ context.Context, p *request.Params) bool {
	return strings.HasPrefix(p.Query, "mutation")
}

func (f *fake) Refusal(_ context.Context, code string, sentence message.Sentence) json.RawMessage {
	text, _ := json.Marshal(sentence.String())
	return fmt.Appendf(nil, `[{"message":%s,"extensions":{"code":%q}}]`, text, code)
}

func (f *fake) Recovered(ctx context.Context, _ any) json.RawMessage {
	f.broken.Add(1)
	return f.Refusal(ctx, "INTERNAL", message.Verbatim("something went wrong"))
}

func (f *fake) Start(ctx context.Context, params *request.Params) (stream.Results, json.RawMessage) {
	if _, known := ctx.Value(viewerKey{}).(string); !known {
		return nil, f.Refusal(ctx, "INTERNAL", message.Verbatim("the context has no viewer"))
	}
	name, _ := params.Variables["name"].(string)
	switch params.Query {
	case "wait", "feed", "flood":
		context.AfterFunc(ctx, func() { f.ended <- name })
	}
	switch params.Query {
	case "echo", "mutation":
		variables, _ := json.Marshal(params.Variables)
		return once(fmt.Sprintf(`{"data":{"echo":%s}}`, variables)), nil
	case "slow":
		return once(fmt.Sprintf(`{"data":%q}`, <-f.fed)), nil
	case "lines":
		return once("{\n  \"data\": {\r\n    \"a\": \"<é>\" }\n}\n"), nil
	case "wait":
		return func(ctx context.Context) ([]json.RawMessage, bool) { <-ctx.Done(); return nil, false }, nil
	case "feed":
		return func(ctx context.Context) ([]json.RawMessage, bool) {
			select {
			case <-ctx.Done():
				return nil, false
			case text, more := <-f.fed:
				if !more {
					return nil, false
				}
				return []json.RawMessage{fmt.Appendf(nil, `{"data":{"fed":%q}}`, text)}, true
			}
		}, nil
	case "flood":
		result := []byte(`{"data":"` + strings.Repeat("x", 64<<10) + `"}`)
		return func(ctx context.Context) ([]json.RawMessage, bool) {
			f.made.Add(1)
			return []json.RawMessage{result}, ctx.Err() == nil
		}, nil
	case "panic":
		panic("a bug")
	case "trip":
		first := once(`{"data":1}`)
		return func(ctx context.Context) ([]json.RawMessage, bool) {
			result, more := first(ctx)
			if !more {
				panic("a bug")
			}
			return result, true
		}, nil
	}
	return nil, f.Refusal(ctx, "GRAPHQL_VALIDATION_FAILED", message.Verbatim("no such field"))
}

func once(result string) stream.Results {
	asked := false
	return func(context.Context) ([]json.RawMessage, bool) {
		again := asked
		asked = true
		return []json.RawMessage{[]byte(result)}, !again
	}
}

// patience is the timeout of a test.
const patience = 10 * time.Second

// ends waits until the executor has ended an operation.
func (f *fake) ends(t *testing.T, name string) {
	t.Helper()
	select {
	case got := <-f.ended:
		if got != name {
			t.Fatalf("%q ended, not %q", got, name)
		}
	case <-time.After(patience):
		t.Fatalf("%q did not end", name)
	}
}

// testServer is a handler behind a server.
type testServer struct {
	*stream.Handler
	*fake
	server *httptest.Server
	logged *safeBuffer
}

type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// open starts a server with the limits, and checks at the end of the test that no connection is left. The server's
// own timeouts are far shorter than a stream.
func open(t *testing.T, limits stream.Limits) *testServer {
	t.Helper()
	f := &fake{fed: make(chan string), ended: make(chan string, 1000)}
	allowed := func(r *http.Request) bool { return r.Header.Get("Origin") == "https://friend.example" }
	h := &testServer{Handler: stream.New(f, limits, allowed), fake: f, logged: &safeBuffer{}}
	h.server = httptest.NewUnstartedServer(h)
	h.server.Config.ReadTimeout = 300 * time.Millisecond
	h.server.Config.WriteTimeout = 300 * time.Millisecond
	h.server.Config.IdleTimeout = patience
	h.server.Config.ErrorLog = log.New(h.logged, "", 0)
	h.server.Start()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := h.Shutdown(ctx); err != nil {
			t.Errorf("it does not shut down: %v", err)
		}
		h.server.Close()
		if left := h.Stats(); left != (stream.Stats{}) {
			t.Errorf("left behind: %+v", left)
		}
	})
	return h
}

// eventually polls a condition until it holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// empty waits until nothing is open.
func (h *testServer) empty(t *testing.T) {
	t.Helper()
	eventually(t, "nothing is open", func() bool { return h.Stats() == stream.Stats{} })
}
