package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/request"
	"maillage/graph/stream"
)

// Handler serves the API over HTTP, by the GraphQL-over-HTTP specification:
// queries by GET and POST, one operation a request, JSON only.
type Handler struct {
	exec     *executor.Executor
	config   Config
	streams  *stream.Handler
	parsed   graphql.Cache[*ast.QueryDocument]
	inFlight chan struct{}
}

// The media types of answers. The first has status codes that mean something;
// the second, for older clients, answers 200 to every well-formed request.
const (
	mediaResponse = "application/graphql-response+json"
	mediaJSON     = "application/json"
)

// response is an answer; one that was never executed has no data at all.
type response struct {
	Data     json.RawMessage
	Errors   gqlerror.List
	executed bool
	status   int // unless 0, whatever the media type
}

// encode writes the answer as JSON on a line, with < and > as they are.
func (r *response) encode() ([]byte, error) {
	type refusal struct {
		Errors gqlerror.List `json:"errors"`
	}
	type answer struct {
		Data   json.RawMessage `json:"data"`
		Errors gqlerror.List   `json:"errors,omitempty"`
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	var err error
	if r.executed {
		err = e.Encode(answer{r.Data, r.Errors})
	} else {
		err = e.Encode(refusal{r.Errors})
	}
	return body.Bytes(), err
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if stream.IsWebSocket(r) || stream.IsSSE(r) {
		h.streams.ServeHTTP(w, r.WithContext(spoken(r.Context(), w, r)))
		return
	}
	ctx, media := h.begin(w, r)
	ctx, refused := h.identify(ctx, r)
	if refused != nil {
		switch refused.status {
		case http.StatusUnauthorized:
			w.Header().Set("WWW-Authenticate", `Bearer realm="maillage"`)
		case http.StatusServiceUnavailable:
			w.Header().Set("Retry-After", "1")
		}
		h.write(ctx, w, media, refused.status, refused)
		return
	}
	params, problem := h.read(w, r)
	if problem != nil {
		code := BadUserInput
		if problem.Status == http.StatusRequestEntityTooLarge {
			code = LimitExceeded
		}
		h.write(ctx, w, media, problem.Status, refusal(ctx, code, problem.Sentence))
		return
	}
	select {
	case h.inFlight <- struct{}{}:
		defer func() { <-h.inFlight }()
	default:
		w.Header().Set("Retry-After", "1")
		h.write(ctx, w, media, http.StatusServiceUnavailable, refusal(ctx, LimitExceeded, "the server is busy; try again"))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, h.config.Deadline)
	defer cancel()
	answer := h.run(ctx, params)
	h.write(ctx, w, media, answer.statusFor(media), answer)
}

// Shutdown ends the connections that stay open.
func (h *Handler) Shutdown(ctx context.Context) error { return h.streams.Shutdown(ctx) }

// begin gives a request its identifier, and its answer the headers that every
// answer has.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) (ctx context.Context, media string) {
	ctx = context.WithValue(spoken(r.Context(), w, r), requestIDKey{}, newRequestID())
	w.Header().Set("X-Request-Id", RequestID(ctx))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store") // an answer is for whoever asked
	w.Header().Add("Vary", "Accept")
	return ctx, accepted(r.Header.Values("Accept"))
}

// RefuseCrossSite answers a request that a browser sent for another site.
func (h *Handler) RefuseCrossSite(w http.ResponseWriter, r *http.Request) {
	ctx, media := h.begin(w, r)
	h.write(ctx, w, media, http.StatusForbidden, refusal(ctx, Forbidden, "a page of another site cannot ask this hub"))
}

// statusFor is the status code of an answer: older clients get 200 for every
// well-formed request, however it went.
func (r *response) statusFor(media string) int {
	switch {
	case r.status != 0:
		return r.status
	case !r.executed && media == mediaResponse:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// read takes the operation out of a request.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *request.Problem) {
	asked, problem := request.Read(w, r, h.config.Limits.Body)
	if problem != nil {
		return nil, problem
	}
	if r.Method == http.MethodGet && !onlyQueries(asked.Query) {
		w.Header().Set("Allow", "POST")
		return nil, &request.Problem{Status: http.StatusMethodNotAllowed, Sentence: "only queries are asked by GET"}
	}
	params := &graphql.RawParams{Query: asked.Query, OperationName: asked.OperationName, Extensions: asked.Extensions, Headers: r.Header}
	params.Variables, _ = exact(asked.Variables).(map[string]any)
	return params, nil
}

// onlyQueries tells whether a document has no mutation and no subscription. A
// document that cannot be read is left for the executor to refuse.
func onlyQueries(document string) bool {
	parsed, err := parse(document)
	if err != nil {
		return true
	}
	for _, op := range parsed.Operations {
		if op.Operation != ast.Query {
			return false
		}
	}
	return true
}

func refusal(ctx context.Context, code Code, sentence string, args ...any) *response {
	return &response{Errors: gqlerror.List{{Message: Language(ctx).Say(sentence, args...), Extensions: map[string]any{"code": code, "requestId": RequestID(ctx)}}}}
}

func (h *Handler) write(ctx context.Context, w http.ResponseWriter, media string, status int, answer *response) {
	body, err := answer.encode()
	if err != nil {
		h.config.Log.ErrorContext(ctx, "answer could not be written", "error", err, "requestId", RequestID(ctx))
		h.write(ctx, w, media, http.StatusInternalServerError, refusal(ctx, Internal, "the answer could not be written"))
		return
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone; nobody is left to tell
}
