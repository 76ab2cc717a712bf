package identity

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/session"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// Account is a person or a program with rights, as administrators see it.
type Account struct {
	ID        string // its public identifier
	Name      string
	Role      lexicon.AccountRole
	Email     string   // empty for a program
	Partner   string   // the code of the organisation that it speaks for
	Contracts []string // the codes of those that it serves, sorted
	Bound     bool     // a login is bound to it
	Disabled  *time.Time
	Created   time.Time
}

// NewAccount holds the values of an account to create. The partner and the contracts are named by code or public
// identifier.
type NewAccount struct {
	Name      string
	Role      lexicon.AccountRole
	Email     string // binds a person's first login to the account
	Partner   string
	Contracts []string
}

// AccountChange holds the changes to an account. Nil keeps a value, and an empty value clears it.
type AccountChange struct {
	Name      *string
	Role      *lexicon.AccountRole
	Email     *string
	Partner   *string
	Contracts *[]string
	// ForgetLogin removes the identity provider's subject, so that the next first login with the email binds the
	// account again: for example after a change of provider.
	ForgetLogin bool
}

// CreateAccount creates an account.
func (i *Identity) CreateAccount(ctx context.Context, n NewAccount) (made Account, err error) {
	ctx, err = requireAdministrator(ctx)
	if err != nil {
		return Account{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		row, err := create(ctx, tx, n, nil)
		if err == nil {
			made, err = loadAccount(ctx, tx.Client(), row.ID)
		}
		return err
	})
	return made, err
}

// create creates an account. invitedBy is the inviting account; nil when an administrator creates it.
func create(ctx context.Context, tx *ent.Tx, n NewAccount, invitedBy *string) (*ent.Account, error) {
	d, err := resolve(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	row, err := tx.Account.Create().SetName(d.name).SetRole(d.role).SetNillableInvitedBy(invitedBy).
		SetNillableEmail(d.email).SetNillablePartnerID(d.partner).AddContractIDs(d.contracts...).Save(ctx)
	if ent.IsConstraintError(err) && d.email != nil {
		return nil, &FieldError{"email", lexicon.UserTaken, message.IsTaken}
	}
	return row, err
}

// UpdateAccount changes an account, named by its public identifier or email. The rights of its tokens and logins change
// at once.
func (i *Identity) UpdateAccount(ctx context.Context, ref string, c AccountChange) (changed Account, err error) {
	ctx, err = requireAdministrator(ctx)
	if err != nil {
		return Account{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		row, err := find(ctx, tx.Client(), ref)
		if err != nil {
			return err
		}
		before, err := loadAccount(ctx, tx.Client(), row.ID)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, row, c.over(before), c.ForgetLogin); err != nil {
			return err
		}
		changed, err = loadAccount(ctx, tx.Client(), row.ID)
		return err
	})
	return changed, err
}

// over returns the account with the change applied.
func (c AccountChange) over(a Account) NewAccount {
	n := NewAccount{a.Name, a.Role, a.Email, a.Partner, a.Contracts}
	set(&n.Name, c.Name)
	set(&n.Role, c.Role)
	set(&n.Email, c.Email)
	set(&n.Partner, c.Partner)
	set(&n.Contracts, c.Contracts)
	return n
}

func set[T any](field, to *T) {
	if to != nil {
		*field = *to
	}
}

func change(ctx context.Context, tx *ent.Tx, row *ent.Account, to NewAccount, forget bool) error {
	d, err := resolve(ctx, tx, to)
	if err != nil {
		return err
	}
	update := tx.Account.UpdateOne(row).SetName(d.name).SetRole(d.role).ClearContracts().AddContractIDs(d.contracts...)
	if d.email != nil {
		update.SetEmail(*d.email)
	} else {
		update.ClearEmail()
	}
	if d.partner != nil {
		update.SetPartnerID(*d.partner)
	} else {
		update.ClearPartner()
	}
	if forget {
		update.ClearIssuer().ClearSubject()
	}
	err = update.Exec(ctx)
	if ent.IsConstraintError(err) && d.email != nil {
		return &FieldError{"email", lexicon.UserTaken, message.IsTaken}
	}
	if err == nil && forget {
		_, err = tx.Session.Delete().Where(session.AccountID(row.ID)).Exec(ctx)
	}
	return err
}

// DisableAccount blocks an account with its tokens, and ends its sessions, until it is enabled again.
func (i *Identity) DisableAccount(ctx context.Context, ref string) (Account, error) {
	return i.changeOne(ctx, ref, func(ctx context.Context, tx *ent.Tx, row *ent.Account) error {
		if row.DisabledAt != nil {
			return nil // keep the earlier time
		}
		if err := tx.Account.UpdateOne(row).SetDisabledAt(i.now()).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.Session.Delete().Where(session.AccountID(row.ID)).Exec(ctx)
		return err
	})
}

// EnableAccount enables a disabled account.
func (i *Identity) EnableAccount(ctx context.Context, ref string) (Account, error) {
	return i.changeOne(ctx, ref, func(ctx context.Context, tx *ent.Tx, row *ent.Account) error {
		return tx.Account.UpdateOne(row).ClearDisabledAt().Exec(ctx)
	})
}

// Account returns one account, named by its public identifier or email.
func (i *Identity) Account(ctx context.Context, ref string) (Account, error) {
	ctx, err := requireAdministrator(ctx)
	if err != nil {
		return Account{}, err
	}
	row, err := find(ctx, i.client, ref)
	if err != nil {
		return Account{}, err
	}
	return loadAccount(ctx, i.client, row.ID)
}

// Accounts lists all accounts, in the order of their creation.
func (i *Identity) Accounts(ctx context.Context) ([]Account, error) {
	ctx, err := requireAdministrator(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := i.client.Account.Query().WithPartner().WithContracts().Order(account.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Account, len(rows))
	for n, row := range rows {
		all[n] = toAccount(row)
	}
	return all, nil
}

// normalizeEmail checks an email and returns it in the stored form; nil for none.
func normalizeEmail(email string) (*string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	if email == "" {
		return nil, nil
	}
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 320 {
		return nil, &FieldError{"email", lexicon.UserInvalid, message.IsNoAddress}
	}
	return &email, nil
}

// checkText returns the error of a required text that is missing, longer than most bytes or not printable; nil for
// none.
func checkText(field, text string, most int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return &FieldError{field, lexicon.UserRequired, message.IsRequired}
	case len(text) > most:
		return &FieldError{field, lexicon.UserTooLong, message.IsTooLong(most)}
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }):
		return &FieldError{field, lexicon.UserInvalid, message.IsUnprintable}
	}
	return nil
}
