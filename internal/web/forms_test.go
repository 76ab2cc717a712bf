package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestAdd_EchoSaysHowADateWasRead(t *testing.T) {
	h := coordinator(t, readers(t))
	address := "/records/" + idOf(t, h, `partner(by: {code: "cpam-hainaut"})`) + "/add/seat"
	_, values := opened(t, h, address)
	values.Set("group", "")
	values.Set("since", "14/06/2026")
	values.Set("until", "un jour")
	v := post(t, h, address, "fr", values)
	if since := v.byID("r-since"); since == nil || textOf(since) != "Lu : 14 juin 2026" {
		t.Errorf("the first day is not said to be read: %s", v.Text)
	}
	if v.byID("r-until") != nil || v.byID("e-until") == nil {
		t.Errorf("a day that is none is said to be read, or not refused: %s", v.Text)
	}
	if again := formOf(t, v); again.Get("since") != "14/06/2026" || again.Get("until") != "un jour" {
		t.Errorf("what was typed is lost: %v", again)
	}
}

func TestForms_EveryPageInBothLanguages(t *testing.T) {
	h := signInHub(t)
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	record := "/records/" + aContribution(t, admin)
	h.Settle(t)
	pages := []string{
		form, matrix + "/drafts", matrix + "/people", "/accounts", "/webhooks", record, record + "/edit", record + "/delete",
		record + "/report", "/partners/merge", "/partners/merge?keep=cpam-hainaut&merge=ccas-partenaires",
	}
	for _, link := range get(t, admin, record, "fr").Links {
		if strings.HasSuffix(link, "/revert") {
			pages = append(pages, link)
		}
	}
	if len(pages) != 12 {
		t.Errorf("the pages are %v", pages)
	}
	for _, address := range pages {
		heads := map[string]string{}
		for _, language := range []string{"fr", "en"} {
			v := get(t, admin, address, language)
			if v.Status != http.StatusOK {
				t.Errorf("%s answers %d: %s", address, v.Status, v.Text)
			}
			for _, p := range append(v.problems(), v.unlabelled()...) {
				t.Errorf("%s: %s", address, p)
			}
			heads[language] = textOf(v.element(func(n *html.Node) bool { return n.Data == "main" }))
		}
		if heads["fr"] == heads["en"] {
			t.Errorf("%s is the same in both languages", address)
		}
	}
}

// unlabelled returns the fields that no label names.
func (v view) unlabelled() (found []string) {
	labels := map[string]bool{}
	for n := range v.Doc.Descendants() {
		if n.Data == "label" {
			labels[attribute(n, "for")] = true
		}
	}
	for n := range v.Doc.Descendants() {
		isField := n.Data == "select" || n.Data == "textarea" || n.Data == "input" && attribute(n, "type") != "hidden"
		if n.Type == html.ElementNode && isField && !labels[attribute(n, "id")] {
			found = append(found, "no label names the field "+attribute(n, "name"))
		}
	}
	return found
}

func TestForms_OtherSitesSendNone(t *testing.T) {
	h := coordinator(t, readers(t))
	before, values := contributions(t, h), declaredForm(t, h)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, form, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	h.Authorize(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if n := contributions(t, h); w.Code != http.StatusForbidden || n != before {
		t.Errorf("it is answered %d, and there are %d contributions after %d", w.Code, n, before)
	}
}

func TestForms_TooLargeOnesAreRefused(t *testing.T) {
	h := coordinator(t, readers(t))
	values := declaredForm(t, h)
	values.Set("quote", strings.Repeat("é", 300<<10))
	if v := post(t, h, form, "fr", values); v.Status != http.StatusBadRequest {
		t.Errorf("it is answered %d", v.Status)
	}
	values.Set("quote", strings.Repeat("long ", 2000))
	if v := post(t, h, form, "fr", values); v.Status != http.StatusUnprocessableEntity || v.byID("e-quote") == nil {
		t.Errorf("a long quotation is answered %d: %.300s", v.Status, v.Text)
	}
}
