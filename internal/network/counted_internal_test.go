package network

import (
	"context"
	"errors"
	"testing"
)

// Who asks what somebody else counts just now waits no longer than they have time.
func TestCounted_WaitsNoLongerThanItsContext(t *testing.T) {
	var c counted
	ctx, cancel := context.WithCancel(t.Context())
	counting, finish := make(chan struct{}), make(chan struct{})
	counted := make(chan error)
	go func() {
		_, err := c.of(t.Context(), "question", func() (*Statistics, error) {
			close(counting)
			<-finish
			return &Statistics{}, nil
		})
		counted <- err
	}()
	<-counting
	cancel()
	if _, err := c.of(ctx, "question", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is counted: %v", err)
	}
	close(finish)
	if err := <-counted; err != nil {
		t.Error(err)
	}
	if s, err := c.of(t.Context(), "question", nil); s == nil || err != nil {
		t.Errorf("afterwards: %v, %v", s, err)
	}
}

func TestWalk_ReachesEachItemOnce(t *testing.T) {
	w := newWalk(0)
	for range 2 {
		for item := range int32(3 * few) {
			w.add(item)
		}
	}
	for i, item := range w.items {
		if int32(i) != item {
			t.Fatalf("item %d is %d", i, item)
		}
	}
	if len(w.items) != 3*few {
		t.Errorf("%d items, want %d", len(w.items), 3*few)
	}
}
