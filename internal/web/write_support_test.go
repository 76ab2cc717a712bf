package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
	"maillage/internal/web"
)

// signInHub returns a hub with the demo data, at which persons can log in.
func signInHub(t testing.TB) *testhub.Hub {
	t.Helper()
	s := testhub.Kinds[0].Demo(t) // which database it is the API hides
	return testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
}

const (
	ours   = "valenciennes"
	matrix = "/contracts/valenciennes"
	form   = "/contracts/valenciennes/declare"
)

func coordinator(t testing.TB, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{ours}})
}

func liaison(t testing.TB, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return h.LoggedIn(t, testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{ours}})
}

// pagesOver returns the pages of a hub over its API, but of one operation the answer is another.
func pagesOver(t testing.TB, h *testhub.Hub, operation string, answer http.HandlerFunc) http.Handler {
	t.Helper()
	api := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var asked struct{ OperationName string }
		if err := json.Unmarshal(body, &asked); err != nil {
			t.Error(err)
		}
		if asked.OperationName == operation {
			answer(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
	pages, err := web.New(web.Config{API: api, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// saying returns an API whose answer is a text.
func saying(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }
}

// asked returns what pages answer to somebody at a hub. With values they get a form.
func asked(t testing.TB, pages http.Handler, who *testhub.Hub, address string, values url.Values) view {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if values != nil {
		r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "fr")
	who.Authorize(r)
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, r)
	return read(t, w)
}

// element returns the first element for which a test holds; nil for none.
func (v view) element(is func(*html.Node) bool) *html.Node {
	for n := range v.Doc.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

// all returns the elements for which a test holds.
func (v view) all(is func(*html.Node) bool) (found []*html.Node) {
	for n := range v.Doc.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			found = append(found, n)
		}
	}
	return found
}

func (v view) byID(id string) *html.Node {
	return v.element(func(n *html.Node) bool { return attribute(n, "id") == id })
}

func has(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

// fields returns the values of a form, as a browser would send them.
func fields(of *html.Node) url.Values {
	values := url.Values{}
	for n := range of.Descendants() {
		if n.Type != html.ElementNode || attribute(n, "name") == "" {
			continue
		}
		name := attribute(n, "name")
		switch n.Data {
		case "input":
			_, checked := findAttribute(n, "checked")
			if kind := attribute(n, "type"); checked || kind != "checkbox" && kind != "radio" {
				values.Add(name, attribute(n, "value"))
			}
		case "textarea":
			values.Set(name, textOf(n))
		case "select":
			for o := range n.Descendants() {
				_, selected := findAttribute(o, "selected")
				if o.Data == "option" && (selected || !values.Has(name)) {
					values.Set(name, attribute(o, "value"))
				}
			}
		}
	}
	return values
}

func findAttribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// formOf returns the form of a page that writes.
func formOf(t testing.TB, v view) url.Values {
	t.Helper()
	f := v.element(func(n *html.Node) bool { return n.Data == "form" && has(n, "frm") })
	if f == nil {
		t.Fatalf("the page has no form: %d %s", v.Status, v.Text)
	}
	return fields(f)
}

// post sends a form.
func post(t testing.TB, h *testhub.Hub, address, language string, values url.Values) view {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", language)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	h.Authorize(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(t, w)
}

// opened returns a page that is well, and its form.
func opened(t testing.TB, h *testhub.Hub, address string) (view, url.Values) {
	t.Helper()
	v := get(t, h, address, "fr")
	if v.Status != http.StatusOK {
		t.Fatalf("%s answers %d: %s", address, v.Status, v.Text)
	}
	for _, p := range v.problems() {
		t.Errorf("%s: %s", address, p)
	}
	return v, formOf(t, v)
}

// follow goes on to where a form leads.
func follow(t testing.TB, h *testhub.Hub, v view) (view, string) {
	t.Helper()
	to := v.Header.Get("Location")
	if v.Status != http.StatusSeeOther || to == "" {
		t.Fatalf("the form leads nowhere: %d %s", v.Status, v.Text)
	}
	to, _, _ = strings.Cut(to, "#")
	next := get(t, h, to, "fr")
	for next.Status == http.StatusSeeOther {
		to = next.Header.Get("Location")
		next = get(t, h, to, "fr")
	}
	if next.Status != http.StatusOK {
		t.Fatalf("%s answers %d: %s", to, next.Status, next.Text)
	}
	return next, to
}

// contributions counts what the hub holds.
func contributions(t testing.TB, h *testhub.Hub) int {
	t.Helper()
	var data struct{ Contributions struct{ TotalCount int } }
	h.Get(t, &data, `{ contributions(first: 1) { totalCount } }`, nil)
	return data.Contributions.TotalCount
}
