package gqlserver

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Viewers authenticates requests.
type Viewers interface {
	// Viewer returns the viewer of a request, or an *Error for invalid credentials.
	Viewer(context.Context, *http.Request) (*access.Viewer, error)
	// FromToken returns the viewer of a token, or an *Error for an invalid one.
	FromToken(ctx context.Context, token string) (*access.Viewer, error)
	// Address returns the client address of a request, under which a request without an account is counted.
	Address(*http.Request) string
	// Valid checks that a viewer still has the rights that they had when they were authenticated.
	Valid(context.Context, *access.Viewer) error
}

// identify authenticates a request.
func (h *Handler) identify(ctx context.Context, r *http.Request) (context.Context, *response) {
	viewer, err := h.authenticate(ctx, r, hasCredentials(r), func() (*access.Viewer, error) {
		return h.config.Viewers.Viewer(ctx, r)
	})
	var ours *model.Error
	switch {
	case isNotAdmitted(err), err != nil && ctx.Err() != nil:
		return ctx, h.notAdmitted(ctx, err)
	case errors.As(err, &ours) && ours.Code == model.RateLimited:
		refused := errorResponse(ctx, model.RateLimited, ours.Sentence)
		refused.status, refused.wait, refused.hold = http.StatusTooManyRequests, time.Second, true
		return ctx, refused
	case errors.As(err, &ours):
		refused := errorResponse(ctx, ours.Code, ours.Sentence)
		refused.status = http.StatusUnauthorized
		return ctx, refused
	case err != nil:
		return ctx, h.failed(ctx, err)
	}
	return access.WithViewer(ctx, viewer), nil
}

// authenticate reads credentials in a place of the client address. Invalid credentials are charged to the address.
// When its budget is spent, no more credentials are read from it.
func (h *Handler) authenticate(
	ctx context.Context, r *http.Request, credentials bool, viewer func() (*access.Viewer, error),
) (*access.Viewer, error) {
	if !credentials {
		return viewer()
	}
	address := Credentials + " of " + h.config.Viewers.Address(r)
	if s, counted := h.gate.State(address); counted && s.Remaining <= 0 {
		return nil, &model.Error{Code: model.RateLimited, Sentence: message.TooManyCredentials}
	}
	visit, err := h.gate.Enter(ctx, address)
	if err != nil {
		return nil, err
	}
	defer visit.Leave()
	found, err := viewer()
	if errors.As(err, new(*model.Error)) {
		h.gate.Spend(address, max(refusedCost, visit.Used(false, 0)))
	}
	return found, err
}

func hasCredentials(r *http.Request) bool {
	return r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != ""
}

// isNotAdmitted reports whether the admission control refused an operation.
func isNotAdmitted(err error) bool {
	return errors.Is(err, admission.ErrBusy) || errors.Is(err, admission.ErrClientBusy)
}

// mayRun refuses an operation for which the viewer lacks an account or a scope; it returns nil for any other.
func mayRun(ctx context.Context, kind ast.Operation, asks survey) *response {
	viewer := access.From(ctx)
	if refused := requirePost(ctx, asks.post); refused != nil {
		return refused
	}
	switch {
	case !viewer.HasScope(lexicon.ScopeRead) && (kind == ast.Query || asks.records):
		return errorResponse(ctx, model.Forbidden, message.TokenLacksScope(lexicon.ScopeRead))
	case kind == ast.Mutation && viewer.IsPublic():
		return errorResponse(ctx, model.Unauthenticated, message.WriteNeedsAccount)
	case kind == ast.Mutation && !asks.writes && viewer.HasScope(lexicon.ScopeFeed): // it manages webhooks
	case kind == ast.Mutation && !viewer.HasScope(lexicon.ScopeWrite) && !viewer.HasScope(lexicon.ScopeContacts):
		return errorResponse(ctx, model.Forbidden, message.TokenLacksScope(lexicon.ScopeWrite))
	}
	return nil
}

// isRecord reports whether a type of the API is a record type.
func isRecord(name string) bool { return recordNames[name] }

var recordNames = func() map[string]bool {
	names := map[string]bool{"Node": true, "HubRecord": true, "Thing": true, "Claim": true}
	for _, t := range record.Types {
		names[t.Name] = true
	}
	return names
}()
