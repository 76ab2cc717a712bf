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

func TestPeople_TheLinkIsShownOnceAndRevoked(t *testing.T) {
	h := signInHub(t)
	who := coordinator(t, h)
	at := matrix + "/people"
	_, values := opened(t, who, at)
	v := post(t, who, at, "fr", values)
	if v.Status != http.StatusUnprocessableEntity || v.byID("e-name") == nil {
		t.Errorf("nobody is invited: %d %s", v.Status, v.Text)
	}
	values.Set("name", "Nadia Lefèvre")
	values.Set("partner", "cpam-hainaut")
	v = post(t, who, at, "fr", values)
	link := v.byID("link")
	if v.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the link may be kept: %s", v.Header.Get("Cache-Control"))
	}
	if v.Status != http.StatusOK || link == nil || !strings.Contains(attribute(link, "value"), "/auth/invitation/") {
		t.Fatalf("it answers %d: %s", v.Status, v.Text)
	}
	for _, p := range v.problems() {
		t.Error(p)
	}
	again := post(t, who, at, "fr", values)
	if again.byID("link") != nil || !strings.Contains(again.Text, "déjà été montré") {
		t.Errorf("the link is shown twice: %s", again.Text)
	}
	shown := get(t, who, at, "fr")
	if !strings.Contains(shown.Text, "Nadia Lefèvre") || shown.byID("link") != nil {
		t.Errorf("the list says %s", shown.Text)
	}
	revoke := shown.element(func(n *html.Node) bool { return attribute(n, "action") == at+"/revoke" })
	shown, _ = follow(t, who, post(t, who, at+"/revoke", "fr", fields(revoke)))
	if strings.Contains(shown.Text, "Nadia Lefèvre") {
		t.Error("the invitation is still open")
	}
}

func TestPeople_OnlyForWhoMayInvite(t *testing.T) {
	h := readers(t)
	token := h.As(h.Token(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{ours}}))
	for name, who := range map[string]*testhub.Hub{"public": h, "liaison": liaison(t, h), "token": token} {
		if v := get(t, who, matrix+"/people", "fr"); v.Status != http.StatusForbidden {
			t.Errorf("%s: it answers %d", name, v.Status)
		}
		if v := get(t, who, "/accounts", "fr"); v.Status != http.StatusForbidden {
			t.Errorf("%s: the accounts answer %d", name, v.Status)
		}
		for _, link := range get(t, who, matrix, "fr").Links {
			if strings.HasSuffix(link, "/people") || link == "/accounts" {
				t.Errorf("%s: the matrix offers %s", name, link)
			}
		}
		for _, address := range []string{matrix + "/people", "/accounts"} {
			v := post(t, who, address, "fr", url.Values{"name": {"X"}, "role": {"LIAISON"}})
			if v.Status != http.StatusForbidden {
				t.Errorf("%s: %s answers %d", name, address, v.Status)
			}
		}
	}
}

// button presses the button of the page of accounts that does something to a record.
func button(t testing.TB, h *testhub.Hub, do, of string) view {
	t.Helper()
	v := get(t, h, "/accounts", "fr")
	f := v.element(func(n *html.Node) bool {
		return attribute(n, "action") == "/accounts/set" && fields(n).Get("do") == do &&
			(of == "" || strings.HasSuffix(strings.TrimSpace(textOf(n)), of))
	})
	if f == nil {
		t.Fatalf("there is no button %s %s: %d %s", do, of, v.Status, v.Text)
	}
	next, _ := follow(t, h, post(t, h, "/accounts/set", "fr", fields(f)))
	return next
}

func TestAccounts_MakeDisableAndTokens(t *testing.T) {
	h := signInHub(t)
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	_, values := opened(t, admin, "/accounts")
	v := post(t, admin, "/accounts", "fr", values)
	if v.Status != http.StatusUnprocessableEntity || v.byID("e-role") == nil {
		t.Errorf("an account without a role is answered %d: %s", v.Status, v.Text)
	}
	values.Set("name", "Programme de suivi")
	values.Set("role", "INTEGRATOR")
	values.Set("contracts", ours)
	shown, _ := follow(t, admin, post(t, admin, "/accounts", "fr", values))
	if !strings.Contains(shown.Text, "Programme de suivi") {
		t.Fatalf("the account is not listed: %s", shown.Text)
	}
	make := shown.element(func(n *html.Node) bool { return n.Data == "form" && fields(n).Get("make") == "token" })
	token := fields(make)
	for n := range make.Descendants() {
		if n.Data == "option" && strings.HasPrefix(textOf(n), "Programme de suivi") {
			token.Set("account", attribute(n, "value"))
		}
	}
	token.Set("label", "suivi du matin")
	v = post(t, admin, "/accounts", "fr", token)
	secret := v.byID("secret")
	if v.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the token may be kept: %s", v.Header.Get("Cache-Control"))
	}
	if v.Status != http.StatusOK || secret == nil || len(v.problems()) > 0 {
		t.Fatalf("it answers %d %v: %s", v.Status, v.problems(), v.Text)
	}
	program := h.As(attribute(secret, "value"))
	if v := get(t, program, matrix, "fr"); v.Status != http.StatusOK ||
		!strings.Contains(v.Text, "Programme de suivi") {
		t.Errorf("the token does not work: %d", v.Status)
	}
	if v := get(t, admin, "/accounts", "fr"); v.byID("secret") != nil || !strings.Contains(v.Text, "suivi du matin") {
		t.Error("the secret is shown twice, or the token is not listed")
	}
	button(t, admin, "disable", "Programme de suivi")
	if v := get(t, program, matrix, "fr"); strings.Contains(v.Text, "Programme de suivi") {
		t.Error("a disabled account still reads")
	}
	button(t, admin, "enable", "Programme de suivi")
	button(t, admin, "revoke", "suivi du matin")
	if v := get(t, program, matrix, "fr"); strings.Contains(v.Text, "Programme de suivi") {
		t.Error("a revoked token still reads")
	}
}

