package stream

import (
	"encoding/json"
	"sync/atomic"
)

// sharedEvents holds the results that were encoded as events last. Many clients receive the same results at the same
// time, and share the events. Messages of a WebSocket are not shared: each has the id of its client's operation.
type sharedEvents struct{ last atomic.Pointer[encodedEvents] }

// encodedEvents are results with their events. The results keep their memory, so that the same addresses mean the same
// results. Nobody changes either.
type encodedEvents struct {
	results []json.RawMessage
	events  []byte
}

// isOf reports whether results are those that were encoded, by their addresses.
func (e *encodedEvents) isOf(results []json.RawMessage) bool {
	if e == nil || len(e.results) != len(results) {
		return false
	}
	for i, result := range results {
		if known := e.results[i]; len(result) == 0 || len(known) != len(result) || &known[0] != &result[0] {
			return false
		}
	}
	return true
}

// of returns results as events.
func (s *sharedEvents) of(results []json.RawMessage) []byte {
	last := s.last.Load()
	if !last.isOf(results) {
		last = &encodedEvents{results, events(results...)}
		s.last.Store(last)
	}
	return last.events
}
