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

// many is how many axes make a question a large one: that of a contract has
// some tens.
const many = 1_000

// turns are of large questions: as many are answered at once as there are
// processors, for more would take as long and need more memory.
var turns = make(chan struct{}, runtime.GOMAXPROCS(0))

// turn waits until a question about so many axes may be answered, or its context
// ends.
func turn(ctx context.Context, axes int) (done func(), err error) {
	if axes < many {
		return func() {}, ctx.Err()
	}
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
