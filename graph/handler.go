package graph

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
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/admission"
	"maillage/graph/stream"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/gen/exec"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Config is what the API needs.
type Config struct {
	Reader    *relay.Reader
	Network   *snapshot.Source
	Editor    *edit.Editor
	Ledger    *ledger.Ledger
	Contacts  *contact.Contacts
	Identity  *identity.Identity // who may; who asks is what Viewers tell
	Viewers   Viewers
	Log       *slog.Logger
	Passes    func(error) bool // tells a fault of the moment; nil is never
	Limits    Limits
	Streams   stream.Limits    // of connections that stay open; zero values are the defaults
	Deadline  time.Duration    // for one request
	Admission admission.Config // what clients may use
	Documents Documents        // that clients may ask by their hash; nil is none
	Now       func() time.Time // of which today is the day; nil is time.Now
	Kept      int64            // bytes of answers that are kept to be given again; 0 is none
	// MayConnect tells whether a page of another site may open a connection that
	// stays open; nil is never.
	MayConnect func(*http.Request) bool
	// StorageFault returns what is wrong with what the database is stored on, or ""
	// when an error is another; nil is never.
	StorageFault func(error) string
}

// parsedDocuments is how many parsed and validated documents are kept.
const parsedDocuments = 200

// New returns the API.
func New(c Config) *Handler {
	if c.Passes == nil {
		c.Passes = func(error) bool { return false }
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.StorageFault == nil {
		c.StorageFault = func(error) string { return "" }
	}
	h := &Handler{
		config: c, gate: admission.New(c.Admission), answers: newAnswers(c.Kept), hashed: newHashed(),
		parsed: lru.New[*ast.QueryDocument](parsedDocuments), renderings: newRenderings(),
	}
	h.exec = h.executor(&Resolver{
		Reader: c.Reader, Network: c.Network, Editor: c.Editor, Ledger: c.Ledger, Contacts: c.Contacts,
		Identity: c.Identity, Passes: c.Passes, Now: c.Now,
	})
	h.streams = stream.New(streams{h}, c.Streams, c.MayConnect)
	return h
}

// executor executes operations with a resolver.
func (h *Handler) executor(r *Resolver) *executor.Executor {
	e := executor.New(exec.New(r))
	e.SetQueryCache(h.parsed)
	e.SetDefaultRulesFn(documentRules)
	e.SetParserTokenLimit(h.config.Limits.Tokens)
	e.SetErrorPresenter(presenter(h.config.Log, h.config.Passes, h.config.StorageFault))
	e.SetRecoverFunc(recovered)
	e.Use(extension.Introspection{})
	e.Use(&limiter{limits: h.config.Limits})
	e.Use(fitting{})
	return e
}

// recovered turns a panic into an error that the presenter logs.
func recovered(_ context.Context, cause any) error {
	if err, ok := cause.(error); ok && errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
}

// panicked tells of a panic that nothing else caught, and logs it: no request
// breaks off the connection that it came by.
func (h *Handler) panicked(ctx context.Context, cause any) *response {
	h.config.Log.ErrorContext(ctx, "request failed", "error", recovered(ctx, cause), "requestId", RequestID(ctx))
	return refusal(ctx, Internal, wrong)
}

// SDL is the schema as text: the contract of the API.
func SDL() string {
	var text strings.Builder
	formatter.NewFormatter(&text, formatter.WithIndent("  ")).FormatSchema(schema)
	return text.String()
}

func (h *Handler) execute(ctx context.Context, e *executor.Executor, params *graphql.RawParams) *response {
	ctx, budget := relay.WithBudget(graphql.StartOperationTrace(ctx), h.config.Limits.Records)
	op, errs := e.CreateOperationContext(ctx, params)
	if errs != nil {
		return &response{
			Errors: e.DispatchError(
				graphql.WithOperationContext(ctx, op), everyWrong(ctx, op, params.Variables, errs),
			).Errors,
		}
	}
	bill := billOf(ctx)
	bill.write = op.Operation.Operation == ast.Mutation
	if refused := mayRun(ctx, op.Operation.Operation, bill.survey); refused != nil {
		return refused
	}
	if stop := h.charge(ctx, bill); stop != nil {
		return stop
	}
	if bill.visit != nil && bill.requested >= heavyCost {
		if err := bill.visit.Heavy(ctx); err != nil {
			return h.notAdmitted(ctx, err)
		}
	}
	if e == h.exec && op.Operation.Directives.ForName(asKnownAt) != nil {
		return h.then(ctx, op, params)
	}
	ctx = relay.WithMemo(ctx)
	if op.Operation.Operation == ast.Query {
		ctx = snapshot.Pinned(ctx, bill.survey.volatile)
	}
	responses, ctx := e.DispatchOperation(ctx, op)
	answer := responses(ctx) // nil when the time was up before it began
	if op.Operation.Operation == ast.Mutation {
		_ = h.config.Network.CatchUp(ctx) // where it fails, readers wait and find the error
	}
	bill.actual = budget.Used()
	several := mutates(ctx) // each told by itself: what one has done is done, whatever becomes of the next
	if answer == nil || !several && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		late := refusal(ctx, Timeout, tooLong(op.Operation.Operation), h.config.Deadline)
		late.status = http.StatusServiceUnavailable
		return late
	}
	if !several && budget.Spent() {
		return refusal(
			ctx, CostExceeded, "the answer holds more than %d records: ask for shorter pages (`first`) or fewer levels",
			h.config.Limits.Records,
		)
	}
	inOrder(answer.Errors)
	told := &response{
		Data: answer.Data, Errors: answer.Errors, executed: true, status: storageStatus(answer.Errors),
		lasting: op.Operation.Operation == ast.Query && !bill.survey.volatile,
	}
	if bill.placed {
		position, err := h.positionOf(ctx, e)
		if err != nil {
			return h.broken(ctx, err)
		}
		told.Extensions = map[string]any{positionKey: position}
	}
	return told
}

// positionKey names what a client asks for, and is told, in the extensions.
const positionKey = "position"

// positionOf returns the cursor of the ledger from which changes follow an answer; nil for an answer of an earlier
// moment, and while the ledger has no line.
func (h *Handler) positionOf(ctx context.Context, e *executor.Executor) (*string, error) {
	if e != h.exec {
		return nil, nil
	}
	v, err := h.config.Network.View(ctx)
	if err != nil || v.Position().UID == "" {
		return nil, err
	}
	cursor := h.config.Reader.Sealer.Seal(changesList, v.Position().String())
	return &cursor, nil
}

// errorsTold is how many errors of a document are told: a hundred fields that
// conflict make five thousand.
const errorsTold = 50

// few are the first errors of a document.
func few(errs gqlerror.List) gqlerror.List { return errs[:min(len(errs), errorsTold)] }

// inOrder sorts errors by where their fields stand in the document, for fields
// are executed side by side and fail in any order.
func inOrder(errs gqlerror.List) {
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
