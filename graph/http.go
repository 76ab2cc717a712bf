package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/admission"
	"maillage/graph/request"
	"maillage/graph/stream"
	"maillage/internal/access"
)

// Handler serves the API over HTTP, by the GraphQL-over-HTTP specification:
// queries by GET and POST, one operation a request, JSON only.
type Handler struct {
	exec       *executor.Executor
	config     Config
	streams    *stream.Handler
	parsed     graphql.Cache[*ast.QueryDocument]
	gate       *admission.Gate
	hashed     *hashed
	answers    *answers
	renderings *renderings // of subscriptions
}

// response is an answer; one that was never executed has no data at all.
type response struct {
	Data       json.RawMessage
	Errors     gqlerror.List
	executed   bool
	lasting    bool // it depends on the ledger alone, and so lasts until that has a new line
	status     int  // unless 0, whatever the media type
	Extensions map[string]any
	wait       time.Duration // before it is worth while to ask again
	hold       bool          // it is sent after a moment, for whoever would repeat it at once
}

// encode writes the answer as JSON on a line, with < and > as they are. The data is JSON already, and is not read again.
func (r *response) encode() ([]byte, error) {
	var rest struct { // of an answer or a refusal
		Errors     gqlerror.List  `json:"errors,omitempty"`
		Extensions map[string]any `json:"extensions,omitempty"`
	}
	rest.Errors, rest.Extensions = r.Errors, r.Extensions
	var written bytes.Buffer
	e := json.NewEncoder(&written)
	e.SetEscapeHTML(false)
	if err := e.Encode(rest); err != nil {
		return nil, err
	}
	if !r.executed {
		return written.Bytes(), nil
	}
	if r.Data == nil { // it failed before it began
		r.Data = json.RawMessage("null")
	}
	body := make([]byte, 0, len(`{"data":`)+len(r.Data)+written.Len()+1)
	body = append(append(body, `{"data":`...), r.Data...)
	after := written.Bytes()[1:] // what stands behind {
	if after[0] != '}' {
		body = append(body, ',')
	}
	return append(body, after...), nil
}

