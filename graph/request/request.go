// Package request reads GraphQL operations out of what clients send: UTF-8
// without NUL, one JSON value, numbers kept exact, by HTTP or from a message.
package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Params are one operation that a client asks for.
type Params struct {
	Query         string
	Document      string // instead of a query, the SHA-256 of a persisted one, in lower-case hexadecimal
	ReadOnly      bool   // came by GET, which changes nothing
	OperationName string
	Variables     map[string]any // numbers are json.Number
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
	ErrText   = errors.New("the request is UTF-8 without the character NUL")
	ErrParams = errors.New("the body is one JSON object with `query` or `documentId`, and `variables`, `operationName` and `extensions` where needed")
	ErrBatch  = errors.New("several operations at once are not taken: the body is one JSON object with one operation; root fields of one document are answered together")
	ErrQuery  = errors.New("the request has no `query` and no `documentId`")
	ErrBoth   = errors.New("the request has a `query` and a `documentId`: one of them says what is asked")
	ErrID     = errors.New("`documentId` is sha256: and the SHA-256 of a persisted document in lower-case hexadecimal")
	ErrEmpty  = errors.New("the `query` is empty")
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
	switch {
	case id != nil && (query != nil || params.Hashed()):
		return nil, ErrBoth
	case id != nil:
		return params.persisted(*id)
	case (query == nil || *query == "") && params.Hashed():
		return params, nil
	case query == nil:
		return nil, ErrQuery
	case *query == "":
		return nil, ErrEmpty
	case !Readable([]byte(*query)): // its strings may write NUL in GraphQL's own escapes
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

// Readable tells whether a text is UTF-8 without the character NUL, written or
// escaped, which no database keeps in a text.
func Readable(text []byte) bool {
	return utf8.Valid(text) && bytes.IndexByte(text, 0) < 0 && !escapedNUL(text)
}

// escapedNUL tells whether JSON holds \u0000 as an escape: not after another
// backslash, which would make it the six letters.
func escapedNUL(text []byte) bool {
	for {
		at := bytes.Index(text, []byte(`\u0000`))
		if at < 0 {
			return false
		}
		before := text[:at]
		if slashes := len(before) - len(bytes.TrimRight(before, `\`)); slashes%2 == 0 {
			return true
		}
		text = text[at+2:]
	}
}
