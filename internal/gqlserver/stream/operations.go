package stream

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// operation is an operation that a client of a WebSocket has subscribed to.
type operation struct {
	id     string
	idJSON []byte // the id as JSON
	cancel context.CancelFunc
}

// answered are the problems of a request that are the error of its operation. All others end the connection.
var answered = []*request.Problem{request.ErrText, request.ErrBoth, request.ErrID}

// noOperation is the close reason for a subscribe message without a valid operation.
const noOperation = "Invalid message: payload has a query or a documentId; variables and extensions are objects"

// subscribe starts an operation. An error of the operation is sent under its id; an invalid message closes the
// connection.
func (c *socket) subscribe(m *clientMessage) {
	if !c.inited {
		c.end(unauthorized, "Unauthorized")
		return
	}
	if c.taken(m.id) {
		c.end(duplicateID, "Subscriber for "+m.id+" already exists")
		return
	}
	params, err := request.Parse(m.payload)
	var problem *request.Problem
	switch {
	case errors.As(err, &problem) && slices.Contains(answered, problem):
		c.refuse(m.id, badUserInput, problem.Sentence)
		return
	case err != nil:
		c.end(invalidMessage, noOperation)
		return
	}
	ctx, cancel := context.WithCancel(c.viewerCtx)
	idJSON, _ := json.Marshal(m.id) // a string always can
	o := &operation{id: m.id, idJSON: idJSON, cancel: cancel}
	if !c.begin(o) {
		cancel()
		c.h.exec.Hold(c.viewerCtx, false)
		c.refuse(m.id, limitExceeded, message.TooManyOnConnection)
		return
	}
	c.work.Go(func() { c.operate(ctx, o, params) })
}

// refuse sends an error for an operation that was not started and whose id was never registered.
func (c *socket) refuse(id, code string, sentence message.Sentence) {
	c.send(encode(typeError, id, c.h.exec.Refusal(c.viewerCtx, code, sentence)))
}

// operate runs an operation to its end. It frees the operation's place just before the last message is written. If it
// did so afterwards, a client that reads the message could not start another at once. If it did so while the message
// waits, a client that does not read could have any number waiting.
func (c *socket) operate(ctx context.Context, o *operation, params *request.Params) {
	running := true
	leave := func() {
		if running {
			running = false
			c.leave(o)
		}
	}
	defer leave()
	started := func() bool { return true } // nothing is sent before the first result
	revoked := c.h.run(c.viewerCtx, ctx, params, started, func(d delivery) bool {
		switch {
		case d.results != nil:
			return c.sendNext(o, d.results)
		case d.refusal != nil:
			return c.finish(o, encode(typeError, o.id, d.refusal), leave)
		default:
			return c.finish(o, encode(typeComplete, o.id, nil), leave)
		}
	})
	if revoked {
		c.end(noEntry, "Forbidden")
	}
}

// finish writes the last message of an operation, after it has freed the operation's id and place.
func (c *socket) finish(o *operation, last []byte, leave func()) bool {
	f := newFrames()
	defer f.free()
	f.add(last)
	return c.write(func() bool {
		leave()
		return c.drop(o)
	}, f)
}

// taken reports whether an operation runs under an id.
func (c *socket) taken(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.operations[id] != nil
}

// known reports whether an operation is still registered under its id.
func (c *socket) known(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.operations[o.id] == o
}

// begin registers an operation under its id and takes a place for it, unless there are too many.
func (c *socket) begin(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running >= c.h.limits.PerConnection || !c.h.counts.begin(c.viewer, c.h.limits.PerViewer) {
		return false
	}
	c.running++
	c.operations[o.id] = o
	return true
}

// leave gives back the place of an operation that has ended. An operation that the client has completed keeps its
// place until it really ends.
func (c *socket) leave(o *operation) {
	o.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	c.h.counts.end(c.viewer)
}

// drop frees the id of an operation, and reports whether the operation was still registered under it.
func (c *socket) drop(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.operations[o.id] != o {
		return false
	}
	delete(c.operations, o.id)
	return true
}

// complete cancels an operation that the client completes. An unknown id is ignored, since the operation may have
// just ended.
func (c *socket) complete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o := c.operations[id]; o != nil {
		delete(c.operations, id)
		o.cancel()
	}
}
