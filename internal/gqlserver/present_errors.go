package gqlserver

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/model"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/message"
	"maillage/internal/relay"
)

// storageFault returns what is wrong with the database’s storage; is is false for any other error.
type storageFault = func(error) (fault message.Sentence, is bool)

// storageStatus returns the status code of a response with a storage error; 0 without one.
func storageStatus(errs gqlerror.List) int {
	for _, err := range errs {
		if err.Extensions["code"] == model.Storage {
			return http.StatusServiceUnavailable
		}
	}
	return 0
}

// tooLong returns the message for an operation that ran out of time. A mutation may have been done, since its commit
// may have been under way.
func tooLong(kind ast.Operation, limit time.Duration) message.Sentence {
	if kind == ast.Mutation {
		return message.MutationTimedOutAfter(limit)
	}
	return message.TimedOutAfter(limit)
}

// presenter returns the error presenter of the executor. It logs what is not meant for clients, and shows it as
// INTERNAL, as UNAVAILABLE for a transient error, or as STORAGE.
func presenter(log *slog.Logger, passes func(error) bool, storage storageFault) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := present(ctx, log, passes, storage, err)
		shown.Extensions["requestId"] = RequestID(ctx)
		argument, is := shown.Extensions["argument"].([]any)
		if is && graphql.GetFieldContext(ctx) != nil && !errors.As(err, new(additionalError)) {
			addRemainingErrors(ctx, err, argument)
		}
		return shown
	}
}

// present turns an error into one that a client may see.
func present(
	ctx context.Context, log *slog.Logger, passes func(error) bool, storage storageFault, err error,
) *gqlerror.Error {
	wrapped := graphql.DefaultErrorPresenter(ctx, err) // adds path and locations
	out := &gqlerror.Error{Path: wrapped.Path, Locations: locations(ctx, wrapped), Extensions: map[string]any{}}
	tell := func(code model.Code, argument []any, sentence message.Sentence) *gqlerror.Error {
		out.Message, out.Extensions["code"] = sentence.In(locale.OfRequest(ctx)), code
		if argument != nil {
			out.Extensions["argument"] = argument
		}
		return out
	}
	var ours *model.Error
	var paging *relay.ArgumentError
	var invalid *lexicon.InvalidError
	var unfinished *message.UnfinishedError
	switch {
	case errors.As(err, &unfinished):
		return tell(model.Unavailable, nil, unfinished.Sentence)
	case errors.As(err, &ours):
		return tell(ours.Code, ours.Argument, ours.Sentence)
	case errors.As(err, &paging):
		return tell(model.BadUserInput, paging.Argument, paging.Sentence)
	case errors.As(err, &invalid):
		argument, path := splitArgument(ctx, wrapped.Path)
		out.Path = path
		return tell(model.BadUserInput, argument, message.Translated(invalid))
	case errors.Is(err, relay.ErrBudget):
		return tell(model.CostExceeded, nil, message.BudgetOfRecords)
	case mutates(ctx) && (errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil):
		return tell(model.Timeout, nil, message.MutationTimedOut)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return tell(model.Timeout, nil, message.TimedOut)
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return tell(model.Timeout, nil, message.Cancelled)
	}
	var parsed *gqlerror.Error
	if errors.As(err, &parsed) && parsed.Extensions["code"] != nil && parsed.Err == nil {
		out.Path = nil // nothing was executed
		sentence, variable := validatorMessage(parsed)
		if named, is := parsed.Extensions["variable"].([]any); is {
			variable = named
		}
		if variable != nil {
			out.Extensions["variable"] = variable
		}
		argument, _ := parsed.Extensions["argument"].([]any)
		return tell(model.Code(parsed.Extensions["code"].(string)), argument, sentence)
	}
	if errors.As(err, &parsed) && isArgument(ctx, parsed.Path) {
		argument, path := splitArgument(ctx, parsed.Path)
		out.Path = path
		return tell(model.BadUserInput, argument, message.Verbatim(parsed.Message))
	}
	code, sentence := unexpected(ctx, log, passes, storage, err, out.Path.String())
	return tell(code, nil, sentence)
}

// unexpected logs an error that is not the client's, and returns what the client is told of it.
func unexpected(
	ctx context.Context, log *slog.Logger, passes func(error) bool, storage storageFault, err error, path string,
) (model.Code, message.Sentence) {
	if fault, is := storage(err); is {
		log.ErrorContext(ctx, "the database's storage is at fault", "error", err, "requestId", RequestID(ctx))
		return model.Storage, message.StorageFails(fault)
	}
	if passes(err) {
		log.WarnContext(ctx, "request failed for now", "error", err, "path", path, "requestId", RequestID(ctx))
		return model.Unavailable, message.DatabaseUnavailable
	}
	log.ErrorContext(ctx, "request failed", "error", err, "path", path, "requestId", RequestID(ctx))
	return model.Internal, message.InternalFailure
}

// mutates reports whether the current operation is a mutation.
func mutates(ctx context.Context) bool {
	if !graphql.HasOperationContext(ctx) {
		return false
	}
	op := graphql.GetOperationContext(ctx).Operation
	return op != nil && op.Operation == ast.Mutation
}

// validatorMessage returns the message of the parser or the validator, rewritten where it is unclear. It also returns
// the path of the variable that the error is about.
func validatorMessage(err *gqlerror.Error) (sentence message.Sentence, variable []any) {
	if err.Message == "operation  not found" {
		return message.SeveralOperations, nil
	}
	if len(err.Path) < 2 || err.Path[0] != ast.PathName("variable") {
		return message.Verbatim(err.Message), nil
	}
	return message.InVariable(err.Path[1:].String(), err.Message), steps(err.Path[1:])
}

// locations returns the position of an error's field in the document.
func locations(ctx context.Context, err *gqlerror.Error) []gqlerror.Location {
	fc := graphql.GetFieldContext(ctx)
	if len(err.Locations) > 0 || fc == nil || fc.Field.Field == nil || fc.Field.Position == nil {
		return err.Locations
	}
	return []gqlerror.Location{{Line: fc.Field.Position.Line, Column: fc.Field.Position.Column}}
}

// isArgument reports whether a path leads into the arguments of the current field. The executor reports an invalid
// argument by such a path.
func isArgument(ctx context.Context, path ast.Path) bool {
	argument, _ := splitArgument(ctx, path)
	return len(argument) > 0
}

// splitArgument splits a path into the path of the current field and the rest, which is the argument's.
func splitArgument(ctx context.Context, path ast.Path) (argument []any, field ast.Path) {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil {
		return nil, path
	}
	at := fc.Path()
	return steps(path[min(len(at), len(path)):]), at
}

type requestIDKey struct{}

// RequestID returns the identifier of the request. It stands in the request's errors, in its log lines and in the
// header X-Request-Id.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func newRequestID() string { return rand.Text()[:16] }

// requestIDs matches the identifiers that a client may give a request. They are long enough for tracing tools and
// safe to log.
var requestIDs = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`)

// requestIDOf returns the identifier that the client gave the request, or a new one.
func requestIDOf(r *http.Request) string {
	if given := r.Header.Values("X-Request-Id"); len(given) == 1 && requestIDs.MatchString(given[0]) {
		return given[0]
	}
	return newRequestID()
}
