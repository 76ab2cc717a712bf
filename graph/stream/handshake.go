package stream

import (
	"bufio"
	"net"
	"net/http"
	"time"
)

// handshake is the answer to a request for a WebSocket, of which a refusal is not
// written: its words are the library's.
type handshake struct {
	http.ResponseWriter
	refused int           // the status of the refusal
	conn    *heldConn     // once it is taken over
	within  time.Duration // in which the client has to take a write
}

// Unwrap lets a controller find what is below.
func (a *handshake) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Hijack takes the connection over, as one that can hold messages back.
func (a *handshake) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	a.conn = &heldConn{Conn: conn, within: a.within}
	buffered.Writer.Reset(a.conn)
	return a.conn, buffered, nil
}

// WriteHeader writes the header of a connection that is taken over.
func (a *handshake) WriteHeader(status int) {
	if status != http.StatusSwitchingProtocols {
		a.refused = status
		return
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *handshake) Write(text []byte) (int, error) {
	if a.refused != 0 {
		return len(text), nil
	}
	return a.ResponseWriter.Write(text)
}

// noSocket refuses a handshake that is none, in our own form, and says what one
// would need.
func (h *Handler) noSocket(w http.ResponseWriter, r *http.Request, status int) {
	switch status {
	case 0:
		return // the connection broke off
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodGet)
	case http.StatusBadRequest, http.StatusUpgradeRequired:
		w.Header().Set("Sec-WebSocket-Version", "13")
	}
	h.refuse(w, r, status, badUserInput,
		"a WebSocket is opened by GET over HTTP/1.1, with `Connection: Upgrade`, `Upgrade: websocket`, `Sec-WebSocket-Version: 13` and a `Sec-WebSocket-Key` of 16 bytes in base64")
}
