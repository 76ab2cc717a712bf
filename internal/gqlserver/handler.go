// Package gqlserver serves GraphQL over HTTP, WebSocket and SSE. It turns the bytes of a request into those of its
// response.
// It parses, validates, prices and admits operations, and caches responses. The resolvers are those of package graph.
package gqlserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph"
	"maillage/graph/model"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/feed"
	"maillage/internal/gen/exec"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/gqlserver/stream"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lru"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/webhook"
)

// Config holds the dependencies and settings of the API.
type Config struct {
	Reader      *relay.Reader
	Network     *snapshot.Source
	Editor      *edit.Editor
	Ledger      *ledger.Ledger
	Contacts    *contact.Contacts
	Identity    *identity.Identity // manages accounts; Viewers authenticates requests
	Webhooks    *webhook.Webhooks
	Imports     *imports.Imports
	Viewers     Viewers
	Log         *slog.Logger
	IsTransient func(error) bool // reports whether an error is transient; nil is never
	Limits      Limits
	Streams     stream.Limits    // of WebSockets and SSE; zero values are the defaults
	Deadline    time.Duration    // of one request
	Admission   admission.Config // how much clients may use
	Operations  Operations       // persisted operations; nil is none
	Now         func() time.Time // the clock; nil is time.Now
	CacheBytes  int64            // bytes of the response cache; 0 is none
	// MayConnect reports whether a page of another site may open a WebSocket or an SSE stream; nil is never.
	MayConnect func(*http.Request) bool
	// StorageFault returns what is wrong with the database's storage; is is false for any other error. Nil is never.
	StorageFault func(error) (fault message.Sentence, is bool)
}

// parsedDocuments is how many parsed and validated documents are cached.
const parsedDocuments = 200

// parsedCache caches parsed and validated documents by their text, for the executor.
type parsedCache struct {
	documents *lru.Cache[string, *ast.QueryDocument]
}

func (c parsedCache) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	return c.documents.Get(text)
}

func (c parsedCache) Add(_ context.Context, text string, document *ast.QueryDocument) {
	c.documents.Add(text, document)
}

// New returns the API.
func New(c Config) *Handler {
	if c.IsTransient == nil {
		c.IsTransient = func(error) bool { return false }
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.StorageFault == nil {
		c.StorageFault = func(error) (message.Sentence, bool) { return message.Sentence{}, false }
	}
	h := &Handler{
		config: c, gate: admission.New(c.Admission), downloads: newDownloadGate(c.Admission),
		uploads: newUploadGate(c.Admission),
		cache:   newResponseCache(c.CacheBytes), apq: newAPQStore(),
		parsed: parsedCache{lru.New[string, *ast.QueryDocument](parsedDocuments)}, renderings: newRenderings(),
	}
	h.exec = h.executor(&graph.Resolver{
		Reader: c.Reader, Network: c.Network, Editor: c.Editor, Ledger: c.Ledger, Contacts: c.Contacts,
		Identity: c.Identity, Webhooks: c.Webhooks, Imports: c.Imports, IsTransient: c.IsTransient, Now: c.Now,
	})
	h.streams = stream.New(streams{h}, c.Streams, c.MayConnect)
	return h
}

// executor returns an executor of operations with a resolver.
func (h *Handler) executor(r *graph.Resolver) *executor.Executor {
	e := executor.New(exec.New(r))
	e.SetQueryCache(h.parsed)
	e.SetDefaultRulesFn(documentRules)
	e.SetParserTokenLimit(h.config.Limits.Tokens)
	e.SetErrorPresenter(presenter(h.config.Log, h.config.IsTransient, h.config.StorageFault))
	e.SetRecoverFunc(panicError)
	e.Use(extension.Introspection{})
	e.Use(&limiter{limits: h.config.Limits})
	e.Use(variableChecks{})
	return e
}

// panicError turns a panic into an error that the presenter logs.
func panicError(_ context.Context, cause any) error {
	if err, ok := cause.(error); ok && errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
}

// recovered logs a panic that nothing else caught, and returns a response for it. No panic closes the connection of
// its request.
func (h *Handler) recovered(ctx context.Context, cause any) *response {
	h.config.Log.ErrorContext(ctx, "request failed", "error", panicError(ctx, cause), "requestId", RequestID(ctx))
	return errorResponse(ctx, model.Internal, message.InternalFailure)
}

// SDL returns the schema as text.
func SDL() string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(graph.Schema)
	return text.String()
}

