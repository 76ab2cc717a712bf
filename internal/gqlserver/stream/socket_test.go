package stream_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"maillage/internal/gqlserver/stream"
)

const initialise = `{"type":"connection_init"}`

func TestSocket_AnswersOperations(t *testing.T) {
	c := open(t, stream.Limits{}).connect(t, "alice")
	for range 3 { // the id is free again after each
		c.say(
			`{"id":"1","type":"subscribe","payload":{"query":"echo","variables":{"n":12345678901234567890.5},"operationName":null,"extensions":null},"more":1}`,
		)
		c.hears(
			`{"type":"next","id":"1","payload":{"data":{"echo":{"n":12345678901234567890.5}}}}`,
			`{"type":"complete","id":"1"}`,
		)
	}
	c.say(`{"id":"é\"","type":"subscribe","payload":{"query":"echo","variables":null}}`)
	c.hears(`{"type":"next","id":"é\"","payload":{"data":{"echo":null}}}`, `{"type":"complete","id":"é\""}`)
}

func TestSocket_Streams(t *testing.T) {
	h := open(t, stream.Limits{})
	c := h.connect(t, "alice")
	c.say(subscribe("a", "feed"))
	for _, text := range []string{"one", "two"} {
		h.fed <- text
		c.hears(fmt.Sprintf(`{"type":"next","id":"a","payload":{"data":{"fed":%q}}}`, text))
	}
	close(h.fed)
	c.hears(`{"type":"complete","id":"a"}`)
	if got := h.Stats(); got != (stream.Stats{Connections: 1, Viewers: 1}) {
		t.Errorf("after the end there are %+v", got)
	}
}

// An operation that is refused before it is executed gets an error message, and no complete message after it.
func TestSocket_SendsErrorsOnce(t *testing.T) {
	c := open(t, stream.Limits{}).connect(t, "alice")
	for range 2 {
		c.say(subscribe("1", "refused"), `{"type":"ping"}`)
		first, _ := c.read()
		second, _ := c.read() // an operation does not keep a ping waiting
		const refused, pong = `{"type":"error","id":"1","payload":[{"message":"no such field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}`, `{"type":"pong"}`
		if first+second != refused+pong && first+second != pong+refused {
			t.Fatalf("heard %s and %s", first, second)
		}
	}
	c.say(`{"id":"1","type":"subscribe","payload":{"query":"echo","variables":{"a":"\u0000"}}}`)
	c.hears(
		`{"type":"error","id":"1","payload":[{"message":"The request must be UTF-8, without NUL characters and unpaired surrogates.","extensions":{"code":"BAD_USER_INPUT"}}]}`,
	)
}

func TestSocket_AnswersPings(t *testing.T) {
	c, _ := open(t, stream.Limits{}).dial(t, "graphql-transport-ws")
	c.say(
		`{"type":"ping"}`, `{"type":"pong"}`, `{"type":"pong","payload":{"a":1}}`,
		`{"type":"ping","payload":{"a":"<é>"}}`,
	)
	c.hears(`{"type":"pong"}`, `{"type":"pong","payload":{"a":"<é>"}}`)
	c.say(`{"type":"connection_init","payload":null}`, `{"type":"ping","payload":null}`)
	c.hears(`{"type":"connection_ack"}`, `{"type":"pong"}`)
}

