package stream

import (
	"bufio"
	"net"
	"net/http"
	"time"

	"maillage/internal/message"
)

// handshake is the response writer of a WebSocket handshake. It drops the library's own error response, in whose
// place refuseHandshake writes one in our form.
type handshake struct {
	http.ResponseWriter
	refused int           // status code of the error response, or 0
	conn    *writingConn  // set by Hijack
	within  time.Duration // timeout of one write
}

// Unwrap returns the response writer below, for http.ResponseController.
func (a *handshake) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Hijack takes over the connection, wrapped so that messages can be written beside the library.
func (a *handshake) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(a.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	a.conn = &writingConn{Conn: conn, deadline: deadline{within: a.within}}
	buffered.Writer.Reset(a.conn)
	return a.conn, buffered, nil
}

// WriteHeader writes the header of a successful upgrade. It only records any other status.
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

// refuseHandshake answers an invalid WebSocket handshake with an error in our form, which lists what a handshake
// needs.
func (h *Handler) refuseHandshake(w http.ResponseWriter, r *http.Request, status int) {
	switch status {
	case 0:
		return // the connection was closed
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodGet)
	case http.StatusBadRequest, http.StatusUpgradeRequired:
		w.Header().Set("Sec-WebSocket-Version", "13")
	}
	h.refuse(w, r, status, badUserInput, message.BadHandshake)
}
