package gqlserver

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/gqlserver/request"
	"maillage/internal/gqlserver/stream"
	"maillage/internal/locale"
	"maillage/internal/message"
	"maillage/internal/relay"
)

// streams executes the operations of WebSockets and SSE: subscriptions, and any other operation that a client sends
// there.
type streams struct{ h *Handler }

var _ stream.Executor = streams{}

// Authenticate authenticates a connection by its request. On a WebSocket, whose headers a browser cannot set, the
// payload of connection_init may carry the credentials and the languages.
func (s streams) Authenticate(r *http.Request, init map[string]any) (context.Context, error) {
	connected := r.Context()
	if accepted, says := init["acceptLanguage"].(string); says {
		connected = locale.WithAccepted(connected, accepted)
	}
	viewer, err := s.connecting(connected, r, init)
	ctx := access.WithViewer(connected, viewer)
	if header, is := r.Context().Value(headerKey{}).(http.Header); is && err == nil {
		refused := s.h.checkBudget(ctx)
		s.h.rateHeaders(ctx, header, refused)
		if refused != nil {
			err = stream.ErrSpent
		}
	}
	return ctx, err
}

// connecting authenticates a connection. It returns stream.ErrAuthUnavailable for an error after which the client may
// retry.
func (s streams) connecting(ctx context.Context, r *http.Request, init map[string]any) (*access.Viewer, error) {
	ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
	defer cancel()
	given := init["Authorization"]
	if given == nil {
		given = init["authorization"] // header names are case-insensitive
	}
	viewer, err := s.h.authenticate(ctx, r, given != nil || hasCredentials(r), func() (*access.Viewer, error) {
		if given == nil {
			return s.h.config.Viewers.Viewer(ctx, r)
		}
		text, _ := given.(string)
		scheme, token, found := strings.Cut(text, " ")
		if !found || !strings.EqualFold(scheme, "Bearer") {
			return nil, &model.Error{Code: model.Unauthenticated, Sentence: message.MalformedAuthorization}
		}
		return s.h.config.Viewers.FromToken(ctx, strings.TrimSpace(token))
	})
	var ours *model.Error
	switch {
	case err == nil:
		return viewer, nil
	case isNotAdmitted(err), errors.As(err, &ours) && ours.Code == model.RateLimited, ctx.Err() != nil:
		return nil, stream.ErrAuthUnavailable
	case s.h.config.IsTransient(err):
		s.h.config.Log.WarnContext(ctx, "cannot authenticate the connection for now",
			"error", err, "requestId", RequestID(ctx))
		return nil, stream.ErrAuthUnavailable
	}
	return viewer, err
}

type headerKey struct{}

// withRequestID sets the identifier of a request for a stream. For SSE it also keeps the response header in the
// context. For a WebSocket the header is sent before the client is authenticated.
func withRequestID(w http.ResponseWriter, r *http.Request) *http.Request {
	ctx := context.WithValue(r.Context(), requestIDKey{}, requestIDOf(r))
	w.Header().Set("X-Request-Id", RequestID(ctx))
	if !stream.IsWebSocket(r) {
		ctx = context.WithValue(ctx, headerKey{}, w.Header())
	}
	return r.WithContext(ctx)
}

// Address returns the key under which connections are counted before they are authenticated.
func (s streams) Address(r *http.Request) string { return "from " + s.h.config.Viewers.Address(r) }

// Viewer returns the key under which connections are counted.
func (s streams) Viewer(ctx context.Context) string { return access.From(ctx).Key }

// validityGrace is how long a connection stays open, without deliveries, while its viewer's rights cannot be read. A
// restart of the database takes less.
const validityGrace = 15 * time.Second

