package web

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
	"path"
	"regexp"
	"strings"
)

//go:embed operations/*.graphql
var operationFiles embed.FS

// viewerOperation is the operation that fetches the viewer, for each request with a cookie or a token.
const viewerOperation = "WhoAsks"

// operations are the GraphQL documents of the pages, by operation name, with the fragments that they use.
type operations map[string]string

var (
	definition = regexp.MustCompile(`(?m)^(query|mutation|subscription|fragment) (\w+)[\s\S]*?^}\n?`)
	spread     = regexp.MustCompile(`\.\.\.(\w+)`)
)

// readOperations parses the embedded documents.
func readOperations() (operations, error) {
	files, err := fs.Glob(operationFiles, "operations/*.graphql")
	if err != nil {
		return nil, err
	}
	all, fragments := operations{}, map[string]string{}
	for _, name := range files {
		text, err := operationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, d := range definition.FindAllStringSubmatch(string(text), -1) {
			into := all
			if d[1] == "fragment" {
				into = fragments
			}
			if _, twice := into[d[2]]; twice {
				return nil, fmt.Errorf("%s defines %s a second time", path.Base(name), d[2])
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

// vars are the variables of an operation. Nil values are omitted.
type vars map[string]any

// problem is an error of the API.
type problem struct {
	Status  int
	Code    string
	Message string   // in the language of the request
	Wait    string   // value of Retry-After, in seconds; may be empty
	Field   []string // of a variable that the API could not read
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Message) }

// errNotFound reports that a page does not exist, or that the viewer may not see it.
var errNotFound = &problem{Status: http.StatusNotFound, Code: "NOT_FOUND"}

// statusOf maps error codes of the API to HTTP statuses.
var statusOf = map[string]int{
	"NOT_FOUND": http.StatusNotFound, "UNAUTHENTICATED": http.StatusUnauthorized, "FORBIDDEN": http.StatusForbidden,
	"BAD_USER_INPUT": http.StatusBadRequest, "RATE_LIMITED": http.StatusTooManyRequests,
	"LIMIT_EXCEEDED": http.StatusUnprocessableEntity, "COST_EXCEEDED": http.StatusUnprocessableEntity,
	"TIMEOUT": http.StatusServiceUnavailable, "UNAVAILABLE": http.StatusServiceUnavailable,
}

// execute executes an operation of the API with the credentials of the request, and decodes its data. An error of the
// API is returned as a *problem. Data that came with it is decoded all the same.
func (q *request) execute(operation string, variables vars, into any) error {
	document, is := q.site.operations[operation]
	if !is {
		return fmt.Errorf("no operation is called %s", operation)
	}
	for name, value := range variables {
		if value == nil {
			delete(variables, name)
		}
	}
	if q.known != "" && strings.HasPrefix(document, "query") { // the page shows an earlier state of knowledge
		document = strings.Replace(document, "{", fmt.Sprintf("@asKnownAt(at: %q) {", q.known), 1)
	}
	body, err := json.Marshal(map[string]any{
		"query": document, "operationName": operation, "variables": variables,
		"extensions": map[string]any{"position": operation == viewerOperation},
	})
	if err != nil {
		return err
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	q.site.API.ServeHTTP(answer, q.toAPI(body))
	return q.decode(answer, into)
}

// toAPI returns a request to the API with the headers and the client address of this one.
func (q *request) toAPI(body []byte) *http.Request {
	r := q.http.Clone(q.http.Context())
	r.Method, r.URL, r.Body = http.MethodPost, &url.URL{Path: "/graphql"}, io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	r.Header.Set("Accept-Language", string(q.lang.Tag()))
	for _, of := range []string{"If-None-Match", "Content-Encoding", "Accept-Encoding", "Upgrade"} {
		r.Header.Del(of)
	}
	return r
}

// decode parses a response of the API.
func (q *request) decode(answer *recorder, into any) error {
	var said struct {
		Data       json.RawMessage
		Extensions struct{ Position *string }
		Errors     []struct {
			Message    string
			Extensions struct {
				Code     string
				Variable []any
			}
		}
	}
	if err := json.Unmarshal(answer.body.Bytes(), &said); err != nil {
		return fmt.Errorf("the API answered %d without JSON: %w", answer.status, err)
	}
	if said.Extensions.Position != nil {
		q.position = *said.Extensions.Position
	}
	var failed error
	if len(said.Errors) > 0 {
		first := said.Errors[0]
		p := &problem{
			Status: statusOf[first.Extensions.Code], Code: first.Extensions.Code, Message: first.Message,
			Wait: answer.header.Get("Retry-After"),
		}
		for _, part := range first.Extensions.Variable {
			p.Field = append(p.Field, fmt.Sprint(part))
		}
		if answer.status == http.StatusServiceUnavailable || p.Status == 0 {
			p.Status = max(answer.status, http.StatusInternalServerError)
		}
		failed = p
	}
	if len(said.Data) > 0 && string(said.Data) != "null" {
		failed = errors.Join(failed, json.Unmarshal(said.Data, into))
	}
	return failed
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
