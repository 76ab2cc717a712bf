package stream_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver/stream"
)

func TestLimits_OfOperationsOfAConnection(t *testing.T) {
	h := open(t, stream.Limits{PerConnection: 2})
	c := h.connect(t, "alice")
	c.say(subscribe("a", "wait"), subscribe("b", "feed"), subscribe("c", "echo"))
	c.hears(limited("c"))
	close(h.fed)
	c.hears(`{"type":"complete","id":"b"}`)
	c.say(subscribe("c", "wait"), subscribe("d", "echo"))
	c.hears(limited("d"))
	if got := h.Stats(); got != (stream.Stats{Connections: 1, Operations: 2, Viewers: 1}) {
		t.Errorf("there are %+v", got)
	}
	other := h.connect(t, "alice")
	other.say(subscribe("a", "echo"))
	other.hears(`{"type":"next","id":"a","payload":{"data":{"echo":{"name":"a"}}}}`)
}

// An operation that the client completed holds its place until it has ended.
func TestLimits_CompletedOperationsCountUntilTheyEnd(t *testing.T) {
	h := open(t, stream.Limits{PerConnection: 1})
	c := h.connect(t, "alice")
	c.say(subscribe("a", "wait"), `{"id":"a","type":"complete"}`)
	h.ends(t, "a")
	eventually(t, "the place is free", func() bool { return h.Stats().Operations == 0 })
	c.say(subscribe("a", "echo"))
	c.hears(`{"type":"next","id":"a","payload":{"data":{"echo":{"name":"a"}}}}`, `{"type":"complete","id":"a"}`)
}

func TestLimits_OfOperationsOfAViewer(t *testing.T) {
	h := open(t, stream.Limits{PerViewer: 2})
	one, two, other := h.connect(t, "alice"), h.connect(t, "alice"), h.connect(t, "bob")
	one.say(subscribe("a", "wait"), `{"type":"ping"}`)
	one.hears(`{"type":"pong"}`)
	two.say(subscribe("a", "wait"), subscribe("b", "echo"))
	two.hears(limited("b"))
	h.post(t, "alice", "echo").holds("event: next\ndata: " +
		`{"errors":[{"message":"You are running too many operations. End one.","extensions":{"code":"LIMIT_EXCEEDED"}}]}` + "\n\nevent: complete\ndata: \n\n")
	other.say(subscribe("a", "echo"))
	other.hears(`{"type":"next","id":"a","payload":{"data":{"echo":{"name":"a"}}}}`)
	if err := one.conn.CloseNow(); err != nil {
		t.Fatal(err)
	}
	h.ends(t, "a")
	eventually(t, "the place is free", func() bool { return h.Stats().Operations == 1 })
	two.say(subscribe("b", "echo"))
	two.hears(`{"type":"next","id":"b","payload":{"data":{"echo":{"name":"b"}}}}`)
}

// Connections that are not authenticated count for their address. One too many is closed with a code after which
// clients retry.
func TestConnections_AreCountedByAddressUntilTheyAreInitialised(t *testing.T) {
	h := open(t, stream.Limits{ConnectionsPerViewer: 2})
	dial := func() (*client, answer) { return h.dial(t, "graphql-transport-ws", "Test-Address", "here") }
	silent, _ := dial()
	second, _ := dial()
	refused, _ := dial()
	refused.closed(1013, "You have too many open connections. Close one.")
	second.say(`{"type":"connection_init","payload":{"Authorization":"Bearer alice"}}`)
	second.hears(`{"type":"connection_ack"}`)
	third, _ := dial()
	third.say(`{"type":"ping"}`)
	third.hears(`{"type":"pong"}`) // one that is initialised does not count for its address
	if err := silent.conn.CloseNow(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the place of the address is free", func() bool {
		c, _ := dial()
		c.say(`{"type":"ping"}`)
		_, raw, err := c.conn.Read(t.Context())
		return err == nil && string(raw) == `{"type":"pong"}`
	})
	other, _ := h.dial(t, "graphql-transport-ws", "Test-Address", "there")
	other.say(`{"type":"ping"}`)
	other.hears(`{"type":"pong"}`)
}

