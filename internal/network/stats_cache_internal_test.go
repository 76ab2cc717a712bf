package network

import (
	"context"
	"errors"
	"testing"
)

// A caller that waits for another's computation stops when its context ends.
func TestCounted_WaitsNoLongerThanItsContext(t *testing.T) {
	var c statsCache
	ctx, cancel := context.WithCancel(t.Context())
	counting, finish := make(chan struct{}), make(chan struct{})
	counted := make(chan error)
	go func() {
		_, err := c.get(t.Context(), "question", func() (*Statistics, error) {
			close(counting)
			<-finish
			return &Statistics{}, nil
		})
		counted <- err
	}()
	<-counting
	cancel()
	if _, err := c.get(ctx, "question", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is counted: %v", err)
	}
	close(finish)
	if err := <-counted; err != nil {
		t.Error(err)
	}
	if s, err := c.get(t.Context(), "question", nil); s == nil || err != nil {
		t.Errorf("afterwards: %v, %v", s, err)
	}
}

func TestOrderedSet_HoldsEachItemOnce(t *testing.T) {
	w := newOrderedSet(0)
	for range 2 {
		for item := range int32(3 * mapThreshold) {
			w.add(item)
		}
	}
	for i, item := range w.items {
		if int32(i) != item {
			t.Fatalf("item %d is %d", i, item)
		}
	}
	if len(w.items) != 3*mapThreshold {
		t.Errorf("%d items, want %d", len(w.items), 3*mapThreshold)
	}
}
