package request

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// Problem is the reason why an HTTP request cannot be read.
type Problem struct {
	Status   int // HTTP status code
	Sentence string
}

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
		return nil, &Problem{http.StatusMethodNotAllowed, "operations are asked by GET or POST"}
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &Problem{http.StatusRequestEntityTooLarge, TooLarge}
	case errors.Is(err, errValues):
		return nil, &Problem{http.StatusRequestEntityTooLarge, err.Error()}
	case err != nil:
		return nil, &Problem{http.StatusBadRequest, err.Error()}
	}
	return params, nil
}

// unsupported rejects a body that is not JSON in UTF-8, or that is compressed.
func unsupported(w http.ResponseWriter, r *http.Request) *Problem {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := params["charset"]
	if err != nil || media != "application/json" || given && !strings.EqualFold(charset, "utf-8") {
		return &Problem{
			http.StatusUnsupportedMediaType, "a request by POST has the content type application/json, in UTF-8",
		}
	}
	for coding := range strings.SplitSeq(strings.Join(r.Header.Values("Content-Encoding"), ","), ",") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
			w.Header().Set("Accept-Encoding", "identity")
			return &Problem{http.StatusUnsupportedMediaType, "a request is sent as it is, without a `Content-Encoding`"}
		}
	}
	return nil
}

// TooLarge is the message for a body with more bytes than the limit.
const TooLarge = "the request is larger than the server reads"

// maxValues bounds the values of a body. Each value costs far more memory than its few bytes.
const maxValues = 50_000

// errValues reports a body with more than maxValues values.
var errValues = errors.New("the request holds more than 50,000 values")

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
var errBody = errors.New("the body could not be read to its end")

// fromBody reads the operation from the body of a POST request.
func fromBody(body io.Reader) (*Params, error) {
	raw, err := io.ReadAll(body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, err
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
