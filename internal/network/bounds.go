package network

import (
	"context"
	"fmt"
	"runtime"
)

// TooManyError says that more was asked for than is derived for one question.
type TooManyError struct {
	What string // in English, in the plural
	Most int
}

func (e *TooManyError) Error() string { return fmt.Sprintf("more than %d %s", e.Most, e.What) }

// many is how many axes, or vertices of a graph, make a question a large one: a
// contract has tens of axes and hundreds of things.
const many = 1_000

// turns are of large questions: half of the processors answer them, so that
// others need not wait, and memory is needed for so many only.
var turns = make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))

// turn waits until a question about so many may be answered, or its context ends.
func turn(ctx context.Context, size int) (done func(), err error) {
	if size < many {
		return func() {}, ctx.Err()
	}
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
