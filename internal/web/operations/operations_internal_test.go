package operations

import (
	"net/http"
	"testing"
)

func TestProblem_HasTheStatusOfItsCode(t *testing.T) {
	for code, want := range map[string]int{
		"BAD_USER_INPUT": 400, "GRAPHQL_VALIDATION_FAILED": 400, "CURSOR_EXPIRED": 400, "UNAUTHENTICATED": 401,
		"FORBIDDEN": 403, "NOT_FOUND": 404, "LIMIT_EXCEEDED": 422, "COST_EXCEEDED": 422, "RATE_LIMITED": 429,
		"INTERNAL": 500, "TIMEOUT": 503, "UNAVAILABLE": 503,
	} {
		var e apiError
		e.Extensions.Code = code
		if got := (&recorder{status: http.StatusOK}).problem(e).Status; got != want {
			t.Errorf("%s is %d, not %d", code, got, want)
		}
	}
}