func TestLimits_OfConnectionsOfAViewer(t *testing.T) {
	h := open(t, stream.Limits{ConnectionsPerViewer: 2})
	h.connect(t, "alice")
	h.connect(t, "alice")
	c, _ := h.dial(t, "graphql-transport-ws")
	c.say(`{"type":"connection_init","payload":{"Authorization":"Bearer alice"}}`)
	c.closed(1013, "Too many connections")
	answer := h.post(t, "alice", "echo")
	if answer.StatusCode != 429 || answer.Header.Get("Retry-After") == "" {
		t.Errorf("answered %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	answer.holds(
		`{"errors":[{"message":"You have too many open connections. Close one.","extensions":{"code":"LIMIT_EXCEEDED"}}]}` + "\n",
	)
	for range 5 {
		h.connect(t, "") // the viewer that is not counted
	}
}

func TestLimits_OfConnections(t *testing.T) {
	h := open(t, stream.Limits{Connections: 2})
	ws := h.connect(t, "alice")
	sse := h.post(t, "bob", "wait")
	events := h.post(t, "carol", "echo")
	h.turnedAway(t, "The server has too many connections. Try again later.")
	if events.StatusCode != 503 || events.Header.Get("Retry-After") == "" {
		t.Errorf("answered %d, Retry-After %q", events.StatusCode, events.Header.Get("Retry-After"))
	}
	sse.leave()
	h.ends(t, "wait")
	_ = ws.conn.CloseNow()
	h.empty(t)
	h.post(t, "carol", "refused").holds("event: next\ndata: " +
		`{"errors":[{"message":"no such field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}` + "\n\nevent: complete\ndata: \n\n")
}

// turnedAway expects a WebSocket to be closed at once, with the code to try again later.
func (h *testServer) turnedAway(t *testing.T, why string) {
	t.Helper()
	c, said := h.dial(t, "graphql-transport-ws")
	if c == nil {
		t.Fatalf("the handshake is answered %d, after which clients give up", said.status)
	}
	c.closed(1013, why)
}

// A client that does not read holds the network's buffers and one result for each operation, for as long as one write
// may take.
func TestLimits_SlowReadersAreCutOff(t *testing.T) {
	h := open(t, stream.Limits{Write: 100 * time.Millisecond})
	c := h.connect(t, "alice")
	c.say(subscribe("a", "flood"))
	h.ends(t, "a")
	h.empty(t)

	raw := h.raw(
		t,
		"POST / HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"+`{"query":"flood"}`,
	)
	h.ends(t, "")
	h.empty(t)
	_ = raw.Close()
	if made := h.made.Load(); made > 1000 {
		t.Errorf("%d results were made for clients that read none", made)
	}
}

// Refused operations wait for their turn to write, as others do.
func TestLimits_SlowReadersCannotPileUpErrors(t *testing.T) {
	h := open(t, stream.Limits{Write: 500 * time.Millisecond, PerConnection: 4})
	c := h.connect(t, "alice")
	c.say(subscribe("flood", "flood"))
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	most := 0
	for i := 0; ; i++ {
		if err := c.conn.Write(ctx, 1, []byte(subscribe(fmt.Sprint(i), "refused"))); err != nil {
			break
		}
		time.Sleep(time.Millisecond) // for the operation to come to its end, were it alone
		most = max(most, runtime.NumGoroutine()-before)
	}
	if most > 10 {
		t.Errorf("a client that reads nothing had %d goroutines more", most)
	}
	h.ends(t, "flood")
	h.empty(t)
}

// raw sends bytes and reads nothing.
func (h *testServer) raw(t *testing.T, request string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestLimits_DeadClientsAreCutOff(t *testing.T) {
	h := open(t, stream.Limits{Ping: 30 * time.Millisecond})
	c := h.connect(t, "alice")
	c.say(subscribe("a", "wait")) // it reads nothing from now on, and answers no ping
	h.ends(t, "a")
	h.empty(t)

	c = h.connect(t, "alice")
	c.say(subscribe("a", "feed"))
	go func() {
		for range 4 { // reading answers them
			<-c.pings
		}
		h.fed <- "alive"
	}()
	c.hears(`{"type":"next","id":"a","payload":{"data":{"fed":"alive"}}}`)
}

func TestLimits_RevokedViewersAreCutOff(t *testing.T) {
	const invalid = "event: next\ndata: " +
		`{"errors":[{"message":"The credentials are no longer valid. Connect again.","extensions":{"code":"UNAUTHENTICATED"}}]}` + "\n\nevent: complete\ndata: \n\n"
	t.Run("before a delivery", func(t *testing.T) {
		h := open(t, stream.Limits{})
		c := h.connect(t, "alice")
		c.say(subscribe("a", "feed"))
		h.fed <- "one"
		c.hears(`{"type":"next","id":"a","payload":{"data":{"fed":"one"}}}`)
		h.revoked.Store(true)
		h.fed <- "two"
		c.closed(4403, "Forbidden")
		h.empty(t)

		h.revoked.Store(false)
		sse := h.post(t, "alice", "feed")
		h.fed <- "one"
		if got := sse.block(); got != "event: next\ndata: {\"data\":{\"fed\":\"one\"}}\n\n" {
			t.Errorf("heard %q", got)
		}
		h.revoked.Store(true)
		h.fed <- "two"
		sse.holds(invalid)
		h.empty(t)
	})
	t.Run("at a ping", func(t *testing.T) {
		h := open(t, stream.Limits{Ping: 30 * time.Millisecond})
		c := h.connect(t, "alice")
		c.say(subscribe("a", "wait"))
		h.revoked.Store(true)
		c.closed(4403, "Forbidden")
		h.ends(t, "a")
		h.empty(t)
		h.post(t, "alice", "wait").holds(invalid)
		h.empty(t)
	})
}

func TestLimits_NothingIsLeftOfVanishedClients(t *testing.T) {
	h := open(t, stream.Limits{})
	_ = h.connect(t, "warm").conn.CloseNow()
	h.post(t, "warm", "echo").rest()
	h.empty(t)
	h.server.Client().CloseIdleConnections()
	eventually(t, "the server is at rest", func() bool { return runtime.NumGoroutine() < 20 })
	before := runtime.NumGoroutine()
	for range 10 {
		c := h.connect(t, "alice")
		c.say(subscribe("a", "wait"), subscribe("b", "flood"))
		sse := h.post(t, "alice", "wait")
		half := h.raw(t, "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
			"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n\x81\xfe")
		if line, err := bufio.NewReader(half).ReadString('\n'); err != nil || !strings.Contains(line, "101") {
			t.Fatalf("%q %v", line, err)
		}
		_ = half.Close()
		_ = c.conn.CloseNow()
		sse.leave()
	}
	h.empty(t)
	h.server.Client().CloseIdleConnections()
	eventually(t, "as many goroutines as before", func() bool { return runtime.NumGoroutine() <= before })
}