func TestSocket_ClosesOnInvalidMessages(t *testing.T) {
	h := open(t, stream.Limits{Message: 1000})
	const (
		noObject    = "Invalid message: not a JSON object in UTF-8"
		noType      = "Invalid message: no type that a client sends"
		noID        = "Invalid message: id is a string with something in it"
		noPayload   = "Invalid message: payload is an object"
		noOperation = "Invalid message: payload has a query or a documentId; variables and extensions are objects"
	)
	for _, c := range []struct {
		message string
		code    int
		reason  string
	}{
		{`nonsense`, 4400, noObject},
		{``, 4400, noObject},
		{`[]`, 4400, noObject},
		{`null`, 4400, noObject},
		{`{"type":"ping"}{}`, 4400, noObject},
		{"{\"type\":\"ping\",\"payload\":{\"a\":\"\xff\"}}", 4400, noObject},
		{`{}`, 4400, noType},
		{`{"type":1}`, 4400, noType},
		{`{"Type":"ping"}`, 4400, noType},
		{`{"type":"nonsense"}`, 4400, noType},
		{`{"type":"start","id":"1","payload":{"query":"echo"}}`, 4400, noType},
		{`{"type":"connection_ack"}`, 4400, noType},
		{`{"type":"next","id":"1","payload":{}}`, 4400, noType},
		{`{"type":"error","id":"1","payload":[]}`, 4400, noType},
		{`{"type":"ping","payload":"a"}`, 4400, noPayload},
		{`{"type":"pong","payload":[]}`, 4400, noPayload},
		{`{"type":"ping","payload":{"a":"\u0000"}}`, 4400, "Invalid message: it holds the character NUL"},
		{`{"type":"complete"}`, 4400, noID},
		{`{"type":"subscribe","payload":{"query":"echo"}}`, 4400, noID},
		{`{"type":"subscribe","id":"","payload":{"query":"echo"}}`, 4400, noID},
		{`{"type":"subscribe","id":1,"payload":{"query":"echo"}}`, 4400, noID},
		{`{"type":"subscribe","id":"1"}`, 4400, noPayload},
		{`{"type":"subscribe","id":"1","payload":null}`, 4400, noPayload},
		{`{"type":"subscribe","id":"1","payload":"echo"}`, 4400, noPayload},
		{`{"type":"subscribe","id":"1","payload":{}}`, 4400, noOperation},
		{`{"type":"subscribe","id":"1","payload":{"Query":"echo"}}`, 4400, noOperation},
		{`{"type":"subscribe","id":"1","payload":{"query":1}}`, 4400, noOperation},
		{`{"type":"subscribe","id":"1","payload":{"query":"echo","variables":[]}}`, 4400, noOperation},
		{`{"type":"subscribe","id":"1","payload":{"query":"echo","extensions":1}}`, 4400, noOperation},
		{`{"type":"subscribe","id":"1","payload":{"query":"echo","operationName":1}}`, 4400, noOperation},
		{initialise, 4429, "Too many initialisation requests"},
		{`{"type":"ping","payload":{"a":"` + strings.Repeat("x", 2000) + `"}}`, 1009, "read limited at 1001 bytes"},
	} {
		ws := h.connect(t, "")
		ws.say(c.message)
		t.Log(c.message)
		ws.closed(c.code, c.reason)
	}
	h.empty(t)
}

func TestSocket_ClosesOnBinaryMessages(t *testing.T) {
	c := open(t, stream.Limits{}).connect(t, "alice")
	if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
		t.Fatal(err)
	}
	c.closed(4400, "Invalid message: not a JSON object in UTF-8")
}

func TestSocket_RequiresInitialisation(t *testing.T) {
	const limit = 50 * time.Millisecond
	h := open(t, stream.Limits{Init: limit})
	c, _ := h.dial(t, "graphql-transport-ws")
	c.say(subscribe("1", "echo"))
	c.closed(4401, "Unauthorized")
	c, _ = h.dial(t, "graphql-transport-ws")
	c.closed(4408, "Connection initialisation timeout")
	c, _ = h.dial(t, "graphql-transport-ws")
	c.say(`{"type":"connection_init","payload":{"Authorization":"Bearer nobody"}}`)
	c.closed(4403, "Forbidden")
	h.empty(t)
	c = h.connect(t, "alice") // whom the time for it does not hurry any more
	for begun := time.Now(); time.Since(begun) < 2*limit; {
		c.say(`{"type":"ping"}`)
		c.hears(`{"type":"pong"}`)
	}
}

func TestSocket_RefusesOtherSubprotocols(t *testing.T) {
	h := open(t, stream.Limits{})
	for _, name := range []string{"graphql-ws", ""} {
		c, said := h.dial(t, name)
		if got := said.header.Get("Sec-WebSocket-Protocol"); got != "" {
			t.Errorf("%q was answered %q", name, got)
		}
		c.closed(4406, "Subprotocol not acceptable")
	}
	h.empty(t)
}

func TestSocket_RefusesDuplicateIDs(t *testing.T) {
	h := open(t, stream.Limits{})
	long := strings.Repeat("é", 100)
	for id, reason := range map[string]string{
		"a":  "Subscriber for a already exists",
		long: "Subscriber for " + strings.Repeat("é", 52) + "…",
	} {
		c := h.connect(t, "alice")
		c.say(subscribe(id, "wait"), subscribe(id, "echo"))
		c.closed(4409, reason)
		h.ends(t, id)
	}
	h.empty(t)
}

