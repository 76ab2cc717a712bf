package graph

import (
	"context"
	"errors"
	"net/http"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/language"

	"maillage/internal/access"
	"maillage/internal/lexicon"
)

// Viewers tells who asks.
type Viewers interface {
	// Viewer is who sent the request, or an *Error that says why they are not who
	// they say they are.
	Viewer(context.Context, *http.Request) (*access.Viewer, error)
	// FromToken is whoever has a token, or an *Error as above.
	FromToken(ctx context.Context, token string) (*access.Viewer, error)
	// Valid tells whether a viewer may still what they might when they came.
	Valid(context.Context, *access.Viewer) error
}

// identify says who asks, and in which language they are answered.
func (h *Handler) identify(ctx context.Context, r *http.Request) (context.Context, *response) {
	ctx = withLanguage(ctx, r.Header.Get("Accept-Language"))
	viewer, err := h.config.Viewers.Viewer(ctx, r)
	var ours *Error
	switch {
	case errors.As(err, &ours):
		refused := refusal(ctx, ours.Code, ours.Sentence)
		refused.status = http.StatusUnauthorized
		return ctx, refused
	case err != nil && h.config.Passes(err):
		h.config.Log.WarnContext(ctx, "who asks could not be told for now", "error", err, "requestId", RequestID(ctx))
		refused := refusal(ctx, Unavailable, unavailable)
		refused.status = http.StatusServiceUnavailable
		return ctx, refused
	case err != nil:
		h.config.Log.ErrorContext(ctx, "who asks could not be told", "error", err, "requestId", RequestID(ctx))
		refused := refusal(ctx, Internal, "something went wrong on the server; the request id finds it in its log")
		refused.status = http.StatusInternalServerError
		return ctx, refused
	}
	return access.WithViewer(ctx, viewer), nil
}

type languageKey struct{}

var spoken = language.NewMatcher([]language.Tag{language.French, language.English})

// withLanguage says in which language people are answered: the one of ours
// that the request likes best, French when it does not say.
func withLanguage(ctx context.Context, accepted string) context.Context {
	if _, at := language.MatchStrings(spoken, accepted); at == 1 {
		return context.WithValue(ctx, languageKey{}, lexicon.English)
	}
	return ctx
}

// Language is the one in which people are answered.
func Language(ctx context.Context) lexicon.Language {
	if l, ok := ctx.Value(languageKey{}).(lexicon.Language); ok {
		return l
	}
	return lexicon.French
}

// mayRun refuses an operation for which the viewer lacks an account or a scope;
// nil when they may.
func mayRun(ctx context.Context, kind ast.Operation) *response {
	viewer := access.From(ctx)
	switch {
	case kind == ast.Query && !viewer.May(lexicon.ScopeRead):
		return refusal(ctx, Forbidden, "the token lacks the scope READ")
	case kind == ast.Mutation && viewer.IsPublic():
		return refusal(ctx, Unauthenticated, "changes are made by whoever has an account: log in, or send a token")
	case kind == ast.Mutation && !viewer.May(lexicon.ScopeWrite) && !viewer.May(lexicon.ScopeContacts):
		return refusal(ctx, Forbidden, "the token lacks the scope WRITE")
	}
	return nil
}
