package stream

import (
	"context"
	"encoding/json"

	"maillage/internal/gqlserver/request"
)

// delivery is one output of an operation: results, the errors for which it was refused, or neither when it is
// complete.
type delivery struct {
	results []json.RawMessage
	refusal json.RawMessage
}

// run executes an operation and passes its output to deliver, until deliver returns false. Before, it calls started
// once the operation has started, and ends if that returns false. The last delivery is a
// refusal or the empty one. When the connection is no longer valid, run delivers nothing more and returns revoked. A
// panic is delivered as a refusal and ends its operation alone, not the connection.
func (h *Handler) run(
	connection, ctx context.Context, params *request.Params, started func() bool, deliver func(delivery) bool,
) (revoked bool) {
	defer func() {
		if cause := recover(); cause != nil {
			deliver(delivery{refusal: h.exec.Recovered(ctx, cause)})
		}
	}()
	next, errs := h.exec.Start(ctx, params)
	if errs != nil {
		deliver(delivery{refusal: errs})
		return false
	}
	if !started() {
		return false
	}
	for {
		results, more := next(ctx)
		switch {
		case ctx.Err() != nil:
			return false
		case !more || len(results) == 0:
			deliver(delivery{})
			return false
		case h.exec.Valid(connection) != nil:
			return true
		case !deliver(delivery{results: results}):
			return false
		}
	}
}
