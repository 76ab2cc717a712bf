package gqlserver

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/graph"
	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// asKnownAt is the directive that runs a query at an earlier moment.
const asKnownAt = "asKnownAt"

// presentOnly are the fields of Query that exist for the present alone.
var presentOnly = map[string]bool{
	"changes": true, "draft": true, "contacts": true, "contactAccesses": true, "accounts": true, "tokens": true,
	"invitations": true, "viewer": true, "webhooks": true, "webhook": true, "imports": true,
	"import": true,
}

// executeAt runs an operation as the hub would have answered it at an earlier moment.
func (h *Handler) executeAt(ctx context.Context, op *graphql.OperationContext, params *graphql.RawParams) *response {
	at, err := parseAsKnownAt(op)
	if err != nil {
		wrong := errorResponse(ctx, model.BadUserInput, message.MalformedMoment)
		wrong.Errors[0].Extensions["argument"] = []any{"at"}
		return wrong
	}
	if field := costOf(ctx).survey.present; field != "" {
		return errorResponse(ctx, model.BadUserInput, message.PresentOnly(field))
	}
	if at.After(h.config.Now()) && at.After(time.Now()) {
		future := errorResponse(ctx, model.BadUserInput, message.InTheFuture("at"))
		future.Errors[0].Extensions["argument"] = []any{"at"}
		return future
	}
	records, err := h.config.Network.At(ctx, at)
	var long *snapshot.TooLongError
	switch {
	case errors.As(err, &long):
		return errorResponse(ctx, model.LimitExceeded, message.HistoryTooLong(snapshot.MaxLines))
	case err != nil:
		return h.failed(ctx, err)
	}
	resolver := &graph.Resolver{
		Reader:  &relay.Reader{Client: h.config.Reader.Client, Records: records, Sealer: h.config.Reader.Sealer},
		Network: records, Now: h.config.Now, AsKnownAt: &at,
	}
	return h.execute(access.WithViewer(ctx, access.ReadOnly(access.From(ctx))), h.executor(resolver), params)
}

// parseAsKnownAt returns the moment of an operation's directive @asKnownAt.
func parseAsKnownAt(op *graphql.OperationContext) (time.Time, error) {
	arguments := op.Operation.Directives.ForName(asKnownAt).ArgumentMap(op.Variables)
	text, _ := arguments["at"].(string)
	return time.Parse(time.RFC3339, text)
}

// failed returns the response for an error that is not the client's. It logs the error, unless the deadline passed,
// the client disconnected, or the backfill is unfinished.
func (h *Handler) failed(ctx context.Context, err error) *response {
	var unfinished *message.UnfinishedError
	switch {
	case errors.As(err, &unfinished):
		away := errorResponse(ctx, model.Unavailable, unfinished.Sentence)
		away.status = http.StatusServiceUnavailable
		return away
	case ctx.Err() != nil:
		late := errorResponse(ctx, model.Timeout, message.TimedOut)
		late.status = http.StatusServiceUnavailable
		return late
	}
	code, sentence := unexpected(ctx, h.config.Log, h.config.IsTransient, h.config.StorageFault, err, "")
	failure := errorResponse(ctx, code, sentence)
	failure.status = http.StatusServiceUnavailable
	if code == model.Internal {
		failure.status = http.StatusInternalServerError
	}
	return failure
}
