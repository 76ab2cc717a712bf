package gqlserver

import (
	"bytes"
	"context"
	"encoding/json"
	"maillage/internal/message"
	"net/http"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/model"
	"maillage/internal/gqlserver/request"
	"maillage/internal/locale"
)

// response is a GraphQL response. One that was never executed has no data at all.
type response struct {
	Data       json.RawMessage
	Errors     gqlerror.List
	executed   bool
	lasting    bool // it depends on the ledger alone, so it is valid until the ledger has a new line
	status     int  // status code for any media type, unless 0
	Extensions map[string]any
	wait       time.Duration // for Retry-After
	hold       bool          // it is delayed, since the client could repeat it at once
}

// badRequest turns an unparsable request into an error response.
func badRequest(ctx context.Context, problem *request.Problem) *response {
	if problem.Status == http.StatusRequestEntityTooLarge {
		return tooLarge(ctx, problem.Sentence)
	}
	refused := errorResponse(ctx, model.BadUserInput, problem.Sentence)
	refused.status = problem.Status
	return refused
}

// tooLarge returns the response to a request that exceeds a size limit.
func tooLarge(ctx context.Context, sentence message.Sentence) *response {
	refused := errorResponse(ctx, model.LimitExceeded, sentence)
	refused.status = http.StatusRequestEntityTooLarge
	return refused
}

// errorResponse returns a response with one error and no data.
func errorResponse(ctx context.Context, code model.Code, sentence message.Sentence) *response {
	return &response{
		Errors: gqlerror.List{{
			Message:    sentence.In(locale.OfRequest(ctx)),
			Extensions: map[string]any{"code": code, "requestId": RequestID(ctx)},
		}},
	}
}

// statusFor returns the status code of a response. Older clients get 200 for every well-formed request, whatever its
// result.
func (r *response) statusFor(media string) int {
	switch {
	case r.status != 0:
		return r.status
	case !r.executed && media == request.MediaResponse:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// encode returns the response as one line of JSON, without escaping < and >. The data is JSON already and is not
// parsed again.
func (r *response) encode() ([]byte, error) {
	var rest struct { // the members besides data
		Errors     gqlerror.List  `json:"errors,omitempty"`
		Extensions map[string]any `json:"extensions,omitempty"`
	}
	rest.Errors, rest.Extensions = r.Errors, r.Extensions
	var written bytes.Buffer
	e := json.NewEncoder(&written)
	e.SetEscapeHTML(false)
	if err := e.Encode(rest); err != nil {
		return nil, err
	}
	if !r.executed {
		return written.Bytes(), nil
	}
	if r.Data == nil { // it failed before any field ran
		r.Data = json.RawMessage("null")
	}
	body := make([]byte, 0, len(`{"data":`)+len(r.Data)+written.Len()+1)
	body = append(append(body, `{"data":`...), r.Data...)
	after := written.Bytes()[1:] // without the opening brace
	if after[0] != '}' {
		body = append(body, ',')
	}
	return append(body, after...), nil
}
