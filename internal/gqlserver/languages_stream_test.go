package gqlserver_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

// Streams use the client's language: by the header of the request, or on a WebSocket by the payload of
// connection_init.
func TestStreams_SpeakTheReadersLanguage(t *testing.T) {
	server := served(t, testhub.SQLiteDemo(t, server.Config{}))
	const french, english = "Aucun enregistrement du type « contrat »", "No contract has"
	const asked = `{"query":"{ matrix(filter: {contracts: [\"nobody\"]}) { asOf } }"}`
	for _, c := range []struct{ header, first, want string }{
		{"", `{"type":"connection_init"}`, french},
		{"en", `{"type":"connection_init"}`, english},
		{"fr", `{"type":"connection_init","payload":{"acceptLanguage":"en-GB, fr;q=0.2"}}`, english},
		{"en", `{"type":"connection_init","payload":{"acceptLanguage":"fr"}}`, french},
		{"en", `{"type":"connection_init","payload":{"acceptLanguage":7}}`, english},
	} {
		conn, opened, err := websocket.Dial(t.Context(), server.URL+"/graphql", &websocket.DialOptions{
			Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Accept-Language": {c.header}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if opened.Body != nil {
			_ = opened.Body.Close() // the connection is the WebSocket's by now
		}
		var heard string
		for _, message := range []string{c.first, `{"id":"1","type":"subscribe","payload":` + asked + `}`} {
			if err := conn.Write(t.Context(), websocket.MessageText, []byte(message)); err != nil {
				t.Fatal(err)
			}
			_, answer, err := conn.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			heard = string(answer)
		}
		if !strings.Contains(heard, c.want) {
			t.Errorf("%q and %s: %s", c.header, c.first, heard)
		}
		_ = conn.CloseNow()
	}
	for header, want := range map[string]string{"": french, "en": english} {
		r, err := http.NewRequestWithContext(
			t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader(asked),
		)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{
			"Accept": {"text/event-stream"}, "Content-Type": {"application/json"}, "Accept-Language": {header},
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%q: %v %s", header, err, body)
		}
		_ = answer.Body.Close()
	}
}
