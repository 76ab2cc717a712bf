package stream

import (
	"context"
	"encoding/json"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// heldConn is a connection that can hold back what is written, so that several
// messages leave in one piece: each write of a socket costs more than a message.
type heldConn struct {
	net.Conn
	holding atomic.Bool
	mu      sync.Mutex
	held    []byte
}

// Write writes, or keeps what is written until release. A frame that the library
// writes meanwhile, such as a pong, goes through here too: it is written whole.
func (c *heldConn) Write(raw []byte) (int, error) {
	c.mu.Lock()
	if c.holding.Load() {
		c.held = append(c.held, raw...)
		c.mu.Unlock()
		return len(raw), nil
	}
	c.mu.Unlock()
	return c.Conn.Write(raw)
}

// release writes what was held back, within a time.
func (c *heldConn) release(within time.Duration) error {
	c.mu.Lock()
	c.holding.Store(false)
	held := c.held
	c.held = nil
	c.mu.Unlock()
	if len(held) == 0 {
		return nil
	}
	if err := c.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	if _, err := c.Conn.Write(held); err != nil {
		return err
	}
	return c.SetWriteDeadline(time.Time{})
}

// writeAll writes messages: several at once.
func (c *socket) writeAll(raw [][]byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.h.limits.Write)
	defer cancel()
	if len(raw) == 1 {
		return c.conn.Write(ctx, websocket.MessageText, raw[0])
	}
	c.held.holding.Store(true)
	for _, one := range raw {
		if err := c.conn.Write(ctx, websocket.MessageText, one); err != nil {
			_ = c.held.release(c.h.limits.Write) // the connection is cut
			return err
		}
	}
	return c.held.release(c.h.limits.Write)
}

// nextMessages are the messages that carry results.
func nextMessages(id string, results []json.RawMessage) [][]byte {
	messages := make([][]byte, len(results))
	for i, result := range results {
		messages[i] = encode(typeNext, id, result)
	}
	return messages
}
