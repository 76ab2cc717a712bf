package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// declared fills in the form of a contribution that has not been there.
func declaredForm(t testing.TB, h *testhub.Hub) url.Values {
	t.Helper()
	_, values := opened(t, h, form+"?partner=cpam-hainaut&axis=axe-1")
	values.Set("role", "TRAINER")
	values.Set("status", "IN_DISCUSSION")
	values.Set("wording", "animation d’un atelier inédit")
	values.Set("since", "juin 2026")
	values.Set("source", "")
	values.Set("title", "Compte rendu du comité")
	values.Set("date", "14/06/2026")
	values.Set("locator", "page 3")
	values.Set("quote", "la CPAM animera")
	return values
}

func TestDeclare_TheFormLeadsToTheCell(t *testing.T) {
	h := coordinator(t, signInHub(t))
	before := contributions(t, h)
	v := post(t, h, form, "fr", declaredForm(t, h))
	if !strings.HasPrefix(v.Header.Get("Location"), matrix+"?why=cpam-hainaut%2Faxe-1#c.cpam-hainaut.axe-1") {
		t.Errorf("it leads to %s", v.Header.Get("Location"))
	}
	shown, _ := follow(t, h, v)
	if cell := shown.byID("c.cpam-hainaut.axe-1"); cell == nil || !has(cell, "on") {
		t.Error("the cell is not chosen")
	}
	why := shown.byID("why")
	if why == nil {
		t.Fatal("the panel is not open")
	}
	for _, words := range []string{
		"animation d’un atelier inédit", "la CPAM animera", "Compte rendu du comité", "14 juin 2026", "page 3",
	} {
		if !strings.Contains(textOf(why), words) {
			t.Errorf("the panel does not say %q", words)
		}
	}
	if n := contributions(t, h); n != before+1 {
		t.Errorf("there were %d contributions, and are %d", before, n)
	}
}

func TestDeclare_TheSameKeyWritesOnce(t *testing.T) {
	h := coordinator(t, signInHub(t))
	before, values := contributions(t, h), declaredForm(t, h)
	first, second := post(t, h, form, "fr", values), post(t, h, form, "fr", values)
	if second.Status != http.StatusSeeOther || first.Header.Get("Location") != second.Header.Get("Location") {
		t.Errorf("sent twice, it answers %d: %s", second.Status, second.Text)
	}
	if n := contributions(t, h); n != before+1 {
		t.Errorf("there were %d contributions, and are %d", before, n)
	}
	values.Set("wording", "autre chose")
	other := post(t, h, form, "fr", values)
	if other.Status != http.StatusUnprocessableEntity || formOf(t, other).Get("key") == values.Get("key") {
		t.Errorf(
			"another input under the key is answered %d with the key %s", other.Status, formOf(t, other).Get("key"),
		)
	}
	fresh := formOf(t, other)
	fresh.Set("title", "Encore un compte rendu")
	if v := post(t, h, form, "fr", fresh); v.Status != http.StatusSeeOther {
		t.Errorf("the form stays stuck: %d %s", v.Status, v.Text)
	}
}

func TestDeclare_ErrorsKeepWhatWasTyped(t *testing.T) {
	h := coordinator(t, readers(t))
	for language, start := range map[string]string{"fr": "Erreur : ", "en": "Error: "} {
		values := declaredForm(t, h)
		values.Set("since", "un jour")
		values.Set("role", "")
		values.Set("locator", "")
		v := post(t, h, form, language, values)
		title := v.element(func(n *html.Node) bool { return n.Data == "title" })
		if v.Status != http.StatusUnprocessableEntity || title == nil || !strings.HasPrefix(textOf(title), start) {
			t.Errorf("it is answered %d, %s", v.Status, textOf(title))
		}
		for _, p := range v.problems() {
			t.Error(p)
		}
		again := formOf(t, v)
		for _, name := range []string{
			"partner", "axis", "since", "wording", "title", "date", "quote", "status", "key", "partner-id",
		} {
			if again.Get(name) != values.Get(name) {
				t.Errorf("%s was %q, and is %q", name, values.Get(name), again.Get(name))
			}
		}
		summary := v.byID("errors")
		for _, name := range []string{"since", "role", "locator"} {
			f, linked := v.byID("f-"+name), false
			for n := range summary.Descendants() {
				linked = linked || attribute(n, "href") == "#f-"+name
			}
			if !linked || f == nil || attribute(f, "aria-invalid") != "true" ||
				!strings.Contains(attribute(f, "aria-describedby"), "e-"+name) {
				t.Errorf("the error of %s is not told at the field and in the summary", name)
			}
		}
	}
}

func TestDeclare_WhatTheAPIRefusesIsToldAtItsField(t *testing.T) {
	h := coordinator(t, readers(t))
	before, values := contributions(t, h), declaredForm(t, h)
	values.Set("since", "2026-06")
	values.Set("until", "2020")
	v := post(t, h, form, "fr", values)
	if f := v.byID("e-until"); v.Status != http.StatusUnprocessableEntity || f == nil {
		t.Errorf("an end before the beginning is answered %d: %s", v.Status, v.Text)
	}
	for _, name := range []string{"title", "date", "locator", "quote"} {
		values.Set(name, "")
	}
	values.Set("until", "")
	v = post(t, h, form, "fr", values)
	if f := v.byID("e-source"); v.Status != http.StatusUnprocessableEntity || f == nil {
		t.Errorf("a statement without a source is answered %d: %s", v.Status, v.Text)
	}
	if n := contributions(t, h); n != before {
		t.Error("something was written")
	}
}

