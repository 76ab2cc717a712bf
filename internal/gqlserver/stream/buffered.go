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

// bufferedConn is a connection that can buffer writes, so that several messages are sent with one system call. A
// write to a socket costs more than a message. Frames that the library writes by itself, such as pongs, keep their
// order.
type bufferedConn struct {
	net.Conn
	within  time.Duration // timeout of one write
	mu      sync.Mutex
	holding bool
	held    *bytes.Buffer
}

// buffers are the pooled buffers of connections.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// buffer holds back all writes until flush.
func (c *bufferedConn) buffer() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holding, c.held = true, buffers.Get().(*bytes.Buffer)
}

// Write writes to the buffer between buffer and flush, and to the connection otherwise.
func (c *bufferedConn) Write(raw []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.holding {
		return c.held.Write(raw)
	}
	return c.writeNow(raw)
}

func (c *bufferedConn) writeNow(raw []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.within)); err != nil {
		return 0, err
	}
	return c.Conn.Write(raw)
}

// flush writes the buffer to the connection.
func (c *bufferedConn) flush() error {
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

// writeAll writes messages with one system call. The connection sets the timeout.
func (c *socket) writeAll(raw [][]byte) error {
	c.held.buffer()
	for _, one := range raw {
		if err := c.conn.Write(context.Background(), websocket.MessageText, one); err != nil {
			_ = c.held.flush() // the caller closes the connection
			return err
		}
	}
	return c.held.flush()
}

// messageBuffer is the memory of messages that are about to be written. Connections copy what they write.
type messageBuffer struct {
	all      []byte
	messages [][]byte
}

// messageBuffers are the pooled memory of messages, since thousands of clients receive a result at the same time.
var messageBuffers = sync.Pool{New: func() any { return new(messageBuffer) }}

// maxPooled is the maximum size of pooled memory, in bytes. A few long results would keep more for nothing.
const maxPooled = 256 << 10

// free returns the memory to the pool.
func (m *messageBuffer) free() {
	if cap(m.all) <= maxPooled {
		messageBuffers.Put(m)
	}
}

// encode encodes results as messages of type next. They are valid until the buffer is used again.
func (m *messageBuffer) encode(id []byte, results []json.RawMessage) [][]byte {
	m.all, m.messages = m.all[:0], m.messages[:0]
	ends := make([]int, 0, 8) // of the messages; the memory may move until the last one
	for _, result := range results {
		m.all = append(append(append(m.all, `{"type":"`+typeNext+`","id":`...), id...), `,"payload":`...)
		m.all = append(append(m.all, result...), '}')
		ends = append(ends, len(m.all))
	}
	from := 0
	for _, end := range ends {
		m.messages, from = append(m.messages, m.all[from:end]), end
	}
	return m.messages
}
