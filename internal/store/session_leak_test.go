package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"maillage/internal/access"
)

// lasting is a context that counts what waits for its end.
type lasting struct {
	context.Context
	done    chan struct{} // its own, by which package context tells that it is no context of that package
	waiting *atomic.Int64
}

func (c lasting) Done() <-chan struct{} { return c.done }

// AfterFunc is what package context calls to wait for the end of a context that is not its own.
func (c lasting) AfterFunc(func()) (stop func() bool) {
	c.waiting.Add(1)
	return func() bool { c.waiting.Add(-1); return true }
}

// A context that lasts as long as the program keeps nothing of the calls that were made with it.
func TestSession_LeavesNothingInItsContext(t *testing.T) {
	s := oneConnection(t)
	ctx := lasting{access.AsSystem(t.Context()), make(chan struct{}), new(atomic.Int64)}
	for range 5 {
		if _, err := tryNumber(ctx, s.Client, "SELECT 1"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Client.ExecContext(ctx, "SELECT 1"); err != nil {
			t.Fatal(err)
		}
		tx, err := s.Client.Tx(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tryNumber(ctx, tx.Client(), "SELECT 1"); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if n := ctx.waiting.Load(); n != 0 {
		t.Errorf("%d calls have ended and are still in the context", n)
	}
}
