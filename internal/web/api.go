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

// whoAsks is the operation that each page of somebody who has signed in begins with.
const whoAsks = "WhoAsks"

// operations are the documents of the pages, by the name of their operation, with the fragments that they use.
type operations map[string]string

var (
	definition = regexp.MustCompile(`(?m)^(query|mutation|subscription|fragment) (\w+)[\s\S]*?^}\n?`)
	spread     = regexp.MustCompile(`\.\.\.(\w+)`)
)

// readOperations reads the documents.
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

// vars are the variables of an operation. A value of nil is left out.
type vars map[string]any

// problem is what the API answers instead of data.
type problem struct {
	Status  int
	Code    string
	Message string   // in the language of the request
	Wait    string   // seconds before it is worth while to ask again; may be empty
	Field   []string // of a variable that the API could not read
}

func (p *problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Message) }

// errNotFound says that there is no such page, or that the viewer may not see it.
var errNotFound = &problem{Status: http.StatusNotFound, Code: "NOT_FOUND"}

// statusOf are the codes of the API that pages answer with a status of their own.
var statusOf = map[string]int{
	"NOT_FOUND": http.StatusNotFound, "UNAUTHENTICATED": http.StatusUnauthorized, "FORBIDDEN": http.StatusForbidden,
	"BAD_USER_INPUT": http.StatusBadRequest, "RATE_LIMITED": http.StatusTooManyRequests,
	"LIMIT_EXCEEDED": http.StatusUnprocessableEntity, "COST_EXCEEDED": http.StatusUnprocessableEntity,
	"TIMEOUT": http.StatusServiceUnavailable, "UNAVAILABLE": http.StatusServiceUnavailable,
}

// ask sends an operation to the API, as whoever sent the request, and decodes its data. Any error that the API tells is
// returned as a *problem; the data that came with it is decoded all the same.
func (q *request) ask(operation string, variables vars, into any) error {
	document, is := q.site.operations[operation]
	if !is {
		return fmt.Errorf("no operation is called %s", operation)
	}
	for name, value := range variables {
		if value == nil {
			delete(variables, name)
		}
	}
	if q.known != "" && strings.HasPrefix(document, "query") { // the whole operation is about an earlier moment
		document = strings.Replace(document, "{", fmt.Sprintf("@asKnownAt(at: %q) {", q.known), 1)
	}
	body, err := json.Marshal(map[string]any{
		"query": document, "operationName": operation, "variables": variables,
		"extensions": map[string]any{"position": operation == whoAsks},
	})
	if err != nil {
		return err
	}
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	q.site.API.ServeHTTP(answer, q.toAPI(body))
	return q.decode(answer, into)
}

// toAPI returns a request to the API from where this one came.
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

// decode reads an answer of the API.
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

// recorder keeps an answer of the API.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }
