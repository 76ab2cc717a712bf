package request_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/internal/gqlserver/request"
)

func TestAnswer_NegotiatesTheMediaType(t *testing.T) {
	const response, events = request.MediaResponse, request.MediaEvents
	for accept, want := range map[string]string{
		"":                                request.MediaJSON,
		"*/*":                             request.MediaJSON,
		"application/*":                   request.MediaJSON,
		"nonsense//":                      request.MediaJSON,
		"text/html, */*;q=0.8":            request.MediaJSON,
		response:                          response,
		response + "; charset=utf-8, */*": response,
		"application/json, " + response:   request.MediaJSON,
		response + ", application/json":   response,
		response + ";q=0.5, */*;q=0.5":    response,
		"*/*, application/json;q=0.1, " + response + ";q=0.9":       response,
		"*/*;q=0.8, application/json;q=0.1, " + response + ";q=0.9": response,
		"application/json;q=0, */*":                                 response,
		"application/*;q=0, */*":                                    "",
		"application/*;q=0.2, application/json;q=0.1":               response,
		"APPLICATION/JSON;Q=1":                                      request.MediaJSON,
		"text/*":                                                    "",
		events + ";q=0.1, */*":                                      request.MediaJSON,
		events + ", */*":                                            events,
		"application/json;q=0":                                      "",
		"*/*;q=0":                                                   "",
		"text/html":                                                 "",
		"text/html, application/json;q=7":                           "",
		"text/html, application/json;q=NaN":                         "",
	} {
		if got := request.MediaType([]string{accept}); got != want {
			t.Errorf("%q: %q instead of %q", accept, got, want)
		}
	}
	if got := request.MediaType([]string{"application/json;q=0.1", response}); got != response {
		t.Errorf("of two headers: %q", got)
	}
}

func TestAnswer_ABodyIsNotCompressed(t *testing.T) {
	for coding, good := range map[string]bool{
		"": true, "identity": true, "Identity, ": true, "gzip": false, "identity, br": false,
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/", strings.NewReader(`{"query":"{a}"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Content-Encoding", coding)
		w := httptest.NewRecorder()
		_, problem := request.Read(w, r, 200)
		if (problem == nil) != good || !good && (problem.Status != 415 ||
			w.Header().Get("Accept-Encoding") != "identity") {
			t.Errorf("%q: %+v %v", coding, problem, w.Header())
		}
	}
}
