package testhub

import (
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/server"
	"maillage/internal/store"
)

// WithLogins returns a hub at which persons can log in. Its identity provider does not answer, and
// LoggedIn does not need it.
func WithLogins(t testing.TB, s *store.Store, c server.Config) *Hub {
	t.Helper()
	login := &identity.Login{Issuer: "http://127.0.0.1:1", ClientID: "hub", ClientSecret: "secret",
		PublicURL: "http://127.0.0.1"}
	var err error
	if c.Identity, err = identity.New(t.Context(),
		identity.Config{Client: s.Client, Store: s, Login: login}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Identity.Close)
	return New(t, s, c)
}

// LoggedIn returns the hub for a person of a new account who has logged in.
func (h *Hub) LoggedIn(t testing.TB, w Who) *Hub {
	t.Helper()
	made, err := h.Identity.CreateAccount(access.WithViewer(t.Context(), access.Named("test")),
		identity.NewAccount{Name: string(w.Role), Role: w.Role, Partner: w.Partner, Contracts: w.Contracts})
	if err != nil {
		t.Fatal(err)
	}
	ctx, secret := Context(t), rand.Text()
	hash := sha256.Sum256([]byte(secret))
	for _, row := range h.Store.Client.Account.Query().AllX(ctx) {
		if row.UID == made.ID {
			h.Store.Client.Session.Create().SetHash(hash[:]).SetExpiresAt(
				time.Now().Add(time.Hour).UTC(),
			).SetAccountID(row.ID).ExecX(ctx)
		}
	}
	return h.WithCookie(&http.Cookie{Name: "maillage", Value: secret})
}

// WithCookie returns the hub for a browser with a session's cookie.
func (h *Hub) WithCookie(cookie *http.Cookie) *Hub {
	as := *h
	as.token, as.cookie = "", cookie
	return &as
}

// Cookie returns the session cookie of a person who has logged in.
func (h *Hub) Cookie() *http.Cookie { return h.cookie }
