package gqlserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// A subscription requested as a single response would wait in a place that others need, so it is refused at once.
func TestHTTP_ASubscriptionNeedsAStream(t *testing.T) {
	h := shared(t)
	const query = "subscription { changed { cursor } }"
	for _, media := range []string{mediaJSON, mediaResponse} {
		for _, r := range []*http.Request{
			testhub.Request(t, "POST", "/graphql", media, mediaJSON, `{"query":"`+query+`"}`),
			testhub.Request(t, "GET", "/graphql?query="+url.QueryEscape(query), media, "", ""),
		} {
			answer := h.Send(t, r)
			if answer.Status != http.StatusNotAcceptable || len(answer.Errors) != 1 ||
				answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" || !strings.Contains(
				answer.Errors[0].Message, "text/event-stream",
			) {
				t.Errorf("%s by %s: %d %s", media, r.Method, answer.Status, answer.Body)
			}
		}
	}
	dry := testhub.Request(t, "POST", "/graphql", "", mediaJSON, `{"query":"`+query+`","extensions":{"cost":{"dryRun":true}}}`)
	if answer := h.Send(t, dry); answer.Status != 200 || !strings.Contains(string(answer.Body), `"requested":`) {
		t.Errorf("what it would cost: %d %s", answer.Status, answer.Body)
	}
}

// slow is a client that reads its response when told to.
type slow struct {
	*httptest.ResponseRecorder
	reached, read chan struct{}
}

func (s slow) Write(text []byte) (int, error) {
	close(s.reached)
	<-s.read
	return s.ResponseRecorder.Write(text)
}

func TestHTTP_SlowReadersHoldNoPlace(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Places: 1}})
	const typename = `{"query":"{ __typename }"}`
	s := slow{httptest.NewRecorder(), make(chan struct{}), make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeHTTP(s, testhub.Request(t, "POST", "/graphql", "", mediaJSON, typename))
	}()
	<-s.reached
	if answer := h.Send(t, testhub.Request(t, "POST", "/graphql", "", mediaJSON, typename)); answer.Status != 200 {
		t.Errorf("the next is answered %d %s", answer.Status, answer.Body)
	}
	close(s.read)
	<-done
}

// In a document with several operations, the selected one decides which methods are allowed.
func TestHTTP_TheOperationDecidesTheMethod(t *testing.T) {
	h := shared(t)
	const document = `query Q { __typename } mutation M { createSource(input: {code: "s", name: "S"}) { source { id } } } subscription S { changed { cursor } }`
	for name, want := range map[string]int{"Q": 200, "M": 405, "S": 406, "N": 200, "": 200} {
		r := testhub.Request(
			t, "GET", "/graphql?"+url.Values{"query": {document}, "operationName": {name}}.Encode(), "", "", "",
		)
		answer := h.Send(t, r)
		if answer.Status != want || strings.Contains(string(answer.Body), `"data"`) != (name == "Q") {
			t.Errorf("%q: %d %s", name, answer.Status, answer.Body)
		}
		if allow := answer.Header.Get("Allow"); (allow == "POST") != (want == 405) {
			t.Errorf("%q: Allow %q", name, allow)
		}
	}
	server := httptest.NewServer(h)
	defer server.Close()
	for name, want := range map[string]int{"Q": 200, "M": 405} {
		r := testhub.Request(
			t, "GET", server.URL+"/graphql?"+url.Values{"query": {document}, "operationName": {name}}.Encode(),
			"text/event-stream", "", "",
		)
		if status, said, _ := events(t, server, r); status != want ||
			strings.Contains(said, `{"data":`) != (want == 200) {
			t.Errorf("events of %q: %d %s", name, status, said)
		}
	}
}

// events returns the whole of a stream of events.
func events(t *testing.T, server *httptest.Server, r *http.Request) (status int, said string, header http.Header) {
	t.Helper()
	r.RequestURI = ""
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text), answer.Header
}

