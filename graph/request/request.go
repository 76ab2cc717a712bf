// Package request reads GraphQL operations out of what clients send: UTF-8
// without NUL, one JSON value, numbers kept exact, by HTTP or from a message. And
// how clients say in which form they would have the answer.
package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Params are one operation that a client asks for.
type Params struct {
	Query         string
	Document      string // instead of a query, the SHA-256 of a persisted one, in lower-case hexadecimal
	ReadOnly      bool   // came by GET, which changes nothing
	OperationName string
	Variables     map[string]any // numbers are json.Number, whole ones without a fraction or an exponent
	Extensions    map[string]any
}

// PersistedQuery is the extension that names a document by its hash; a request
// that has it needs no query.
const PersistedQuery = "persistedQuery"

// Hashed tells whether the request names its document by a hash.
func (p *Params) Hashed() bool {
	_, is := p.Extensions[PersistedQuery]
	return is
}

// What is wrong with what came, in constant words: nothing of it is repeated.
var (
	ErrText   = errors.New("the request is UTF-8 without the character NUL, and without half of a surrogate pair")
	ErrParams = errors.New(
		"the body is one JSON object with `query` or `documentId`, and `variables`, `operationName` and `extensions` where needed",
	)
	ErrBatch = errors.New(
		"several operations at once are not taken: the body is one JSON object with one operation; root fields of one document are answered together",
	)
	ErrQuery  = errors.New("the request has no `query` and no `documentId`")
	ErrBoth   = errors.New("the request has a `query` and a `documentId`: one of them says what is asked")
	ErrID     = errors.New("`documentId` is sha256: and the SHA-256 of a persisted document in lower-case hexadecimal")
	errObject = errors.New("`variables` and `extensions` are JSON objects")
	errJSON   = errors.New("not one JSON value")
)

// Parse reads an operation from a JSON object. Names count by the letter, as in
// JSON; others than the four are ignored.
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
	exact(params.Variables)
	switch {
	case id != nil && (query != nil || params.Hashed()):
		return nil, ErrBoth
	case id != nil:
		return params.persisted(*id)
	case (query == nil || *query == "") && params.Hashed():
		return params, nil
	case query == nil:
		return nil, ErrQuery
	case !Readable([]byte(*query)): // its strings may write the same in GraphQL's own escapes
		return nil, ErrText
	}
	params.Query = *query
	return params, nil
}

// persisted reads the identifier of a persisted document.
func (p *Params) persisted(id string) (*Params, error) {
	hash, is := strings.CutPrefix(id, "sha256:")
	if !is || len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, ErrID
	}
	p.Document = hash
	return p, nil
}

// Decode reads one JSON value, and nothing after it; numbers stay exact.
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

// Readable tells whether a text is UTF-8 of whole characters without NUL, which
// no database keeps in a text; none is written as an escape either, of JSON or of
// GraphQL.
func Readable(text []byte) bool {
	return utf8.Valid(text) && bytes.IndexByte(text, 0) < 0 && wholeEscapes(text)
}

// escape is a backslash with what belongs to it: a surrogate pair is one, and so
// is a backslash after another, which makes what follows mere letters. Braces are
// GraphQL's own.
var escape = regexp.MustCompile(
	`(?s)\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{0*\}|\\.`,
)

// wholeEscapes tells whether no escape is NUL or half of a surrogate pair.
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
