package identity_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// seen returns the last use of the only session.
func (w *world) seen(t *testing.T) time.Time {
	t.Helper()
	return w.store.Client.Session.Query().OnlyX(access.AsSystem(t.Context())).SeenAt
}

func (w *world) sessions(t *testing.T) int {
	t.Helper()
	return w.store.Client.Session.Query().CountX(access.AsSystem(t.Context()))
}

// newWorldOf returns an Identity on a database that already has its contracts.
func newWorldOf(t *testing.T, s *store.Store, login *identity.Login) *identity.Identity {
	t.Helper()
	i, err := identity.New(t.Context(), identity.Config{Client: s.Client, Store: s, Login: login})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.Close)
	return i
}

func serve(t *testing.T, h http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return w
}

// with returns the URL with one query parameter changed or removed.
func with(t *testing.T, address, name, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func TestLogin_CallbackOfAnotherBrowserIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		for name, attack := range map[string]func(b *browser, callback string) page{
			"another state": func(b *browser, callback string) page {
				return b.get(
					with(t, callback, "state", "other"),
				)
			},
			"no state": func(b *browser, callback string) page { return b.get(with(t, callback, "state", "")) },
			"no code":  func(b *browser, callback string) page { return b.get(with(t, callback, "code", "")) },
			"another code": func(b *browser, callback string) page {
				return b.get(
					with(t, callback, "code", "other"),
				)
			},
			"another issuer": func(b *browser, callback string) page {
				return b.get(with(t, callback, "iss", "https://elsewhere.example.org"))
			},
			"another browser": func(_ *browser, callback string) page { return newBrowser(t).get(callback) },
			"a later login's cookie": func(b *browser, callback string) page {
				b.get(w.hub + "/auth/login")
				return b.get(callback)
			},
			"another browser's code, with one's own state": func(_ *browser, callback string) page {
				victim := newBrowser(t)
				u, _ := url.Parse(victim.get(w.hub + "/auth/login").location)
				return victim.get(with(t, callback, "state", u.Query().Get("state")))
			},
			"a broken cookie": func(b *browser, callback string) page {
				hub, _ := url.Parse(w.hub)
				b.Jar.SetCookies(
					hub, []*http.Cookie{{Name: "maillage-login", Value: strings.Repeat("A", 300), Path: "/"}},
				)
				return b.get(callback)
			},
			"too late": func(b *browser, callback string) page {
				w.now = w.now.Add(10 * time.Minute)
				defer func() { w.now = w.now.Add(-10 * time.Minute) }()
				return b.get(callback)
			},
		} {
			b := newBrowser(t)
			p := attack(b, b.atProvider(w, aicha, "/"))
			if p.status != http.StatusBadRequest || !strings.Contains(
				p.body, "Connexion interrompue",
			) || !strings.Contains(p.body, "Login interrupted") {
				t.Errorf("%s: %d %s", name, p.status, p.body)
			}
			if n := w.sessions(t); n != 0 {
				t.Fatalf("%s: let in", name)
			}
		}
	})
}

func TestLogin_CodeWorksOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		b := newBrowser(t)
		callback := b.atProvider(w, aicha, "/")
		kept := b.cookie(w, "maillage-login")
		if p := b.get(callback); p.status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.status, p.body)
		}
		if b.cookie(w, "maillage-login") != "" {
			t.Error("the browser keeps the login that it has begun")
		}
		if p := b.get(callback); p.status != http.StatusBadRequest {
			t.Errorf("used again: %d", p.status)
		}
		// Not even with a copy of the cookie.
		thief := newBrowser(t)
		hub, _ := url.Parse(w.hub)
		thief.Jar.SetCookies(hub, []*http.Cookie{{Name: "maillage-login", Value: kept, Path: "/"}})
		if p := thief.get(callback); p.status != http.StatusBadRequest {
			t.Errorf("used by a thief: %d", p.status)
		}
		if n := w.sessions(t); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

// An ID token of another login is refused, and so is the code without the PKCE verifier of its login.
func TestLogin_IsBoundByNonceAndVerifier(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		b := newBrowser(t)
		to := b.get(w.hub + "/auth/login").location
		q, err := url.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		for name, least := range map[string]int{"state": 26, "nonce": 26, "code_challenge": 43} {
			if len(q.Query().Get(name)) < least {
				t.Errorf("%s is %q", name, q.Query().Get(name))
			}
		}
		if q.Query().Get("code_challenge_method") != "S256" || q.Query().Get("scope") != "openid email profile" {
			t.Errorf("%s", to)
		}
		for _, name := range []string{"nonce", "code_challenge"} {
			b := newBrowser(t)
			b.swap = func(address string) string {
				return with(t, address, name, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
			}
			if p := b.login(w, aicha, "/"); p.status != http.StatusBadRequest {
				t.Errorf("with another %s: %d %s", name, p.status, p.body)
			}
		}
		if n := w.sessions(t); n != 0 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestLogin_ReturnsOnlyToTheHub(t *testing.T) {
	w := newTown(t, testdb.SQLite(t))
	w.withAicha(t)
	for to, want := range map[string]string{
		"":                            "/",
		"/":                           "/",
		"/a/b?c=d":                    "/a/b?c=d",
		"https://evil.example.org/":   "/",
		"//evil.example.org/":         "/",
		"/\\evil.example.org":         "/",
		"\\\\evil.example.org":        "/",
		"/\t/evil.example.org":        "/",
		"/\n/evil.example.org":        "/",
		" //evil.example.org":         "/",
		"///evil.example.org":         "/",
		"/..//evil.example.org":       "/",
		"/%2e%2e//evil.example.org":   "/",
		"javascript:alert(1)":         "/",
		"evil.example.org":            "/",
		"/a\r\nSet-Cookie: maillage=": "/",
	} {
		p := newBrowser(t).login(w, aicha, to)
		if p.status != http.StatusSeeOther || p.location != w.hub+want {
			t.Errorf("return=%q leads to %q (%d)", to, p.location, p.status)
		}
	}
}

func TestLogout_FromAnotherSiteIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		b := newBrowser(t)
		b.login(w, aicha, "/")
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example.org"}} {
			if p := b.post(w.hub+"/auth/logout", nil, header...); p.status != http.StatusForbidden {
				t.Errorf("%v: %d", header, p.status)
			}
		}
		if p := b.get(w.hub + "/auth/logout"); p.status != http.StatusMethodNotAllowed {
			t.Errorf("by a GET: %d", p.status)
		}
		if b.me(w) != a.ID {
			t.Error("logged out")
		}
		if p := b.post(
			w.hub+"/auth/logout", nil, "Sec-Fetch-Site", "same-origin",
		); p.status != http.StatusSeeOther || b.me(w) != "" {
			t.Errorf("by its own page: %d", p.status)
		}
	})
}

