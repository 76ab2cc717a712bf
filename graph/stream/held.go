package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// heldConn is a connection that can hold back what is written, so that several
// messages leave in one piece: each write of a socket costs more than a message.
// Frames that the library writes by itself, such as pongs, keep their order.
type heldConn struct {
	net.Conn
	within  time.Duration // for one write
	mu      sync.Mutex
	holding bool
	held    *bytes.Buffer
}

// buffers are what is held back in.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// hold holds back what is written, until release.
func (c *heldConn) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holding, c.held = true, buffers.Get().(*bytes.Buffer)
}

func (c *heldConn) Write(raw []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.holding {
		return c.held.Write(raw)
	}
	return c.writeNow(raw)
}

func (c *heldConn) writeNow(raw []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.within)); err != nil {
		return 0, err
	}
	return c.Conn.Write(raw)
}

// release writes what was held back.
func (c *heldConn) release() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	held := c.held
	c.holding, c.held = false, nil
	defer func() {
		held.Reset()
		buffers.Put(held)
	}()
	_, err := c.writeNow(held.Bytes())
	return err
}

// writeAll writes messages in one piece. The connection bounds how long it takes.
func (c *socket) writeAll(raw [][]byte) error {
	c.held.hold()
	for _, one := range raw {
		if err := c.conn.Write(context.Background(), websocket.MessageText, one); err != nil {
			_ = c.held.release() // the connection is cut
			return err
		}
	}
	return c.held.release()
}

// nextMessages are the messages that carry results.
func nextMessages(id string, results []json.RawMessage) [][]byte {
	begin := encode(typeNext, id, json.RawMessage{})
	begin = begin[:len(begin)-1] // before the brace
	size := 0
	for _, result := range results {
		size += len(begin) + len(result) + 1
	}
	all, messages := make([]byte, 0, size), make([][]byte, len(results))
	for i, result := range results {
		from := len(all)
		all = append(append(append(all, begin...), result...), '}')
		messages[i] = all[from:]
	}
	return messages
}
