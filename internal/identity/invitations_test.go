package identity_test

import (
	"net/http"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// zoe is a person whom the provider knows, and who has no account yet.
var zoe = user{ID: "id-zoe", Username: "zoe", Password: "battery staple", Email: "zoe@example.org", EmailVerified: true}

// inviteZoe invites Zoé, as Aïcha with a session.
func (w *town) inviteZoe(t *testing.T) (link string, made identity.Invitation) {
	t.Helper()
	b := newBrowser(t)
	b.login(w, aicha, "/")
	v, err := w.Viewer(t.Context(), withCookie("maillage", b.cookie(w, "maillage")))
	if err != nil {
		t.Fatal(err)
	}
	link, made, err = w.Invite(access.WithViewer(t.Context(), v), identity.NewAccount{
		Name: "Zoé", Role: lexicon.Liaison, Email: zoe.Email, Partner: "cpam", Contracts: []string{"lens"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return link, made
}

// The person who opened the link may not be the one with the email.
func TestInvitations_FirstLoginTakesTheAccountFromWhoeverOpenedTheLink(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		link, _ := w.inviteZoe(t)
		opened := newBrowser(t)
		if p := opened.post(link, nil); p.status != http.StatusSeeOther || p.location != w.hub+"/" {
			t.Fatalf("%d %s %s", p.status, p.location, p.body)
		}
		made := opened.me(w)
		if made == "" {
			t.Fatal("nobody is in")
		}
		bound := func() *time.Time {
			for _, row := range w.store.Client.Account.Query().AllX(testdb.Context(t)) {
				if row.UID == made {
					return row.BoundAt
				}
			}
			return nil
		}
		if bound() != nil {
			t.Error("the link is taken for a login")
		}
		w.know(t, aicha, zoe)
		w.now = w.now.Add(time.Minute)
		b := newBrowser(t)
		b.login(w, zoe, "/")
		if b.me(w) != made || bound() == nil || !bound().Equal(w.now) {
			t.Errorf("she is %q, since %v", b.me(w), bound())
		}
		if opened.me(w) != "" {
			t.Error("who opened the link is in her account still")
		}
	})
}

func TestInvitations_LinkIsGoodForADayAndThenForgotten(t *testing.T) {
	eachTown(t, func(t *testing.T, w *town) {
		w.withAicha(t)
		link, made := w.inviteZoe(t)
		b := newBrowser(t)
		w.now = made.Expires.Add(-time.Microsecond)
		if p := b.get(link); p.status != http.StatusOK {
			t.Errorf("within the day: %d", p.status)
		}
		w.now = made.Expires
		if p := b.get(link); p.status != http.StatusNotFound {
			t.Errorf("after the day: %d", p.status)
		}
		if p := b.post(link, nil); p.status != http.StatusNotFound || b.me(w) != "" {
			t.Errorf("after the day: %d, %q is in", p.status, b.me(w))
		}
		for _, c := range []struct {
			before time.Time
			left   int
		}{{made.Expires, 1}, {made.Expires.Add(time.Second), 0}} {
			if err := w.ForgetInvitations(t.Context(), c.before); err != nil {
				t.Fatal(err)
			}
			if n := w.store.Client.Invitation.Query().CountX(testdb.Context(t)); n != c.left {
				t.Errorf("before %v: %d are left", c.before, n)
			}
		}
	})
}

func TestInvitations_AreForThoseWhoHaveLoggedIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account(t, identity.NewAccount{Name: "A", Role: lexicon.Administrator})
		for name, v := range map[string]*access.Viewer{
			"the hub itself": access.System(), "a command": access.Named("test"), "nobody": {},
			"a coordinator of unknown proof": {Account: a.ID, Role: lexicon.Coordinator},
		} {
			ctx := access.WithViewer(t.Context(), v)
			_, _, invite := w.Invite(
				ctx, identity.NewAccount{Name: "Z", Role: lexicon.Coordinator, Contracts: []string{"lens"}},
			)
			_, list := w.Invitations(ctx)
			_, one := w.Invitation(ctx, "x")
			_, revoke := w.RevokeInvitation(ctx, "x")
			for what, err := range map[string]error{"invite": invite, "list": list, "see": one, "revoke": revoke} {
				forbidden(t, name+" may "+what, err)
			}
		}
		if p := serve(t, w.Handler(), http.MethodPost, "/auth/invitation/x"); p.Code != http.StatusNotFound {
			t.Errorf("without logins: %d", p.Code)
		}
	})
}
