package identity_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// link creates a sign-in link for an account, as an administrator.
func (w *town) link(t *testing.T, account string) (link string, expires time.Time) {
	t.Helper()
	link, expires, err := w.SignInLink(access.WithViewer(t.Context(), access.Named("test")), account)
	if err != nil {
		t.Fatal(err)
	}
	return link, expires
}

// Without a provider, the page of the login says how people get in, and what an administrator can do.
func TestLogin_WithoutAProviderSaysHowToGetIn(t *testing.T) {
	for name, of := range map[string]struct {
		login *identity.Login
		words []string
	}{
		"tokens alone": {nil, []string{"relancez-le avec « --public-url »", "start it again with --public-url"}},
		"links": {&identity.Login{PublicURL: "http://127.0.0.1:8080"}, []string{
			"demandez un lien de connexion à un administrateur", "ask an administrator for a sign-in link",
		}},
	} {
		i := newWorldOf(t, testdb.SQLite(t), of.login)
		for _, path := range []string{"/auth/login", "/auth/callback?code=a&state=b"} {
			p := serve(t, i.Handler(), "GET", path)
			for _, words := range of.words {
				if p.Code != http.StatusNotFound || !strings.Contains(p.Body.String(), words) {
					t.Errorf("%s: %s answers %d without %q: %s", name, path, p.Code, words, p.Body)
				}
			}
			if of.login != nil && strings.Contains(p.Body.String(), "--public-url") {
				t.Errorf("%s: %s asks for a flag that was given", name, path)
			}
		}
	}
}

func TestSignInLink_SignsInOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		account := w.withAicha(t).ID
		link, _ := w.link(t, account)
		b, other := newBrowser(t), newBrowser(t)
		for range 2 { // looking uses nothing up
			if p := b.get(link); p.status != http.StatusOK || !strings.Contains(p.body, "<button>") || b.me(w) != "" {
				t.Fatalf("%d %s, %q is in", p.status, p.body, b.me(w))
			}
		}
		if p := b.post(
			link, nil, "Origin", "https://elsewhere.example",
		); p.status != http.StatusForbidden || b.me(w) != "" {
			t.Errorf("another site signs in: %d", p.status)
		}
		if p := b.post(link, nil); p.status != http.StatusSeeOther || p.location != w.hub+"/" || b.me(w) != account {
			t.Errorf("%d %s, %q is in", p.status, p.location, b.me(w))
		}
		if p := other.post(link, nil); p.status != http.StatusNotFound || other.me(w) != "" {
			t.Errorf("a second time: %d, %q is in", p.status, other.me(w))
		}
		if n := w.store.Client.SignInLink.Query().CountX(testdb.Context(t)); n != 0 {
			t.Errorf("%d links are left", n)
		}
	})
}

func TestSignInLink_IsGoodForADay(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		account := w.withAicha(t).ID
		link, expires := w.link(t, account)
		if life := expires.Sub(w.now); life != 24*time.Hour {
			t.Errorf("it is good for %v", life)
		}
		b := newBrowser(t)
		w.now = expires.Add(-time.Microsecond)
		if p := b.get(link); p.status != http.StatusOK {
			t.Errorf("within the day: %d", p.status)
		}
		w.now = expires
		if p := b.post(link, nil); p.status != http.StatusNotFound || b.me(w) != "" {
			t.Errorf("after the day: %d, %q is in", p.status, b.me(w))
		}
		w.link(t, account) // takes away those that are over
		if n := w.store.Client.SignInLink.Query().CountX(testdb.Context(t)); n != 1 {
			t.Errorf("%d links are left", n)
		}
	})
}

func TestSignInLink_IsOfAnOpenAccount(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		account := w.withAicha(t).ID
		link, _ := w.link(t, account)
		ctx := access.WithViewer(t.Context(), access.Named("test"))
		if _, err := w.DisableAccount(ctx, account); err != nil {
			t.Fatal(err)
		}
		b := newBrowser(t)
		if p := b.post(link, nil); p.status != http.StatusNotFound || b.me(w) != "" {
			t.Errorf("%d, %q is in", p.status, b.me(w))
		}
		var unknown *identity.NotFoundError
		if _, _, err := w.SignInLink(ctx, account); !errors.As(err, &unknown) {
			t.Errorf("a link of a disabled account: %v", err)
		}
		var forbidden *identity.ForbiddenError
		for name, v := range map[string]*access.Viewer{
			"nobody": {}, "a coordinator": {Account: account, Role: lexicon.Coordinator},
			"a token of an administrator": {Account: account, Role: lexicon.Administrator, Scopes: []lexicon.TokenScope{lexicon.ScopeWrite}},
		} {
			if _, _, err := w.SignInLink(access.WithViewer(t.Context(), v), account); !errors.As(err, &forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
