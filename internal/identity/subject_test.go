package identity_test

import (
	"net/http"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/gen/ent/account"
)

// withSubject is a person whom the provider knows under a subject.
func withSubject(subject string) user {
	return user{ID: subject, Username: "someone", Password: "x", Email: aicha.Email, EmailVerified: true}
}

func TestLogin_SubjectThatNamesNobodyIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		for what, subject := range map[string]string{
			"none": "", "blanks": "  ", "256 characters": strings.Repeat("s", 256), "not ASCII": "aïcha", "a control character": "a\tb",
		} {
			who := withSubject(subject)
			w.know(t, who)
			b := newBrowser(t)
			if p := b.login(w, who, "/"); p.status != http.StatusForbidden || b.me(w) != "" {
				t.Errorf("%s: %d, logged in as %q", what, p.status, b.me(w))
			}
		}
		if all, err := w.Accounts(w.admin); err != nil || all[0].Bound {
			t.Errorf("a refused login was bound: %+v, %v", all, err)
		}
		longest := withSubject(strings.Repeat("s", 255))
		w.know(t, longest)
		b := newBrowser(t)
		if p := b.login(w, longest, "/"); p.status != http.StatusSeeOther || b.me(w) != a.ID {
			t.Errorf("255 characters: %d %s", p.status, p.body)
		}
	}, "-email-in-token")
}

// An account that an earlier version bound to an empty subject matches nobody.
func TestLogin_AccountBoundToNoSubjectIsNotMatched(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		a := w.withAicha(t)
		bound := w.store.Client.Account.Update().Where(account.UID(a.ID)).SetIssuer(w.issuer).SetSubject("")
		if n, err := bound.Save(access.AsSystem(t.Context())); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		nobody := withSubject("")
		nobody.Email = "else@example.org"
		w.know(t, nobody)
		b := newBrowser(t)
		if p := b.login(w, nobody, "/"); p.status != http.StatusForbidden || b.me(w) != "" {
			t.Errorf("%d, logged in as %q", p.status, b.me(w))
		}
	}, "-email-in-token")
}
