package stream

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const subprotocol = "graphql-transport-ws"

// Why a WebSocket closes, by the protocol. A message that is too large closes
// with 1009. Too many connections of one viewer close with 1013, after which
// clients try again; after 4429, which is for a second initialisation, they do not.
const (
	goingAway        = websocket.StatusGoingAway
	messageTooBig    = websocket.StatusMessageTooBig
	tryAgainLater    = websocket.StatusTryAgainLater
	invalidMessage   = websocket.StatusCode(4400)
	unauthorized     = websocket.StatusCode(4401)
	noEntry          = websocket.StatusCode(4403)
	wrongSubprotocol = websocket.StatusCode(4406)
	initTimeout      = websocket.StatusCode(4408)
	duplicateID      = websocket.StatusCode(4409)
	tooMany          = websocket.StatusCode(4429)
)

// socket is one connection of graphql-transport-ws. The goroutine of its request
// reads; each operation has one that writes what it gives.
type socket struct {
	h       *Handler
	r       *http.Request
	conn    *websocket.Conn
	held    *heldConn       // below conn
	ctx     context.Context // ends when the connection is about to close
	cancel  context.CancelFunc
	closing sync.Once
	waiting *time.Timer    // for connection_init
	work    sync.WaitGroup // operations, and pings
	writing sync.Mutex     // held for one message

	// Set by connection_init, before anything else looks at them.
	inited  bool
	viewer  string
	unnamed func()          // ends that it is counted for its address
	asked   context.Context // carries the viewer

	mu      sync.Mutex
	named   map[string]*operation // those that the client may still hear of
	running int                   // those that have not ended, named or not
}

// webSocket takes over the connection of a request until it is closed.
func (h *Handler) webSocket(w http.ResponseWriter, r *http.Request, unnamed func()) {
	answer := &handshake{ResponseWriter: w, within: h.limits.Write}
	conn, err := websocket.Accept(answer, r, &websocket.AcceptOptions{
		Subprotocols:       []string{subprotocol},
		InsecureSkipVerify: true, // ServeHTTP has looked at the origin
	})
	if err != nil {
		h.noSocket(w, r, answer.refused)
		return
	}
	conn.SetReadLimit(h.limits.Message)
	c := &socket{h: h, r: r, conn: conn, held: answer.conn, unnamed: unnamed, named: map[string]*operation{}}
	c.ctx, c.cancel = context.WithCancel(r.Context())
	c.waiting = time.AfterFunc(h.limits.Init, func() { c.end(initTimeout, "Connection initialisation timeout") })
	stay := context.AfterFunc(h.leaving, func() { c.end(goingAway, "Going away") })
	if conn.Subprotocol() != subprotocol {
		c.end(wrongSubprotocol, "Subprotocol not acceptable")
	}
	defer c.finally(stay)
	c.read()
}

// finally ends what the connection began, and waits for it.
func (c *socket) finally(stay func() bool) {
	stay()
	c.waiting.Stop()
	c.cancel()
	_ = c.conn.CloseNow() // or waits for the closing under way
	c.work.Wait()
	if c.inited {
		c.h.counts.exit(c.viewer)
	}
}

// read handles messages until the connection is closed. While it is closing,
// it passes over what still comes.
func (c *socket) read() {
	for {
		kind, raw, err := c.conn.Read(c.h.forced)
		switch {
		case errors.Is(err, websocket.ErrMessageTooBig):
			c.end(messageTooBig, "") // it has been said; what is left of the message is passed over
			return
		case err != nil:
			return
		case c.ctx.Err() != nil:
			continue
		case kind != websocket.MessageText:
			c.end(invalidMessage, noObject)
			continue
		}
		m, invalid := readMessage(raw)
		if invalid != "" {
			c.end(invalidMessage, invalid)
			continue
		}
		c.handle(m)
	}
}

func (c *socket) handle(m *message) {
	switch m.kind {
	case typePing:
		c.send(nil, encode(typePong, "", m.payload))
	case typeInit:
		c.init(m.object)
	case typeSubscribe:
		c.subscribe(m)
	case typeComplete:
		c.complete(m.id)
	}
}

// init lets the client in, once.
func (c *socket) init(payload map[string]any) {
	c.waiting.Stop()
	if c.inited {
		c.end(tooMany, "Too many initialisation requests")
		return
	}
	if payload == nil {
		payload = map[string]any{}
	}
	ctx, err := c.h.exec.Authenticate(c.r.WithContext(c.ctx), payload)
	if errors.Is(err, ErrAway) {
		c.end(tryAgainLater, "Try again later")
		return
	}
	if err != nil {
		c.end(noEntry, "Forbidden")
		return
	}
	viewer := c.h.exec.Viewer(ctx)
	if !c.h.counts.enter(viewer, c.h.limits.ConnectionsPerViewer) {
		c.end(tryAgainLater, "Too many connections")
		return
	}
	c.unnamed()
	asked, cut := context.WithCancel(ctx)
	context.AfterFunc(c.ctx, cut)
	c.inited, c.viewer, c.asked = true, viewer, asked
	c.send(nil, encode(typeAck, "", nil))
	c.work.Go(c.watch)
}

// watch looks at each ping whether the client is still there, and may be. It
// pings by frames of WebSocket, which every client answers by itself.
func (c *socket) watch() {
	tick := time.NewTicker(c.h.limits.Ping)
	defer tick.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-tick.C:
		}
		if c.h.exec.Valid(c.asked) != nil {
			c.end(noEntry, "Forbidden")
			return
		}
		ctx, cancel := context.WithTimeout(c.ctx, c.h.limits.Ping)
		err := c.conn.Ping(ctx)
		cancel()
		if err != nil && c.ctx.Err() == nil {
			c.cut()
			return
		}
	}
}

// end closes the connection and says why, unless it is closing already. It
// returns when the client has answered or had its time to: 10 s at most.
func (c *socket) end(code websocket.StatusCode, why string) {
	c.closing.Do(func() {
		c.cancel()
		_ = c.conn.Close(code, reason(why)) // the client may have gone
	})
}

// cut breaks the connection off: the client takes nothing any more.
func (c *socket) cut() {
	c.closing.Do(func() {
		c.cancel()
		_ = c.conn.CloseNow()
	})
}

// send writes messages, of an operation unless o is nil, and answers whether
// the client took them. A client that takes too long is cut off.
func (c *socket) send(o *operation, raw ...[]byte) bool {
	return c.write(func() bool { return o == nil || c.known(o) }, raw...)
}

// write writes messages when wanted says so, once it is their turn. Nothing is
// written after the connection was told to close: that its operations end then
// is not for the client to see.
func (c *socket) write(wanted func() bool, raw ...[]byte) bool {
	c.writing.Lock()
	if c.ctx.Err() != nil || !wanted() {
		c.writing.Unlock()
		return false
	}
	err := c.writeAll(raw)
	c.writing.Unlock()
	if err != nil {
		c.cut()
	}
	return err == nil
}
