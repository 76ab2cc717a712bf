package stream

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"
)

// messagesOf reads frames back: each must be an unmasked text frame, the only one of its message.
func messagesOf(t *testing.T, raw []byte) (all []string) {
	t.Helper()
	for len(raw) > 0 {
		if raw[0] != 0x81 {
			t.Fatalf("a frame begins with %#x", raw[0])
		}
		size, header := uint64(raw[1]), 2
		switch size {
		case 126:
			size, header = uint64(binary.BigEndian.Uint16(raw[2:])), 4
		case 127:
			size, header = binary.BigEndian.Uint64(raw[2:]), 10
		}
		all = append(all, string(raw[header:header+int(size)])) //nolint:gosec // a length in memory
		raw = raw[header+int(size):]                            //nolint:gosec // as above
	}
	return all
}

func TestFrames_HaveTheLengthOfTheirMessages(t *testing.T) {
	var f frames
	var want []string
	for _, size := range []int{0, 1, 125, 126, 127, 65_535, 65_536, 100_000} {
		message := bytes.Repeat([]byte("x"), size)
		f.add(message)
		want = append(want, string(message))
	}
	f.addNext([]byte(`"a\"b"`), []json.RawMessage{[]byte(`{"data":1}`), []byte(`{"data":2}`)})
	want = append(want, `{"type":"next","id":"a\"b","payload":{"data":1}}`, `{"type":"next","id":"a\"b","payload":{"data":2}}`)
	if got := messagesOf(t, f.all); !slices.Equal(got, want) {
		t.Errorf("%d messages are read, not %d as they were", len(got), len(want))
	}
}

func TestDeadline_LeavesTheTimeoutToEachWrite(t *testing.T) {
	d, sets := deadline{within: time.Minute}, 0
	set := func(until time.Time) error {
		sets++
		if left := time.Until(until); left < time.Minute || left > 2*time.Minute {
			t.Errorf("%s is left", left)
		}
		return nil
	}
	for range 3 {
		if err := d.extend(set); err != nil {
			t.Fatal(err)
		}
	}
	if sets != 1 {
		t.Errorf("it is set %d times", sets)
	}
	d.until = time.Now().Add(59 * time.Second)
	if err := d.extend(set); err != nil || sets != 2 {
		t.Errorf("with less than the timeout left it is not set anew: %d, %v", sets, err)
	}
}

func TestWritingConn_WritesNothingAfterACloseFrame(t *testing.T) {
	client, server := net.Pipe()
	read := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(client) // the end of the pipe
		read <- all
	}()
	c := &writingConn{Conn: server, deadline: deadline{within: time.Minute}}
	for _, frame := range []string{"\x81\x00", "\x88\x00"} {
		if _, err := c.Write([]byte(frame)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Write([]byte("\x81\x00")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after a close frame a message is written: %v", err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if got := <-read; string(got) != "\x81\x00\x88\x00" {
		t.Errorf("the client reads %q", got)
	}
}

func TestWritingConn_WritesNothingAfterAFailure(t *testing.T) {
	client, server := net.Pipe()
	defer func() { _ = client.Close() }() // it is in memory
	c := &writingConn{Conn: server, deadline: deadline{within: 10 * time.Millisecond}}
	if _, err := c.Write([]byte("\x81\x00")); err == nil {
		t.Fatal("nobody reads, and nothing fails")
	}
	if _, err := c.Write([]byte("\x81\x00")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after part of a frame another one is written: %v", err)
	}
}
