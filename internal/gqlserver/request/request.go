// Package request parses GraphQL requests, from HTTP or from a message of a stream. A request is one JSON value in
// UTF-8 without NUL, and its numbers stay exact. The package also negotiates the media type of the response.
package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"maillage/internal/message"
)

// Params is one GraphQL request.
type Params struct {
	Query         string
	Document      string // instead of Query: the SHA-256 of a persisted operation, in lower-case hexadecimal
	ReadOnly      bool   // came by GET, which may not run a mutation
	OperationName string
	Variables     map[string]any // numbers are json.Number, whole ones without a fraction or an exponent
	Extensions    map[string]any
}

// PersistedQuery is the extension that names an operation by its hash. A request with it needs no query.
const PersistedQuery = "persistedQuery"

// Hashed reports whether the request names its operation by a hash.
func (p *Params) Hashed() bool {
	_, is := p.Extensions[PersistedQuery]
	return is
}

// The errors of parsing. Their messages are constant and repeat nothing of the request.
var (
	ErrText   = &Problem{http.StatusBadRequest, message.NotUTF8}
	ErrParams = &Problem{http.StatusBadRequest, message.NotAGraphQLRequest}
	ErrBatch  = &Problem{http.StatusBadRequest, message.NoBatches}
	ErrQuery  = &Problem{http.StatusBadRequest, message.NoQuery}
	ErrBoth   = &Problem{http.StatusBadRequest, message.QueryAndDocument}
	ErrID     = &Problem{http.StatusBadRequest, message.MalformedDocumentID}
	errObject = &Problem{http.StatusBadRequest, message.NotObjects}
	errJSON   = errors.New("not one JSON value")
)

// Parse reads a request from a JSON object. Names are case-sensitive, as in JSON; unknown members are ignored.
func Parse(object []byte) (*Params, error) {
	if !Readable(object) {
		return nil, ErrText
	}
	if bytes.HasPrefix(bytes.TrimSpace(object), []byte("[")) && json.Valid(object) {
		return nil, ErrBatch
	}
	var members map[string]json.RawMessage
	if err := Decode(object, &members); err != nil || members == nil {
		return nil, ErrParams
	}
	params := &Params{}
	var query, id *string
	for name, into := range map[string]any{
		"query": &query, "documentId": &id, "operationName": &params.OperationName,
		"variables": &params.Variables, "extensions": &params.Extensions,
	} {
		if value, given := members[name]; given && Decode(value, into) != nil {
			return nil, ErrParams
		}
	}
	normalizeIntegers(params.Variables)
	switch {
	case id != nil && (query != nil || params.Hashed()):
		return nil, ErrBoth
	case id != nil:
		return params.persisted(*id)
	case (query == nil || *query == "") && params.Hashed():
		return params, nil
	case query == nil:
		return nil, ErrQuery
	case !Readable([]byte(*query)): // its strings may hold the same characters as GraphQL escapes
		return nil, ErrText
	}
	params.Query = *query
	return params, nil
}

// persisted sets the hash of a persisted operation from a document id, such as sha256:e3b0….
func (p *Params) persisted(id string) (*Params, error) {
	hash, is := strings.CutPrefix(id, "sha256:")
	if !is || len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, ErrID
	}
	p.Document = hash
	return p, nil
}

// Decode reads exactly one JSON value. Its numbers stay exact, as json.Number.
func Decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errJSON
	}
	return nil
}

// Readable reports whether a text is valid UTF-8 without NUL, which no database stores in a text. It also rejects NUL
// and half a surrogate pair as an escape of JSON or GraphQL.
func Readable(text []byte) bool {
	return utf8.Valid(text) && bytes.IndexByte(text, 0) < 0 && wholeEscapes(text)
}

// escape matches one escape sequence. A surrogate pair is one match, and so is an escaped backslash, after which
// letters are plain text. The form with braces is GraphQL's own.
var escape = regexp.MustCompile(
	`(?s)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{0*\}|\\.`,
)

// wholeEscapes reports whether no escape is NUL or half of a surrogate pair.
func wholeEscapes(text []byte) bool {
	if !bytes.Contains(text, []byte(`\u`)) {
		return true
	}
	for _, found := range escape.FindAll(text, -1) {
		switch {
		case found[1] != 'u' || len(found) == 2 || len(found) == 12:
		case found[2] == '{' || string(found[2:]) == "0000":
			return false
		case (found[2] == 'd' || found[2] == 'D') && found[3] >= '8':
			return false
		}
	}
	return true
}