// Valid checks that the viewer still has the rights that they had when they connected. It retries a transient error
// for validityGrace.
func (s streams) Valid(ctx context.Context) error {
	for late := time.Now().Add(validityGrace); ; {
		err := s.h.config.Viewers.Valid(ctx, access.From(ctx))
		if err == nil || !s.h.config.IsTransient(err) || time.Now().After(late) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Mutates reports whether an operation, given by its text or its hash, is a mutation.
func (s streams) Mutates(ctx context.Context, req *request.Params) bool {
	return s.h.apq.resolve(req, s.h.parse) == nil && // else Start refuses it
		s.h.operationKind(ctx, req.Query, req.OperationName) == ast.Mutation
}

// Refusal returns one error as a JSON list.
func (s streams) Refusal(ctx context.Context, code string, sentence message.Sentence) json.RawMessage {
	return asJSON(errorResponse(ctx, model.Code(code), sentence).Errors)
}

// Recovered logs a panic and returns its error as a JSON list.
func (s streams) Recovered(ctx context.Context, cause any) json.RawMessage {
	return asJSON(s.h.recovered(ctx, cause).Errors)
}

// Start begins an operation. Each result of a subscription has the budget of one response. On a WebSocket each
// operation has an identifier of its own.
func (s streams) Start(ctx context.Context, req *request.Params) (stream.Results, json.RawMessage) {
	if ctx.Value(headerKey{}) == nil {
		ctx = context.WithValue(ctx, requestIDKey{}, newRequestID())
	}
	visit, err := s.enter(ctx)
	if err != nil {
		return nil, s.delayed(ctx, s.h.notAdmitted(ctx, err))
	}
	defer visit.Leave()
	b, refused := s.begin(ctx, req)
	if refused != nil {
		visit.Leave()
		return nil, s.delayed(ctx, refused)
	}
	b.visit = visit
	ctx = withCostRecord(ctx, b)
	if req.ReadOnly {
		ctx = withGet(ctx)
	}
	params := &graphql.RawParams{
		Query: req.Query, OperationName: req.OperationName, Variables: req.Variables,
		Extensions: req.Extensions, Headers: http.Header{},
	}
	ctx, budget := relay.WithBudget(graphql.StartOperationTrace(ctx), s.h.config.Limits.Records)
	op, errs := s.h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		s.h.reconcile(ctx, b)
		return nil, asJSON(
			s.h.exec.DispatchError(
				graphql.WithOperationContext(ctx, op), allVariableErrors(ctx, op, params.Variables, errs),
			).Errors,
		)
	}
	if refused := mayRun(ctx, op.Operation.Operation, b.survey); refused != nil {
		s.h.reconcile(ctx, b)
		return nil, asJSON(refused.Errors)
	}
	if req.ReadOnly && op.Operation.Operation == ast.Mutation {
		return nil, asJSON(errorResponse(ctx, model.BadUserInput, message.MutationByPOST).Errors)
	}
	if op.Operation.Operation != ast.Subscription || b.dryRun {
		s.h.gate.Spend(client(ctx), visit.Used(false, 0))
		return s.singleResult(ctx, params), nil
	}
	if refused := s.h.debit(ctx, b); refused != nil {
		return nil, asJSON(refused.Errors)
	}
	return s.subscribe(ctx, b, op, budget), nil
}

// delayed returns the errors of a refusal. It waits first if the client could repeat the request at once.
func (s streams) delayed(ctx context.Context, r *response) json.RawMessage {
	if r.hold {
		s.h.gate.Hold(ctx, 1)
	}
	return asJSON(r.Errors)
}

// Hold waits before a refusal that the client could repeat at once. It waits ten times as long for a connection,
// since opening one costs more.
func (s streams) Hold(ctx context.Context, connection bool) {
	if connection {
		s.h.gate.Hold(ctx, 10)
		return
	}
	s.h.gate.Hold(ctx, 1)
}

// begin creates the cost record of an operation and resolves its text. It refuses a client whose budget is spent.
func (s streams) begin(ctx context.Context, req *request.Params) (*costRecord, *response) {
	if refused := s.h.checkBudget(ctx); refused != nil {
		return nil, refused
	}
	b, err := newCostRecord(req.Extensions)
	if err != nil {
		return nil, errorResponse(ctx, err.Code, err.Sentence)
	}
	return b, s.h.resolve(ctx, req)
}

// enter takes a place for an operation, within the deadline.
func (s streams) enter(ctx context.Context) (*admission.Visit, error) {
	ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
	defer cancel()
	return s.h.gate.Enter(ctx, client(ctx))
}

// singleResult returns the one result of a query or a mutation, with the usual place and deadline.
func (s streams) singleResult(ctx context.Context, params *graphql.RawParams) stream.Results {
	done := false
	return func(context.Context) ([]json.RawMessage, bool) {
		if done {
			return nil, false
		}
		done = true
		ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
		defer cancel()
		visit, err := s.h.gate.Enter(ctx, client(ctx))
		if err != nil {
			text, more := encoded(s.h.notAdmitted(ctx, err))
			return []json.RawMessage{text}, more
		}
		defer visit.Leave()
		text, more := encoded(s.h.run(ctx, params, visit))
		return []json.RawMessage{text}, more
	}
}

// encoded returns a response as JSON; false when it cannot be encoded.
func encoded(r *response) (json.RawMessage, bool) {
	body, err := r.encode()
	return body, err == nil
}

// asJSON encodes errors. It falls back to a constant if that fails.
func asJSON(errs gqlerror.List) json.RawMessage {
	text, err := json.Marshal(errs)
	if err != nil {
		return json.RawMessage(`[{"message":"the errors could not be written"}]`)
	}
	return text
}