// An error elsewhere in the form keeps the partner that was found, and does not hide one that was not.
func TestAccounts_ErrorsKeepThePartner(t *testing.T) {
	admin := administrator(t, signInHub(t))
	aDouble(t, admin)
	_, values := opened(t, admin, "/accounts")
	values.Set("name", "Nadia")
	values.Set("partner", "cpam-hainaut")
	for name, role := range map[string]string{"no role": "", "an unknown contract": "LIAISON"} {
		values.Set("role", role)
		values.Set("contracts", "nowhere")
		v := post(t, admin, "/accounts", "fr", values)
		kept := formOf(t, v)
		if v.Status != http.StatusUnprocessableEntity || !strings.HasSuffix(kept.Get("partner-id"), " cpam-hainaut") ||
			!strings.HasPrefix(kept.Get("partner"), "Caisse Primaire") {
			t.Errorf("%s: %d, and the partner is %v", name, v.Status, kept)
		}
	}
	values.Set("role", "")
	values.Set("partner", "caisse") // which may be several
	v := post(t, admin, "/accounts", "fr", values)
	if v.byID("e-role") == nil || v.byID("e-partner") == nil {
		t.Errorf("two errors are not both told: %s", v.Text)
	}
}

func TestAccounts_OpenToThePublic(t *testing.T) {
	h := signInHub(t)
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	isPublic := func() bool { return get(t, h.As(""), matrix, "fr").Status == http.StatusOK }
	before := isPublic()
	name := ""
	var data struct{ Contract struct{ Name string } }
	admin.Get(t, &data, `{ contract(by: {code: "valenciennes"}) { name } }`, nil)
	name = data.Contract.Name
	for _, open := range []bool{!before, before} {
		button(t, admin, map[bool]string{true: "publish", false: "unpublish"}[open], name)
		if isPublic() != open {
			t.Errorf("it is public: %v", !open)
		}
		want := map[bool]int{true: http.StatusForbidden, false: http.StatusNotFound}[open]
		if v := get(t, h.As(""), form, "fr"); v.Status != want { // what is not seen is as if it were not there
			t.Errorf("the form answers the public %d, not %d", v.Status, want)
		}
	}
	for _, do := range []string{"close", "open"} {
		button(t, admin, do, "")
		var data struct{ Viewer struct{ SeesDirectory bool } }
		h.As("").Get(t, &data, `{ viewer { seesDirectory } }`, nil)
		if data.Viewer.SeesDirectory != (do == "open") {
			t.Errorf("after %s the public sees the directory: %v", do, data.Viewer.SeesDirectory)
		}
	}
}

func TestAccounts_SignInLinkIsShownOnce(t *testing.T) {
	h := signInHub(t)
	admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
	_, values := opened(t, admin, "/accounts")
	for name, value := range map[string]string{
		"name": "Nadia Lefèvre", "role": "COORDINATOR", "email": "nadia@example.org", "contracts": ours,
	} {
		values.Set(name, value)
	}
	shown, _ := follow(t, admin, post(t, admin, "/accounts", "fr", values))
	press := shown.element(func(n *html.Node) bool {
		return n.Data == "form" && fields(n).Get("do") == "link" &&
			strings.HasSuffix(strings.TrimSpace(textOf(n)), "Nadia Lefèvre")
	})
	if press == nil {
		t.Fatalf("there is no button: %s", shown.Text)
	}
	v := post(t, admin, "/accounts", "fr", fields(press))
	link := v.byID("link")
	if v.Status != http.StatusOK || link == nil || v.Header.Get("Cache-Control") != "no-store" ||
		len(v.problems()) > 0 {
		t.Fatalf("it answers %d %v %v: %s", v.Status, v.Header, v.problems(), v.Text)
	}
	if again := post(t, admin, "/accounts", "fr", fields(press)); again.byID("link") != nil ||
		!strings.Contains(again.Text, "déjà été montré") {
		t.Errorf("pressed twice, it shows %s", again.Text)
	}
	if get(t, admin, "/accounts", "fr").byID("link") != nil {
		t.Error("the page keeps the link")
	}
	at, err := url.Parse(attribute(link, "value"))
	if err != nil {
		t.Fatal(err)
	}
	in := post(t, h.As(""), at.Path, "fr", url.Values{})
	if in.Status != http.StatusSeeOther || len((&http.Response{Header: in.Header}).Cookies()) != 1 {
		t.Errorf("the link answers %d %v", in.Status, in.Header)
	}
	for name, who := range map[string]*testhub.Hub{"public": h.As(""), "coordinator": coordinator(t, h)} {
		v := post(t, who, "/accounts", "fr", fields(press))
		if v.Status != http.StatusForbidden || v.byID("link") != nil {
			t.Errorf("%s: it answers %d", name, v.Status)
		}
	}
	wrong := fields(press)
	wrong.Set("id", "nobody")
	v = post(t, admin, "/accounts", "fr", wrong)
	if v.Status != http.StatusUnprocessableEntity || v.byID("errors") == nil {
		t.Errorf("a link of nobody is answered %d: %s", v.Status, v.Text)
	}
}
