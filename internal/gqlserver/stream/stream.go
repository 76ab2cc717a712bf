// Package stream serves the two protocols of GraphQL subscriptions: graphql-transport-ws over WebSocket, and
// graphql-sse in distinct connections mode over HTTP. It knows no schema: an [Executor] runs the operations.
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

	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// ErrAuthUnavailable refuses a connection because of a transient error. The client may retry after a moment.
var ErrAuthUnavailable = errors.New("cannot authenticate the connection for now")

// ErrSpent refuses a connection of a client whose budget is spent. The header Retry-After of the response is set
// already.
var ErrSpent = errors.New("nothing is left of the budget")

// Executor runs the operations of clients. Its methods are called from many goroutines, and return soon after their
// context has ended.
type Executor interface {
	// Authenticate authenticates a connection, once. Init is nil for SSE. For WebSocket it is the payload of
	// connection_init, where a browser puts {"Authorization": "Bearer …"}, since it cannot set headers. The returned
	// context derives from the request's and carries the viewer. An error refuses the connection and is not shown.
	// ErrAuthUnavailable reports a transient error, not invalid credentials. ErrSpent, for SSE alone, reports that
	// the client has to wait.
	Authenticate(r *http.Request, init map[string]any) (context.Context, error)

	// Address returns the key under which a connection is counted until it is authenticated.
	Address(r *http.Request) string

	// Hold waits before a refusal, of a connection or an operation, that a client could repeat at once.
	Hold(ctx context.Context, connection bool)

	// Viewer returns the key under which connections and operations are counted. The empty key is not counted.
	Viewer(ctx context.Context) string

	// Valid checks the connection's viewer before each delivery and at each ping. An error, such as that its token
	// was revoked, ends the connection.
	Valid(ctx context.Context) error

	// Mutates reports whether the operation is a mutation, which GET must not run.
	Mutates(ctx context.Context, params *request.Params) bool

	// Start begins an operation. For one that is refused before it is executed, it returns a JSON list of errors.
	Start(ctx context.Context, params *request.Params) (next Results, errs json.RawMessage)

	// Refusal returns a JSON list of one error of the given code.
	Refusal(ctx context.Context, code string, sentence message.Sentence) json.RawMessage

	// Recovered logs the cause of a panic, in the goroutine that panicked. It returns a JSON list of one error that
	// does not show the cause.
	Recovered(ctx context.Context, cause any) json.RawMessage
}

// Results returns the next results of an operation as JSON, each whole, or false when there are no more. It waits for
// one result until its context ends, and returns several only when they are ready.
type Results func(context.Context) (results []json.RawMessage, more bool)

// The error codes of this package.
const (
	badUserInput    = "BAD_USER_INPUT"
	unauthenticated = "UNAUTHENTICATED"
	unavailable     = "UNAVAILABLE"
	forbidden       = "FORBIDDEN"
	limitExceeded   = "LIMIT_EXCEEDED"
	rateLimited     = "RATE_LIMITED"
)

// Limits bounds what clients can hold. A client has at most PerConnection unread results, or as many times the
// results that an operation returns at once. An operation makes its next result after the last one was written.
type Limits struct {
	PerConnection        int           // operations of a WebSocket
	PerViewer            int           // operations of a viewer
	ConnectionsPerViewer int           // of either protocol; also of an address, before they are authenticated
	Connections          int           // of either protocol, in all
	Message              int64         // bytes of one message of a client
	Init                 time.Duration // until connection_init
	Ping                 time.Duration // between pings, and until a pong
	Write                time.Duration // timeout of writing one message; 5 s at most for a ping
}

// DefaultLimits returns the limits that New uses in place of zeroes.
func DefaultLimits() Limits {
	return Limits{
		PerConnection: 20, PerViewer: 100, ConnectionsPerViewer: 20, Connections: 2000, Message: 100 << 10,
		Init: 5 * time.Second, Ping: 20 * time.Second, Write: 5 * time.Second,
	}
}

