package stream

import (
	"context"
	"encoding/json"

	"maillage/graph/request"
)

// delivery is what an operation hands to its client: results, the errors for
// which it was refused, or neither when it is complete.
type delivery struct {
	results []json.RawMessage
	refusal json.RawMessage
}

// run executes an operation and hands over what it gives, until deliver answers
// false. The last delivery is the refusal or the empty one; there is none when the
// connection is not valid any more, which is revoked. A panic ends its operation
// alone, whatever else is on the connection: it is told as a refusal.
func (h *Handler) run(
	connection, ctx context.Context, params *request.Params, deliver func(delivery) bool,
) (revoked bool) {
	defer func() {
		if cause := recover(); cause != nil {
			deliver(delivery{refusal: h.exec.Broken(ctx, cause)})
		}
	}()
	next, errs := h.exec.Start(ctx, params)
	if errs != nil {
		deliver(delivery{refusal: errs})
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
