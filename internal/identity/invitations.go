package identity

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/invitation"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// invitationLife is how long the link of an invitation is valid.
const invitationLife = 24 * time.Hour

// Invitation is an account that its holder can create by a link.
type Invitation struct {
	ID        string // its public identifier
	InvitedBy string // the account's public identifier
	Name      string
	Role      lexicon.AccountRole
	Email     string   // empty for none
	Partner   string   // a public identifier; empty for none
	Contracts []string // public identifiers
	Created   time.Time
	Expires   time.Time
	Used      *time.Time
	Revoked   *time.Time
}

// inviter returns the viewer when they may invite: a coordinator or an administrator with a session. A token is always
// refused, whatever its account.
func inviter(ctx context.Context) (*access.Viewer, error) {
	v := access.From(ctx)
	if v == nil || v.Role != lexicon.Administrator && v.Role != lexicon.Coordinator {
		return nil, &ForbiddenError{}
	}
	if kind, _ := credentialOf(v); kind != sessionCredential {
		return nil, &ForbiddenError{}
	}
	return v, nil
}

// Invite creates an invitation to contracts of the inviter, and returns its link, which is not stored. It does not
// check whether another account has the email: the inviter may not know which accounts exist.
func (i *Identity) Invite(ctx context.Context, n NewAccount) (link string, made Invitation, err error) {
	by, err := inviter(ctx)
	switch {
	case err != nil:
		return "", Invitation{}, err
	case n.Role != lexicon.Liaison && n.Role != lexicon.Coordinator:
		return "", Invitation{}, &FieldError{"role", lexicon.UserInvalid, message.IsNoRole("LIAISON, COORDINATOR")}
	case len(n.Contracts) == 0:
		return "", Invitation{}, &FieldError{"contracts", lexicon.UserRequired, message.IsRequired}
	}
	ctx = access.AsSystem(ctx)
	secret := generateSecret()
	err = i.write(ctx, func(tx *ent.Tx) error {
		contracts, err := ownContracts(ctx, tx, by, n.Contracts)
		if err != nil {
			return err
		}
		d, err := resolve(ctx, tx, n)
		if err != nil {
			return err
		}
		from, err := tx.Account.Query().Where(account.UID(by.Account)).OnlyID(ctx)
		if err != nil {
			return err
		}
		now := i.now()
		create := tx.Invitation.Create().SetName(d.name).SetRole(d.role).SetNillableEmail(d.email).
			SetContracts(contracts).SetAccountID(from).SetHash(hashOf(secret)).
			SetCreatedAt(now).SetExpiresAt(now.Add(invitationLife))
		if d.partner != nil {
			of, err := tx.Partner.Query().Where(partner.ID(*d.partner)).Only(ctx)
			if err != nil {
				return err
			}
			create.SetPartner(of.UID)
		}
		row, err := create.Save(ctx)
		if err != nil {
			return err
		}
		made = toInvitation(row, by.Account)
		return nil
	})
	if err != nil {
		return "", Invitation{}, err
	}
	return i.login.at(invitationPath + secret), made, nil
}

