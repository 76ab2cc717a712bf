package request_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/gqlserver/request"
)

func TestParse_ReadsOneOperation(t *testing.T) {
	for text, want := range map[string]error{
		`{"query":"{a}","variables":{"n":1e400,"s":"\\u0000"},"operationName":"A","extensions":{"e":[1]},"more":0}`: nil,
		`{"query":"{a}","variables":null,"operationName":null,"extensions":null}`:                                   nil,
		`{"query":""}`:   nil,
		`{}`:             request.ErrQuery,
		`{"query":null}`: request.ErrQuery,
		`{"Query":"a"}`:  request.ErrQuery,
		`{"query":"a","documentId":"sha256:` + strings.Repeat("0a", 32) + `"}`: request.ErrBoth,
		`{"documentId":"sha256:` + strings.Repeat("0A", 32) + `"}`:             request.ErrID,
		`{"documentId":"` + strings.Repeat("0a", 32) + `"}`:                    request.ErrID,
		`{"documentId":"sha256:"}`:                                             request.ErrID,
		`{"documentId":1}`:                                                     request.ErrParams,
		`null`:                                                                 request.ErrParams,
		`[]`:                                                                   request.ErrBatch,
		` [{"query":"{a}"}]`:                                                   request.ErrBatch,
		`[{"query":`:                                                           request.ErrParams,
		`{"query":"","extensions":{"persistedQuery":{}}}`:                      nil,
		`{"extensions":{"persistedQuery":null}}`:                               nil,
		`{"extensions":{}}`:                                                    request.ErrQuery,
		`{"documentId":"sha256:` + strings.Repeat("0a", 32) + `","extensions":{"persistedQuery":{}}}`: request.ErrBoth,
		`"{a}"`:                            request.ErrParams,
		``:                                 request.ErrParams,
		`{"query":"a"}{}`:                  request.ErrParams,
		`{"query":1}`:                      request.ErrParams,
		`{"query":"a","variables":[]}`:     request.ErrParams,
		`{"query":"a","extensions":"x"}`:   request.ErrParams,
		`{"query":"a","operationName":{}}`: request.ErrParams,
		"{\"query\":\"a\xff\"}":            request.ErrText,
		"{\"query\":\"a\"}\x00":            request.ErrText,
		`{"query":"a","variables":{"a":"\u0000"}}`:              request.ErrText,
		`{"query":"a","variables":{"a":"\\\u0000"}}`:            request.ErrText,
		`{"query":"a","variables":{"a":"\\\\u0000"}}`:           nil,
		`{"query":"{a(b: \"\\u0000\")}"}`:                       request.ErrText,
		`{"query":"{a(b: \"\\\\u0000\")}"}`:                     nil,
		`{"query":"a","variables":{"\\u0000\u0000":1}}`:         request.ErrText,
		`{"query":"{a(b: \"\\u{0}\")}"}`:                        request.ErrText,
		`{"query":"{a(b: \"\\u{1F600}\\ud83d\\ude00\")}"}`:      nil,
		`{"query":"{a(b: \"\\ud800\")}"}`:                       request.ErrText,
		`{"query":"a","variables":{"a":"\ud83D\uDe00é"}}`:       nil,
		`{"query":"a","variables":{"a":"\ud83d\ud83d\ude00"}}`:  request.ErrText,
		`{"query":"a","variables":{"a":"\uDBFF"}}`:              request.ErrText,
		`{"query":"a","variables":{"a":"\ude00\ud83d"}}`:        request.ErrText,
		`{"query":"a","variables":{"a":"\ud83d\\ude00"}}`:       request.ErrText,
		`{"query":"a","variables":{"a":"\\\ud83d"}}`:            request.ErrText,
		`{"query":"a","variables":{"a":"\\ud83d\uD7FF\uE000"}}`: nil,
		`{"query":"a","variables":{"a":"\u"}}`:                  request.ErrParams,
	} {
		params, err := request.Parse([]byte(text))
		if !errors.Is(err, want) || (err == nil) != (params != nil) {
			t.Errorf("%q: %v instead of %v", text, err, want)
		}
	}
}

