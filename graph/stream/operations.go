package stream

import (
	"context"
	"errors"

	"maillage/graph/request"
)

// operation is one that a client of a WebSocket subscribed to.
type operation struct {
	id     string
	cancel context.CancelFunc
}

// noOperation is why a subscribe message closes the connection.
const noOperation = "Invalid message: payload has a query or a documentId; variables and extensions are objects"

// subscribe starts an operation. What is wrong with the operation is told under
// its id; what is wrong with the message ends the connection.
func (c *socket) subscribe(m *message) {
	if !c.inited {
		c.end(unauthorized, "Unauthorized")
		return
	}
	if c.taken(m.id) {
		c.end(duplicateID, "Subscriber for "+m.id+" already exists")
		return
	}
	params, err := request.Parse(m.payload)
	switch {
	case errors.Is(err, request.ErrText), errors.Is(err, request.ErrBoth), errors.Is(err, request.ErrID):
		c.refuse(m.id, badUserInput, err.Error())
		return
	case err != nil:
		c.end(invalidMessage, noOperation)
		return
	}
	ctx, cancel := context.WithCancel(c.asked)
	o := &operation{id: m.id, cancel: cancel}
	if !c.begin(o) {
		cancel()
		c.h.exec.Hold(c.asked, false)
		c.refuse(m.id, limitExceeded, "there are too many operations under way")
		return
	}
	c.work.Go(func() { c.operate(ctx, o, params) })
}

// refuse tells that an operation was not started; its id was never taken.
func (c *socket) refuse(id, code, sentence string) {
	c.send(nil, encode(typeError, id, c.h.exec.Refusal(c.asked, code, sentence)))
}

// operate runs an operation to its end. Its place is free when its last message
// is about to be written: before the client reads it, who may start another at
// once, and not while the message waits, or a client that does not read could
// have any number waiting.
func (c *socket) operate(ctx context.Context, o *operation, params *request.Params) {
	running := true
	leave := func() {
		if running {
			running = false
			c.leave(o)
		}
	}
	defer leave()
	revoked := c.h.run(c.asked, ctx, params, func(d delivery) bool {
		switch {
		case d.results != nil:
			return c.send(o, nextMessages(o.id, d.results)...)
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

// finish writes the last message of an operation, whose id and place are free by
// then.
func (c *socket) finish(o *operation, last []byte, leave func()) bool {
	return c.write(func() bool {
		leave()
		return c.drop(o)
	}, last)
}

func (c *socket) taken(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.named[id] != nil
}

func (c *socket) known(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.named[o.id] == o
}

// begin gives an operation its id and its place, unless there are too many.
func (c *socket) begin(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running >= c.h.limits.PerConnection || !c.h.counts.begin(c.viewer, c.h.limits.PerViewer) {
		return false
	}
	c.running++
	c.named[o.id] = o
	return true
}

// leave gives back the place of an operation that has ended. One that the client
// has completed keeps its place until it has really ended.
func (c *socket) leave(o *operation) {
	o.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	c.h.counts.end(c.viewer)
}

// drop frees the id of an operation, and tells whether it was still its own.
func (c *socket) drop(o *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.named[o.id] != o {
		return false
	}
	delete(c.named, o.id)
	return true
}

// complete ends an operation of which the client wants to hear no more. The
// client may speak of one that has just ended.
func (c *socket) complete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if o := c.named[id]; o != nil {
		delete(c.named, id)
		o.cancel()
	}
}