// ownContracts finds contracts by code or public identifier, and returns the public identifiers. A contract that the
// viewerOf does not coordinate gets the same error as one that does not exist.
func ownContracts(ctx context.Context, tx *ent.Tx, by *access.Viewer, refs []string) (uids []string, err error) {
	for _, ref := range refs {
		row, err := tx.Contract.Query().Where(contract.Or(contract.Code(ref), contract.UID(ref))).Only(ctx)
		if ent.IsNotFound(err) || err == nil && !by.Coordinates(row.ID) {
			return nil, &FieldError{"contracts", lexicon.UserUnknown, message.NamesNoneYours(ref)}
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(uids, row.UID) {
			uids = append(uids, row.UID)
		}
	}
	return uids, nil
}

// Invitations lists the open invitations of the viewer, or all open ones for an administrator, the oldest first.
func (i *Identity) Invitations(ctx context.Context) ([]Invitation, error) {
	by, err := inviter(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := i.client.Invitation.Query().Where(i.isOpen(), ofInviter(by)).
		WithAccount().Order(invitation.ByID()).All(access.AsSystem(ctx))
	all := make([]Invitation, len(rows))
	for n, row := range rows {
		all[n] = toInvitation(row, row.Edges.Account.UID)
	}
	return all, err
}

// Invitation returns one that the viewer may see, open or not.
func (i *Identity) Invitation(ctx context.Context, uid string) (Invitation, error) {
	by, err := inviter(ctx)
	if err != nil {
		return Invitation{}, err
	}
	return loadInvitation(access.AsSystem(ctx), i.client, by, uid)
}

// RevokeInvitation ends an invitation of the viewer. An administrator may end any. A used invitation is refused: its
// account stays.
func (i *Identity) RevokeInvitation(ctx context.Context, uid string) (revoked Invitation, err error) {
	by, err := inviter(ctx)
	if err != nil {
		return Invitation{}, err
	}
	ctx = access.AsSystem(ctx)
	err = i.write(ctx, func(tx *ent.Tx) error {
		err := tx.Invitation.Update().SetRevokedAt(i.now()).
			Where(invitation.UID(uid), ofInviter(by), invitation.UsedAtIsNil(), invitation.RevokedAtIsNil()).Exec(ctx)
		if err != nil {
			return err
		}
		revoked, err = loadInvitation(ctx, tx.Client(), by, uid)
		if err == nil && revoked.Used != nil {
			err = &FieldError{"id", lexicon.UserInvalid, message.IsUsed}
		}
		return err
	})
	if err != nil {
		return Invitation{}, err
	}
	return revoked, nil
}

// ForgetInvitations deletes invitations that expired before a time, with the names and emails that they hold.
func (i *Identity) ForgetInvitations(ctx context.Context, before time.Time) error {
	_, err := i.client.Invitation.Delete().Where(invitation.ExpiresAtLT(before.UTC())).Exec(access.AsSystem(ctx))
	return err
}

// ofInviter returns the condition of invitations that a viewer may see. An administrator sees all.
func ofInviter(v *access.Viewer) predicate.Invitation {
	if v.Role == lexicon.Administrator {
		return invitation.IDGT(0)
	}
	return invitation.HasAccountWith(account.UID(v.Account))
}

// isOpen returns the condition of invitations that are neither used nor revoked nor expired.
func (i *Identity) isOpen() predicate.Invitation {
	return invitation.And(invitation.UsedAtIsNil(), invitation.RevokedAtIsNil(), invitation.ExpiresAtGT(i.now()))
}

// loadInvitation returns an invitation that the viewer may see, or a *NotFoundError.
func loadInvitation(ctx context.Context, c *ent.Client, v *access.Viewer, uid string) (Invitation, error) {
	row, err := c.Invitation.Query().Where(invitation.UID(uid), ofInviter(v)).WithAccount().Only(ctx)
	if ent.IsNotFound(err) {
		return Invitation{}, &NotFoundError{"invitation", uid}
	}
	if err != nil {
		return Invitation{}, err
	}
	return toInvitation(row, row.Edges.Account.UID), nil
}

func toInvitation(row *ent.Invitation, by string) Invitation {
	n := Invitation{
		ID: row.UID, InvitedBy: by, Name: row.Name, Role: row.Role, Contracts: row.Contracts,
		Created: row.CreatedAt, Expires: row.ExpiresAt, Used: row.UsedAt, Revoked: row.RevokedAt,
	}
	set(&n.Email, row.Email)
	set(&n.Partner, row.Partner)
	return n
}

// errDeadLink reports that a link cannot be used, whatever the reason.
var errDeadLink = errors.New("the link is not valid")

// findInvitation finds the invitation of a link while it is open and its inviter still has the rights that it gives.
// Links that are used, revoked, expired or unknown are refused by the same query.
func (i *Identity) findInvitation(ctx context.Context, c *ent.Client, secret string) (*ent.Invitation, error) {
	row, err := c.Invitation.Query().Where(invitation.Hash(hashOf(secret)), i.isOpen()).
		WithAccount(func(q *ent.AccountQuery) { q.WithContracts() }).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errDeadLink
	}
	if err != nil {
		return nil, err
	}
	from := row.Edges.Account
	lost := slices.ContainsFunc(row.Contracts, func(uid string) bool {
		return !slices.ContainsFunc(from.Edges.Contracts, func(own *ent.Contract) bool { return own.UID == uid })
	})
	if from.DisabledAt != nil || from.Role != lexicon.Administrator && (from.Role != lexicon.Coordinator || lost) {
		return nil, errDeadLink
	}
	return row, nil
}

// acceptInvitation creates the account of a link and a session for it, once: of concurrent requests, one gets the
// account. It returns errDeadLink when the account can no longer be created: another account has the email, or a
// contract or the partner is gone.
func (i *Identity) acceptInvitation(ctx context.Context, r *http.Request, secret string) (session string, err error) {
	if _, err := i.findInvitation(ctx, i.client, secret); err != nil { // invalid links need no write transaction
		return "", err
	}
	var row *ent.Invitation
	var made *ent.Account
	err = i.write(ctx, func(tx *ent.Tx) (err error) {
		row, err = i.findInvitation(ctx, tx.Client(), secret)
		if err != nil {
			return err
		}
		used, err := tx.Invitation.Update().Where(invitation.ID(row.ID), i.isOpen()).SetUsedAt(i.now()).Save(ctx)
		if err != nil {
			return err
		}
		if used == 0 {
			return errDeadLink
		}
		n := NewAccount{Name: row.Name, Role: row.Role, Contracts: row.Contracts}
		set(&n.Email, row.Email)
		set(&n.Partner, row.Partner)
		made, err = create(ctx, tx, n, &row.Edges.Account.UID)
		var field *FieldError
		switch {
		case errors.As(err, &field):
			return errDeadLink
		case err != nil:
			return err
		}
		session, err = i.newSession(ctx, tx, r, made)
		return err
	})
	if err != nil {
		return "", err
	}
	i.log.Info(
		"an invitation made an account", "invitation", row.UID, "account", made.UID, "invitedBy", row.Edges.Account.UID,
	)
	return session, nil
}

// invitationPath is the path of invitation links.
const invitationPath = "/auth/invitation/"

// serveInvitation shows a button. A GET does not use the link: programs that scan mails follow links.
func (i *Identity) serveInvitation(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	_, err := i.findInvitation(access.AsSystem(r.Context()), i.client, r.PathValue("secret"))
	switch {
	case errors.Is(err, errDeadLink):
		i.invitationPage(w, r, http.StatusNotFound, deadLink)
	case err != nil:
		i.failed(w, err)
	default:
		i.invitationPage(w, r, http.StatusOK, openLink)
	}
}

// serveAccept creates the account and logs the person in.
func (i *Identity) serveAccept(w http.ResponseWriter, r *http.Request) {
	if i.login == nil {
		i.page(w, http.StatusNotFound, noLogins)
		return
	}
	session, err := i.acceptInvitation(access.AsSystem(r.Context()), r, r.PathValue("secret"))
	switch {
	case errors.Is(err, errDeadLink):
		i.invitationPage(w, r, http.StatusNotFound, deadLink)
	case err != nil:
		i.failed(w, err)
	default:
		i.login.setCookie(w, sessionCookie, session, sessionLife)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}