func TestRequestID_AStreamReturnsIt(t *testing.T) {
	server := httptest.NewServer(shared(t))
	defer server.Close()
	for name, body := range map[string]string{"in the stream": `{"query":"{ nothing }"}`, "before the stream": `{}`} {
		for _, given := range []string{"mine-7", ""} {
			r := testhub.Request(t, "POST", server.URL+"/graphql", "text/event-stream", mediaJSON, body)
			r.Header.Set("X-Request-Id", given)
			_, said, header := events(t, server, r)
			id := header.Get("X-Request-Id")
			if id == "" || given != "" && id != given || !strings.Contains(said, `"requestId":"`+id+`"`) {
				t.Errorf("%s: %q became %q in %s", name, given, id, said)
			}
		}
	}
}

func TestHTTP_AnEmptyDocumentIsRefused(t *testing.T) {
	h := shared(t)
	for _, query := range []string{"", " ", "# nothing", "\\ufeff,,"} {
		for media, want := range map[string]int{mediaJSON: 200, mediaResponse: 400} {
			answer := h.Send(t, testhub.Request(t, "POST", "/graphql", media, mediaJSON, `{"query":"`+query+`"}`))
			if answer.Status != want || len(answer.Errors) != 1 ||
				answer.Errors[0].Extensions.Code != "GRAPHQL_PARSE_FAILED" || answer.Data != nil {
				t.Errorf("%q: %d %s", query, answer.Status, answer.Body)
			}
		}
	}
	if answer := h.Send(
		t, testhub.Request(t, "GET", "/graphql?query=", "", "", ""),
	); answer.Status != 200 || answer.Errors[0].Extensions.Code != "GRAPHQL_PARSE_FAILED" {
		t.Errorf("by GET: %d %s", answer.Status, answer.Body)
	}
}

func TestHTTP_AnInvalidTokenOpensNoWebSocket(t *testing.T) {
	h := shared(t)
	server := httptest.NewServer(h)
	defer server.Close()
	token := h.Token(t, testhub.Who{Role: lexicon.Administrator})
	for payload, good := range map[string]bool{
		`{}`: true, `{"Authorization":null}`: true, `{"Authorization":"Bearer ` + token +
			`"}`: true, `{"authorization":"bearer ` + token + `"}`: true,
		`{"Authorization":5}`: false, `{"Authorization":""}`: false, `{"Authorization":["Bearer ` + token +
			`"]}`: false, `{"Authorization":"` + token + `"}`: false,
		`{"authorization":"Bearer x"}`: false, `{"Authorization":false}`: false,
	} {
		options := &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}}
		conn, _, err := websocket.Dial(t.Context(), server.URL+"/graphql", options) //nolint:bodyclose // the WebSocket's
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.Write(
			t.Context(), websocket.MessageText, []byte(`{"type":"connection_init","payload":`+payload+`}`),
		); err != nil {
			t.Fatal(err)
		}
		_, heard, err := conn.Read(t.Context())
		if good && string(heard) != `{"type":"connection_ack"}` || !good && websocket.CloseStatus(err) != 4403 {
			t.Errorf("%s: heard %s, %v", payload, heard, err)
		}
		_ = conn.CloseNow()
	}
}

func TestHTTP_AnAnswerNobodyAcceptsIsNotMade(t *testing.T) {
	h := shared(t)
	for accept, want := range map[string]int{
		"text/html": 406, "application/json;q=0": 406, "text/html, */*;q=0.1": 200, "application/json;q=0, */*": 200,
	} {
		answer := h.Send(t, testhub.Request(t, "POST", "/graphql", accept, mediaJSON, `{"query":"{ __typename }"}`))
		if answer.Status != want || want == 406 && (answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
			answer.Header.Get("Content-Type") != mediaJSON+"; charset=utf-8") {
			t.Errorf("%q: %d %s", accept, answer.Status, answer.Body)
		}
	}
}
