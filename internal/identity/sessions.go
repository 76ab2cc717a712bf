package identity

import (
	"context"
	"net/http"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/session"
)

const (
	// sessionLife is how long a login lasts at most.
	sessionLife = 12 * time.Hour
	// sessionIdle is how long it lasts without being used.
	sessionIdle = 2 * time.Hour
)

// sessionCookie and loginCookie are the cookies' names without a secure
// origin. Over https they have a prefix by which browsers refuse them from
// anything but the very host, securely, for all its paths.
const (
	sessionCookie = "maillage"
	loginCookie   = "maillage-login"
	hostOnly      = "__Host-"
)

// cookie is the secret of the session that a request's cookie names; empty
// without one, and where nobody can log in.
func (i *Identity) cookie(r *http.Request) string {
	if i.login == nil {
		return ""
	}
	c, err := r.Cookie(i.login.cookie(sessionCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

// ForgetSession makes a browser forget its session, so that it is the public
// again instead of being told for ever that the login is over.
func (i *Identity) ForgetSession(w http.ResponseWriter) {
	if i.login != nil {
		i.login.setCookie(w, sessionCookie, "", -time.Second)
	}
}

// begin makes a session of an account, and the browser keep it.
func (i *Identity) begin(ctx context.Context, w http.ResponseWriter, r *http.Request, of *ent.Account) error {
	ctx = access.AsSystem(ctx)
	var secret string
	err := i.write(ctx, func(tx *ent.Tx) (err error) {
		secret, err = i.newSession(ctx, tx, r, of)
		return err
	})
	if err == nil {
		i.login.setCookie(w, sessionCookie, secret, sessionLife)
	}
	return err
}

// newSession makes a session of an account, in place of the one that the browser
// had: an old secret, which somebody else may know, is worth nothing after it.
func (i *Identity) newSession(
	ctx context.Context, tx *ent.Tx, r *http.Request, of *ent.Account,
) (secret string, err error) {
	secret, now := newSessionSecret(), i.now()
	over := session.Or(
		session.ExpiresAtLTE(now), session.SeenAtLTE(now.Add(-sessionIdle)), session.Hash(hashOf(i.cookie(r))),
	)
	if _, err := tx.Session.Delete().Where(over).Exec(ctx); err != nil {
		return "", err
	}
	return secret, tx.Session.Create().SetHash(hashOf(secret)).SetCreatedAt(now).SetSeenAt(now).
		SetExpiresAt(now.Add(sessionLife)).SetAccountID(of.ID).Exec(ctx)
}

// end ends the session of a request's cookie, if it has one.
func (i *Identity) end(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	i.ForgetSession(w)
	secret := i.cookie(r)
	if secret == "" {
		return nil
	}
	defer i.rechecks.changes.Add(1)
	_, err := i.client.Session.Delete().Where(session.Hash(hashOf(secret))).Exec(access.AsSystem(ctx))
	return err
}

// cookie is what a cookie is called at the hub's public address.
func (l *Login) cookie(name string) string {
	if l.secure() {
		return hostOnly + name
	}
	return name
}

// setCookie sets a cookie, or takes it away when its time is negative.
func (l *Login) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: l.cookie(name), Value: value, Path: "/", MaxAge: int(life / time.Second),
		Secure: l.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// HasProvider tells whether people can sign in by an identity provider.
func (i *Identity) HasProvider() bool { return i.login.hasProvider() }
