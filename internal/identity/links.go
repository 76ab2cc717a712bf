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
	"maillage/internal/message"
)

// linkLife is how long a sign-in link is valid.
const linkLife = 24 * time.Hour

// linkPath is the path of sign-in links.
const linkPath = "/auth/link/"

// SignInLink returns the URL of a page that signs a person in to their account, once. The URL is not stored. Only an
// administrator may request it. ref is the public identifier or the email of the account. The error is a *NotFoundError
// for an account that is missing or disabled, and a *ConfigError where the hub does not know its public URL.
func (i *Identity) SignInLink(ctx context.Context, ref string) (link string, expires time.Time, err error) {
	by := access.From(ctx)
	ctx, err = requireAdministrator(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	if i.login == nil {
		return "", time.Time{}, &ConfigError{"public-url", message.LinksNeedIt}
	}
	secret, expires := generateSecret(), i.now().Add(linkLife)
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

// findLink finds an open link whose account is not disabled.
func (i *Identity) findLink(ctx context.Context, c *ent.Client, secret string) (*ent.SignInLink, error) {
	row, err := c.SignInLink.Query().Where(
		signinlink.Hash(hashOf(secret)), signinlink.ExpiresAtGT(i.now()),
		signinlink.HasAccountWith(account.DisabledAtIsNil()),
	).WithAccount().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errDeadLink
	}
	return row, err
}

// useLink uses a link and starts a session of its account. Of concurrent requests, one gets the session.
func (i *Identity) useLink(ctx context.Context, r *http.Request, secret string) (session string, err error) {
	if _, err := i.findLink(ctx, i.client, secret); err != nil { // invalid links need no write transaction
		return "", err
	}
	var of *ent.Account
	err = i.write(ctx, func(tx *ent.Tx) error {
		row, err := i.findLink(ctx, tx.Client(), secret)
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

// serveLink shows a button. A GET does not use the link: programs that scan mails follow links.
func (i *Identity) serveLink(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	_, err := i.findLink(access.AsSystem(r.Context()), i.client, r.PathValue("secret"))
	i.answerLink(w, r, err, func() { i.invitationPage(w, r, http.StatusOK, openSignIn) })
}

// serveFollow signs the person in.
func (i *Identity) serveFollow(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	session, err := i.useLink(access.AsSystem(r.Context()), r, r.PathValue("secret"))
	i.answerLink(w, r, err, func() {
		i.login.setCookie(w, sessionCookie, session, sessionLife)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
}

// answerLink shows the error of a link, or calls succeed.
func (i *Identity) answerLink(w http.ResponseWriter, r *http.Request, err error, succeed func()) {
	switch {
	case errors.Is(err, errDeadLink):
		i.invitationPage(w, r, http.StatusNotFound, deadLink)
	case err != nil:
		i.failed(w, err)
	default:
		succeed()
	}
}
