package graph

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

	"maillage/graph/admission"
	"maillage/graph/request"
	"maillage/graph/stream"
	"maillage/internal/access"
	"maillage/internal/relay"
)

// streams executes the operations of connections that stay open: subscriptions,
// and whatever else a client sends there.
type streams struct{ h *Handler }

var _ stream.Executor = streams{}

// Authenticate tells who connects: by the request, or on a WebSocket, whose
// headers a browser cannot set, by what comes first in it, which may also say
// which languages they read.
func (s streams) Authenticate(r *http.Request, init map[string]any) (context.Context, error) {
	connected := r.Context()
	if accepted, says := init["acceptLanguage"].(string); says {
		connected = withLanguage(connected, accepted)
	}
	viewer, err := s.connecting(connected, r, init)
	ctx := access.WithViewer(connected, viewer)
	if header, is := r.Context().Value(headerKey{}).(http.Header); is && err == nil {
		refused := s.h.admit(ctx)
		s.h.rateHeaders(ctx, header, refused)
		if refused != nil {
			err = stream.ErrSpent
		}
	}
	return ctx, err
}

// connecting tells who connects; stream.ErrAway says that they may try again.
func (s streams) connecting(ctx context.Context, r *http.Request, init map[string]any) (*access.Viewer, error) {
	ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
	defer cancel()
	given := init["Authorization"]
	if given == nil {
		given = init["authorization"] // as others write headers
	}
	viewer, err := s.h.authenticate(ctx, r, given != nil || hasCredentials(r), func() (*access.Viewer, error) {
		if given == nil {
			return s.h.config.Viewers.Viewer(ctx, r)
		}
		text, _ := given.(string)
		scheme, token, found := strings.Cut(text, " ")
		if !found || !strings.EqualFold(scheme, "Bearer") {
			return nil, &Error{Code: Unauthenticated, Sentence: "`Authorization` is `Bearer`, a space and a token"}
		}
		return s.h.config.Viewers.FromToken(ctx, strings.TrimSpace(token))
	})
	var ours *Error
	switch {
	case err == nil:
		return viewer, nil
	case isNotAdmitted(err), errors.As(err, &ours) && ours.Code == RateLimited, ctx.Err() != nil:
		return nil, stream.ErrAway
	case s.h.config.Passes(err):
		s.h.config.Log.WarnContext(ctx, "who connects could not be told for now",
			"error", err, "requestId", RequestID(ctx))
		return nil, stream.ErrAway
	}
	return viewer, err
}

type headerKey struct{}

// keptOpen gives a request that stays open its identifier, and one of a stream of
// events the header of its answer; on a WebSocket there is none any more when it
// is known who connects.
func keptOpen(w http.ResponseWriter, r *http.Request) *http.Request {
	ctx := context.WithValue(r.Context(), requestIDKey{}, requestIDOf(r))
	w.Header().Set("X-Request-Id", RequestID(ctx))
	if !stream.IsWebSocket(r) {
		ctx = context.WithValue(ctx, headerKey{}, w.Header())
	}
	return r.WithContext(ctx)
}

// Address is the key by which connections are counted before it is known whose
// they are.
func (s streams) Address(r *http.Request) string { return "from " + s.h.config.Viewers.Address(r) }

// Viewer is the key by which connections are counted.
func (s streams) Viewer(ctx context.Context) string { return access.From(ctx).Key }

// patience is how long a connection waits, and delivers nothing, while it cannot
// be told whether its viewer still may: a database is restarted in less.
const patience = 15 * time.Second

