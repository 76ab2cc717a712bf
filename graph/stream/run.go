package stream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"

	"maillage/graph/request"
)

// delivery is what an operation hands to its client: a result, the errors for
// which it was refused, or neither when it is complete.
type delivery struct {
	result, refusal json.RawMessage
}

// errRevoked says that the connection is not valid any more.
var errRevoked = errors.New("the connection is not valid any more")

// run executes an operation and hands over what it gives, until deliver answers
// false. The last delivery is the refusal or the empty one. A panic becomes an
// error: only a handler's own goroutine may panic without ending the process.
func (h *Handler) run(connection, ctx context.Context, params *request.Params, deliver func(delivery) bool) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	next, errs := h.exec.Start(ctx, params)
	if errs != nil {
		deliver(delivery{refusal: errs})
		return nil
	}
	for {
		result, more := next(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case !more || result == nil:
			deliver(delivery{})
			return nil
		case h.exec.Valid(connection) != nil:
			return errRevoked
		case !deliver(delivery{result: result}):
			return nil
		}
	}
}
