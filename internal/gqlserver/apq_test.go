package gqlserver_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

func hashOf(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:])
}

// byHash sends a hash, and the query unless it is empty.
func byHash(t *testing.T, h *testhub.Hub, method, query, extension string) testhub.Answer {
	t.Helper()
	extensions := `{"persistedQuery":` + extension + `}`
	if method == http.MethodGet {
		values := url.Values{"extensions": {extensions}}
		if query != "" {
			values.Set("query", query)
		}
		return h.Send(t, testhub.Request(t, method, "/graphql?"+values.Encode(), "", "", ""))
	}
	asked := map[string]any{"extensions": json.RawMessage(extensions)}
	if query != "" {
		asked["query"] = query
	}
	body, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	return h.Send(t, testhub.Request(t, method, "/graphql", "", mediaJSON, string(body)))
}

func version1(query string) string { return `{"version":1,"sha256Hash":"` + hashOf(query) + `"}` }

func TestAPQ_ADocumentSentOnceIsAskedByItsHash(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		h := testhub.SQLiteDemo(t, server.Config{})
		const query = `{ partners { totalCount } }`
		a := byHash(t, h, method, "", version1(query))
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" ||
			a.Errors[0].Message != "PersistedQueryNotFound" || a.Data != nil || a.Status != 200 {
			t.Errorf("%s, unknown: %d %s", method, a.Status, a.Body)
		}
		first := byHash(t, h, method, query, version1(query))
		again := byHash(t, h, method, "", version1(query))
		if first.Errors != nil || string(again.Body) != string(first.Body) || !strings.Contains(
			string(again.Body), "totalCount",
		) {
			t.Errorf("%s: %s, then %s", method, first.Body, again.Body)
		}
	}
}

func TestAPQ_AHashIsThatOfItsDocument(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	const query, other = `{ partners { totalCount } }`, `{ contracts { totalCount } }`
	for extension, holds := range map[string]string{
		version1(other):                 "is not the SHA-256 of",
		`{"version":2,"sha256Hash":""}`: "version", `{}`: "version", `null`: "version", `1`: "version",
		`{"version":1,"sha256Hash":"abc"}`: "64 hexadecimal", `{"version":1,"sha256Hash":7}`: "64 hexadecimal",
	} {
		for _, sent := range []string{query, ""} {
			a := byHash(t, h, http.MethodPost, sent, extension)
			if sent == "" && extension == version1(other) {
				if a.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" {
					t.Errorf("a wrong hash was kept: %s", a.Body)
				}
			} else if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
				!strings.Contains(a.Errors[0].Message, holds) {
				t.Errorf("%s: %s", extension, a.Body)
			}
		}
	}
}

func TestAPQ_AHashPassesNoLimit(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	const write = `mutation { createPartner(input: { code: "by-hash", name: "N" }) { userErrors { message } } }`
	deep := "{ partners { nodes " + strings.Repeat("{ successors ", 20) + "{ name }" + strings.Repeat("}", 20) + "} }"
	for query, code := range map[string]string{
		write: "UNAUTHENTICATED", deep: "LIMIT_EXCEEDED", "{ nothing }": "GRAPHQL_VALIDATION_FAILED",
	} {
		for _, sent := range []string{query, ""} {
			if a := byHash(
				t, h, http.MethodPost, sent, version1(query),
			); len(a.Errors) == 0 || a.Errors[0].Extensions.Code != code {
				t.Errorf("%.40s: %s", query, a.Body)
			}
		}
	}
	if a := byHash(t, h, http.MethodGet, "", version1(write)); a.Status != http.StatusMethodNotAllowed {
		t.Errorf("a mutation by GET: %d %s", a.Status, a.Body)
	}
	r := testhub.Request(
		t, http.MethodGet,
		"/graphql?"+url.Values{"extensions": {`{"persistedQuery":` + version1(write) + `}`}}.Encode(),
		"text/event-stream", "", "",
	)
	if a := h.Send(t, r); a.Status != http.StatusMethodNotAllowed {
		t.Errorf("a mutation by GET for a stream: %d %s", a.Status, a.Body)
	}
	if a := byHash(
		t, h, http.MethodPost, "{ unreadable", version1("{ unreadable"),
	); a.Errors[0].Extensions.Code != "GRAPHQL_PARSE_FAILED" {
		t.Errorf("%s", a.Body)
	}
	if a := byHash(
		t, h, http.MethodPost, "", version1("{ unreadable"),
	); a.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("what cannot be read was kept: %s", a.Body)
	}
}

func TestRequestID_AWellFormedOneIsReturned(t *testing.T) {
	h := shared(t)
	for given, kept := range map[string]bool{
		"7f6d-a:b.c_D": true, strings.Repeat("x", 64): true, "": false, strings.Repeat("x", 65): false, "-a": false, "a b": false, `a"b`: false, "é": false,
	} {
		a := asked(t, h, "{ nothing }", "X-Request-Id", given)
		id := a.Header.Get("X-Request-Id")
		if (id == given) != kept || id == "" || a.Errors[0].Extensions.RequestID != id {
			t.Errorf("%q became %q: %s", given, id, a.Body)
		}
	}
}
