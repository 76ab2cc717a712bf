package gqlserver

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/gqlserver/request"
	"maillage/internal/gqlserver/stream"
	"maillage/internal/locale"
	"maillage/internal/message"
)

// Handler serves the API over HTTP, by the GraphQL-over-HTTP specification: queries by GET and POST, one operation a
// request, JSON only.
type Handler struct {
	exec       *executor.Executor
	config     Config
	streams    *stream.Handler
	parsed     parsedCache
	gate       *admission.Gate
	downloads  *admission.Gate
	uploads    *admission.Gate
	apq        *apqStore
	cache      *responseCache
	renderings *renderings // results that subscriptions share
}

// StaysOpen reports whether the response to a request is a stream.
func StaysOpen(r *http.Request) bool { return stream.IsWebSocket(r) || stream.IsSSE(r) }

// ServeHTTP serves one request of the API.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if StaysOpen(r) {
		r = r.WithContext(negotiateLanguage(r.Context(), w, r))
		h.streams.ServeHTTP(w, withRequestID(w, r))
		return
	}
	ctx, media := h.begin(w, r)
	defer func() {
		if cause := recover(); cause != nil {
			h.write(ctx, w, media, http.StatusInternalServerError, h.recovered(ctx, cause))
		}
	}()
	if media == "" {
		h.write(
			ctx, w, media, http.StatusNotAcceptable,
			errorResponse(ctx, model.BadUserInput, message.NotAcceptable),
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
	if refused := h.checkBudget(ctx); refused != nil {
		h.refuse(ctx, w, media, refused)
		return
	}
	most, flag := h.config.Limits.bodyLimit(access.From(ctx))
	req, problem := request.Read(w, r, most)
	switch {
	case problem == request.TooLarge:
		h.refuse(ctx, w, media, tooLarge(ctx, message.BodyTooLarge(most>>10, flag)))
		return
	case problem != nil:
		h.refuse(ctx, w, media, badRequest(ctx, problem))
		return
	case int64(len(req.Query)) > h.config.Limits.Body: // documents are cached in memory, variables are not
		h.refuse(
			ctx, w, media,
			tooLarge(ctx, message.DocumentTooLarge(h.config.Limits.Body>>10)),
		)
		return
	}
	h.serveAdmitted(ctx, w, r, media, req)()
}

// serveAdmitted runs an operation in a place of the admission control, and returns the function that sends the
// response. A client that reads slowly therefore holds no place.
func (h *Handler) serveAdmitted(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, req *request.Params,
) (send func()) {
	visit, err := h.gate.Enter(ctx, client(ctx))
	if err != nil {
		return func() { h.refuse(ctx, w, media, h.notAdmitted(ctx, err)) }
	}
	defer visit.Leave()
	params, refused := h.read(ctx, w, r, req)
	if refused != nil {
		return func() { h.refuse(ctx, w, media, refused) }
	}
	if r.Method == http.MethodGet {
		ctx = withGet(ctx)
	}
	return h.respond(ctx, w, r, media, params, visit)
}

// refuse sends a response without data. It delays one that the client could repeat at once.
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

// notAdmitted returns the response for an operation that the admission control refused.
func (h *Handler) notAdmitted(ctx context.Context, err error) *response {
	switch {
	case errors.Is(err, admission.ErrClientBusy):
		h.gate.Spend(client(ctx), refusedCost)
		refused := errorResponse(ctx, model.RateLimited, message.ClientBusy)
		refused.status, refused.wait, refused.hold = http.StatusTooManyRequests, time.Second, true
		return refused
	case errors.Is(err, admission.ErrBusy):
		h.gate.Spend(client(ctx), refusedCost)
		refused := errorResponse(ctx, model.LimitExceeded, message.ServerBusy)
		refused.status, refused.wait, refused.hold = http.StatusServiceUnavailable, time.Second, true
		return refused
	}
	return h.failed(ctx, err)
}

// respond takes the response from the cache, or executes the operation.
func (h *Handler) respond(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, params *graphql.RawParams,
	visit *admission.Visit,
) (send func()) {
	q := h.cacheable(ctx, media, params)
	if q != nil {
		if r.Method == http.MethodGet && matches(r.Header.Values("If-None-Match"), q.key.etag(), false) {
			return func() { h.notModified(ctx, w, q) }
		}
		if body, kept := h.cache.entries.Get(q.key); kept {
			h.gate.Spend(client(ctx), cachedCost)
			return func() { h.sendCached(ctx, w, r, media, q, body) }
		}
	}
	current := q != nil && h.config.Network.CaughtUpWith(q.mark) // else derived values may be older
	answer := h.run(ctx, params, visit)
	body, err := answer.encode()
	switch {
	case err != nil:
		return func() { h.write(ctx, w, media, answer.statusFor(media), answer) }
	case current && h.mayCache(ctx, q, answer):
		h.cache.entries.Keep(q.key, body, int64(len(body))+entryBytes)
		return func() { h.sendCached(ctx, w, r, media, q, body) }
	case !answer.executed:
		return func() { h.refuse(ctx, w, media, answer) }
	}
	return func() { h.send(ctx, w, media, answer.statusFor(media), body, answer) }
}

// notModified sends status 304: the client's cached response is still valid.
func (h *Handler) notModified(ctx context.Context, w http.ResponseWriter, q *cacheable) {
	h.gate.Spend(client(ctx), cachedCost)
	setCacheHeaders(ctx, w, q)
	h.rateHeaders(ctx, w.Header(), nil)
	w.WriteHeader(http.StatusNotModified)
}

// sendCached sends a cached response. It sends 304 to a client that asked by If-None-Match for any response but the
// one it has.
func (h *Handler) sendCached(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, q *cacheable, body []byte,
) {
	if r.Method == http.MethodGet {
		setCacheHeaders(ctx, w, q)
		if matches(r.Header.Values("If-None-Match"), q.key.etag(), true) {
			h.notModified(ctx, w, q)
			return
		}
	}
	h.send(ctx, w, media, http.StatusOK, body, nil)
}

// The budgets of requests that are not operations.
const (
	Files       = "files"
	Credentials = "credentials" // credentials in the path, and wrong tokens and logins
)

// Admit charges a request to the address that it comes from, in the budget that the argument what names. When that
// budget is spent, it sends the response itself and returns false.
func (h *Handler) Admit(w http.ResponseWriter, r *http.Request, what string) bool {
	address := what + " of " + h.config.Viewers.Address(r)
	if s, counted := h.gate.State(address); counted && s.Remaining <= 0 {
		ctx, media := h.begin(w, r)
		refused := errorResponse(ctx, model.RateLimited, message.BudgetSpent(s.Limit, 1))
		refused.status, refused.wait, refused.hold = http.StatusTooManyRequests, time.Second, true
		h.refuse(ctx, w, media, refused)
		return false
	}
	h.gate.Spend(address, refusedCost)
	return true
}

// Shutdown ends the open streams.
func (h *Handler) Shutdown(ctx context.Context) error { return h.streams.Shutdown(ctx) }

// begin sets the request's identifier and the headers of every response. It returns an empty media type when the
// client accepts none of ours.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) (ctx context.Context, media string) {
	ctx = context.WithValue(negotiateLanguage(r.Context(), w, r), requestIDKey{}, requestIDOf(r))
	w.Header().Set("X-Request-Id", RequestID(ctx))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store") // replaced for a cached response
	w.Header().Add("Vary", "Accept, Authorization, Cookie")
	return ctx, request.MediaType(r.Header.Values("Accept"))
}