// StaysOpen tells whether what answers a request is sent bit by bit.
func StaysOpen(r *http.Request) bool { return stream.IsWebSocket(r) || stream.IsSSE(r) }

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if StaysOpen(r) {
		r = r.WithContext(spoken(r.Context(), w, r))
		h.streams.ServeHTTP(w, keptOpen(w, r))
		return
	}
	ctx, media := h.begin(w, r)
	defer func() {
		if cause := recover(); cause != nil {
			h.write(ctx, w, media, http.StatusInternalServerError, h.panicked(ctx, cause))
		}
	}()
	if media == "" {
		h.write(
			ctx, w, media, http.StatusNotAcceptable,
			refusal(
				ctx, BadUserInput,
				"what `Accept` takes is not answered here: application/graphql-response+json, application/json or text/event-stream",
			),
		)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, h.config.Deadline)
	defer cancel()
	ctx, refused := h.identify(ctx, r)
	if refused != nil {
		if refused.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="maillage"`)
		}
		h.refuse(ctx, w, media, refused)
		return
	}
	if refused := h.admit(ctx); refused != nil {
		h.refuse(ctx, w, media, refused)
		return
	}
	most, flag := h.config.Limits.bodyLimit(access.From(ctx))
	asked, problem := request.Read(w, r, most)
	switch {
	case problem != nil && problem.Sentence == request.TooLarge:
		h.refuse(ctx, w, media, tooLarge(ctx, "the request is larger than %d KiB, which `%s` sets", most>>10, flag))
		return
	case problem != nil:
		h.refuse(ctx, w, media, unread(ctx, problem))
		return
	case int64(len(asked.Query)) > h.config.Limits.Body: // documents are kept in memory, values are not
		h.refuse(
			ctx, w, media,
			tooLarge(
				ctx, "the document is larger than %d KiB: put its values into `variables`", h.config.Limits.Body>>10,
			),
		)
		return
	}
	h.inPlace(ctx, w, r, media, asked)()
}

// inPlace answers an operation in the place that it gets, and returns what sends
// the answer: a client that reads slowly holds no place.
func (h *Handler) inPlace(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, asked *request.Params,
) (send func()) {
	visit, err := h.gate.Enter(ctx, client(ctx))
	if err != nil {
		return func() { h.refuse(ctx, w, media, h.notAdmitted(ctx, err)) }
	}
	defer visit.Leave()
	params, refused := h.read(ctx, w, r, asked)
	if refused != nil {
		return func() { h.refuse(ctx, w, media, refused) }
	}
	if r.Method == http.MethodGet {
		ctx = asByGet(ctx)
	}
	return h.answer(ctx, w, r, media, params, visit)
}

// refuse sends a response that has no data. One that the client could repeat at
// once, over and over, is held back for a moment.
func (h *Handler) refuse(ctx context.Context, w http.ResponseWriter, media string, refused *response) {
	status := refused.statusFor(media)
	switch {
	case status == http.StatusServiceUnavailable && refused.wait == 0:
		refused.wait = time.Second
	case status == http.StatusMethodNotAllowed && w.Header().Get("Allow") == "":
		w.Header().Set("Allow", "POST")
	}
	if refused.hold {
		h.gate.Hold(ctx, 1)
	}
	h.write(ctx, w, media, status, refused)
}

// notAdmitted refuses an operation that got no place.
func (h *Handler) notAdmitted(ctx context.Context, err error) *response {
	switch {
	case errors.Is(err, admission.ErrClientBusy):
		h.gate.Spend(client(ctx), refusedCost)
		refused := refusal(ctx, RateLimited,
			"too many of your requests are under way: wait for their answers, and try again")
		refused.status, refused.wait, refused.hold = http.StatusTooManyRequests, time.Second, true
		return refused
	case errors.Is(err, admission.ErrBusy):
		h.gate.Spend(client(ctx), refusedCost)
		refused := refusal(ctx, LimitExceeded, "the server is busy; try again")
		refused.status, refused.wait, refused.hold = http.StatusServiceUnavailable, time.Second, true
		return refused
	}
	return h.broken(ctx, err)
}

// answer gives the answer that is kept, or executes the operation.
func (h *Handler) answer(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, params *graphql.RawParams, visit *admission.Visit,
) (send func()) {
	q := h.question(ctx, media, params)
	if q != nil {
		if r.Method == http.MethodGet && matches(r.Header.Values("If-None-Match"), q.key.etag(), false) {
			return func() { h.unchanged(ctx, w, q) }
		}
		if body, kept := h.answers.kept.Get(q.key); kept {
			h.gate.Spend(client(ctx), keptCost)
			return func() { h.give(ctx, w, r, media, q, body) }
		}
	}
	current := q != nil && h.config.Network.Knows(q.mark) // else what is derived may be of before
	answer := h.run(ctx, params, visit)
	body, err := answer.encode()
	switch {
	case err != nil:
		return func() { h.write(ctx, w, media, answer.statusFor(media), answer) }
	case current && h.mayKeep(ctx, q, answer):
		h.answers.kept.Keep(q.key, body, int64(len(body))+entryBytes)
		return func() { h.give(ctx, w, r, media, q, body) }
	case !answer.executed:
		return func() { h.refuse(ctx, w, media, answer) }
	}
	return func() { h.send(ctx, w, media, answer.statusFor(media), body, answer) }
}

// unchanged tells a client that what it has is still the answer.
func (h *Handler) unchanged(ctx context.Context, w http.ResponseWriter, q *question) {
	h.gate.Spend(client(ctx), keptCost)
	tell(ctx, w, q)
	h.rateHeaders(ctx, w.Header(), nil)
	w.WriteHeader(http.StatusNotModified)
}

// give gives an answer that is kept. A client that asks for whatever there is
// but what it has, and has it, is told so.
func (h *Handler) give(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, q *question, body []byte,
) {
	if r.Method == http.MethodGet {
		tell(ctx, w, q)
		if matches(r.Header.Values("If-None-Match"), q.key.etag(), true) {
			h.unchanged(ctx, w, q)
			return
		}
	}
	h.send(ctx, w, media, http.StatusOK, body, nil)
}

// What requests that are no operations are charged for, each in a budget of its own.
const (
	Files       = "files"
	Credentials = "credentials" // in the path; wrong tokens and logins are charged here too
)

// Admit charges a request to the address that it comes from. When the budget of
// the address is spent, it answers the request itself.
func (h *Handler) Admit(w http.ResponseWriter, r *http.Request, what string) bool {
	address := what + " of " + h.config.Viewers.Address(r)
	if s, counted := h.gate.State(address); counted && s.Remaining <= 0 {
		ctx, media := h.begin(w, r)
		refused := refusal(ctx, RateLimited,
			"nothing is left of your budget of %d a minute: try again in %d s", s.Limit, 1)
		refused.status, refused.wait, refused.hold = http.StatusTooManyRequests, time.Second, true
		h.refuse(ctx, w, media, refused)
		return false
	}
	h.gate.Spend(address, refusedCost)
	return true
}

// Shutdown ends the connections that stay open.
func (h *Handler) Shutdown(ctx context.Context) error { return h.streams.Shutdown(ctx) }

// begin gives a request its identifier, and its answer the headers that every
// answer has; media is empty when the client takes none of our types.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) (ctx context.Context, media string) {
	ctx = context.WithValue(spoken(r.Context(), w, r), requestIDKey{}, requestIDOf(r))
	w.Header().Set("X-Request-Id", RequestID(ctx))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store") // unless the answer is kept
	w.Header().Add("Vary", "Accept, Authorization, Cookie")
	return ctx, request.MediaType(r.Header.Values("Accept"))
}

// RefuseCrossSite answers a request that a browser sent for another site. It names the origin as the setting takes it,
// so that whoever runs the hub can allow it.
func (h *Handler) RefuseCrossSite(w http.ResponseWriter, r *http.Request) {
	ctx, media := h.begin(w, r)
	refused := refusal(ctx, Forbidden, "a page of another site cannot ask this hub: `--origins` allows it")
	if page, err := url.Parse(r.Header.Get("Origin")); err == nil && page.Host != "" && len(page.Host) <= longestHost {
		origin := page.Scheme + "://" + page.Host
		refused = refusal(
			ctx, Forbidden, "pages of %[1]s cannot ask this hub: start it with `--origins %[1]s` to allow them", origin,
		)
	}
	h.write(ctx, w, media, http.StatusForbidden, refused)
}

// longestHost is how long the name of a host is at most, with its port.
const longestHost = 260

// statusFor is the status code of an answer: older clients get 200 for every
// well-formed request, however it went.
func (r *response) statusFor(media string) int {
	switch {
	case r.status != 0:
		return r.status
	case !r.executed && media == request.MediaResponse:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// read resolves the document that a request names, and refuses what its method
// or media type cannot ask.
func (h *Handler) read(
	ctx context.Context, w http.ResponseWriter, r *http.Request, asked *request.Params,
) (*graphql.RawParams, *response) {
	if refused := h.resolve(ctx, asked); refused != nil {
		return nil, refused
	}
	switch h.wouldRun(ctx, asked.Query, asked.OperationName) {
	case ast.Mutation:
		if r.Method == http.MethodGet {
			w.Header().Set("Allow", "POST")
			return nil, unread(
				ctx, &request.Problem{Status: http.StatusMethodNotAllowed, Sentence: "only queries are asked by GET"},
			)
		}
	case ast.Subscription: // it would wait for what comes, in the place of others
		if b, err := newBill(asked.Extensions); err == nil && b.dryRun {
			break
		}
		return nil, unread(
			ctx,
			&request.Problem{
				Status:   http.StatusNotAcceptable,
				Sentence: "a subscription is answered as text/event-stream, which `Accept` has to prefer, or over a WebSocket",
			},
		)
	}
	params := &graphql.RawParams{
		Query: asked.Query, OperationName: asked.OperationName, Variables: asked.Variables,
		Extensions: asked.Extensions, Headers: r.Header,
	}
	return params, nil
}

// unread refuses a request that is none.
func unread(ctx context.Context, problem *request.Problem) *response {
	if problem.Status == http.StatusRequestEntityTooLarge {
		return tooLarge(ctx, problem.Sentence)
	}
	refused := refusal(ctx, BadUserInput, problem.Sentence)
	refused.status = problem.Status
	return refused
}

// tooLarge refuses a request that is larger than is read.
func tooLarge(ctx context.Context, sentence string, args ...any) *response {
	refused := refusal(ctx, LimitExceeded, sentence, args...)
	refused.status = http.StatusRequestEntityTooLarge
	return refused
}

func refusal(ctx context.Context, code Code, sentence string, args ...any) *response {
	return &response{
		Errors: gqlerror.List{{
			Message:    Language(ctx).Say(sentence, args...),
			Extensions: map[string]any{"code": code, "requestId": RequestID(ctx)},
		}},
	}
}

func (h *Handler) write(ctx context.Context, w http.ResponseWriter, media string, status int, answer *response) {
	body, err := answer.encode()
	if err != nil {
		h.config.Log.ErrorContext(ctx, "answer could not be written", "error", err, "requestId", RequestID(ctx))
		h.write(
			ctx, w, media, http.StatusInternalServerError, refusal(ctx, Internal, "the answer could not be written"),
		)
		return
	}
	h.send(ctx, w, cmp.Or(media, request.MediaJSON), status, body, answer)
}

// send sends an answer that was written as JSON.
func (h *Handler) send(
	ctx context.Context, w http.ResponseWriter, media string, status int, body []byte, answer *response,
) {
	h.rateHeaders(ctx, w.Header(), answer)
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone; nobody is left to tell
}
