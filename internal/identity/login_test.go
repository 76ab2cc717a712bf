package identity_test

import (
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

func TestLogin_InAndOut(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		b := newBrowser(t)
		if me := b.get(w.hub + "/auth/me"); strings.TrimSpace(me.body) != `{"account":null}` {
			t.Errorf("before: %s", me.body)
		}
		in := b.login(w, aicha, "/graphiql?query=%7Bx%7D")
		if in.status != http.StatusSeeOther || in.location != w.hub+"/graphiql?query=%7Bx%7D" {
			t.Fatalf("%d %s %s", in.status, in.location, in.body)
		}
		set := in.header.Values("Set-Cookie")
		if !regexp.MustCompile(
			`^maillage=[\w-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax$`,
		).MatchString(set[len(set)-1]) {
			t.Errorf("cookies %q", set)
		}
		me := b.get(w.hub + "/auth/me")
		want := `{"account":{"id":"` + a.ID +
			`","name":"Aïcha","role":"COORDINATOR","partner":"cpam","contracts":["arques","lens"],"scopes":null}}`
		if strings.TrimSpace(me.body) != want || me.header.Get("Cache-Control") != "no-store" {
			t.Errorf("me: %s %v", me.body, me.header)
		}

		old := b.cookie(w, "maillage")
		out := b.post(w.hub+"/auth/logout", nil)
		if out.status != http.StatusSeeOther || !strings.HasPrefix(out.location, w.issuer+"/end_session?") {
			t.Fatalf("logout: %d %s", out.status, out.location)
		}
		if at := b.get(out.location); at.location != w.hub+"/" {
			t.Errorf("the provider leads to %q: %d %s", at.location, at.status, at.body)
		}
		if b.cookie(w, "maillage") != "" || b.me(w) != "" {
			t.Error("still in")
		}
		v, err := w.Viewer(t.Context(), withCookie("maillage", old))
		refused(t, v, err)
	})
}

func TestSession_GivesTheViewerOfItsAccount(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		b := newBrowser(t)
		b.login(w, aicha, "/")
		v, err := w.Viewer(t.Context(), withCookie("maillage", b.cookie(w, "maillage")))
		if err != nil || v.Account != a.ID || v.Scopes != nil || !v.HasScope(lexicon.ScopeContacts) ||
			len(v.ContractIDs) != 2 || v.PartnerID != w.ids["cpam"] {
			t.Fatalf("%+v, %v", v, err)
		}
		if !strings.HasPrefix(v.Key, a.ID+" session-") {
			t.Errorf("counted as %q", v.Key)
		}
		if err := w.Valid(t.Context(), v); err != nil {
			t.Errorf("a long connection: %v", err)
		}
		b.post(w.hub+"/auth/logout", nil)
		refused(t, nil, w.Valid(t.Context(), v))
	})
}

func withCookie(name, value string) *http.Request {
	r := request("")
	r.AddCookie(&http.Cookie{Name: name, Value: value})
	return r
}

// Some providers put the email in the token. Then the userinfo endpoint is not used.
func TestLogin_EmailInTheTokenSuffices(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		unverified := user{ID: "id-2", Username: "two", Password: "x", Email: aicha.Email}
		w.know(t, unverified)
		if p := newBrowser(t).login(w, unverified, "/"); p.status != http.StatusForbidden {
			t.Errorf("unverified: %d", p.status)
		}
		w.know(t, aicha)
		b := newBrowser(t)
		b.login(w, aicha, "/")
		if b.me(w) != a.ID {
			t.Errorf("me: %q", b.me(w))
		}
	}, "-email-in-token")
}

func TestLogin_LaterOnesUseTheSubject(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		newBrowser(t).login(w, aicha, "/")

		// Her email changes at the provider, and is given to somebody else.
		renamed, heir := aicha, aicha
		renamed.Email = "aicha.martin@example.org"
		heir.ID, heir.Username = "id-heir", "heir"
		w.know(t, renamed, heir)
		b := newBrowser(t)
		b.login(w, renamed, "/")
		if b.me(w) != a.ID {
			t.Error("she does not come in any more")
		}
		b = newBrowser(t)
		if p := b.login(w, heir, "/"); p.status != http.StatusForbidden || b.me(w) != "" {
			t.Errorf("the heir of her address: %d, %s", p.status, b.me(w))
		}

		// Until an administrator forgets her login.
		if _, err := w.UpdateAccount(w.admin, a.ID, identity.AccountChange{ForgetLogin: true}); err != nil {
			t.Fatal(err)
		}
		b.login(w, heir, "/")
		if b.me(w) != a.ID {
			t.Error("nobody comes in after her login was forgotten")
		}
	})
}

func TestLogin_WithoutAnAccountSaysWhomToAsk(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		unverified := aicha
		unverified.EmailVerified = false
		unknown := user{ID: "id-x", Username: "x", Password: "x", Email: "x@example.org", EmailVerified: true}
		nameless := user{ID: "id-n", Username: "n", Password: "n", EmailVerified: true}
		bodies := map[string]bool{}
		refuse := func(what string, who user, change func()) {
			t.Helper()
			w.know(t, who)
			change()
			b := newBrowser(t)
			p := b.login(w, who, "/")
			if p.status != http.StatusForbidden || !strings.Contains(p.body, "Mme Durand") ||
				!strings.Contains(p.body, "Accès refusé") || !strings.Contains(p.body, "Access refused") {
				t.Errorf("%s: %d %s", what, p.status, p.body)
			}
			if b.me(w) != "" || b.cookie(w, "maillage") != "" {
				t.Errorf("%s: let in", what)
			}
			bodies[p.body] = true
		}
		refuse("unverified", unverified, func() {})
		refuse("unknown", unknown, func() {})
		refuse("without an email", nameless, func() {})
		refuse("disabled", aicha, func() {
			if _, err := w.DisableAccount(w.admin, a.ID); err != nil {
				t.Fatal(err)
			}
		})
		if len(bodies) != 1 {
			t.Errorf("they can tell why: %d pages", len(bodies))
		}
		if all, err := w.Accounts(w.admin); err != nil || all[0].Bound {
			t.Errorf("a refused login was bound: %+v, %v", all, err)
		}
		if said := w.log.String(); strings.Count(said, "a login was refused") != 4 || strings.Contains(said, "@") {
			t.Errorf("the log says %s", said)
		}
	})
}

func TestAccounts_DisabledOneIsRefusedAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		b := newBrowser(t)
		b.login(w, aicha, "/")
		session := b.cookie(w, "maillage")
		if _, err := w.DisableAccount(w.admin, aicha.Email); err != nil {
			t.Fatal(err)
		}
		v, err := w.Viewer(t.Context(), withCookie("maillage", session))
		refused(t, v, err)
		if b.me(w) != "" {
			t.Error("still in")
		}
		if p := b.login(w, aicha, "/"); p.status != http.StatusForbidden {
			t.Errorf("comes in again: %d", p.status)
		}
		if _, err := w.EnableAccount(w.admin, a.ID); err != nil {
			t.Fatal(err)
		}
		v, err = w.Viewer(t.Context(), withCookie("maillage", session))
		refused(t, v, err) // it has ended for good
		b.login(w, aicha, "/")
		if b.me(w) != a.ID {
			t.Error("enabled, she does not come in")
		}
	})
}

func TestSession_Ends(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		in := func(secret string) bool {
			t.Helper()
			_, err := w.Viewer(t.Context(), withCookie("maillage", secret))
			return err == nil
		}
		b := newBrowser(t)
		b.login(w, aicha, "/")
		idle := b.cookie(w, "maillage")
		w.now = w.now.Add(2*time.Hour - time.Second)
		if !in(idle) {
			t.Error("it ends before two hours")
		}
		w.Close() // that it was used is noted, and nothing after
		w.now = w.now.Add(2*time.Hour - time.Second)
		if !in(idle) {
			t.Error("used, it does not go on")
		}
		w.now = w.now.Add(time.Second)
		if in(idle) {
			t.Error("unused for two hours, it goes on")
		}
		if b.me(w) != "" || b.cookie(w, "maillage") != "" {
			t.Error("the browser does not forget it")
		}
	})
}

func TestSession_EndsAfterTwelveHoursDespiteUse(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		b := newBrowser(t)
		b.login(w, aicha, "/")
		secret, began := b.cookie(w, "maillage"), w.now
		for range 11 {
			w.now = w.now.Add(time.Hour)
			if _, err := w.Viewer(t.Context(), withCookie("maillage", secret)); err != nil {
				t.Fatalf("after %v: %v", w.now.Sub(began), err)
			}
			eventually(t, func() bool { // a busy database is told with the next request
				_, err := w.Viewer(t.Context(), withCookie("maillage", secret))
				return err == nil && w.seen(t).Equal(w.now)
			})
		}
		w.now = began.Add(12*time.Hour - time.Microsecond)
		if _, err := w.Viewer(t.Context(), withCookie("maillage", secret)); err != nil {
			t.Errorf("before twelve hours: %v", err)
		}
		w.now = began.Add(12 * time.Hour)
		v, err := w.Viewer(t.Context(), withCookie("maillage", secret))
		refused(t, v, err)
	})
}

// A session whose secret was planted is not reused by a login.
func TestLogin_CreatesANewSession(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		b := newBrowser(t)
		hub, _ := url.Parse(w.hub)
		planted := strings.Repeat("A", 43)
		b.Jar.SetCookies(hub, []*http.Cookie{{Name: "maillage", Value: planted, Path: "/"}})
		b.login(w, aicha, "/")
		first := b.cookie(w, "maillage")
		if first == planted || b.me(w) != a.ID {
			t.Errorf("session %q of %q", first, b.me(w))
		}
		b.login(w, aicha, "/")
		if second := b.cookie(w, "maillage"); second == first {
			t.Error("the second login has the session of the first")
		}
		v, err := w.Viewer(t.Context(), withCookie("maillage", first))
		refused(t, v, err)
		if n := w.sessions(t); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestLogin_ProviderIsDiscoveredLater(t *testing.T) {
	t.Parallel()
	reserved, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := reserved.Addr().String()
	_ = reserved.Close() // now nobody listens there
	s := testdb.SQLite(t)
	i := newWorldOf(
		t, s,
		&identity.Login{
			Issuer: "http://" + address, ClientID: "hub", ClientSecret: "secret", PublicURL: "http://127.0.0.1:8080",
		},
	)
	p := serve(t, i.Handler(), "GET", "/auth/login")
	if p.Code != http.StatusServiceUnavailable || p.Header().Get("Retry-After") == "" || !strings.Contains(
		p.Body.String(), "ne répond pas",
	) {
		t.Errorf("%d %v %s", p.Code, p.Header(), p.Body)
	}
	if p := serve(t, i.Handler(), "GET", "/auth/me"); p.Code != http.StatusOK {
		t.Errorf("the public: %d %s", p.Code, p.Body)
	}
	if p := serve(t, i.Handler(), "POST", "/auth/logout"); p.Code != http.StatusSeeOther {
		t.Errorf("logout: %d %s", p.Code, p.Body)
	}
	_, stop := startProvider(t, "-addr", address, "-hub", "http://127.0.0.1:8080", "-users", "none")
	t.Cleanup(stop)
	eventually(t, func() bool { return serve(t, i.Handler(), "GET", "/auth/login").Code == http.StatusFound })
}
