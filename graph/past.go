package graph

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/access"
	"maillage/internal/backfill"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// asKnownAt is the directive by which a query is asked of an earlier moment.
const asKnownAt = "asKnownAt"

// timeless are the fields of Query that are of the present alone.
var timeless = map[string]bool{
	"changes": true, "draft": true, "contacts": true, "contactAccesses": true, "accounts": true, "tokens": true,
	"invitations": true, "viewer": true,
}

// then runs an operation as the hub would have answered it at a moment.
func (h *Handler) then(ctx context.Context, op *graphql.OperationContext, params *graphql.RawParams) *response {
	at, problem := momentOf(op)
	if problem != "" {
		wrong := refusal(ctx, BadUserInput, problem)
		wrong.Errors[0].Extensions["argument"] = []any{"at"}
		return wrong
	}
	if field := billOf(ctx).survey.present; field != "" {
		return refusal(ctx, BadUserInput, "`%s` is of the present alone, and cannot be asked with @asKnownAt", field)
	}
	if at.After(h.config.Now()) && at.After(time.Now()) {
		future := refusal(ctx, BadUserInput, "`%s` is in the future", "at")
		future.Errors[0].Extensions["argument"] = []any{"at"}
		return future
	}
	records, err := h.config.Network.At(ctx, at)
	var long *snapshot.TooLongError
	switch {
	case errors.As(err, &long):
		return refusal(ctx, LimitExceeded, snapshot.TooLong, snapshot.MaxLines)
	case err != nil:
		return h.broken(ctx, err)
	}
	resolver := &Resolver{
		Reader:  &relay.Reader{Client: h.config.Reader.Client, Records: records, Sealer: h.config.Reader.Sealer},
		Network: records, Now: h.config.Now, Then: &at,
	}
	return h.execute(access.WithViewer(ctx, reading(access.From(ctx))), h.executor(resolver), params)
}

// reading returns a viewer who sees what another sees, and only reads, as whoever asks about an earlier moment does.
func reading(v *access.Viewer) *access.Viewer {
	reader := *v
	reader.Partner, reader.Serves = 0, nil
	return &reader
}

// momentOf is the moment that the directive of an operation names.
func momentOf(op *graphql.OperationContext) (at time.Time, problem string) {
	arguments := op.Operation.Directives.ForName(asKnownAt).ArgumentMap(op.Variables)
	text, _ := arguments["at"].(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, "`at` of @asKnownAt is a moment such as 2026-01-05T09:00:00Z"
	}
	return at, ""
}

// broken answers what is not the client's fault, and logs it, unless the time was
// up, the client went, or the database is away for now.
func (h *Handler) broken(ctx context.Context, err error) *response {
	var unfinished *backfill.UnfinishedError
	switch {
	case errors.As(err, &unfinished):
		away := refusal(ctx, Unavailable, unfinished.Sentence, unfinished.Percent)
		away.status = http.StatusServiceUnavailable
		return away
	case ctx.Err() != nil:
		late := refusal(ctx, Timeout, "the request took too long and was given up")
		late.status = http.StatusServiceUnavailable
		return late
	case h.config.Passes(err):
		h.config.Log.WarnContext(ctx, "request failed for now", "error", err, "requestId", RequestID(ctx))
		away := refusal(ctx, Unavailable, unavailable)
		away.status = http.StatusServiceUnavailable
		return away
	}
	h.config.Log.ErrorContext(ctx, "request failed", "error", err, "requestId", RequestID(ctx))
	return refusal(ctx, Internal, wrong)
}