// RefuseCrossSite answers a request that a browser sent for another site. The error names the origin in the form that
// the setting takes, so that an operator can allow it.
func (h *Handler) RefuseCrossSite(w http.ResponseWriter, r *http.Request) {
	ctx, media := h.begin(w, r)
	refused := errorResponse(ctx, model.Forbidden, message.OtherSiteRefused)
	if page, err := url.Parse(r.Header.Get("Origin")); err == nil && page.Host != "" && len(page.Host) <= longestHost {
		origin := page.Scheme + "://" + page.Host
		refused = errorResponse(ctx, model.Forbidden, message.OriginRefused(origin))
	}
	h.write(ctx, w, media, http.StatusForbidden, refused)
}

// longestHost is the longest host name that an error shows, with its port.
const longestHost = 260

// read resolves the operation of a request, and refuses one that the method or the media type does not allow.
func (h *Handler) read(
	ctx context.Context, w http.ResponseWriter, r *http.Request, req *request.Params,
) (*graphql.RawParams, *response) {
	if refused := h.resolve(ctx, req); refused != nil {
		return nil, refused
	}
	switch h.operationKind(ctx, req.Query, req.OperationName) {
	case ast.Mutation:
		if r.Method == http.MethodGet {
			w.Header().Set("Allow", "POST")
			return nil, badRequest(
				ctx, &request.Problem{Status: http.StatusMethodNotAllowed, Sentence: message.GETRunsQueries},
			)
		}
	case ast.Subscription: // it would hold a place while it waits
		if b, err := newCostRecord(req.Extensions); err == nil && b.dryRun {
			break
		}
		return nil, badRequest(
			ctx,
			&request.Problem{
				Status:   http.StatusNotAcceptable,
				Sentence: message.SubscriptionNotAcceptable,
			},
		)
	}
	params := &graphql.RawParams{
		Query: req.Query, OperationName: req.OperationName, Variables: req.Variables,
		Extensions: req.Extensions, Headers: r.Header,
	}
	return params, nil
}

// write encodes and sends a response.
func (h *Handler) write(ctx context.Context, w http.ResponseWriter, media string, status int, answer *response) {
	body, err := answer.encode()
	if err != nil {
		h.config.Log.ErrorContext(ctx, "answer could not be written", "error", err, "requestId", RequestID(ctx))
		h.write(
			ctx, w, media, http.StatusInternalServerError,
			errorResponse(ctx, model.Internal, message.ResponseUnmade),
		)
		return
	}
	h.send(ctx, w, cmp.Or(media, request.MediaJSON), status, body, answer)
}

// send sends a response that is encoded already.
func (h *Handler) send(
	ctx context.Context, w http.ResponseWriter, media string, status int, body []byte, answer *response,
) {
	h.rateHeaders(ctx, w.Header(), answer)
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error means that the client has disconnected
}

// negotiateLanguage returns the context of a request with the languages of its header, and sets Content-Language in
// the response.
func negotiateLanguage(ctx context.Context, w http.ResponseWriter, r *http.Request) context.Context {
	ctx = locale.WithAccepted(ctx, strings.Join(r.Header.Values("Accept-Language"), ","))
	w.Header().Set("Content-Language", string(locale.OfRequest(ctx).Tag()))
	w.Header().Add("Vary", "Accept-Language")
	return ctx
}