// Handler serves both protocols at one address.
type Handler struct {
	exec     Executor
	limits   Limits
	allowed  func(*http.Request) bool
	counts   counts
	leaving  context.Context // ends when Shutdown begins
	leave    context.CancelFunc
	forced   context.Context // ends when Shutdown gives up waiting
	force    context.CancelFunc
	shared   sharedEvents   // that many clients receive at the same time
	open     sync.WaitGroup // connections; none is added once counts is closed
	rejected chan struct{}  // one item for each WebSocket that is opened only to be closed
}

// New returns a handler. It accepts pages of the server's own host, and pages of other sites if allowed returns true
// for the request. A nil allowed accepts no other site.
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
	h := &Handler{exec: exec, limits: limits, allowed: allowed, rejected: make(chan struct{}, maxRejected)}
	h.counts.viewers = map[string]tally{}
	h.leaving, h.leave = context.WithCancel(context.Background())
	h.forced, h.force = context.WithCancel(context.Background())
	return h
}

// ServeHTTP serves a WebSocket when the request asks for one, and SSE otherwise.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !sameOrigin(r) && (h.allowed == nil || !h.allowed(r)) {
		h.refuse(w, r, http.StatusForbidden, forbidden, message.OtherSiteRefused)
		return
	}
	address := h.exec.Address(r)
	if !h.counts.enter(address, h.limits.ConnectionsPerViewer) {
		h.exec.Hold(r.Context(), true)
		if r.Context().Err() != nil {
			return // the client has disconnected
		}
		h.turnAway(w, r, http.StatusTooManyRequests, message.TooManyConnections)
		return
	}
	uncount := sync.OnceFunc(func() { h.counts.exit(address) })
	defer uncount()
	switch h.counts.connect(h.limits.Connections, &h.open) {
	case stopping:
		uncount()
		h.turnAway(w, r, http.StatusServiceUnavailable, message.ServerStopping)
		return
	case full:
		uncount()
		h.turnAway(w, r, http.StatusServiceUnavailable, message.ServerFull)
		return
	}
	defer h.open.Done()
	defer h.counts.disconnect()
	if IsWebSocket(r) {
		h.webSocket(w, r, uncount)
	} else {
		h.events(w, r, uncount)
	}
}

// maxRejected bounds the WebSockets that are opened at once only to be closed.
const maxRejected = 1_000

// turnAway refuses a connection because of a limit. It opens a WebSocket and closes it with 1013, since the reference
// client does not retry after a refused handshake.
func (h *Handler) turnAway(w http.ResponseWriter, r *http.Request, status int, why message.Sentence) {
	if IsWebSocket(r) {
		select {
		case h.rejected <- struct{}{}:
			defer func() { <-h.rejected }()
			answer := &handshake{ResponseWriter: w, within: h.limits.Write}
			conn, err := websocket.Accept(answer, r, &websocket.AcceptOptions{
				Subprotocols: []string{subprotocol}, InsecureSkipVerify: true,
				CompressionMode: websocket.CompressionDisabled,
			})
			if err != nil {
				h.refuseHandshake(w, r, answer.refused)
				return
			}
			_ = conn.Close(tryAgainLater, reason(why.String())) // the client may have gone
			return
		default:
		}
	}
	w.Header().Set("Retry-After", "5")
	h.refuse(w, r, status, limitExceeded, why)
}

// refuse answers a request with one error and no stream.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, status int, code string, sentence message.Sentence) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// An error means that the client has disconnected.
	_, _ = w.Write(append(refused(h.exec.Refusal(r.Context(), code, sentence)), '\n'))
}

// refused returns the GraphQL response of an operation that was never executed.
func refused(errs json.RawMessage) json.RawMessage {
	return append(append([]byte(`{"errors":`), errs...), '}')
}

// Shutdown accepts no more connections, closes WebSockets with 1001, ends SSE streams with the event complete, and
// waits for them. When its context ends first, it closes the rest at once and returns the context's error.
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

// Stats returns what is open now.
func (h *Handler) Stats() Stats { return h.counts.stats() }
