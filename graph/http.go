package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Handler serves the API over HTTP, by the GraphQL-over-HTTP specification:
// queries by GET and POST, one operation a request, JSON only.
type Handler struct {
	exec     *executor.Executor
	config   Config
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
	ctx, media := h.begin(w, r)
	ctx, refused := h.identify(ctx, r)
	if refused != nil {
		w.Header().Set("WWW-Authenticate", `Bearer realm="maillage"`)
		h.write(ctx, w, media, refused.status, refused)
		return
	}
	params, status, problem := h.read(w, r)
	if problem != "" {
		code := BadUserInput
		if status == http.StatusRequestEntityTooLarge {
			code = LimitExceeded
		}
		h.write(ctx, w, media, status, refusal(ctx, code, problem))
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

// begin gives a request its identifier, and its answer the headers that every
// answer has.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request) (ctx context.Context, media string) {
	ctx = context.WithValue(r.Context(), requestIDKey{}, newRequestID())
	w.Header().Set("X-Request-Id", RequestID(ctx))
	w.Header().Set("X-Content-Type-Options", "nosniff")
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

// read takes the operation out of a request; problem says, when it is not
// empty, why there is none.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, status int, problem string) {
	var err error
	switch r.Method {
	case http.MethodGet:
		params, err = fromQuery(r)
	case http.MethodPost:
		media, _, mediaErr := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if mediaErr != nil || media != mediaJSON {
			return nil, http.StatusUnsupportedMediaType, "a request by POST has the content type application/json"
		}
		params, err = fromBody(http.MaxBytesReader(w, r.Body, h.config.Limits.Body))
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, http.StatusMethodNotAllowed, "queries are asked by GET or POST"
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge, "the request is larger than the server reads"
	case err != nil:
		return nil, http.StatusBadRequest, err.Error()
	case params.Query == "":
		return nil, http.StatusBadRequest, "the request has no `query`"
	}
	if r.Method == http.MethodGet && !onlyQueries(params.Query) {
		w.Header().Set("Allow", "POST")
		return nil, http.StatusMethodNotAllowed, "only queries are asked by GET"
	}
	params.Variables, _ = exact(params.Variables).(map[string]any)
	params.Headers = r.Header
	return params, http.StatusOK, ""
}

// What is wrong with a request that cannot be read, in constant words: what
// came is never repeated.
var (
	errBody = errors.New("the body is one JSON object with `query`, and `variables`, `operationName` and `extensions` where needed")
	errText = errors.New("the request is UTF-8 without the character NUL")
	errGET  = errors.New("`variables` and `extensions` are JSON objects")
)

func fromBody(body io.Reader) (*graphql.RawParams, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if !readable(string(raw)) {
		return nil, errText
	}
	params := &graphql.RawParams{}
	if err := decode(string(raw), params); err != nil {
		return nil, errBody
	}
	return params, nil
}

func fromQuery(r *http.Request) (*graphql.RawParams, error) {
	values := r.URL.Query()
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" {
			if err := decode(text, into); err != nil {
				return nil, errGET
			}
		}
	}
	if !readable(params.Query + values.Get("variables")) {
		return nil, errText
	}
	return params, nil
}

// readable tells whether a text is UTF-8 without the character NUL, written or
// escaped, which no database keeps in a text.
func readable(text string) bool {
	return utf8.ValidString(text) && !strings.Contains(text, "\x00") && !strings.Contains(text, `\u0000`)
}

// decode reads one JSON value, and nothing after it; numbers stay exact.
func decode(text string, into any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errBody
	}
	return nil
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

func refusal(ctx context.Context, code Code, sentence string) *response {
	return &response{Errors: gqlerror.List{{Message: sentence, Extensions: map[string]any{"code": code, "requestId": RequestID(ctx)}}}}
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
