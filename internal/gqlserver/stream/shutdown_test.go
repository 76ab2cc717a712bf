package stream_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver/stream"
)

// Operations that end because the server stops send no complete message. A client that got one would not reconnect
// for the rest.
func TestShutdown_SaysGoodbye(t *testing.T) {
	h := open(t, stream.Limits{})
	c := h.connect(t, "alice")
	for _, id := range []string{"a", "b", "c", "d"} {
		c.say(subscribe(id, "wait"))
	}
	c.say(`{"type":"ping"}`)
	c.hears(`{"type":"pong"}`)
	waiting, _ := h.dial(t, "graphql-transport-ws")
	sse := h.post(t, "alice", "wait")
	done := make(chan error, 1)
	go func() { done <- h.Shutdown(t.Context()) }()
	sse.holds(completed)
	closed := make(chan struct{})
	go func() { defer close(closed); waiting.closed(1001, "Going away") }()
	c.closed(1001, "Going away")
	<-closed
	if err := <-done; err != nil {
		t.Errorf("it was not done: %v", err)
	}
	if left := h.Stats(); left != (stream.Stats{}) {
		t.Errorf("left behind: %+v", left)
	}
	answer := h.post(t, "alice", "echo")
	if body := answer.rest(); answer.StatusCode != 503 || answer.Header.Get("Retry-After") == "" ||
		!strings.Contains(body, "The server is stopping") {
		t.Errorf("afterwards: %d, %s", answer.StatusCode, body)
	}
	h.turnedAway(t, "The server is stopping. Try again.")
}

func TestShutdown_WaitsNoLongerThanItMay(t *testing.T) {
	h := open(t, stream.Limits{})
	c := h.connect(t, "alice") // reads nothing, so it answers no goodbye
	c.say(subscribe("a", "wait"))
	eventually(t, "it has begun", func() bool { return h.Stats().Operations == 1 })
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if err := h.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it says %v", err)
	}
	h.ends(t, "a")
	h.empty(t)
	if took := time.Since(begin); took > patience {
		t.Errorf("it took %s to cut a client off", took)
	}
}

func TestPanics_EndTheirOperationAlone(t *testing.T) {
	h := open(t, stream.Limits{})
	c := h.connect(t, "alice")
	const broken = `[{"message":"something went wrong","extensions":{"code":"INTERNAL"}}]`
	c.say(subscribe("w", "feed"), subscribe("a", "panic"))
	c.hears(`{"type":"error","id":"a","payload":` + broken + `}`)
	c.say(subscribe("a", "trip"))
	c.hears(`{"type":"next","id":"a","payload":{"data":1}}`, `{"type":"error","id":"a","payload":`+broken+`}`)
	h.fed <- "still"
	c.hears(`{"type":"next","id":"w","payload":{"data":{"fed":"still"}}}`)
	const told = "event: next\ndata: {\"errors\":" + broken + "}\n\n" + completed
	h.post(t, "alice", "panic").holds(told)
	h.post(t, "alice", "trip").holds("event: next\ndata: {\"data\":1}\n\n" + told)
	if n := h.broken.Load(); n != 4 {
		t.Errorf("%d panics were told of, not 4", n)
	}
	c.say(`{"id":"w","type":"complete"}`)
	h.ends(t, "w")
}
