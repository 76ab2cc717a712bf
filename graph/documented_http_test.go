package graph_test

import (
	"regexp"
	"testing"

	"maillage/internal/hub"
)

// postedWithCurl is a request of docs/http.md that shows its answer.
var postedWithCurl = regexp.MustCompile("(?s) -d '(\\{[^\n]*\\})'\n```\n\n```json\n(.*?)```")

func TestDocumentedRequestsAreAnsweredAsDocumented(t *testing.T) {
	h := sqliteDemo(t, hub.Config{})
	found := postedWithCurl.FindAllStringSubmatch(read(t, "../docs/http.md"), -1)
	if len(found) < 2 {
		t.Fatalf("only %d requests show their answers", len(found))
	}
	for _, f := range found {
		a := h.Send(t, request(t, "POST", "/graphql", "", mediaJSON, f[1]))
		if got := requestID.ReplaceAllString(string(a.Body), `"requestId":"…"`); got != f[2] {
			t.Errorf("%s\nis answered %s\nnot %s", f[1], got, f[2])
		}
	}
}
