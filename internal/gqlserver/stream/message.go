package stream

import (
	"encoding/json"
	"unicode/utf8"

	"maillage/internal/gqlserver/request"
)

// The types of messages of graphql-transport-ws.
const (
	typeInit      = "connection_init"
	typeAck       = "connection_ack"
	typePing      = "ping"
	typePong      = "pong"
	typeSubscribe = "subscribe"
	typeNext      = "next"
	typeError     = "error"
	typeComplete  = "complete"
)

// clientMessage is one message of a client.
type clientMessage struct {
	kind    string
	id      string          // of subscribe and complete
	payload json.RawMessage // an object, or nil
	object  map[string]any  // the payload of connection_init
}

// The close reasons for an invalid message, with status code 4400.
const (
	noObject  = "Invalid message: not a JSON object in UTF-8"
	noType    = "Invalid message: no type that a client sends"
	noID      = "Invalid message: id is a string with something in it"
	noPayload = "Invalid message: payload is an object"
	hasNUL    = "Invalid message: it holds the character NUL"
)

// readMessage parses and checks a message, except for the payload of subscribe. For an invalid message it returns the
// close reason.
func readMessage(raw []byte) (m *clientMessage, invalid string) {
	var members map[string]json.RawMessage
	if !utf8.Valid(raw) || request.Decode(raw, &members) != nil || members == nil {
		return nil, noObject
	}
	m = &clientMessage{payload: members["payload"]}
	if request.Decode(members["type"], &m.kind) != nil {
		return nil, noType
	}
	switch m.kind {
	case typeInit, typePing, typePong:
	case typeSubscribe, typeComplete:
		if request.Decode(members["id"], &m.id) != nil || m.id == "" {
			return nil, noID
		}
	default:
		return nil, noType
	}
	if m.kind != typeSubscribe && !request.Readable(raw) {
		return nil, hasNUL
	}
	if m.kind == typeComplete {
		return m, ""
	}
	return m, m.readPayload()
}

// readPayload checks that the payload is an object. Only subscribe needs a payload.
func (m *clientMessage) readPayload() (invalid string) {
	absent := len(m.payload) == 0 || string(m.payload) == "null"
	switch {
	case absent && m.kind == typeSubscribe, !absent && m.payload[0] != '{':
		return noPayload
	case absent:
		m.payload = nil
	case m.kind == typeInit && request.Decode(m.payload, &m.object) != nil:
		return noPayload
	}
	return ""
}

// encode returns a message to a client as JSON; id and payload may be empty.
func encode(kind, id string, payload json.RawMessage) []byte {
	out := make([]byte, 0, len(kind)+len(id)+len(payload)+40)
	out = append(append(append(out, `{"type":"`...), kind...), '"')
	if id != "" {
		text, _ := json.Marshal(id) // a string always can
		out = append(append(out, `,"id":`...), text...)
	}
	if payload != nil {
		out = append(append(out, `,"payload":`...), payload...)
	}
	return append(out, '}')
}

// reason shortens a close reason to the 123 bytes that fit into a close frame (RFC 6455, §5.5).
func reason(text string) string {
	const most = 123
	if len(text) <= most {
		return text
	}
	cut := most - len("…")
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