func TestMe_ReturnsTheAccountOfAToken(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, token := w.coordinator(t)
		ask := func(token string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("GET", "/auth/me", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			rw := httptest.NewRecorder()
			w.Handler().ServeHTTP(rw, r)
			return rw
		}
		if got := ask(secret); got.Code != http.StatusOK || !strings.Contains(
			got.Body.String(), `"id":"`+token.Account.ID+`"`,
		) || !strings.Contains(got.Body.String(), `"scopes":["READ"]`) {
			t.Errorf("%d %s", got.Code, got.Body)
		}
		if _, err := w.RevokeToken(w.admin, token.ID); err != nil {
			t.Fatal(err)
		}
		got := ask(secret)
		if got.Code != http.StatusUnauthorized || !strings.HasPrefix(
			got.Header().Get("WWW-Authenticate"), "Bearer",
		) || strings.Contains(got.Body.String(), secret) {
			t.Errorf("%d %v %s", got.Code, got.Header(), got.Body)
		}
		for _, path := range []string{"/auth/login", "/auth/callback?code=a&state=b"} {
			if p := serve(t, w.Handler(), "GET", path); p.Code != http.StatusNotFound {
				t.Errorf("%s without a provider: %d", path, p.Code)
			}
		}
		// Without logins, cookies are no credentials.
		if v, err := w.Viewer(t.Context(), withCookie("maillage", "x")); err != nil || !v.IsPublic() {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

func TestCookies_OverHTTPSHaveTheHostPrefix(t *testing.T) {
	w := newTown(t, testdb.SQLite(t))
	i := newWorldOf(
		t, w.store,
		&identity.Login{
			Issuer: w.issuer, ClientID: "hub", ClientSecret: "secret", PublicURL: "https://hub.example.org/",
		},
	)
	p := serve(t, i.Handler(), "GET", "/auth/login")
	cookie := p.Header().Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-maillage-login=") || !strings.Contains(cookie, "; Path=/;") ||
		!strings.HasSuffix(cookie, "HttpOnly; Secure; SameSite=Lax") {
		t.Errorf("%s", cookie)
	}
	if to, err := url.Parse(p.Header().Get("Location")); err != nil ||
		to.Query().Get("redirect_uri") != "https://hub.example.org/auth/callback" {
		t.Errorf("%v, %v", to, err)
	}
	v, err := i.Viewer(t.Context(), withCookie("__Host-maillage", "x"))
	refused(t, v, err)
	if v, err := i.Viewer(t.Context(), withCookie("maillage", "x")); err != nil || !v.IsPublic() {
		t.Errorf("a cookie that another host may have set: %+v, %v", v, err)
	}
}

func TestLogin_InvalidConfigurationIsRefused(t *testing.T) {
	s := testdb.SQLite(t)
	good := identity.Login{
		Issuer: "https://id.example.org", ClientID: "hub", ClientSecret: "secret", PublicURL: "https://hub.example.org",
	}
	for setting, spoil := range map[string]func(*identity.Login){
		"issuer": func(l *identity.Login) { l.Issuer = "http://id.example.org" }, "issuer ": func(l *identity.Login) { l.Issuer = "id" },
		"client-id": func(l *identity.Login) { l.ClientID = "" }, "client-secret": func(l *identity.Login) { l.ClientSecret = "" },
		"public-url":   func(l *identity.Login) { l.PublicURL = "" },
		"public-url ":  func(l *identity.Login) { l.PublicURL = "https://hub.example.org/below" },
		"public-url  ": func(l *identity.Login) { l.PublicURL = "http://hub.example.org" },
	} {
		l := good
		spoil(&l)
		_, err := identity.New(t.Context(), identity.Config{Client: s.Client, Store: s, Login: &l})
		if err == nil || !strings.HasPrefix(
			err.Error(), strings.TrimSpace(setting)+" ",
		) || strings.Contains(err.Error(), "secret-") {
			t.Errorf("%s: %v", setting, err)
		}
	}
	newWorldOf(t, s, &good)
}
