package stream

import (
	"encoding/binary"
	"encoding/json"
	"net"
	"sync"
	"time"
)

// deadline is the write deadline of a connection. It is set anew only when less than the timeout is left, since
// setting it costs a twentieth of a delivery to thousands of clients. So a write may take up to a quarter longer.
type deadline struct {
	within time.Duration // timeout of one write
	until  time.Time
}

// extend sets the deadline of a write that begins now.
func (d *deadline) extend(set func(time.Time) error) error {
	now := time.Now()
	if d.until.Sub(now) >= d.within {
		return nil
	}
	d.until = now.Add(d.within + d.within/4)
	return set(d.until)
}

// writingConn is the connection below a WebSocket. Each write is whole frames: of messages, or one that the library
// writes by itself, such as a pong. Nothing is written after a close frame, or after a write that failed in a frame.
type writingConn struct {
	net.Conn
	mu sync.Mutex // held during one write
	deadline
	isClosed bool
}

// closeFrame is the first byte of a close frame (RFC 6455, §5.2).
const closeFrame = 0x88

// Write writes frames, or the response of the handshake.
func (c *writingConn) Write(raw []byte) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isClosed {
		return 0, net.ErrClosed
	}
	if err = c.extend(c.SetWriteDeadline); err == nil {
		n, err = c.Conn.Write(raw)
	}
	c.isClosed = err != nil || len(raw) > 0 && raw[0] == closeFrame
	return n, err
}

// frames is the memory of frames that are about to be written.
type frames struct{ all []byte }

// framePool holds memory of frames, since thousands of clients receive a result at the same time.
var framePool = sync.Pool{New: func() any { return new(frames) }}

// maxPooled is the maximum size of pooled memory, in bytes. A few long results would keep more for nothing.
const maxPooled = 256 << 10

// newFrames returns empty memory from the pool.
func newFrames() *frames {
	f := framePool.Get().(*frames)
	f.all = f.all[:0]
	return f
}

// free returns the memory to the pool.
func (f *frames) free() {
	if cap(f.all) <= maxPooled {
		framePool.Put(f)
	}
}

// begin appends the header of an unmasked text frame, the only one of its message (RFC 6455, §5.2).
func (f *frames) begin(size int) {
	const finalText, twoBytes, eightBytes = 0x81, 126, 127
	f.all = append(f.all, finalText)
	switch {
	case size < twoBytes:
		f.all = append(f.all, byte(size))
	case size <= 0xffff:
		f.all = binary.BigEndian.AppendUint16(append(f.all, twoBytes), uint16(size))
	default:
		f.all = binary.BigEndian.AppendUint64(append(f.all, eightBytes), uint64(size))
	}
}

// add appends a message.
func (f *frames) add(message []byte) {
	f.begin(len(message))
	f.all = append(f.all, message...)
}

// addNext appends results as messages of type next; id is JSON.
func (f *frames) addNext(id []byte, results []json.RawMessage) {
	const begin, payload, end = `{"type":"` + typeNext + `","id":`, `,"payload":`, '}'
	for _, result := range results {
		f.begin(len(begin) + len(id) + len(payload) + len(result) + 1)
		f.all = append(append(append(f.all, begin...), id...), payload...)
		f.all = append(append(f.all, result...), end)
	}
}
