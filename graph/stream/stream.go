// Package stream speaks the two protocols of GraphQL subscriptions:
// graphql-transport-ws over WebSocket and graphql-sse, distinct connections
// mode, over HTTP. It knows no schema: what is asked is run by an [Executor].
package stream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"maillage/graph/request"
)

// ErrAway refuses a connection that may well be let in a moment later.
var ErrAway = errors.New("who connects cannot be told for now")

// ErrSpent refuses a connection of somebody who has nothing left of what they
// may ask for; the answer's header says already when to come again.
var ErrSpent = errors.New("nothing is left of the budget")

// Executor runs what clients ask for. Its methods are called from many
// goroutines, and return soon after their context has ended.
type Executor interface {
	// Authenticate is asked once for each connection: of SSE with a nil init, of
	// WebSocket with the payload of connection_init, where a browser, which
	// cannot set headers there, puts {"Authorization": "Bearer …"}. The context
	// that it answers comes from the request's and carries the viewer; an error
	// refuses the connection and is not shown. ErrAway says that who connects
	// cannot be told for now, and says nothing against them; ErrSpent, of SSE
	// alone, that they have to wait.
	Authenticate(r *http.Request, init map[string]any) (context.Context, error)

	// Address is the key under which a connection is counted until it is known
	// whose it is.
	Address(r *http.Request) string

	// Hold waits before a refusal that a client could repeat at once, of a connection
	// or an operation.
	Hold(ctx context.Context, connection bool)

	// Viewer is the key under which connections and operations are counted. The
	// empty key is nobody in particular, who is not counted.
	Viewer(ctx context.Context) string

	// Valid is asked before each delivery and at each ping, with the connection's
	// context. An error ends the connection: its token was revoked.
	Valid(ctx context.Context) error

	// Mutates tells whether what is asked is a mutation, which GET never runs.
	Mutates(ctx context.Context, params *request.Params) bool

	// Start begins an operation, or answers a JSON list of errors when it is
	// refused before it is executed.
	Start(ctx context.Context, params *request.Params) (next Results, errs json.RawMessage)

	// Refusal is a JSON list of one error of the given code.
	Refusal(ctx context.Context, code, sentence string) json.RawMessage

	// Broken logs why an operation panicked, in the goroutine that did, and answers
	// a JSON list of one error that says nothing of it.
	Broken(ctx context.Context, cause any) json.RawMessage
}

// Results answers the next whole results of an operation as JSON, or false when
// there are no more. It waits for one as long as its context lasts, and answers
// several only when they are at hand.
type Results func(context.Context) (results []json.RawMessage, more bool)

// The codes of refusals that are made here.
const (
	badUserInput    = "BAD_USER_INPUT"
	unauthenticated = "UNAUTHENTICATED"
	unavailable     = "UNAVAILABLE"
	forbidden       = "FORBIDDEN"
	limitExceeded   = "LIMIT_EXCEEDED"
	rateLimited     = "RATE_LIMITED"
)

// Limits bound what clients can hold. A client holds at most PerConnection
// results that it has not read, or as many times what an operation answers at
// once: it makes no result before its last one was written.
type Limits struct {
	PerConnection        int           // operations of a WebSocket
	PerViewer            int           // operations of a viewer
	ConnectionsPerViewer int           // of either protocol; and of an address, before it is known whose they are
	Connections          int           // of either protocol, in all
	Message              int64         // bytes that a client may send at once
	Init                 time.Duration // for connection_init to come
	Ping                 time.Duration // between pings, and for a pong to come
	Write                time.Duration // for a client to take one message; pings wait for at most 5 s
}

// DefaultLimits are those of New where it is given zeroes.
func DefaultLimits() Limits {
	return Limits{
		PerConnection: 20, PerViewer: 100, ConnectionsPerViewer: 20, Connections: 2000, Message: 100 << 10,
		Init: 5 * time.Second, Ping: 20 * time.Second, Write: 5 * time.Second,
	}
}

// Handler serves both protocols at one address.
type Handler struct {
	exec    Executor
	limits  Limits
	allowed func(*http.Request) bool
	counts  counts
	leaving context.Context // ends when Shutdown begins
	leave   context.CancelFunc
	forced  context.Context // ends when Shutdown waits no longer
	force   context.CancelFunc
	open    sync.WaitGroup // connections; none is added once counts is closed
	turned  chan struct{}  // WebSockets that are opened only to be closed
}

