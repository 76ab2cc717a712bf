package documented_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// postedWithCurl matches a POST request in docs/http.md together with its answer.
var postedWithCurl = regexp.MustCompile("(?s) -d '(\\{[^\n]*\\})'\n```\n\n```json\n(.*?)```")

func TestDocumented_RequestsAreAnsweredAsDocumented(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	found := postedWithCurl.FindAllStringSubmatch(read(t, "../../docs/http.md"), -1)
	if len(found) < 2 {
		t.Fatalf("only %d requests show their answers", len(found))
	}
	for _, f := range found {
		a := h.Send(t, testhub.Request(t, "POST", "/graphql", "", testhub.MediaJSON, f[1]))
		if got := requestID.ReplaceAllString(string(a.Body), `"requestId":"…"`); got != f[2] {
			t.Errorf("%s\nis answered %s\nnot %s", f[1], got, f[2])
		}
	}
}

// gotWithCurl matches a GET request in docs/http.md together with its answer.
var gotWithCurl = regexp.MustCompile(
	"(?s)```sh\n(?:TAG=[^\n]*\n)?curl -si -G \\$HUB/graphql --data-urlencode 'query=([^']*)'( -H \"If-None-Match: \\$TAG\")?\n```\n(.*?)```http\n(.*?)```",
)

// The answers in docs/http.md must be what is sent, except tags, identifiers, and headers that are not shown.
func TestDocumented_ExchangesAreAsDocumented(t *testing.T) {
	kept, limited := testhub.SQLiteDemo(t, server.Config{CacheBytes: server.DefaultCacheBytes}), testhub.SQLiteDemo(
		t,
		server.Config{
			Admission: admission.Config{
				Rate: 100, Now: func() time.Time { return time.Unix(1_700_000_000, 0) },
				Used: func() time.Duration { return 0 },
			},
		},
	)
	found := gotWithCurl.FindAllStringSubmatch(read(t, "../../docs/http.md"), -1)
	if len(found) < 3 {
		t.Fatalf("only %d exchanges are shown", len(found))
	}
	for _, f := range found {
		query, asksAgain, between, want := f[1], f[2] != "", f[3], f[4]
		h := kept
		if strings.Contains(between, "--rate-limit 100") {
			h = limited
		}
		send := func(tag string) (string, string) {
			r := testhub.Request(t, "GET", "/graphql?"+url.Values{"query": {query}}.Encode(), "", "", "")
			if asksAgain {
				r.Header.Set("If-None-Match", tag)
			}
			a := h.Send(t, r)
			var shown strings.Builder
			fmt.Fprintf(&shown, "HTTP/1.1 %d %s\n", a.Status, http.StatusText(a.Status))
			head, _, _ := strings.Cut(want, "\n\n")
			for _, line := range strings.Split(strings.TrimSpace(head), "\n")[1:] {
				name, value, _ := strings.Cut(line, ": ")
				if got := a.Header.Get(name); got != "" {
					if value == `"…"` {
						got = `"…"`
					}
					fmt.Fprintf(&shown, "%s: %s\n", name, got)
				}
			}
			if len(a.Body) > 0 {
				shown.WriteString("\n" + requestID.ReplaceAllString(string(a.Body), `"requestId":"…"`))
			}
			return a.Header.Get("ETag"), shown.String()
		}
		tag, got := send("")
		if asksAgain || h == limited { // the second time is the one that is shown
			_, got = send(tag)
		}
		if got != want {
			t.Errorf("%s\nis answered\n%s\nnot\n%s", query, got, want)
		}
	}
}
