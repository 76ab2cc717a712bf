package request

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"maillage/internal/message"
)

// Problem is the reason why an HTTP request cannot be read.
type Problem struct {
	Status   int // HTTP status code
	Sentence message.Sentence
}

func (p *Problem) Error() string { return p.Sentence.String() }

// Read parses the operation of a GET or POST request whose body has at most limit bytes. For another method it sets
// the header Allow.
func Read(w http.ResponseWriter, r *http.Request, limit int64) (*Params, *Problem) {
	var params *Params
	var err error
	switch r.Method {
	case http.MethodGet:
		params, err = fromQuery(r)
	case http.MethodPost:
		if problem := unsupported(w, r); problem != nil {
			return nil, problem
		}
		params, err = fromBody(http.MaxBytesReader(w, r.Body, limit))
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, &Problem{http.StatusMethodNotAllowed, message.MethodNotAllowed}
	}
	if err != nil {
		return nil, problemOf(err)
	}
	return params, nil
}

// problemOf returns the problem that an error is: every error of reading a request is one.
func problemOf(err error) *Problem {
	var problem *Problem
	if errors.As(err, &problem) {
		return problem
	}
	return errBody
}

// unsupported rejects a body that is not JSON in UTF-8, or that is compressed.
func unsupported(w http.ResponseWriter, r *http.Request) *Problem {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := params["charset"]
	if err != nil || media != "application/json" || given && !strings.EqualFold(charset, "utf-8") {
		return &Problem{http.StatusUnsupportedMediaType, message.UnsupportedContentType}
	}
	for coding := range strings.SplitSeq(strings.Join(r.Header.Values("Content-Encoding"), ","), ",") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
			w.Header().Set("Accept-Encoding", "identity")
			return &Problem{http.StatusUnsupportedMediaType, message.UnsupportedContentEncoding}
		}
	}
	return nil
}

// TooLarge reports a body with more bytes than the limit.
var TooLarge = &Problem{http.StatusRequestEntityTooLarge, message.RequestTooLarge}

// maxValues bounds the values of a body. Each value costs far more memory than its few bytes.
const maxValues = 50_000

// errValues reports a body with more than maxValues values.
var errValues = &Problem{http.StatusRequestEntityTooLarge, message.TooManyValues}

// manyValues reports whether a JSON text has more than maxValues values and names. It counts commas and opening
// brackets outside strings.
func manyValues(text []byte) bool {
	n, inText := 0, false
	for i := 0; i < len(text) && n <= maxValues; i++ {
		switch c := text[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case !inText && (c == ',' || c == '{' || c == '['):
			n++
		}
	}
	return n > maxValues
}

// errBody reports a body that ended early.
var errBody = &Problem{http.StatusBadRequest, message.BodyCutShort}

// fromBody reads the operation from the body of a POST request.
func fromBody(body io.Reader) (*Params, error) {
	raw, err := io.ReadAll(body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, TooLarge
	case err != nil:
		return nil, errBody
	case manyValues(raw):
		return nil, errValues
	}
	return Parse(raw)
}

// fromQuery reads the operation from the query string of a GET request.
func fromQuery(r *http.Request) (*Params, error) {
	values := r.URL.Query()
	params := &Params{Query: values.Get("query"), OperationName: values.Get("operationName"), ReadOnly: true}
	for name, into := range map[string]*map[string]any{
		"variables": &params.Variables, "extensions": &params.Extensions,
	} {
		text := []byte(values.Get(name))
		switch {
		case !Readable(text):
			return nil, ErrText
		case len(text) > 0 && Decode(text, into) != nil:
			return nil, errObject
		}
	}
	normalizeIntegers(params.Variables)
	id := values.Get("documentId")
	switch {
	case id != "" && (params.Query != "" || params.Hashed()):
		return nil, ErrBoth
	case !Readable([]byte(params.OperationName)):
		return nil, ErrText
	case id != "":
		return params.persisted(id)
	case !values.Has("query") && !params.Hashed():
		return nil, ErrQuery
	case !Readable([]byte(params.Query)):
		return nil, ErrText
	}
	return params, nil
}
