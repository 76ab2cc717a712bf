package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// press presses the button of the page of webhooks that does something, and returns the page that follows.
func press(t *testing.T, h *testhub.Hub, do string) view {
	t.Helper()
	v := get(t, h, "/webhooks", "fr")
	f := v.element(func(n *html.Node) bool {
		return strings.HasPrefix(attribute(n, "action"), "/webhooks") && fields(n).Get("do") == do
	})
	if f == nil {
		t.Fatalf("no button does %s: %s", do, v.Text)
	}
	next, _ := follow(t, h, post(t, h, attribute(f, "action"), "fr", fields(f)))
	return next
}

func TestWebhooks_AreMadePausedSentAgainAndDeleted(t *testing.T) {
	h := signInHub(t)
	who := coordinator(t, h)
	_, values := opened(t, who, "/webhooks")
	values.Set("url", "http://example.org")
	if v := post(t, who, "/webhooks", "fr", values); v.Status != http.StatusUnprocessableEntity || v.byID("e-url") == nil {
		t.Errorf("an address without TLS: %d %s", v.Status, v.Text)
	}
	values.Set("url", "https://example.org/hook")
	v := post(t, who, "/webhooks", "fr", values)
	secret := v.byID("secret")
	if secret == nil || !strings.HasPrefix(attribute(secret, "value"), "whsec_") ||
		v.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", v.Status, v.Text)
	}
	if again := post(t, who, "/webhooks", "fr", values); again.byID("secret") != nil ||
		!strings.Contains(again.Text, "déjà été montré") {
		t.Errorf("the secret is shown twice: %s", again.Text)
	}
	if v := press(t, who, "pause"); !strings.Contains(v.Text, "en pause") || !strings.Contains(v.Text, "example.org/hook") {
		t.Errorf("paused: %s", v.Text)
	}
	ctx := testhub.Context(t)
	row := h.Store.Client.Webhook.Query().OnlyX(ctx)
	for _, change := range []string{"change_one", "change_two"} {
		h.Store.Client.WebhookDelivery.Create().SetWebhookID(row.ID).SetPosition(row.Position).SetChange(change).
			SetState(lexicon.DeliveryDeadLetter).SetTries(12).SetStatus(500).SetProblem(lexicon.ProblemStatus).
			SetTriedAt(time.Now()).SetAnswer("what the receiver says").ExecX(ctx)
	}
	v = get(t, who, "/webhooks", "fr")
	if !strings.Contains(v.Text, "2 lettres mortes") || !strings.Contains(v.Text, "change_two") ||
		strings.Contains(v.Text, "what the receiver says") {
		t.Errorf("dead letters: %s", v.Text)
	}
	for _, p := range append(v.problems(), v.unlabelled()...) {
		t.Error(p)
	}
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	if v := get(t, admin, "/webhooks", "fr"); !strings.Contains(v.Text, "what the receiver says") {
		t.Errorf("an administrator sees no answers: %s", v.Text)
	}
	if v := press(t, who, "again"); strings.Contains(v.Text, "change_two") || !strings.Contains(v.Text, "change_one") {
		t.Errorf("one sent again: %s", v.Text)
	}
	if v := press(t, who, "resume"); !strings.Contains(v.Text, "actif") {
		t.Errorf("resumed: %s", v.Text)
	}
	if v := press(t, who, "delete"); strings.Contains(v.Text, "example.org/hook") {
		t.Errorf("deleted: %s", v.Text)
	}
}

func TestWebhooks_AreForWhomMayOwnThem(t *testing.T) {
	h := readers(t)
	for name, who := range map[string]*testhub.Hub{"public": h, "liaison": liaison(t, h)} {
		if v := get(t, who, "/webhooks", "fr"); v.Status != http.StatusForbidden {
			t.Errorf("%s: it answers %d", name, v.Status)
		}
		for _, link := range get(t, who, matrix, "fr").Links {
			if link == "/webhooks" {
				t.Errorf("%s: the matrix offers it", name)
			}
		}
	}
	if v := get(t, coordinator(t, h), matrix, "fr"); !strings.Contains(strings.Join(v.Links, " "), "/webhooks") {
		t.Error("a coordinator is offered no webhooks")
	}
}
