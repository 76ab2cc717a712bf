package stream

import (
	"encoding/json"
	"testing"
)

func TestSharedEvents_AreOfTheSameResultsAlone(t *testing.T) {
	var shared sharedEvents
	results := []json.RawMessage{json.RawMessage(`{"data":1}`), json.RawMessage(`{"data":2}`)}
	equal := []json.RawMessage{json.RawMessage(`{"data":1}`), json.RawMessage(`{"data":3}`)}
	first := shared.of(results)
	if again := shared.of(results); &again[0] != &first[0] {
		t.Error("events are encoded twice")
	}
	if other := string(shared.of(equal)); other == string(first) || other != string(events(equal...)) {
		t.Errorf("other results are %q", other)
	}
	if fewer := string(shared.of(results[:1])); fewer != string(events(results[0])) {
		t.Errorf("fewer results are %q", fewer)
	}
}
