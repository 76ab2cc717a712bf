package stream

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

const subprotocol = "graphql-transport-ws"

// The close codes of the protocol. A message that is too large closes with 1009. Too many connections of one viewer
// close with 1013, after which clients retry. They do not after 4429, which is for a second initialisation.
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

// socket is one connection of graphql-transport-ws. The goroutine of the request reads; each operation has a
// goroutine that writes its results.
type socket struct {
	h       *Handler
	r       *http.Request
	conn    *websocket.Conn
	below   *writingConn    // the connection below conn
	ctx     context.Context // ends when the connection is about to close
	cancel  context.CancelFunc
	closing sync.Once
	waiting *time.Timer    // for connection_init
	work    sync.WaitGroup // operations, and pings
	writing sync.Mutex     // held for one message

	// Set by connection_init, before anything else reads them.
	inited    bool
	viewer    string
	uncount   func()          // stops counting the connection for its address
	viewerCtx context.Context // with the viewer

	mu         sync.Mutex
	operations map[string]*operation // by id: those whose messages the client still wants
	running    int                   // those that have not ended, completed ones too
}

// webSocket serves a WebSocket until it is closed.
func (h *Handler) webSocket(w http.ResponseWriter, r *http.Request, uncount func()) {
	answer := &handshake{ResponseWriter: w, within: h.limits.Write}
	conn, err := websocket.Accept(answer, r, &websocket.AcceptOptions{
		Subprotocols:       []string{subprotocol},
		InsecureSkipVerify: true, // ServeHTTP has checked the origin
	})
	if err != nil {
		h.refuseHandshake(w, r, answer.refused)
		return
	}
	conn.SetReadLimit(h.limits.Message)
	c := &socket{h: h, r: r, conn: conn, below: answer.conn, uncount: uncount, operations: map[string]*operation{}}
	c.ctx, c.cancel = context.WithCancel(r.Context())
	c.waiting = time.AfterFunc(h.limits.Init, func() { c.end(initTimeout, "Connection initialisation timeout") })
	stay := context.AfterFunc(h.leaving, func() { c.end(goingAway, "Going away") })
	if conn.Subprotocol() != subprotocol {
		c.end(wrongSubprotocol, "Subprotocol not acceptable")
	}
	defer c.cleanUp(stay)
	c.read()
}

// cleanUp cancels the operations and timers of the connection, and waits for them.
func (c *socket) cleanUp(stay func() bool) {
	stay()
	c.waiting.Stop()
	c.cancel()
	_ = c.conn.CloseNow() // or waits for a close that is under way
	c.work.Wait()
	if c.inited {
		c.h.counts.exit(c.viewer)
	}
}

// read handles messages until the connection is closed. While it is closing, read discards messages.
func (c *socket) read() {
	for {
		kind, raw, err := c.conn.Read(c.h.forced)
		switch {
		case errors.Is(err, websocket.ErrMessageTooBig):
			c.end(messageTooBig, "") // the library has sent the reason; the rest of the message is discarded
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

// handle dispatches a message by its type.
func (c *socket) handle(m *clientMessage) {
	switch m.kind {
	case typePing:
		c.send(encode(typePong, "", m.payload))
	case typeInit:
		c.init(m.object)
	case typeSubscribe:
		c.subscribe(m)
	case typeComplete:
		c.complete(m.id)
	}
}

// init authenticates the client, once.
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
	if errors.Is(err, ErrAuthUnavailable) {
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
	c.uncount()
	viewerCtx, cut := context.WithCancel(ctx)
	context.AfterFunc(c.ctx, cut)
	c.inited, c.viewer, c.viewerCtx = true, viewer, viewerCtx
	c.send(encode(typeAck, "", nil))
	c.work.Go(c.watch)
}

// watch checks at each ping whether the client still answers and its credentials are still valid. It uses ping frames
// of WebSocket, which every client answers by itself.
func (c *socket) watch() {
	tick := time.NewTicker(c.h.limits.Ping)
	defer tick.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-tick.C:
		}
		if c.h.exec.Valid(c.viewerCtx) != nil {
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

// end closes the connection with a code and a reason, unless it is closing already. It returns when the client has
// answered: 10 s after the last write at most, which has its own timeout.
func (c *socket) end(code websocket.StatusCode, why string) {
	c.closing.Do(func() {
		c.cancel()
		c.writing.Lock()                    // waits for the last write, since no message follows a close frame
		c.writing.Unlock()                  //nolint:staticcheck // nothing else is to be done
		_ = c.conn.Close(code, reason(why)) // the client may have gone
	})
}

// cut closes the connection without a close frame, since the client no longer reads.
func (c *socket) cut() {
	c.closing.Do(func() {
		c.cancel()
		_ = c.conn.CloseNow()
	})
}

// send writes a message and reports whether the client took it.
func (c *socket) send(message []byte) bool {
	f := newFrames()
	defer f.free()
	f.add(message)
	return c.write(func() bool { return true }, f)
}

// sendNext writes results of an operation as long as it is registered.
func (c *socket) sendNext(o *operation, results []json.RawMessage) bool {
	f := newFrames()
	defer f.free()
	f.addNext(o.idJSON, results)
	return c.write(func() bool { return c.known(o) }, f)
}

// write writes frames if wanted returns true when it is their turn, and reports whether the client took them. It
// writes nothing once the connection closes, so that the client does not see its operations end then. A client that
// takes too long is disconnected. The library writes no messages, so that no frame comes between the parts of another:
// writing them here, with one system call, takes half of its time.
func (c *socket) write(wanted func() bool, f *frames) bool {
	c.writing.Lock()
	if c.ctx.Err() != nil || !wanted() {
		c.writing.Unlock()
		return false
	}
	_, err := c.below.Write(f.all)
	if err != nil {
		c.cancel() // so that nobody writes after part of a frame
	}
	c.writing.Unlock()
	if err != nil {
		c.cut()
	}
	return err == nil
}
