package network

import (
	"context"
	"fmt"
	"runtime"
)

// TooManyError reports that a query exceeds a limit.
type TooManyError struct {
	What string // what there is too much of, in English, in the plural
	Most int
}

func (e *TooManyError) Error() string { return fmt.Sprintf("more than %d %s", e.Most, e.What) }

// largeQuery is the number of axes, or of vertices of a graph, from which a query is large. A contract has tens of
// axes and hundreds of things.
const largeQuery = 1_000

// slots limits concurrent large queries to half of the processors. Other queries then need not wait, and memory is
// bounded.
var slots = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))

// acquireSlot waits until a query of this size may run, or its context ends.
func acquireSlot(ctx context.Context, size int) (done func(), err error) {
	if size < largeQuery {
		return func() {}, ctx.Err()
	}
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
