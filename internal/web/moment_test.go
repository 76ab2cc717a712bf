package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
	"maillage/internal/testhub/thorough"
)

// leavesMoment reports whether a link may lead to the present: to what writes, to files and to what is no page.
func leavesMoment(to *url.URL) bool {
	for _, prefix := range []string{
		"/auth/", "/graphiql", "/schema", "/assets/", "/export/", "/accounts", "/webhooks", "/imports", "/drafts/",
	} {
		if strings.HasPrefix(to.Path, prefix) {
			return true
		}
	}
	for _, suffix := range []string{"/edit", "/delete", "/revert", "/declare", "/drafts", "/people", "/merge"} {
		if strings.HasSuffix(to.Path, suffix) {
			return true
		}
	}
	return to.Host != "" || to.Path == "" || strings.Contains(to.Path, "/add/")
}

// lostMoments returns the links and the forms of a page that lose its moment.
func lostMoments(t *testing.T, v view, moment url.Values) (lost []string) {
	t.Helper()
	present := []string{"Voir le présent", "See the present", "Tout effacer", "Clear all"}
	for n := range v.Doc.Descendants() {
		var at string
		has := map[string]string{}
		switch {
		case n.Type != html.ElementNode:
			continue
		case n.Data == "a" && !slices.Contains(present, strings.TrimSpace(textOf(n))):
			at = attribute(n, "href")
		case n.Data == "form" && attribute(n, "method") != "post":
			at = attribute(n, "action")
			for field := range n.Descendants() {
				if field.Data == "input" || field.Data == "select" {
					has[attribute(field, "name")] = attribute(field, "value")
				}
			}
		default:
			continue
		}
		to, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		for name := range moment {
			if !leavesMoment(to) && to.Query().Get(name) != moment.Get(name) && has[name] != moment.Get(name) {
				lost = append(lost, name+" by "+at+" « "+strings.Join(strings.Fields(textOf(n)), " ")+" »")
			}
		}
	}
	return lost
}

// Whoever looks at an earlier moment stays in it, whatever they follow, until they leave it by a link that says so.
func TestMoment_EveryLinkKeepsIt(t *testing.T) {
	h := readers(t)
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	moment := url.Values{"at": {"2018"}, "known": {"2026-02-01"}}
	seen, losing := map[string]bool{}, map[string]bool{}
	for _, language := range []string{"fr", "en"} {
		queue := []string{matrix + "?" + moment.Encode(), matrix + "/funding?" + moment.Encode()}
		for most := len(seen) + thorough.Count(60, 300); len(queue) > 0 && len(seen) < most; queue = queue[1:] {
			at, _, _ := strings.Cut(queue[0], "#")
			if seen[language+at] {
				continue
			}
			seen[language+at] = true
			v := get(t, admin, at, language)
			if v.Status == http.StatusSeeOther {
				queue = append(queue, v.Header.Get("Location"))
				continue
			}
			for _, lost := range lostMoments(t, v, moment) {
				if !losing[lost] {
					losing[lost] = true
					t.Errorf("%s loses %s", at, lost)
				}
			}
			for _, link := range v.Links {
				to, err := url.Parse(link)
				if err == nil && to.Query().Get("known") == "2026-02-01" && !to.Query().Has("lang") {
					queue = append(queue, link)
				}
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d pages were seen", len(seen))
	}
}

func TestMoment_ARedirectKeepsIt(t *testing.T) {
	h := signInHub(t)
	v := get(t, h, "/records/"+lastOf(t, h, "partners")+"?at=2018&known=2026-02-01", "fr")
	to, err := url.Parse(v.Header.Get("Location"))
	if err != nil || v.Status != http.StatusSeeOther || to.Query().Encode() != "at=2018&known=2026-02-01" {
		t.Errorf("it answers %d, and leads to %s", v.Status, to)
	}
}
