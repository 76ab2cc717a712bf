package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"maillage/graph/model"
	"maillage/internal/exchange/imports"
	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/message"
)

// importPath is the beginning of the addresses of files and reports of imports.
const importPath = "/imports/"

// The headers that tell how far an upload has come.
const (
	uploadOffset = "Upload-Offset"
	uploadLength = "Upload-Length"
)

// uploads creates imports, takes the bytes of their files and serves their reports.
type uploads struct {
	api     *gqlserver.Handler
	imports *imports.Imports
}

// routes returns the handlers by pattern.
func (u *uploads) routes() map[string]http.Handler {
	return map[string]http.Handler{
		"POST /imports":                   http.HandlerFunc(u.create),
		"OPTIONS /imports":                http.HandlerFunc(u.create), // a preflight, which CORS answers
		"/imports/{id}/file":              http.HandlerFunc(u.file),
		"GET /imports/{id}/report.csv":    u.report("text/csv; charset=utf-8; header=present", u.imports.Report),
		"GET /imports/{id}/report.ndjson": u.report("application/x-ndjson", u.imports.ReportLines),
	}
}

// receiver returns the handler of the files that the pages take from forms.
func (u *uploads) receiver() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT "+importPath+"{id}/file", u.file)
	return mux
}

// createImport is the mutation that POST /imports runs.
const createImport = `mutation ($input: CreateImportInput!) { createImport(input: $input) {
	import { id state name size received contractId uploadPath reportPath expiresAt } replayed
	userErrors { field code message } } }`

// create makes an import as the mutation createImport does, of which the body is the input.
func (u *uploads) create(w http.ResponseWriter, r *http.Request) {
	input, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err != nil || !json.Valid(input) {
		input = []byte("null") // which the API refuses, with the language and headers of its errors
	}
	body, err := json.Marshal(map[string]any{
		"query": createImport, "variables": map[string]json.RawMessage{"input": input},
	})
	if err != nil {
		panic(err) // it was valid JSON
	}
	call := r.Clone(r.Context())
	call.URL, call.Body = &url.URL{Path: "/graphql"}, io.NopCloser(bytes.NewReader(body))
	call.ContentLength = int64(len(body))
	call.Header.Set("Accept", "application/graphql-response+json")
	answer := &buffered{header: w.Header(), status: http.StatusOK}
	u.api.ServeHTTP(answer, call)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	status, said := created(answer)
	if status == http.StatusCreated || status == http.StatusOK {
		var made struct{ ID string }
		if err := json.Unmarshal(said, &made); err != nil {
			panic(err) // it was read from the answer of the API
		}
		w.Header().Set("Location", importPath+made.ID+"/file")
	}
	w.WriteHeader(status)
	_, _ = w.Write(said) // an error means that the client has gone
}

// created converts the answer of the mutation: to the import itself, or to errors of the form of the API's.
func created(answer *buffered) (status int, body []byte) {
	var said struct {
		Data *struct {
			CreateImport *struct {
				Import     json.RawMessage
				Replayed   bool
				UserErrors []struct {
					Field         []string
					Code, Message string
				}
			}
		}
	}
	err := json.Unmarshal(answer.body.Bytes(), &said)
	if err != nil || said.Data == nil || said.Data.CreateImport == nil {
		return answer.status, answer.body.Bytes()
	}
	done := said.Data.CreateImport
	if len(done.UserErrors) == 0 {
		if done.Replayed {
			return http.StatusOK, done.Import
		}
		return http.StatusCreated, done.Import
	}
	status = http.StatusUnprocessableEntity
	var list []any
	for _, wrong := range done.UserErrors {
		if wrong.Code == string(lexicon.UserForbidden) {
			status = http.StatusForbidden
		}
		list = append(list, map[string]any{
			"message": wrong.Message, "extensions": map[string]any{"code": wrong.Code, "field": wrong.Field},
		})
	}
	body, err = json.Marshal(map[string]any{"errors": list})
	if err != nil {
		panic(err) // texts have a form in JSON
	}
	return status, body
}

// buffered keeps a response.
type buffered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffered) Header() http.Header            { return b.header }
func (b *buffered) WriteHeader(status int)         { b.status = status }
func (b *buffered) Write(text []byte) (int, error) { return b.body.Write(text) }

// file takes bytes of a file by PUT, and tells by HEAD how many have come.
func (u *uploads) file(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	u.api.ServeUpload(w, r, func(ctx context.Context, body io.Reader) (any, error) {
		switch r.Method {
		case http.MethodPut:
			if err := u.receive(ctx, r, id, body); err != nil {
				return nil, u.refusal(ctx, id, err)
			}
		case http.MethodHead:
		default:
			return nil, &gqlserver.Refusal{Code: model.BadUserInput, Status: http.StatusMethodNotAllowed,
				Sentence: message.UploadByPUT, Header: map[string]string{"Allow": "HEAD, PUT"}}
		}
		now, err := u.imports.One(ctx, id)
		if err != nil {
			return nil, u.refusal(ctx, id, err)
		}
		w.Header().Set(uploadOffset, strconv.FormatInt(now.Received, 10))
		w.Header().Set(uploadLength, strconv.FormatInt(now.Size, 10))
		return progress{now.ID, now.State, now.Received, now.Size}, nil
	})
}

