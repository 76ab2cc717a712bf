package hostile

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// attack is a request, with a name for what it tries.
type attack struct {
	what    string
	request *http.Request
}

// next returns the next request. Most are valid documents of the schema, some are made to be
// expensive, and some are not GraphQL at all.
func (g *generator) next(address string) (attack, error) {
	switch n := g.IntN(100); {
	case n < 60:
		query, variables := g.document()
		return g.post(address, "a document", query, variables)
	case n < 68:
		all := corpus(func(most int) int { return 1 + g.IntN(most) })
		r := all[g.IntN(len(all))]
		at := time.Now().Add(-time.Duration(g.IntN(1_000)) * time.Millisecond).UTC().Format(time.RFC3339Nano)
		return g.post(address, r.name, strings.ReplaceAll(r.query, "%MOMENT%", at), r.variables)
	case n < 84:
		what, query := g.bomb()
		return g.post(address, what, query, map[string]any{"v": g.nonsense(40), "f": nested(g.IntN(2_000))})
	}
	return g.odd(address)
}

// nested returns a filter in a filter in a filter.
func nested(depth int) any {
	var inner any = map[string]any{}
	for range depth {
		inner = map[string]any{"and": []any{inner}}
	}
	return inner
}

func (g *generator) post(address, what, query string, variables map[string]any) (attack, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables, "extensions": g.extensions()})
	if err != nil {
		return attack{}, err
	}
	r, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return attack{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", g.pick("application/graphql-response+json", "application/json", "*/*", "text/event-stream",
		"image/png", ";;;q=9"))
	return attack{what, r}, nil
}

func (g *generator) extensions() any {
	switch g.IntN(12) {
	case 0:
		return map[string]any{"cost": true}
	case 1:
		return map[string]any{"cost": map[string]any{"dryRun": true}}
	case 2:
		return map[string]any{"cost": g.nonsense(3), "persistedQuery": g.nonsense(3)}
	case 3:
		return map[string]any{"persistedQuery": map[string]any{"version": 1,
			"sha256Hash": strings.Repeat("0", g.IntN(70))}}
	}
	return nil
}

// bomb returns a small document that requests, or seems to request, very much.
func (g *generator) bomb() (what, query string) {
	n := 1 + g.IntN(400)
	times := func(format string) string {
		var b strings.Builder
		for i := range n {
			_, _ = fmt.Fprintf(&b, format, i, i+1) // a Builder takes everything
		}
		return b.String()
	}
	bombs := []func() (string, string){
		func() (string, string) {
			return "deep nesting", "{ action(by: {code: \"valenciennes/x\"}) " + strings.Repeat("{ parts ", n) +
				"{ name }" + strings.Repeat("}", n) + "}"
		},
		func() (string, string) {
			return "a fragment bomb", "{ ...F0 } " + times("fragment F%d on Query { ...F%[2]d ...F%[2]d } ") +
				fmt.Sprintf("fragment F%d on Query { __typename }", n)
		},
		func() (string, string) {
			return "cyclic fragments", "{ ...F0 } " + times("fragment F%d on Query { __typename ...F%d } ") +
				fmt.Sprintf("fragment F%d on Query { ...F0 }", n)
		},
		func() (string, string) { return "aliases", "{ " + times("a%d: __typename #%d\n") + "}" },
		func() (string, string) {
			return "dear aliases", "{ " + times(
				"a%d: bridges(contract: \"valenciennes\", first: 100) { nodes { score } } #%d\n",
			) + "}"
		},
		func() (string, string) {
			return "directives", "{ __typename " + times("@include(if: true) #%d %d\n") + "}"
		},
		func() (string, string) { return "unknown directives", "{ __typename " + times("@no%d #%d\n") + "}" },
		func() (string, string) {
			return "a huge list", "{ partners(filter: {kinds: [" + strings.Repeat("ORGANISATION ", 10*n) +
				"]}) { totalCount } }"
		},
		func() (string, string) {
			return "the same key twice", "{ partners(first: 1, first: 2, filter: {contract: \"a\", contract: \"b\"}) { totalCount } }"
		},
		func() (string, string) {
			return "conflicting fields", "{ " + times("x: partner(by: {code: \"%d\"}) { a%d: name } ") + "}"
		},
		func() (string, string) {
			return "introspection", "{ __schema { types { " + strings.Repeat("fields { type { ", n%12) + "name" +
				strings.Repeat(" } }", n%12) + " } } }"
		},
		func() (string, string) {
			return "an introspection loop", "{ __schema { types { possibleTypes { " +
				strings.Repeat("interfaces { possibleTypes { ", n%9) + "name" + strings.Repeat(" } }", n%9) + " } } } }"
		},
		func() (string, string) {
			return "a deep filter", "query ($f: PartnerFilter) { partners(filter: $f) { totalCount } }"
		},
		func() (string, string) {
			return "a deep literal", "{ partners(filter: " + strings.Repeat("{and: [", n) + "{}" +
				strings.Repeat("]}", n) + ") { totalCount } }"
		},
		func() (string, string) { return "a long name", "{ " + strings.Repeat("n", 100*n) + " }" },
		func() (string, string) {
			return "many variables", "query (" + times("$v%d: Int #%d\n") + ") { __typename }"
		},
		func() (string, string) { return "many operations", times("query Q%d { __typename } #%d\n") },
		func() (string, string) { return "open brackets", strings.Repeat(g.pick("{", "[", "(", "{a(b:["), 10*n) },
		func() (string, string) {
			return "a bad escape", `{ partner(by: {code: "` + g.pick(
				`\ud800`, `\u00`, `\x`, `\u{110000}`, `\u0000`, "\t\n", `"""`,
			) + `"}) { name } }`
		},
		func() (string, string) {
			return "a block string", `{ partner(by: {code: """` + strings.Repeat(
				g.pick("\n", " \t", `\"""`), n,
			) + `"""}) { name } }`
		},
		func() (string, string) {
			return "a subscription", "subscription { " +
				g.pick("changed { cursor }", "changed { cursor } a: changed { cursor }",
					"changed @skip(if: true) { cursor }", "... @include(if: false) { changed { cursor } }", "__typename") +
				" }"
		},
		func() (string, string) { return "comments", strings.Repeat("#\n", 20*n) + "{ __typename }" },
	}
	return bombs[g.IntN(len(bombs))]()
}

// odd returns a request that is unusual as HTTP or JSON.
func (g *generator) odd(address string) (attack, error) {
	const good = `{"query":"{ __typename }"}`
	method, media, body, encoding := "POST", "application/json", good, ""
	what := g.pick("a method", "a media type", "an encoding", "torn JSON", "odd JSON", "bytes", "by GET",
		"a large body", "a token")
	switch what {
	case "a method":
		method = g.pick("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "QUERY", "X")
	case "a media type":
		media = g.pick("", "text/plain", "application/graphql", "multipart/form-data; boundary=x",
			"application/json; charset=utf-16", "application/xml", ";", "application/json; q", "a/b/c")
	case "an encoding":
		encoding = g.pick("gzip", "br", "deflate", "identity", "gzip, gzip", "x")
		if g.IntN(2) == 0 {
			body = gzipped(body)
		}
	case "torn JSON":
		body = body[:g.IntN(len(body))]
	case "odd JSON":
		body = g.pick(`[]`, `null`, `[`+good+
			`]`, `{"query":1}`, `{"query":null}`, `{"query":"{ __typename }","query":"{"}`, good+
			good, `{"query":"{ __typename }","variables":[]}`,
			`{"query":"{ __typename }","operationName":"\ud800"}`, `{"query":"query($c:String!){partner(by: {code: $c}){name}}","variables":{"c":"\ud800"}}`, `{"query":"{ __typename }","variables":{"a":`+strings.Repeat("[", 9_000)+strings.Repeat("]", 9_000)+`}}`,
			`{"documentId":"sha256:`+strings.Repeat("0", g.IntN(70))+
				`"}`, `{"documentId":1}`, `{"query":"","documentId":""}`, strings.Repeat("[", 20_000), `{"query":"{ __typename }","extensions":{"cost":1e999}}`)
	case "bytes":
		raw := make([]byte, g.IntN(300))
		for i := range raw {
			raw[i] = byte(g.IntN(256))
		}
		body = string(raw)
	case "by GET":
		method, body = "GET", ""
		query, _ := g.document()
		if len(query) > 4_000 {
			query = query[:4_000]
		}
		address += "?" + g.pick("query=", "query=%ff", "variables={&query=", "extensions=[]&query=",
			"operationName=%00&query=", "documentId=sha256:00&x=") + url.QueryEscape(query)
	case "a large body":
		body = `{"query":"` + strings.Repeat(g.pick("x", " ", "{", "#"), 90_000+g.IntN(60_000)) + `"}`
	}
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		return attack{}, err
	}
	r.Header.Set("Content-Type", media)
	if encoding != "" {
		r.Header.Set("Content-Encoding", encoding)
	}
	if what == "a token" {
		r.Header.Set("Authorization", g.pick("Bearer", "Bearer x", "Basic eDp5", "Bearer mlg_"+strings.Repeat("a", 59),
			"Bearer "+strings.Repeat("x", 5_000), " "))
	}
	return attack{what, r}, nil
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // a Buffer takes everything
	_ = w.Close()
	return b.String()
}