func TestParse_KeepsWhatItReads(t *testing.T) {
	got, err := request.Parse(
		[]byte(`{"query":"{a}","variables":{"n":12345678901234567890.10},"operationName":"A","extensions":{"e":[1]}}`),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := &request.Params{
		Query: "{a}", OperationName: "A",
		Variables:  map[string]any{"n": json.Number("12345678901234567890.10")},
		Extensions: map[string]any{"e": []any{json.Number("1")}},
	}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Error(difference)
	}
}

func TestRead_TakesEachFormOfARequest(t *testing.T) {
	get := func(query, name, variables, extensions string) string {
		return "/?" + url.Values{
			"query": {query}, "operationName": {name}, "variables": {variables}, "extensions": {extensions},
		}.Encode()
	}
	const media = "application/json"
	for _, c := range []struct {
		name, method, target, media, body string
		status                            int // 0 when it can be read, -1 when it names a document
	}{
		{"get", "GET", get("{a}", "A", `{"n":1}`, `{"e":1}`), "", "", 0},
		{"post", "POST", "/", media, `{"query":"{a}","operationName":"A","variables":{"n":1},"extensions":{"e":1}}`, 0},
		{"get by id", "GET", "/?documentId=sha256:" + strings.Repeat("0a", 32), "", "", -1},
		{"post by id", "POST", "/", media, `{"documentId":"sha256:` + strings.Repeat("0a", 32) + `"}`, -1},
		{"get by two", "GET", "/?query={a}&documentId=sha256:" + strings.Repeat("0a", 32), "", "", 400},
		{"get by half an id", "GET", "/?documentId=sha256:0a", "", "", 400},
		{"in another charset", "POST", "/", media + "; charset=utf-16", `{"query":"{a}"}`, 415},
		{"in no charset", "POST", "/", media + `; charset=""`, `{"query":"{a}"}`, 415},
		{"in UTF-8, in other letters", "POST", "/", media + `; Charset="Utf-8"`, `{"query":"{a}","operationName":"A","variables":{"n":1},"extensions":{"e":1}}`, 0},
		{"get nothing", "GET", "/", "", "", 400},
		{"get variables", "GET", get("{a}", "", "1", ""), "", "", 400},
		{"get extensions", "GET", get("{a}", "", "", "{}{}"), "", "", 400},
		{"get NUL", "GET", get("{a\x00}", "", "", ""), "", "", 400},
		{"get NUL in the name", "GET", get("{a}", "\x00", "", ""), "", "", 400},
		{"get NUL in a variable", "GET", get("{a}", "", `{"a":"\u0000"}`, ""), "", "", 400},
		{"get no UTF-8", "GET", get("{a\xff}", "", "", ""), "", "", 400},
		{"no media type", "POST", "/", "", `{"query":"{a}"}`, 415},
		{"not JSON", "POST", "/", media, `nonsense`, 400},
		{"large", "POST", "/", media, `{"query":"` + strings.Repeat("x", 200) + `"}`, 413},
		{"large nonsense", "POST", "/", media, strings.Repeat("x", 201), 413},
		{"head", "HEAD", "/?query={a}", "", "", 405},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.target, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		w := httptest.NewRecorder()
		params, problem := request.Read(w, r, 200)
		switch {
		case c.status == -1:
			want := &request.Params{Document: strings.Repeat("0a", 32), ReadOnly: c.method == "GET"}
			if difference := cmp.Diff(want, params); problem != nil || difference != "" {
				t.Errorf("%s: %+v %s", c.name, problem, difference)
			}
		case c.status == 0 && problem != nil:
			t.Errorf("%s: %+v", c.name, problem)
		case c.status == 0:
			want := &request.Params{Query: "{a}", OperationName: "A", ReadOnly: c.method == "GET",
				Variables: map[string]any{"n": json.Number("1")}, Extensions: map[string]any{"e": json.Number("1")}}
			if difference := cmp.Diff(want, params); difference != "" {
				t.Errorf("%s: %s", c.name, difference)
			}
		case problem == nil || problem.Status != c.status || params != nil:
			t.Errorf("%s: %+v instead of %d", c.name, problem, c.status)
		}
		if allow := w.Header().Get("Allow"); (c.status == http.StatusMethodNotAllowed) != (allow == "GET, POST") {
			t.Errorf("%s: Allow %q", c.name, allow)
		}
	}
}