func TestDeclare_SeveralMatchesAreChosenFrom(t *testing.T) {
	h := coordinator(t, signInHub(t))
	values := declaredForm(t, h)
	values.Del("partner-id")
	values.Del("partner-for")
	values.Set("partner", "caisse")
	v := post(t, h, form, "fr", values)
	if v.Status != http.StatusUnprocessableEntity {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	radio := v.element(func(n *html.Node) bool {
		return attribute(n, "type") == "radio" && attribute(n, "name") == "partner-id" &&
			strings.HasSuffix(attribute(n, "value"), " cpam-hainaut")
	})
	if radio == nil {
		t.Fatalf("the partner is not among the matches: %s", v.Text)
	}
	again := formOf(t, v)
	again.Set("partner-id", attribute(radio, "value"))
	shown, _ := follow(t, h, post(t, h, form, "fr", again))
	if cell := shown.byID("c.cpam-hainaut.axe-1"); cell == nil || !has(cell, "on") {
		t.Error("the cell is not chosen")
	}
	values.Set("partner", "zzzzqqq")
	if v := post(t, h, form, "fr", values); v.byID("e-partner") == nil {
		t.Errorf("no partner is called so: %d %s", v.Status, v.Text)
	}
}

func TestDeclare_AnActionLeadsToItsPage(t *testing.T) {
	h := coordinator(t, signInHub(t))
	actions := get(t, h, "/contracts/valenciennes/actions", "fr")
	at := ""
	for _, link := range actions.Links {
		if strings.HasPrefix(link, "/contracts/valenciennes/actions/") {
			at = link
			break
		}
	}
	code := strings.TrimPrefix(at, "/contracts/valenciennes/actions/")
	values := declaredForm(t, h)
	_, empty := opened(t, h, form+"?partner=cpam-hainaut&action="+code)
	for name := range empty {
		if strings.HasPrefix(name, "action") || name == "axis" {
			values[name] = empty[name]
		}
	}
	shown, to := follow(t, h, post(t, h, form, "fr", values))
	if to != at || !strings.Contains(shown.Text, "animation d’un atelier inédit") {
		t.Errorf("it leads to %s, not to %s", to, at)
	}
}

func TestDeclare_ALiaisonSpeaksForTheirOwn(t *testing.T) {
	h := liaison(t, signInHub(t))
	_, values := opened(t, h, form+"?axis=axe-1")
	if values.Get("basis") != "DECLARED" || !strings.HasSuffix(values.Get("partner-id"), " cpam-hainaut") {
		t.Errorf("the form proposes %s of %s", values.Get("basis"), values.Get("partner"))
	}
	values.Set("role", "HOST")
	values.Set("status", "ACTIVE")
	v := post(t, h, form, "fr", values)
	if v.Status != http.StatusUnprocessableEntity || v.byID("e-status") == nil {
		t.Errorf("validating one’s own is answered %d: %s", v.Status, v.Text)
	}
	values.Set("status", "MENTIONED")
	follow(t, h, post(t, h, form, "fr", values))
}

func TestDeclare_WhoMayNotWriteSeesNoLinkAndIsRefused(t *testing.T) {
	h := readers(t)
	values := declaredForm(t, coordinator(t, h))
	before := contributions(t, coordinator(t, h))
	for name, who := range map[string]*testhub.Hub{
		"public": h,
		"reader": h.As(
			h.Token(
				t,
				testhub.Who{
					Role: lexicon.Coordinator, Contracts: []string{ours},
					Scopes: []lexicon.TokenScope{lexicon.ScopeRead},
				},
			),
		),
		"of another contract": h.LoggedIn(
			t, testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"val-d-orme"}},
		),
	} {
		addresses := []string{matrix, matrix + "?why=cpam-hainaut/axe-3", matrix + "/gaps", matrix + "/axes/axe-1"}
		if name != "of another contract" { // who may edit their own organisation
			addresses = append(addresses, "/partners/cpam-hainaut")
		}
		for _, address := range addresses {
			for _, link := range get(t, who, address, "fr").Links {
				if strings.Contains(link, "/declare") && strings.Contains(link, ours) ||
					strings.Contains(link, "/edit") || strings.Contains(link, "/revert") {
					t.Errorf("%s: %s offers %s", name, address, link)
				}
			}
		}
		if v := get(t, who, form, "fr"); v.Status != http.StatusForbidden {
			t.Errorf("%s: the form answers %d", name, v.Status)
		}
		if v := post(t, who, form, "fr", values); v.Status != http.StatusForbidden {
			t.Errorf("%s: writing answers %d: %s", name, v.Status, v.Text)
		}
	}
	if n := contributions(t, coordinator(t, h)); n != before {
		t.Error("something was written")
	}
}
