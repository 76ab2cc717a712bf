package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

const page, stranger = "https://app.example.org", "https://elsewhere.example.org"

// from sends a request of a page, with pairs of headers.
func from(t *testing.T, h *testhub.Hub, method, origin string, headers ...string) testhub.Answer {
	t.Helper()
	r := httptest.NewRequestWithContext(
		t.Context(), method, "/graphql", strings.NewReader(`{"query":"{ __typename }"}`),
	)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", origin)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.Send(t, r)
}

func TestOrigins_OnlyTheirPagesAreAllowed(t *testing.T) {
	for _, c := range []struct {
		origins []string
		origin  string
		status  int
		allowed string
	}{
		{nil, page, 403, ""}, {[]string{page}, page, 200, page}, {[]string{page}, stranger, 403, ""},
		{[]string{page}, "null", 403, ""},
		{[]string{page}, page + ".evil.example", 403, ""}, {[]string{"*"}, stranger, 200, "*"}, {[]string{
			page, "https://other.example.org",
		}, page, 200, page},
	} {
		h := testhub.New(t, testhub.SQLite(t), server.Config{Origins: c.origins})
		a := from(t, h, "POST", c.origin)
		if a.Status != c.status || a.Header.Get(
			"Access-Control-Allow-Origin",
		) != c.allowed || a.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%v, %s: %d %v", c.origins, c.origin, a.Status, a.Header)
		}
		preflight := from(
			t, h, "OPTIONS", c.origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers",
			"authorization,content-type",
		)
		if preflight.Header.Get("Access-Control-Allow-Origin") != c.allowed ||
			c.allowed != "" && (preflight.Status != 204 || !strings.Contains(
				preflight.Header.Get("Access-Control-Allow-Headers"), "authorization",
			)) {
			t.Errorf("preflight, %v, %s: %d %v", c.origins, c.origin, preflight.Status, preflight.Header)
		}
		if exposed := a.Header.Get("Access-Control-Expose-Headers"); c.allowed != "" &&
			!strings.Contains(exposed, "X-Request-Id") {
			t.Errorf("exposed: %s", exposed)
		}
	}
}

func TestOrigins_ARefusalNamesTheSettingAndTheOrigin(t *testing.T) {
	for _, origins := range [][]string{nil, {page}} {
		h := testhub.New(t, testhub.SQLite(t), server.Config{Origins: origins})
		for method, headers := range map[string][]string{
			"POST": nil, "OPTIONS": {"Access-Control-Request-Method", "POST"},
		} {
			a := from(t, h, method, stranger, append(headers, "Accept-Language", "en")...)
			if a.Status != 403 || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" ||
				!strings.Contains(a.Errors[0].Message, "--origins "+stranger) {
				t.Errorf("%v, %s: %d %s", origins, method, a.Status, a.Body)
			}
			if a.Header.Get("Cache-Control") != "no-store" || method == "OPTIONS" && !strings.Contains(
				strings.Join(a.Header.Values("Vary"), ","), "Origin",
			) {
				t.Errorf("%v, %s: %v", origins, method, a.Header)
			}
		}
		if a := from(t, h, "POST", "null", "Accept-Language", "en"); a.Status != 403 || !strings.Contains(
			string(a.Body), "`--origins`",
		) {
			t.Errorf("%d %s", a.Status, a.Body)
		}
		endless := "https://" + strings.Repeat("a", 300) + ".example"
		if a := from(t, h, "POST", endless, "Accept-Language", "en"); a.Status != 403 ||
			strings.Contains(string(a.Body), "aaa") {
			t.Errorf("an endless origin is repeated: %d %s", a.Status, a.Body)
		}
		if a := from(t, h, "OPTIONS", page); a.Status != 405 && len(origins) == 0 {
			t.Errorf("OPTIONS that is no preflight: %d %s", a.Status, a.Body)
		}
	}
}

func TestOrigins_AnyOriginExcludesCookies(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{Origins: []string{"*"}})
	if a := from(t, h, "POST", stranger, "Cookie", "maillage-session=x"); a.Status != http.StatusForbidden {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestOrigins_HaveTheFormatOfBrowsers(t *testing.T) {
	for origin, good := range map[string]bool{
		page: true, "http://localhost:5173": true, "*": true, "app.example.org": false, page + "/": false, page +
			"/x": false, "HTTPS://app.example.org": false,
		"https://App.example.org": false, "": false, "null": false, "https://": false, "https://*.example.org": true,
	} {
		if err := server.CheckOrigins([]string{origin}); (err == nil) != good {
			t.Errorf("%q: %v", origin, err)
		}
	}
}

func TestCompression_OfLargeResponsesOnRequest(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	whole := get(t, h, "/schema.graphql")
	for accepted, compressed := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip;q=0.3, identity": false,
		"gzip, identity;q=0.5": true, "br": false, "": false,
	} {
		for path, large := range map[string]bool{
			"/schema.graphql": true, "/graphql?query={__schema{types{name,description}}}": true,
			"/graphql?query={__typename}": false,
		} {
			r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
			r.Header.Set("Accept-Encoding", accepted)
			a := h.Send(t, r)
			coding, tag := a.Header.Get("Content-Encoding"), a.Header.Get("ETag")
			if a.Status != 200 || (coding == "gzip") != (compressed && large) || !strings.Contains(
				strings.Join(a.Header.Values("Vary"), ","), "Accept-Encoding",
			) {
				t.Errorf("%q, %s: %d %v", accepted, path, a.Status, a.Header)
				continue
			}
			if tag != "" && strings.HasSuffix(tag, `-gzip"`) != (coding == "gzip") {
				t.Errorf("%q, %s: the tag %s for %q", accepted, path, tag, coding)
			}
			if coding == "gzip" && path == "/schema.graphql" {
				z, err := gzip.NewReader(strings.NewReader(string(a.Body)))
				if err != nil {
					t.Fatal(err)
				}
				if text, err := io.ReadAll(z); err != nil || string(text) != string(whole.Body) {
					t.Errorf("it is another text: %v", err)
				}
			}
		}
	}
}
