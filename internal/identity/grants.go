package identity

import (
	"context"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contactgrant"
	"maillage/internal/gen/ent/mergemove"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// Grant is the right of an account to the contacts of a partner, for a purpose and until a time.
type Grant struct {
	ID        string // its public identifier
	Account   string // the account's public identifier
	Partner   string // the partner's code
	Purpose   string
	GrantedBy string // an account's public identifier, or a program
	Created   time.Time
	Ends      time.Time
	Revoked   *time.Time
}

// NewGrant holds the values of a grant to create.
type NewGrant struct {
	Account string // by public identifier or email
	Partner string // by code or public identifier
	Purpose string
	Ends    time.Time // within LongestGrant
}

// LongestGrant is the maximum duration of a grant.
const LongestGrant = 366 * 24 * time.Hour

// GrantContacts gives an account the right to see the contacts of a partner.
func (i *Identity) GrantContacts(ctx context.Context, n NewGrant) (made Grant, err error) {
	by := access.From(ctx)
	if ctx, err = requireAdministrator(ctx); err != nil {
		return Grant{}, err
	}
	if err := checkText("purpose", n.Purpose, 300); err != nil {
		return Grant{}, err
	}
	if err := i.checkEnd(n.Ends); err != nil {
		return Grant{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		to, err := find(ctx, tx.Client(), n.Account)
		if err != nil {
			return err
		}
		if to.Role != lexicon.Coordinator && to.Role != lexicon.Liaison {
			return &FieldError{"account", lexicon.UserInvalid, message.IsNoCoordinator}
		}
		of, err := tx.Partner.Query().Where(partner.Or(partner.Code(n.Partner), partner.UID(n.Partner))).OnlyID(ctx)
		if err := notFoundField(err, "partner", "partner", n.Partner); err != nil {
			return err
		}
		row, err := tx.ContactGrant.Create().SetAccountID(to.ID).SetPartnerID(of).
			SetPurpose(strings.TrimSpace(n.Purpose)).SetEndsAt(
			n.Ends.UTC().Truncate(time.Microsecond),
		).SetGrantedBy(by.Account).Save(ctx)
		if err == nil {
			made, err = loadGrant(ctx, tx.Client(), row.UID)
		}
		return err
	})
	return made, err
}

// checkEnd checks that the end of a grant is given, in the future and within LongestGrant.
func (i *Identity) checkEnd(ends time.Time) error {
	now := i.now()
	switch {
	case ends.IsZero():
		return &FieldError{"endsAt", lexicon.UserRequired, message.NeedsAnEnd}
	case !ends.After(now):
		return &FieldError{"endsAt", lexicon.UserInvalid, message.IsPast}
	case ends.After(now.Add(LongestGrant)):
		return &FieldError{"endsAt", lexicon.UserInvalid, message.IsTooFarDays(366)}
	}
	return nil
}

// RevokeGrant ends a grant at once.
func (i *Identity) RevokeGrant(ctx context.Context, uid string) (after Grant, err error) {
	if ctx, err = requireAdministrator(ctx); err != nil {
		return Grant{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		err := tx.ContactGrant.Update().Where(contactgrant.UID(uid), contactgrant.RevokedAtIsNil()).
			SetRevokedAt(i.now()).Exec(ctx)
		if err == nil { // a merge that ended the grant gives it back no more when it is reverted
			_, err = tx.MergeMove.Delete().Where(mergemove.Moved(uid)).Exec(ctx)
		}
		if err == nil {
			after, err = loadGrant(ctx, tx.Client(), uid)
		}
		return err
	})
	return after, err
}

// Grant returns one grant, by its public identifier.
func (i *Identity) Grant(ctx context.Context, uid string) (Grant, error) {
	ctx, err := requireAdministrator(ctx)
	if err != nil {
		return Grant{}, err
	}
	return loadGrant(ctx, i.client, uid)
}

// Grants lists all grants, in the order of their creation.
func (i *Identity) Grants(ctx context.Context) ([]Grant, error) {
	ctx, err := requireAdministrator(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := i.client.ContactGrant.Query().WithAccount().WithPartner().Order(contactgrant.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Grant, len(rows))
	for n, row := range rows {
		all[n] = toGrant(row)
	}
	return all, nil
}

func loadGrant(ctx context.Context, c *ent.Client, uid string) (Grant, error) {
	row, err := c.ContactGrant.Query().Where(contactgrant.UID(uid)).WithAccount().WithPartner().Only(ctx)
	if ent.IsNotFound(err) {
		return Grant{}, &NotFoundError{"grant", uid}
	}
	if err != nil {
		return Grant{}, err
	}
	return toGrant(row), nil
}

func toGrant(row *ent.ContactGrant) Grant {
	return Grant{
		ID: row.UID, Account: row.Edges.Account.UID, Partner: row.Edges.Partner.Code, Purpose: row.Purpose,
		GrantedBy: row.GrantedBy, Created: row.CreatedAt, Ends: row.EndsAt, Revoked: row.RevokedAt,
	}
}
