package snapshot

import (
	"context"
	"errors"
	"testing"
	"time"

	"maillage/internal/access"
)

// Nobody waits for whoever reads the database longer than they have time.
func TestCurrent_WaitsNoLongerThanItsContext(t *testing.T) {
	n := New(nil, nil)
	n.turn <- struct{}{} // somebody reads
	ctx, cancel := context.WithCancel(access.AsSystem(t.Context()))
	cancel()
	if _, err := n.Current(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is read: %v", err)
	}
	limited := &access.Viewer{Sight: access.Sight{Contracts: []int{1}}}
	empty, err := newBuilder(time.UTC).snapshot()
	if err != nil {
		t.Fatal(err)
	}
	n.now.Store(&state{snapshot: empty})
	if _, err := n.Current(access.WithViewer(ctx, limited)); err != nil {
		t.Errorf("what is read already, for a scope: %v", err)
	}
	if err := n.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a refresh: %v", err)
	}
}
