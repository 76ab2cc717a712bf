package request_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/internal/gqlserver/request"
)

// valuesOf parses a body whose variables hold this JSON.
func valuesOf(t *testing.T, variables string) *request.Problem {
	t.Helper()
	body := `{"query":"{a}","variables":{"v":` + variables + `}}`
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	_, problem := request.Read(httptest.NewRecorder(), r, 4<<20)
	return problem
}

func TestRead_CountsValuesAndNotWhatTextsSay(t *testing.T) {
	// Two objects, the comma between them, and the list are values of their own.
	list := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]" }
	if problem := valuesOf(t, list(50_000-3)); problem != nil {
		t.Errorf("50,000 values: %+v", problem)
	}
	for name, variables := range map[string]string{
		"numbers": list(50_000 - 2), "objects": "[" + strings.Repeat(`{},`, 25_000) +
			"{}]", "lists": strings.Repeat("[", 50_000) + strings.Repeat("]", 50_000),
	} {
		problem := valuesOf(t, variables)
		if problem == nil || problem.Status != http.StatusRequestEntityTooLarge || !strings.Contains(
			problem.Error(), "50,000 values",
		) {
			t.Errorf("%s: %+v", name, problem)
		}
	}
	for name, text := range map[string]string{
		"commas": strings.Repeat(",", 60_000), "after a quote": `\"` +
			strings.Repeat(",{[", 30_000), "after a backslash": `\\\"` + strings.Repeat(",", 60_000),
	} {
		if problem := valuesOf(t, `"`+text+`"`); problem != nil {
			t.Errorf("a text of %s: %+v", name, problem)
		}
	}
}
