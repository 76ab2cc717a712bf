package web_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/testhub"
)

// draftForm returns the form of a draft’s page whose action ends so.
func draftForm(t testing.TB, v view, ends string) (string, map[string][]string) {
	t.Helper()
	f := v.element(func(n *html.Node) bool {
		return n.Data == "form" && strings.HasSuffix(attribute(n, "action"), ends)
	})
	if f == nil {
		t.Fatalf("the draft has no form %s: %s", ends, v.Text)
	}
	return attribute(f, "action"), fields(f)
}

func TestDrafts_PrepareTogetherAndPublish(t *testing.T) {
	h := signInHub(t)
	mine := coordinator(t, h)
	before := contributions(t, mine)
	values := declaredForm(t, mine)
	values.Set("draft", "new")
	v := post(t, mine, form, "fr", values)
	shown, at := follow(t, mine, v)
	if !strings.HasPrefix(at, "/drafts/") || contributions(t, mine) != before {
		t.Fatalf("it leads to %s, and there are %d contributions", at, contributions(t, mine))
	}
	if again := post(t, mine, form, "fr", values); again.Header.Get("Location") != at {
		t.Errorf("sent twice, it leads to %s", again.Header.Get("Location"))
	}
	for _, words := range []string{
		"animation d’un atelier inédit", "Compte rendu du comité", "en préparation", "en discussion",
		"La formation et la qualification",
	} {
		if !strings.Contains(shown.Text, words) {
			t.Errorf("the draft does not say %q: %s", words, shown.Text)
		}
	}
	for _, p := range shown.problems() {
		t.Error(p)
	}
	edit := "/records/" + idOf(t, mine, `axis(by: {code: "valenciennes/axe-1"})`) + "/edit"
	_, change := opened(t, mine, edit)
	change.Set("name", "Un nom préparé")
	change.Set("draft", strings.TrimPrefix(at, "/drafts/"))
	shown, to := follow(t, mine, post(t, mine, edit, "fr", change))
	if to != at || !strings.Contains(shown.Text, "Un nom préparé") {
		t.Errorf("it leads to %s: %s", to, shown.Text)
	}
	list := get(t, mine, matrix+"/drafts", "fr")
	if !strings.Contains(list.Text, "3 changements") || len(list.problems()) > 0 {
		t.Errorf("the list says %s %v", list.Text, list.problems())
	}
	if v := get(t, liaison(t, h), at, "fr"); v.Status != http.StatusNotFound {
		t.Errorf("somebody else’s draft answers %d", v.Status)
	}
	if v := get(t, h, matrix+"/drafts", "fr"); v.Status != http.StatusForbidden {
		t.Errorf("the drafts answer the public %d", v.Status)
	}
	action, publish := draftForm(t, shown, "/publish")
	follow(t, mine, post(t, mine, action, "fr", publish))
	if n := contributions(t, mine); n != before+1 {
		t.Errorf("there were %d, and are %d", before, n)
	}
	if v := get(t, mine, at, "fr"); !strings.Contains(v.Text, "publié") || strings.Contains(v.Text, "Abandonner") {
		t.Errorf("it is shown as %s", v.Text)
	}
}

func TestDrafts_OutdatedOnesSaySoAndCanBeDiscarded(t *testing.T) {
	h := coordinator(t, signInHub(t))
	at := beginDraft(t, h)
	edit := "/records/" + idOf(t, h, `axis(by: {code: "valenciennes/axe-1"})`) + "/edit"
	_, prepared := opened(t, h, edit)
	prepared.Set("name", "Un nom préparé")
	prepared.Set("draft", strings.TrimPrefix(at, "/drafts/"))
	follow(t, h, post(t, h, edit, "fr", prepared))
	_, now := opened(t, h, edit)
	now.Set("name", "Un nom meilleur")
	follow(t, h, post(t, h, edit, "fr", now))
	action, publish := draftForm(t, get(t, h, at, "fr"), "/publish")
	v := post(t, h, action, "fr", publish)
	if v.Status != http.StatusUnprocessableEntity || !strings.Contains(v.Text, "Un nom meilleur") ||
		len(v.problems()) > 0 {
		t.Errorf("it answers %d %v: %s", v.Status, v.problems(), v.Text)
	}
	action, discard := draftForm(t, get(t, h, at, "fr"), "/discard")
	shown, _ := follow(t, h, post(t, h, action, "fr", discard))
	if !strings.Contains(shown.Text, "abandonné") {
		t.Error(shown.Text)
	}
}

// beginDraft begins a draft by its form.
func beginDraft(t testing.TB, h *testhub.Hub) string {
	t.Helper()
	_, values := opened(t, h, matrix+"/drafts")
	if v := post(t, h, matrix+"/drafts", "fr", values); v.Status != http.StatusUnprocessableEntity ||
		v.byID("e-title") == nil {
		t.Errorf("a draft without a subject is answered %d: %s", v.Status, v.Text)
	}
	values.Set("title", "Comité de juin")
	_, at := follow(t, h, post(t, h, matrix+"/drafts", "fr", values))
	return at
}