// execute validates, charges and runs an operation. It runs one with @asKnownAt at its moment.
func (h *Handler) execute(ctx context.Context, e *executor.Executor, params *graphql.RawParams) *response {
	ctx, budget := relay.WithBudget(graphql.StartOperationTrace(ctx), h.config.Limits.Records)
	op, errs := e.CreateOperationContext(ctx, params)
	if errs != nil {
		all := allVariableErrors(ctx, op, params.Variables, errs)
		return &response{Errors: e.DispatchError(graphql.WithOperationContext(ctx, op), all).Errors}
	}
	cost := costOf(ctx)
	cost.write = op.Operation.Operation == ast.Mutation
	if refused := mayRun(ctx, op.Operation.Operation, cost.survey); refused != nil {
		return refused
	}
	if stop := h.debit(ctx, cost); stop != nil {
		return stop
	}
	if cost.visit != nil && cost.requested >= heavyCost {
		if err := cost.visit.Heavy(ctx); err != nil {
			return h.notAdmitted(ctx, err)
		}
	}
	if e == h.exec && op.Operation.Directives.ForName(asKnownAt) != nil {
		return h.executeAt(ctx, op, params)
	}
	ctx = relay.WithMemo(ctx)
	if op.Operation.Operation == ast.Query {
		ctx = snapshot.Pinned(ctx, cost.survey.volatile)
	}
	responses, ctx := e.DispatchOperation(ctx, op)
	answer := responses(ctx) // nil when the deadline passed before it began
	if op.Operation.Operation == ast.Mutation {
		_ = h.config.Network.CatchUp(ctx) // after an error, readers wait and report it
	}
	cost.actual = budget.Used()
	several := mutates(ctx) // each field reports by itself: what one has done stays done if the next fails
	if answer == nil || !several && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		late := errorResponse(ctx, model.Timeout, tooLong(op.Operation.Operation, h.config.Deadline))
		late.status = http.StatusServiceUnavailable
		return late
	}
	if !several && budget.Spent() {
		return errorResponse(ctx, model.CostExceeded, message.TooManyRecords(h.config.Limits.Records))
	}
	sortErrors(answer.Errors)
	told := &response{
		Data: answer.Data, Errors: answer.Errors, executed: true, status: storageStatus(answer.Errors),
		lasting: op.Operation.Operation == ast.Query && !cost.survey.volatile,
	}
	if cost.wantsPosition {
		position, err := h.positionOf(ctx, e)
		if err != nil {
			return h.failed(ctx, err)
		}
		told.Extensions = map[string]any{positionKey: position}
	}
	return told
}

// positionKey is the extension by which a client requests the position of the response, and gets it.
const positionKey = "position"

// positionOf returns the cursor of the ledger after which a response's later changes follow. It is nil for a response
// of an earlier moment, and while the ledger is empty.
func (h *Handler) positionOf(ctx context.Context, e *executor.Executor) (*string, error) {
	if e != h.exec {
		return nil, nil
	}
	v, err := h.config.Network.View(ctx)
	if err != nil || v.Position().UID == "" {
		return nil, err
	}
	cursor := h.config.Reader.Sealer.Seal(feed.ChangesList, v.Position().String())
	return &cursor, nil
}

// maxErrors bounds the errors of a response. A hundred fields that conflict make five thousand errors.
const maxErrors = 50

// truncateErrors returns the first maxErrors errors.
func truncateErrors(errs gqlerror.List) gqlerror.List { return errs[:min(len(errs), maxErrors)] }

// sortErrors sorts errors by the position of their fields in the document, since fields are executed in parallel and
// fail in any order.
func sortErrors(errs gqlerror.List) {
	at := func(e *gqlerror.Error) gqlerror.Location {
		if len(e.Locations) > 0 {
			return e.Locations[0]
		}
		return gqlerror.Location{}
	}
	slices.SortStableFunc(errs, func(a, b *gqlerror.Error) int {
		return cmp.Or(
			cmp.Compare(at(a).Line, at(b).Line), cmp.Compare(at(a).Column, at(b).Column),
			cmp.Compare(a.Path.String(), b.Path.String()),
		)
	})
}
