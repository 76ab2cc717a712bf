package stream

import (
	"encoding/json"
	"sync/atomic"
)

// encodings hold the results that were encoded last, once for each transport. Many clients receive the same results at
// the same time, and share what is encoded. Nobody changes it.
type encodings struct {
	events   atomic.Pointer[encoded[[]byte]]
	messages atomic.Pointer[encoded[[][]byte]]
}

// encoded is what results became for clients that gave their operation the same id. Its results keep their memory, so
// that the same addresses mean the same results.
type encoded[T any] struct {
	id      string // empty for events
	results []json.RawMessage
	made    T
}

// isOf reports whether results are those that were encoded, by their addresses.
func (e *encoded[T]) isOf(id string, results []json.RawMessage) bool {
	if e == nil || e.id != id || len(e.results) != len(results) {
		return false
	}
	for i, result := range results {
		if known := e.results[i]; len(result) == 0 || len(known) != len(result) || &known[0] != &result[0] {
			return false
		}
	}
	return true
}

// eventsOf returns results as events.
func (e *encodings) eventsOf(results []json.RawMessage) []byte {
	last := e.events.Load()
	if !last.isOf("", results) {
		last = &encoded[[]byte]{results: results, made: events(results...)}
		e.events.Store(last)
	}
	return last.made
}

// messagesOf returns results as messages of type next.
func (e *encodings) messagesOf(id string, results []json.RawMessage) [][]byte {
	last := e.messages.Load()
	if !last.isOf(id, results) {
		last = &encoded[[][]byte]{id, results, nextMessages(id, results)}
		e.messages.Store(last)
	}
	return last.made
}
