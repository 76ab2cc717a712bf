// Package operations has the GraphQL operations of the pages, and executes them with the API in the same process.
package operations

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"maillage/internal/lexicon"
)

//go:embed *.graphql
var files embed.FS

// Client executes the operations.
type Client struct {
	api       http.Handler
	documents map[string]string // by operation name, with the fragments that they use
}

// New returns a client of an API that executes GraphQL operations sent by POST.
func New(api http.Handler) (*Client, error) {
	documents, err := readDocuments()
	if err != nil {
		return nil, fmt.Errorf("read the operations of the pages: %w", err)
	}
	return &Client{api, documents}, nil
}

var (
	definition = regexp.MustCompile(`(?m)^(query|mutation|subscription|fragment) (\w+)[\s\S]*?^}\n?`)
	spread     = regexp.MustCompile(`\.\.\.(\w+)`)
)

// Document returns the text of an operation.
func (c *Client) Document(operation string) string { return c.documents[operation] }

// readDocuments parses the embedded documents.
func readDocuments() (map[string]string, error) {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		return nil, err
	}
	all, fragments := map[string]string{}, map[string]string{}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, d := range definition.FindAllStringSubmatch(string(text), -1) {
			into := all
			if d[1] == "fragment" {
				into = fragments
			}
			if _, twice := into[d[2]]; twice {
				return nil, fmt.Errorf("%s defines %s a second time", name, d[2])
			}
			into[d[2]] = d[0]
		}
	}
	for name, text := range all {
		all[name] = withFragments(text, fragments)
	}
	return all, nil
}

// withFragments appends the fragments that a document uses, each once.
func withFragments(text string, fragments map[string]string) string {
	added := map[string]bool{}
	for from := 0; from < len(text); {
		part := text[from:]
		from = len(text)
		for _, use := range spread.FindAllStringSubmatch(part, -1) {
			if f, is := fragments[use[1]]; is && !added[use[1]] {
				added[use[1]] = true
				text += f
			}
		}
	}
	return text
}

// Problem is an error of the API.
type Problem struct {
	Status  int
	Code    string
	Message string   // in the language of the request
	Wait    string   // value of Retry-After, in seconds; may be empty
	Field   []string // of a variable that the API could not read
}

func (p *Problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Message) }

// ErrNotFound reports that a page does not exist, or that the viewer may not see it.
var ErrNotFound = &Problem{Status: http.StatusNotFound, Code: "NOT_FOUND"}

// statusOf maps error codes of the API to HTTP statuses.
var statusOf = map[string]int{
	"NOT_FOUND": http.StatusNotFound, "UNAUTHENTICATED": http.StatusUnauthorized, "FORBIDDEN": http.StatusForbidden,
	"BAD_USER_INPUT": http.StatusBadRequest, "GRAPHQL_VALIDATION_FAILED": http.StatusBadRequest,
	"CURSOR_EXPIRED": http.StatusBadRequest, "RATE_LIMITED": http.StatusTooManyRequests,
	"LIMIT_EXCEEDED": http.StatusUnprocessableEntity, "COST_EXCEEDED": http.StatusUnprocessableEntity,
	"TIMEOUT": http.StatusServiceUnavailable, "UNAVAILABLE": http.StatusServiceUnavailable,
}

// Call is one execution of an operation, with the credentials of a request.
type Call struct {
	Request   *http.Request
	Language  lexicon.Language
	Operation string
	Variables map[string]any // nil values are omitted
	AsKnownAt string         // time of the asKnownAt directive of a query; empty for now
	Position  bool           // whether to return the position of the ledger
}

// Execute executes an operation and decodes its data. An error of the API is returned as a *[Problem]. Data that came
// with it is decoded all the same.
func (c *Client) Execute(call Call, into any) (position string, err error) {
	document, is := c.documents[call.Operation]
	if !is {
		return "", fmt.Errorf("no operation is called %s", call.Operation)
	}
	for name, value := range call.Variables {
		if value == nil {
			delete(call.Variables, name)
		}
	}
	if call.AsKnownAt != "" && strings.HasPrefix(document, "query") {
		document = strings.Replace(document, "{", fmt.Sprintf("@asKnownAt(at: %q) {", call.AsKnownAt), 1)
	}
	body, err := json.Marshal(map[string]any{
		"query": document, "operationName": call.Operation, "variables": call.Variables,
		"extensions": map[string]any{"position": call.Position},
	})
	if err != nil {
		return "", err
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	c.api.ServeHTTP(answer, call.toAPI(body))
	return answer.decode(into)
}

// toAPI returns a request to the API with the headers and the client address of the call.
func (c Call) toAPI(body []byte) *http.Request {
	r := c.Request.Clone(c.Request.Context())
	r.Method, r.URL, r.Body = http.MethodPost, &url.URL{Path: "/graphql"}, io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	r.Header.Set("Accept-Language", string(c.Language.Tag()))
	for _, of := range []string{"If-None-Match", "Content-Encoding", "Accept-Encoding", "Upgrade"} {
		r.Header.Del(of)
	}
	return r
}

// recorder records a response of the API.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

// decode parses the response.
func (w *recorder) decode(into any) (position string, err error) {
	var said struct {
		Data       json.RawMessage
		Extensions struct{ Position string }
		Errors     []apiError
	}
	if err := json.Unmarshal(w.body.Bytes(), &said); err != nil {
		return "", fmt.Errorf("the API answered %d without JSON: %w", w.status, err)
	}
	if len(said.Errors) > 0 {
		err = w.problem(said.Errors[0])
	}
	if len(said.Data) > 0 && string(said.Data) != "null" {
		err = errors.Join(err, json.Unmarshal(said.Data, into))
	}
	return said.Extensions.Position, err
}

// apiError is an error in a response of the API.
type apiError struct {
	Message    string
	Extensions struct {
		Code     string
		Variable []any
	}
}

// problem converts the first error of the response.
func (w *recorder) problem(first apiError) *Problem {
	p := &Problem{
		Status: statusOf[first.Extensions.Code], Code: first.Extensions.Code, Message: first.Message,
		Wait: w.header.Get("Retry-After"),
	}
	for _, part := range first.Extensions.Variable {
		p.Field = append(p.Field, fmt.Sprint(part))
	}
	if w.status == http.StatusServiceUnavailable || p.Status == 0 {
		p.Status = max(w.status, http.StatusInternalServerError)
	}
	return p
}