// progress is the answer to bytes of a file.
type progress struct {
	ID       string              `json:"id"`
	State    lexicon.ImportState `json:"state"`
	Received int64               `json:"received"`
	Size     int64               `json:"size"`
}

// receive adds the bytes of a request to a file. What came before an error is kept.
func (u *uploads) receive(ctx context.Context, r *http.Request, id string, body io.Reader) error {
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return &gqlserver.Refusal{Code: model.BadUserInput, Status: http.StatusUnsupportedMediaType,
			Sentence: message.UploadUncompressed}
	}
	now, err := u.imports.One(ctx, id)
	if err != nil {
		return err
	}
	first, length, ok := contentRange(r, now.Size)
	if !ok {
		return &gqlserver.Refusal{
			Code: model.BadUserInput, Status: http.StatusBadRequest, Sentence: message.UploadRange,
		}
	}
	_, err = u.imports.Receive(ctx, id, first, io.LimitReader(body, length))
	return err
}

// contentRange returns the part of a file that a request has: all of it without Content-Range.
func contentRange(r *http.Request, size int64) (first, length int64, ok bool) {
	given := r.Header.Get("Content-Range")
	if given == "" {
		return 0, size, r.ContentLength <= size
	}
	var last, whole int64
	n, err := fmt.Sscanf(given, "bytes %d-%d/%d", &first, &last, &whole)
	length = last - first + 1
	ok = err == nil && n == 3 && given == fmt.Sprintf("bytes %d-%d/%d", first, last, whole) && first >= 0 &&
		length > 0 && whole == size && last < size && (r.ContentLength < 0 || r.ContentLength == length)
	return first, length, ok
}

// refusal converts an error of package imports.
func (u *uploads) refusal(ctx context.Context, id string, err error) error {
	var offset *imports.OffsetError
	var state *imports.StateError
	refused := &gqlserver.Refusal{Code: model.BadUserInput, Status: http.StatusConflict}
	switch {
	case errors.As(err, new(*imports.NotFoundError)):
		refused.Code, refused.Status, refused.Sentence = model.NotFound, http.StatusNotFound, message.UnknownImport
	case errors.As(err, new(*imports.ForbiddenError)):
		refused.Code, refused.Status, refused.Sentence = model.Forbidden, http.StatusForbidden, message.ImportForbidden
	case errors.As(err, &state):
		refused.Sentence = message.ImportInState(state.State)
	case errors.As(err, &offset):
		refused.Sentence = message.UploadOffset(offset.Received, offset.Size)
		refused.Header = map[string]string{uploadOffset: strconv.FormatInt(offset.Received, 10),
			uploadLength: strconv.FormatInt(offset.Size, 10)}
	default:
		return err
	}
	return refused
}

// report serves a report of what became of each record.
func (u *uploads) report(
	mediaType string, write func(ctx context.Context, id string, l lexicon.Language, out io.Writer) error,
) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.api.ServeDownload(w, r, func(ctx context.Context) (*gqlserver.Download, error) {
			of, err := u.reported(ctx, r.PathValue("id"))
			if err != nil {
				return nil, err
			}
			language, err := reportLanguage(ctx, r)
			if err != nil {
				return nil, err
			}
			name := path.Base(r.URL.Path)
			return &gqlserver.Download{
				Name: of.ID + "-" + name, MediaType: mediaType, Trailers: []string{rowsTrailer},
				Header: map[string]string{"Content-Language": string(language.Tag())},
				Write: func(ctx context.Context, out io.Writer) (map[string]string, error) {
					return map[string]string{rowsTrailer: strconv.Itoa(of.Records)}, write(ctx, of.ID, language, out)
				},
			}, nil
		})
	})
}

// reported returns an import that has a report: once its plan is made, or could not be.
func (u *uploads) reported(ctx context.Context, id string) (imports.Import, error) {
	of, err := u.imports.One(ctx, id)
	switch {
	case errors.As(err, new(*imports.NotFoundError)):
		return of, &gqlserver.DownloadError{
			Code: model.NotFound, Status: http.StatusNotFound, Sentence: message.UnknownImport,
		}
	case err != nil:
		return of, err
	case of.State == lexicon.ImportUploading, of.State == lexicon.ImportPlanning:
		return of, &gqlserver.DownloadError{
			Code: model.BadUserInput, Status: http.StatusConflict, Sentence: message.NoReportYet,
		}
	}
	return of, nil
}

// reportLanguage returns the language of the sentences of a report.
func reportLanguage(ctx context.Context, r *http.Request) (lexicon.Language, error) {
	switch r.URL.Query().Get("lang") {
	case "":
		return locale.OfRequest(ctx), nil
	case "fr":
		return lexicon.French, nil
	case "en":
		return lexicon.English, nil
	}
	return "", &gqlserver.DownloadError{Code: model.BadUserInput, Status: http.StatusBadRequest,
		Argument: []any{"lang"}, Sentence: message.ReportLanguage}
}
