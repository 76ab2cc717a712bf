package snapshot

import (
	"context"
	"errors"
	"testing"
	"time"

	"maillage/internal/access"
)

// A caller stops waiting for the lock when its context ends.
func TestCurrent_WaitsNoLongerThanItsContext(t *testing.T) {
	n := New(nil, nil)
	n.lock <- struct{}{} // another caller is reading
	ctx, cancel := context.WithCancel(access.AsSystem(t.Context()))
	cancel()
	if _, err := n.Current(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is read: %v", err)
	}
	limited := &access.Viewer{Visibility: access.Visibility{Contracts: []int{1}}}
	empty, err := newBuilder(time.UTC).snapshot()
	if err != nil {
		t.Fatal(err)
	}
	n.latest.Store(&state{snapshot: empty})
	if _, err := n.Current(access.WithViewer(ctx, limited)); err != nil {
		t.Errorf("what is read already, for a scope: %v", err)
	}
	if err := n.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a refresh: %v", err)
	}
}

// While a write is being read, queries return the latest snapshot, and the writer waits.
func TestView_QueriesDoNotWaitForAWriteThatIsFollowed(t *testing.T) {
	empty, err := newBuilder(time.UTC).snapshot()
	if err != nil {
		t.Fatal(err)
	}
	n := New(nil, nil)
	n.latest.Store(&state{snapshot: empty, writes: 7}) // fewer than were written
	n.lock <- struct{}{}                               // another caller is reading
	ctx, cancel := context.WithTimeout(access.AsSystem(t.Context()), 20*time.Millisecond)
	defer cancel()
	asks := func(ctx context.Context, waits bool) {
		t.Helper()
		if _, err := n.View(ctx); errors.Is(err, context.DeadlineExceeded) != waits {
			t.Errorf("waits: %v, want %t", err, waits)
		}
	}
	asks(Pinned(ctx, false), true) // Follow does not run
	n.following.Store(true)
	ctx, cancel = context.WithTimeout(access.AsSystem(t.Context()), 20*time.Millisecond)
	defer cancel()
	asks(Pinned(ctx, false), false)
	asks(Pinned(ctx, true), true)
	asks(ctx, true)
	if err := n.CatchUp(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("whoever answers the write: %v", err)
	}
	n.failing.Store(true)
	asks(Pinned(ctx, false), true)
}
