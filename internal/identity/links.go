package identity

import (
	"context"
	"errors"
	"net/http"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/signinlink"
)

// linkLife is how long a sign-in link is good.
const linkLife = 24 * time.Hour

// linkPath is where sign-in links lead.
const linkPath = "/auth/link/"

// SignInLink returns the address of a page that signs a person in to their account, once. It is kept nowhere. Whoever
// may administer may ask for it, and names the account by public identifier or email. It returns a *NotFoundError for
// an account that is not there or is disabled, and a *ConfigError where the hub does not know its public address.
func (i *Identity) SignInLink(ctx context.Context, ref string) (link string, expires time.Time, err error) {
	by := access.From(ctx)
	ctx, err = administer(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	if i.login == nil {
		return "", time.Time{}, &ConfigError{"public-url", "is missing: links lead to it"}
	}
	secret, expires := newSessionSecret(), i.now().Add(linkLife)
	var of *ent.Account
	err = i.write(ctx, func(tx *ent.Tx) (err error) {
		if of, err = find(ctx, tx.Client(), ref); err != nil {
			return err
		}
		if of.DisabledAt != nil {
			return &NotFoundError{"account", ref}
		}
		if _, err := tx.SignInLink.Delete().Where(signinlink.ExpiresAtLTE(i.now())).Exec(ctx); err != nil {
			return err
		}
		return tx.SignInLink.Create().SetHash(
			hashOf(secret),
		).SetCreatedAt(i.now()).SetExpiresAt(expires).SetAccountID(of.ID).Exec(ctx)
	})
	if err != nil {
		return "", time.Time{}, err
	}
	i.log.Info("a sign-in link is made", "account", of.UID, "by", by.Account)
	return i.login.at(linkPath + secret), expires, nil
}

// linked finds an open link, whose account is not disabled.
func (i *Identity) linked(ctx context.Context, c *ent.Client, secret string) (*ent.SignInLink, error) {
	row, err := c.SignInLink.Query().Where(
		signinlink.Hash(hashOf(secret)), signinlink.ExpiresAtGT(i.now()),
		signinlink.HasAccountWith(account.DisabledAtIsNil()),
	).WithAccount().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errDeadLink
	}
	return row, err
}

// follow uses a link up and begins a session of its account. Of two who follow it, one gets the session.
func (i *Identity) follow(ctx context.Context, r *http.Request, secret string) (session string, err error) {
	if _, err := i.linked(ctx, i.client, secret); err != nil { // wrong links do not wait for the database to write
		return "", err
	}
	var of *ent.Account
	err = i.write(ctx, func(tx *ent.Tx) error {
		row, err := i.linked(ctx, tx.Client(), secret)
		if err != nil {
			return err
		}
		of = row.Edges.Account
		used, err := tx.SignInLink.Delete().Where(signinlink.ID(row.ID)).Exec(ctx)
		if err != nil {
			return err
		}
		if used == 0 {
			return errDeadLink
		}
		session, err = i.newSession(ctx, tx, r, of)
		return err
	})
	if err != nil {
		return "", err
	}
	i.log.Info("a link signed somebody in", "account", of.UID)
	return session, nil
}

// serveLink shows a button. A GET uses nothing up: programs that check mails follow links.
func (i *Identity) serveLink(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	_, err := i.linked(access.AsSystem(r.Context()), i.client, r.PathValue("secret"))
	i.answerLink(w, r, err, func() { i.invitationPage(w, r, http.StatusOK, openSignIn) })
}

// serveFollow signs the person in.
func (i *Identity) serveFollow(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	session, err := i.follow(access.AsSystem(r.Context()), r, r.PathValue("secret"))
	i.answerLink(w, r, err, func() {
		i.login.setCookie(w, sessionCookie, session, sessionLife)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
}

// answerLink answers a request for a link that failed, or calls succeed.
func (i *Identity) answerLink(w http.ResponseWriter, r *http.Request, err error, succeed func()) {
	switch {
	case errors.Is(err, errDeadLink):
		i.invitationPage(w, r, http.StatusNotFound, deadLink)
	case err != nil:
		i.broken(w, err)
	default:
		succeed()
	}
}
