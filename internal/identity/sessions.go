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
	// sessionLife is the maximum duration of a session.
	sessionLife = 12 * time.Hour
	// sessionIdle is how long a session lasts without being used.
	sessionIdle = 2 * time.Hour
)

// sessionCookie and loginCookie are the cookies' names over http. Over https they have the prefix __Host-. Browsers
// then accept them only from this host, over https and with the path /.
const (
	sessionCookie = "maillage"
	loginCookie   = "maillage-login"
	hostOnly      = "__Host-"
)

// sessionSecret returns the secret in the request's session cookie; empty without one, and where there are no logins.
func (i *Identity) sessionSecret(r *http.Request) string {
	if i.login == nil {
		return ""
	}
	c, err := r.Cookie(i.login.cookie(sessionCookie))
	if err != nil {
		return ""
	}
	return c.Value
}

// ForgetSession clears the session cookie. The browser becomes the public again, instead of getting an error for every
// request.
func (i *Identity) ForgetSession(w http.ResponseWriter) {
	if i.login != nil {
		i.login.setCookie(w, sessionCookie, "", -time.Second)
	}
}

// startSession starts a session of an account, and sets its cookie.
func (i *Identity) startSession(ctx context.Context, w http.ResponseWriter, r *http.Request, of *ent.Account) error {
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

// newSession creates a session of an account. It replaces the browser's former session, whose secret somebody else may
// know, and deletes expired sessions.
func (i *Identity) newSession(
	ctx context.Context, tx *ent.Tx, r *http.Request, of *ent.Account,
) (secret string, err error) {
	secret, now := generateSecret(), i.now()
	over := session.Or(
		session.ExpiresAtLTE(now), session.SeenAtLTE(now.Add(-sessionIdle)), session.Hash(hashOf(i.sessionSecret(r))),
	)
	if _, err := tx.Session.Delete().Where(over).Exec(ctx); err != nil {
		return "", err
	}
	return secret, tx.Session.Create().SetHash(hashOf(secret)).SetCreatedAt(now).SetSeenAt(now).
		SetExpiresAt(now.Add(sessionLife)).SetAccountID(of.ID).Exec(ctx)
}

// endSession ends the session of a request's cookie, if it has one.
func (i *Identity) endSession(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	i.ForgetSession(w)
	secret := i.sessionSecret(r)
	if secret == "" {
		return nil
	}
	defer i.rechecks.changes.Add(1)
	_, err := i.client.Session.Delete().Where(session.Hash(hashOf(secret))).Exec(access.AsSystem(ctx))
	return err
}

// cookie returns the name of a cookie at the hub's public URL.
func (l *Login) cookie(name string) string {
	if l.secure() {
		return hostOnly + name
	}
	return name
}

// setCookie sets a cookie, or clears it when its life is negative.
func (l *Login) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: l.cookie(name), Value: value, Path: "/", MaxAge: int(life / time.Second),
		Secure: l.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// HasProvider reports whether people can sign in by an identity provider.
func (i *Identity) HasProvider() bool { return i.login.hasProvider() }