// Valid tells whether the viewer may still what they might when they connected.
func (s streams) Valid(ctx context.Context) error {
	for late := time.Now().Add(patience); ; {
		err := s.h.config.Viewers.Valid(ctx, access.From(ctx))
		if err == nil || !s.h.config.Passes(err) || time.Now().After(late) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Mutates tells whether what is asked, by its text or its hash, is a mutation.
func (s streams) Mutates(ctx context.Context, asked *request.Params) bool {
	return s.h.hashed.resolve(asked, s.h.parse) == nil && // else Start refuses it
		s.h.wouldRun(ctx, asked.Query, asked.OperationName) == ast.Mutation
}

// Refusal is an error in our form.
func (s streams) Refusal(ctx context.Context, code, sentence string) json.RawMessage {
	return asJSON(refusal(ctx, Code(code), sentence).Errors)
}

// Broken tells of a panic, which is logged.
func (s streams) Recovered(ctx context.Context, cause any) json.RawMessage {
	return asJSON(s.h.panicked(ctx, cause).Errors)
}

// Start begins an operation. A subscription has the budget of one answer for
// each of its results. On a WebSocket an operation has an identifier of its own.
func (s streams) Start(ctx context.Context, asked *request.Params) (stream.Results, json.RawMessage) {
	if ctx.Value(headerKey{}) == nil {
		ctx = context.WithValue(ctx, requestIDKey{}, newRequestID())
	}
	visit, err := s.enter(ctx)
	if err != nil {
		return nil, s.refused(ctx, s.h.notAdmitted(ctx, err))
	}
	defer visit.Leave()
	b, refused := s.begin(ctx, asked)
	if refused != nil {
		visit.Leave()
		return nil, s.refused(ctx, refused)
	}
	b.visit = visit
	ctx = withBill(ctx, b)
	if asked.ReadOnly {
		ctx = asByGet(ctx)
	}
	params := &graphql.RawParams{
		Query: asked.Query, OperationName: asked.OperationName, Variables: asked.Variables,
		Extensions: asked.Extensions, Headers: http.Header{},
	}
	ctx, budget := relay.WithBudget(graphql.StartOperationTrace(ctx), s.h.config.Limits.Records)
	op, errs := s.h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		s.h.settle(ctx, b)
		return nil, asJSON(
			s.h.exec.DispatchError(
				graphql.WithOperationContext(ctx, op), everyWrong(ctx, op, params.Variables, errs),
			).Errors,
		)
	}
	if refused := mayRun(ctx, op.Operation.Operation, b.survey); refused != nil {
		s.h.settle(ctx, b)
		return nil, asJSON(refused.Errors)
	}
	if asked.ReadOnly && op.Operation.Operation == ast.Mutation {
		return nil, asJSON(refusal(ctx, BadUserInput, "mutations are asked by POST").Errors)
	}
	if op.Operation.Operation != ast.Subscription || b.dryRun {
		s.h.gate.Spend(client(ctx), visit.Used(false, 0))
		return s.once(ctx, params), nil
	}
	if refused := s.h.charge(ctx, b); refused != nil {
		return nil, asJSON(refused.Errors)
	}
	return s.subscribe(ctx, b, op, budget), nil
}

// refused returns the errors of a refusal, after a moment where the client could
// repeat it at once.
func (s streams) refused(ctx context.Context, r *response) json.RawMessage {
	if r.hold {
		s.h.gate.Hold(ctx, 1)
	}
	return asJSON(r.Errors)
}

// Hold waits before a refusal is sent that the client could repeat at once: for a
// connection ten times as long, since to open one costs more.
func (s streams) Hold(ctx context.Context, connection bool) {
	if connection {
		s.h.gate.Hold(ctx, 10)
		return
	}
	s.h.gate.Hold(ctx, 1)
}

// begin opens the bill of an operation whose client has something left, with the
// text that it asks.
func (s streams) begin(ctx context.Context, asked *request.Params) (*bill, *response) {
	if refused := s.h.admit(ctx); refused != nil {
		return nil, refused
	}
	b, err := newBill(asked.Extensions)
	if err != nil {
		return nil, refusal(ctx, BadUserInput, err.Error())
	}
	return b, s.h.resolve(ctx, asked)
}

// enter takes a place for an operation, and waits no longer than the deadline.
func (s streams) enter(ctx context.Context) (*admission.Visit, error) {
	ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
	defer cancel()
	return s.h.gate.Enter(ctx, client(ctx))
}

// once returns the one result of a query or a mutation, with the place and the
// deadline that it has anywhere.
func (s streams) once(ctx context.Context, params *graphql.RawParams) stream.Results {
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

func encoded(r *response) (json.RawMessage, bool) {
	body, err := r.encode()
	return body, err == nil
}

// asJSON writes errors, which can always be written.
func asJSON(errs gqlerror.List) json.RawMessage {
	text, err := json.Marshal(errs)
	if err != nil {
		return json.RawMessage(`[{"message":"the errors could not be written"}]`)
	}
	return text
}
