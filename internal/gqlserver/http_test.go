package gqlserver_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

const mediaJSON, mediaResponse = testhub.MediaJSON, testhub.MediaResponse

func TestHTTP_FollowsTheGraphQLOverHTTPSpecification(t *testing.T) {
	h := shared(t)
	q := func(query string) string { return "/graphql?query=" + url.QueryEscape(query) }
	const typename = `{"query":"{ __typename }"}`
	for _, c := range []struct {
		name                                  string
		method, target, accept, content, body string
		status                                int
		media, holds                          string
	}{
		{"post", "POST", "/graphql", "", mediaJSON, typename, 200, mediaJSON, `{"data":{"__typename":"Query"}}`},
		{"post in utf-8", "POST", "/graphql", "", mediaJSON + "; charset=utf-8", typename, 200, mediaJSON, `"data"`},
		{"post, new media type", "POST", "/graphql", mediaResponse, mediaJSON, typename, 200, mediaResponse, `"data"`},
		{"prefers the new", "POST", "/graphql", mediaJSON + ";q=0.5, " + mediaResponse, mediaJSON, typename, 200, mediaResponse, `"data"`},
		{"prefers the old", "POST", "/graphql", mediaResponse + ";q=0.5, " + mediaJSON, mediaJSON, typename, 200, mediaJSON, `"data"`},
		{"accepts anything", "POST", "/graphql", "*/*", mediaJSON, typename, 200, mediaJSON, `"data"`},
		{"get", "GET", q("{ __typename }"), "", "", "", 200, mediaJSON, `"data"`},
		{"get with variables", "GET", q(
			"query ($n: Int) { partners(first: $n) { totalCount } }",
		) + "&variables=" + url.QueryEscape(`{"n":1}`), "", "", "", 200, mediaJSON, `"totalCount":`},
		{"get with bad variables", "GET", q("{ __typename }") + "&variables=nonsense", "", "", "", 400, mediaJSON, "BAD_USER_INPUT"},
		{"get without a query", "GET", "/graphql", "", "", "", 400, mediaJSON, "BAD_USER_INPUT"},
		{"get of a mutation", "GET", q("mutation { x }"), "", "", "", 405, mediaJSON, "GET runs queries only"},
		{"another charset", "POST", "/graphql", "", mediaJSON + "; charset=iso-8859-1", typename, 415, mediaJSON, "in UTF-8"},
		{"half a surrogate pair", "POST", "/graphql", "", mediaJSON, `{"query":"query ($c: String!) { partner(by: {code: $c}) { name } }","variables":{"c":"a\ud800b"}}`, 400, mediaJSON, "surrogate"},
		{"half a surrogate pair in the document", "POST", "/graphql", "", mediaJSON, `{"query":"{ partner(by: {code: \"\\ud800\"}) { name } }"}`, 400, mediaJSON, "surrogate"},
		{"put", "PUT", "/graphql", "", mediaJSON, typename, 405, mediaJSON, "GET or POST"},
		{"form", "POST", "/graphql", "", "application/x-www-form-urlencoded", "query={x}", 415, mediaJSON, "application/json"},
		{"plain text", "POST", "/graphql", "", "text/plain", typename, 415, mediaJSON, "application/json"},
		{"no content type", "POST", "/graphql", "", "", typename, 415, mediaJSON, "application/json"},
		{"no JSON", "POST", "/graphql", "", mediaJSON, "s3cret", 400, mediaJSON, "one JSON object"},
		{"a batch", "POST", "/graphql", "", mediaJSON, "[" + typename + "]", 400, mediaJSON, "one JSON object"},
		{"two objects", "POST", "/graphql", "", mediaJSON, typename + typename, 400, mediaJSON, "one JSON object"},
		{"an empty body", "POST", "/graphql", "", mediaJSON, "", 400, mediaJSON, "one JSON object"},
		{"no query", "POST", "/graphql", "", mediaJSON, "{}", 400, mediaJSON, "needs a `query`"},
		{"variables that are no object", "POST", "/graphql", "", mediaJSON, `{"query":"{ __typename }","variables":[1]}`, 400, mediaJSON, "one JSON object"},
		{"not UTF-8", "POST", "/graphql", "", mediaJSON, "{\"query\":\"{ __typename } # \xff\"}", 400, mediaJSON, "UTF-8"},
		{"a whole number with a fraction", "POST", "/graphql", "", mediaJSON, `{"query":"query ($n: Int) { partners(first: $n) { nodes { code } } }","variables":{"n":1.0}}`, 200, mediaJSON, `"data":{"partners":{"nodes":[{`},
		{"half a number", "POST", "/graphql", "", mediaJSON, `{"query":"query ($n: Int) { partners(first: $n) { nodes { code } } }","variables":{"n":1.5}}`, 200, mediaJSON, "GRAPHQL_VALIDATION_FAILED"},
		{"a message with signs", "POST", "/graphql", "", mediaJSON, `{"query":"{"}`, 200, mediaJSON, "<EOF>"},
		{"NUL", "POST", "/graphql", "", mediaJSON, `{"query":"{ partner(by: {code: \"\\u0000\"}) { name } }"}`, 400, mediaJSON, "NUL"},
		{"NUL in a variable", "POST", "/graphql", "", mediaJSON, `{"query":"query ($c: String!) { partner(by: {code: $c}) { name } }","variables":{"c":"\u0000"}}`, 400, mediaJSON, "NUL"},
		{"too large", "POST", "/graphql", "", mediaJSON, `{"query":"{ __typename }` + strings.Repeat(" ", 200<<10) + `"}`, 413, mediaJSON, "LIMIT_EXCEEDED"},
		{"a wrong document, old media type", "POST", "/graphql", mediaJSON, mediaJSON, `{"query":"{ nothing }"}`, 200, mediaJSON, "GRAPHQL_VALIDATION_FAILED"},
		{"a wrong document, new media type", "POST", "/graphql", mediaResponse, mediaJSON, `{"query":"{ nothing }"}`, 400, mediaResponse, "GRAPHQL_VALIDATION_FAILED"},
		{"an unreadable document, new media type", "POST", "/graphql", mediaResponse, mediaJSON, `{"query":"{"}`, 400, mediaResponse, "GRAPHQL_PARSE_FAILED"},
		{"an unknown operation", "POST", "/graphql", mediaResponse, mediaJSON, `{"query":"query A { __typename }","operationName":"B"}`, 400, mediaResponse, "errors"},
		{"no operation named among several", "POST", "/graphql", "", mediaJSON, `{"query":"query A { __typename } query B { __typename }"}`, 200, mediaJSON, "Choose one with `operationName`"},
		{"a variable with an unknown field", "POST", "/graphql", "", mediaJSON, `{"query":"query ($f: PartnerFilter) { partners(filter: $f) { totalCount } }","variables":{"f":{"kind":1}}}`, 200, mediaJSON, "\"message\":\"Variable `$f.kind`: There is no such field.\",\"extensions\":{\"code\":\"GRAPHQL_VALIDATION_FAILED\""},
		{"a partial answer, new media type", "POST", "/graphql", mediaResponse, mediaJSON, `{"query":"{ contract(by: {code: \"x\"}) { name } }"}`, 200, mediaResponse, `"data":{"contract":null}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := h.Send(t, testhub.Request(t, c.method, c.target, c.accept, c.content, c.body))
			if answer.Status != c.status || answer.Header.Get("Content-Type") != c.media+"; charset=utf-8" ||
				!strings.Contains(string(answer.Body), c.holds) {
				t.Errorf(
					"answered %d %s %s\nwant %d %s with %s", answer.Status, answer.Header.Get("Content-Type"),
					answer.Body, c.status, c.media, c.holds,
				)
			}
			if strings.Contains(string(answer.Body), "s3cret") {
				t.Error("the body was echoed")
			}
			executed := strings.Contains(string(answer.Body), `"data"`)
			if c.status >= 400 && executed ||
				len(answer.Errors) > 0 && answer.Errors[0].Extensions.RequestID != answer.Header.Get("X-Request-Id") {
				t.Errorf("%s", answer.Body)
			}
			if c.status == 405 && answer.Header.Get("Allow") == "" ||
				answer.Header.Get("X-Content-Type-Options") != "nosniff" || answer.Header.Get("X-Request-Id") == "" {
				t.Errorf("headers %v", answer.Header)
			}
		})
	}
}

// sqliteDemo returns a hub with the demo data, for tests that do not depend on the database.

func TestHTTP_PagesOfOtherSitesCannotPost(t *testing.T) {
	h := shared(t)
	r := testhub.Request(t, "POST", "/graphql", "", mediaJSON, `{"query":"{ __typename }"}`)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer := h.Send(t, r)
	if answer.Status != http.StatusForbidden || len(answer.Errors) != 1 ||
		answer.Errors[0].Extensions.Code != "FORBIDDEN" || answer.Errors[0].Extensions.RequestID == "" {
		t.Errorf("answered %d %s", answer.Status, answer.Body)
	}
}

func TestHTTP_DocumentsBeyondALimitDoNotRun(t *testing.T) {
	h := shared(t)
	bomb := "{ ...f0 }"
	for i := range 30 {
		bomb += fmt.Sprintf(" fragment f%d on Query { ...f%d ...f%d }", i, i+1, i+1)
	}
	bomb += " fragment f30 on Query { __typename }"
	for _, c := range []struct{ name, query, code string }{
		{"tokens", "{ " + strings.Repeat("__typename ", 2100) + "}", "GRAPHQL_PARSE_FAILED"},
		{"depth", "{ partners { nodes " + strings.Repeat("{ successors ", 20) + "{ name }" + strings.Repeat("}", 20) + "} }", "LIMIT_EXCEEDED"},
		{"depth of a fragment", "{ partners { nodes { ...f } } } fragment f on Partner " + strings.Repeat("{ successors ", 15) + "{ name }" + strings.Repeat("}", 15), "LIMIT_EXCEEDED"},
		{"aliases", "{ partners { nodes { " + repeated(60, "a%d: name ") + "} } }", "LIMIT_EXCEEDED"},
		{"aliases in fragments", "{ partners { nodes { ...f ...g } } } fragment f on Partner { " + repeated(30, "a%d: name ") + "} fragment g on Partner { " + repeated(30, "b%d: name ") + "}", "LIMIT_EXCEEDED"},
		{"root fields", "{ " + repeated(25, "a%d: __typename ") + "}", "LIMIT_EXCEEDED"},
		{"directives", "{ partners { nodes { " + strings.Repeat(
			"name @include(if: true) ", 60,
		) + "} } }", "LIMIT_EXCEEDED"},
		{"a fragment bomb", bomb, "LIMIT_EXCEEDED"},
		{"cost", `{ partners(first: 100) { nodes { contributions(first: 100) { nodes { action { contributions(first: 100) { nodes { role } } } } } } } }`, "COST_EXCEEDED"},
		{"the schema, many times", "{ " + repeated(3, "a%d: __schema { types { name } } ") + "}", "LIMIT_EXCEEDED"},
		{"the schema under many names", "{ __schema { types { " + repeated(20, "a%d: fields { name } ") + "} } }", "LIMIT_EXCEEDED"},
		{"centrality, many times", `{ contracts { nodes { ` + repeated(
			15, "a%d: bridges { latent { id } } ",
		) + ` } } }`, "COST_EXCEEDED"},
		{"input nesting", `{ node(id: [[[[[[[["x"]]]]]]]]) { id } }`, "GRAPHQL_VALIDATION_FAILED"},
	} {
		answer := h.Ask(t, c.query, nil)
		if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code != c.code || answer.Data != nil {
			t.Errorf("%s: answered %d %.300s, want %s", c.name, answer.Status, answer.Body, c.code)
		}
	}
}

func repeated(n int, format string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, format, i)
	}
	return all.String()
}

func TestHTTP_AnAnswerBeyondItsBudgetIsOneError(t *testing.T) {
	limits := gqlserver.DefaultLimits()
	limits.Records = 100
	h := testhub.SQLiteDemo(t, server.Config{Limits: limits})
	answer := h.Ask(
		t, `{ partners { nodes { contributions { nodes { action { contributions { nodes { role } } } } } } } }`, nil,
	)
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "COST_EXCEEDED" || answer.Data != nil {
		t.Errorf("answered %.500s", answer.Body)
	}
	if answer := h.Ask(t, `{ partners(first: 10) { nodes { name } } }`, nil); answer.Errors != nil {
		t.Errorf("a small answer after a large one: %s", answer.Body)
	}
}

func TestHTTP_ARequestEndsAtItsDeadline(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil)) // giving up is logged
	h := testhub.SQLiteDemo(t, server.Config{Deadline: time.Nanosecond, Log: log})
	answer := h.Ask(t, `{ partners { totalCount } }`, nil)
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "TIMEOUT" ||
		answer.Status != http.StatusServiceUnavailable {
		t.Errorf("answered %s", answer.Body)
	}
}

func TestHTTP_ErrorsOfTheDatabaseStayHidden(t *testing.T) {
	var said strings.Builder
	h := testhub.SQLiteDemo(t, server.Config{Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err := h.Store.Close(); err != nil {
		t.Fatal(err)
	}
	answer := h.Ask(t, `{ partners { totalCount } }`, nil)
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "INTERNAL" ||
		strings.Contains(string(answer.Body), "sql") {
		t.Errorf("answered %s", answer.Body)
	}
	if !strings.Contains(said.String(), "database is closed") || !strings.Contains(
		said.String(), answer.Errors[0].Extensions.RequestID,
	) {
		t.Errorf("the log says %q", said.String())
	}
}
