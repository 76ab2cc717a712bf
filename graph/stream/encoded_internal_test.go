package stream

import (
	"encoding/json"
	"testing"
)

func TestEncodings_AreSharedByTheSameResultsAlone(t *testing.T) {
	var e encodings
	results := []json.RawMessage{json.RawMessage(`{"data":1}`), json.RawMessage(`{"data":2}`)}
	equal := []json.RawMessage{json.RawMessage(`{"data":1}`), json.RawMessage(`{"data":3}`)}
	first := e.eventsOf(results)
	if again := e.eventsOf(results); &again[0] != &first[0] {
		t.Error("events are encoded twice")
	}
	if other := string(e.eventsOf(equal)); other == string(first) || other != string(events(equal...)) {
		t.Errorf("other results are %q", other)
	}
	if fewer := string(e.eventsOf(results[:1])); fewer != string(events(results[0])) {
		t.Errorf("fewer results are %q", fewer)
	}
	one, two := e.messagesOf("1", results), e.messagesOf("2", results)
	if string(one[0]) != `{"type":"next","id":"1","payload":{"data":1}}` ||
		string(two[1]) != `{"type":"next","id":"2","payload":{"data":2}}` {
		t.Errorf("messages are %s and %s", one[0], two[1])
	}
	if again := e.messagesOf("2", results); &again[0][0] != &two[0][0] {
		t.Error("messages are encoded twice")
	}
}