// After complete, the server sends nothing more of an operation. Its id is free, even while the operation is still
// ending.
func TestSocket_CompletesWhenTheClientAsks(t *testing.T) {
	h := open(t, stream.Limits{})
	c := h.connect(t, "alice")
	c.say(`{"id":"none","type":"complete"}`)
	for range 20 {
		c.say(subscribe("a", "wait"), `{"id":"a","type":"complete"}`, `{"id":"a","type":"complete"}`)
		h.ends(t, "a")
	}
	c.say(subscribe("a", "flood"))
	if _, err := c.read(); err != nil {
		t.Fatal(err)
	}
	c.say(`{"id":"a","type":"complete"}`, subscribe("a", "echo"))
	for flooded := true; flooded; {
		got, err := c.read()
		if err != nil {
			t.Fatal(err)
		}
		flooded = strings.Contains(got, "xxx")
		if want := `{"type":"next","id":"a","payload":{"data":{"echo":{"name":"a"}}}}`; !flooded && got != want {
			t.Fatalf("after the flood came %s", got)
		}
	}
	c.hears(`{"type":"complete","id":"a"}`)
	h.ends(t, "a")
}

func TestSocket_AcceptsPagesOfTrustedOriginsAlone(t *testing.T) {
	h := open(t, stream.Limits{})
	host := strings.TrimPrefix(h.server.URL, "http://")
	for _, c := range []struct {
		origin, site string
		status       int
	}{
		{"http://" + host, "", 101},
		{"https://" + host, "", 101}, // behind a proxy that speaks TLS
		{"https://friend.example", "cross-site", 101},
		{"https://hub.example", "same-origin", 101}, // behind a proxy that hides its name
		{"https://evil.example", "", 403},
		{"https://evil.example", "cross-site", 403},
		{"https://friend.example.evil.example", "same-site", 403},
		{"null", "", 403},
		{"://", "", 403},
	} {
		_, said := h.dial(t, "graphql-transport-ws", "Origin", c.origin, "Sec-Fetch-Site", c.site)
		if said.status != c.status {
			t.Errorf("a page of %s (%s) is answered %d instead of %d", c.origin, c.site, said.status, c.status)
		}
	}
	if answer := h.ask(t, "GET", "?query=echo", "", "Origin", "https://evil.example"); answer.StatusCode != 403 {
		t.Errorf("an EventSource of another site is answered %d", answer.StatusCode)
	}
}

// An invalid WebSocket handshake is refused with an error in our form.
func TestSocket_RefusesOtherRequests(t *testing.T) {
	h := open(t, stream.Limits{})
	for _, c := range []struct {
		name, method, header, value string
		status                      int
		allow, version              string
	}{
		{"another method", "POST", "", "", 405, "GET", ""},
		{"another version", "GET", "Sec-WebSocket-Version", "12", 400, "", "13"},
		{"no key", "GET", "Sec-WebSocket-Key", "", 400, "", "13"},
		{"half a key", "GET", "Sec-WebSocket-Key", "AAAA", 400, "", "13"},
		{"no connection to upgrade", "GET", "Connection", "close", 426, "", "13"},
	} {
		headers := map[string]string{
			"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
			"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
		}
		headers[c.header] = c.value
		delete(headers, "")
		var pairs []string
		for name, value := range headers {
			pairs = append(pairs, name, value)
		}
		answer := h.ask(t, c.method, "", "", pairs...)
		body := answer.rest()
		if answer.StatusCode != c.status || !strings.HasPrefix(
			body, `{"errors":[{"message":"This is not a WebSocket handshake.`,
		) || !strings.Contains(body, `"code":"BAD_USER_INPUT"`) {
			t.Errorf("%s: %d %s", c.name, answer.StatusCode, body)
		}
		if got := answer.Header; got.Get("Allow") != c.allow || got.Get("Sec-WebSocket-Version") != c.version ||
			got.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestIsWebSocket_ReadsTheHeaders(t *testing.T) {
	for upgrade, want := range map[string]bool{"websocket": true, "h2c, WebSocket": true, "h2c": false, "": false} {
		if got := stream.IsWebSocket(&http.Request{Header: http.Header{"Upgrade": {upgrade}}}); got != want {
			t.Errorf("%q: %t", upgrade, got)
		}
	}
}
