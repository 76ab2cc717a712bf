package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

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
	ctx := r.Context()
	if accepted, says := init["acceptLanguage"].(string); says {
		ctx = withLanguage(ctx, accepted)
	}
	var viewer *access.Viewer
	var err error
	given := init["Authorization"]
	if given == nil {
		given = init["authorization"] // as others write headers
	}
	text, _ := given.(string)
	if given == nil {
		viewer, err = s.h.config.Viewers.Viewer(ctx, r)
	} else if scheme, token, found := strings.Cut(text, " "); found && strings.EqualFold(scheme, "Bearer") {
		viewer, err = s.h.config.Viewers.FromToken(ctx, strings.TrimSpace(token))
	} else {
		err = &Error{Code: Unauthenticated, Sentence: "`Authorization` is `Bearer`, a space and a token"}
	}
	if err != nil && s.h.config.Passes(err) {
		s.h.config.Log.WarnContext(ctx, "who connects could not be told for now", "error", err, "requestId", RequestID(ctx))
		err = stream.ErrAway
	}
	ctx = access.WithViewer(ctx, viewer)
	if header, is := r.Context().Value(headerKey{}).(http.Header); is && err == nil {
		refused := s.h.admit(ctx)
		s.h.rateHeaders(ctx, header, refused)
		if refused != nil {
			err = stream.ErrSpent
		}
	}
	return ctx, err
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
func (s streams) Broken(ctx context.Context, cause any) json.RawMessage {
	return asJSON(s.h.panicked(ctx, cause).Errors)
}

// Start begins an operation. A subscription has the budget of one answer for
// each of its results. On a WebSocket an operation has an identifier of its own.
func (s streams) Start(ctx context.Context, asked *request.Params) (stream.Results, json.RawMessage) {
	if ctx.Value(headerKey{}) == nil {
		ctx = context.WithValue(ctx, requestIDKey{}, newRequestID())
	}
	b, refused := s.begin(ctx, asked)
	if refused != nil {
		return nil, asJSON(refused.Errors)
	}
	ctx = withBill(ctx, b)
	params := &graphql.RawParams{Query: asked.Query, OperationName: asked.OperationName, Variables: asked.Variables, Extensions: asked.Extensions, Headers: http.Header{}}
	ctx, budget := relay.WithBudget(graphql.StartOperationTrace(ctx), s.h.config.Limits.Records)
	op, errs := s.h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		s.h.settle(ctx, b)
		return nil, asJSON(s.h.exec.DispatchError(graphql.WithOperationContext(ctx, op), everyWrong(ctx, op, params.Variables, errs)).Errors)
	}
	if refused := mayRun(ctx, op.Operation); refused != nil {
		s.h.settle(ctx, b)
		return nil, asJSON(refused.Errors)
	}
	if asked.ReadOnly && op.Operation.Operation == ast.Mutation {
		return nil, asJSON(refusal(ctx, BadUserInput, "mutations are asked by POST").Errors)
	}
	if op.Operation.Operation != ast.Subscription || b.dryRun {
		return s.once(ctx, b, params), nil
	}
	if refused := s.h.charge(ctx, b); refused != nil {
		return nil, asJSON(refused.Errors)
	}
	return s.subscribe(ctx, b, op, budget), nil
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

// once is the one result of a query or a mutation, with the deadline that it
// has anywhere.
func (s streams) once(ctx context.Context, b *bill, params *graphql.RawParams) stream.Results {
	done := false
	return func(context.Context) ([]json.RawMessage, bool) {
		if done {
			return nil, false
		}
		done = true
		ctx, cancel := context.WithTimeout(ctx, s.h.config.Deadline)
		defer cancel()
		text, more := encoded(s.h.runOn(ctx, b, params))
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