// New returns a handler. Pages of the hub's own host may connect, and those of
// other sites for whose requests allowed, unless it is nil, answers true.
func New(exec Executor, limits Limits, allowed func(*http.Request) bool) *Handler {
	usual := DefaultLimits()
	limits = Limits{
		PerConnection:        cmp.Or(limits.PerConnection, usual.PerConnection),
		PerViewer:            cmp.Or(limits.PerViewer, usual.PerViewer),
		ConnectionsPerViewer: cmp.Or(limits.ConnectionsPerViewer, usual.ConnectionsPerViewer),
		Connections:          cmp.Or(limits.Connections, usual.Connections),
		Message:              cmp.Or(limits.Message, usual.Message),
		Init:                 cmp.Or(limits.Init, usual.Init),
		Ping:                 cmp.Or(limits.Ping, usual.Ping),
		Write:                cmp.Or(limits.Write, usual.Write),
	}
	h := &Handler{exec: exec, limits: limits, allowed: allowed, turned: make(chan struct{}, mostTurnedAway)}
	h.counts.viewers = map[string]tally{}
	h.leaving, h.leave = context.WithCancel(context.Background())
	h.forced, h.force = context.WithCancel(context.Background())
	return h
}

// ServeHTTP serves a WebSocket when the request asks for one, and SSE otherwise.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !sameOrigin(r) && (h.allowed == nil || !h.allowed(r)) {
		h.refuse(
			w, r, http.StatusForbidden, forbidden, "a page of another site cannot ask this hub: `--origins` allows it",
		)
		return
	}
	address := h.exec.Address(r)
	if !h.counts.enter(address, h.limits.ConnectionsPerViewer) {
		h.exec.Hold(r.Context(), true)
		if r.Context().Err() != nil {
			return // the client has gone
		}
		h.turnAway(w, r, http.StatusTooManyRequests, "you have too many connections")
		return
	}
	unnamed := sync.OnceFunc(func() { h.counts.exit(address) })
	defer unnamed()
	switch h.counts.connect(h.limits.Connections, &h.open) {
	case stopping:
		unnamed()
		h.turnAway(w, r, http.StatusServiceUnavailable, "the server is stopping; try again")
		return
	case full:
		unnamed()
		h.turnAway(w, r, http.StatusServiceUnavailable, "the server has too many connections; try again later")
		return
	}
	defer h.open.Done()
	defer h.counts.disconnect()
	if IsWebSocket(r) {
		h.webSocket(w, r, unnamed)
	} else {
		h.events(w, r, unnamed)
	}
}

// mostTurnedAway bounds the WebSockets that are closed at once because there is no
// place for them.
const mostTurnedAway = 1_000

// turnAway refuses a connection for which there is no place. A WebSocket is opened
// and closed with 1013: after a refused handshake the reference client gives up.
func (h *Handler) turnAway(w http.ResponseWriter, r *http.Request, status int, why string) {
	if IsWebSocket(r) {
		select {
		case h.turned <- struct{}{}:
			defer func() { <-h.turned }()
			answer := &handshake{ResponseWriter: w, within: h.limits.Write}
			conn, err := websocket.Accept(answer, r, &websocket.AcceptOptions{
				Subprotocols: []string{subprotocol}, InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled,
			})
			if err != nil {
				h.noSocket(w, r, answer.refused)
				return
			}
			_ = conn.Close(tryAgainLater, reason(why)) // the client may have gone
			return
		default:
		}
	}
	w.Header().Set("Retry-After", "5")
	h.refuse(w, r, status, limitExceeded, why)
}

// refuse answers a request with one error and no stream.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, status int, code, sentence string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(refused(h.exec.Refusal(r.Context(), code, sentence)), '\n')) // the client has gone; nobody is left to tell
}

// refused is the result of an operation that was never executed.
func refused(errs json.RawMessage) json.RawMessage {
	return append(append([]byte(`{"errors":`), errs...), '}')
}

// Shutdown takes no more connections, closes WebSockets with 1001, ends SSE
// streams with a complete event, and waits for all of them. When its context
// ends before, it cuts them off and answers the context's error.
func (h *Handler) Shutdown(ctx context.Context) error {
	h.counts.close()
	h.leave()
	gone := make(chan struct{})
	go func() { h.open.Wait(); close(gone) }()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		h.force()
		return ctx.Err()
	}
}

// Stats says what is open now.
func (h *Handler) Stats() Stats { return h.counts.stats() }
