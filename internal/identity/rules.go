package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
)

// drawn is an account whose parts were looked up and fit together.
type drawn struct {
	name      string
	role      lexicon.AccountRole
	email     *string
	partner   *int
	contracts []int
}

// draw looks up what an account names, and makes sure that its role goes with
// it: a role without its contracts or its organisation would be able to do
// nothing, and one with more would look as if it were bound by them.
func draw(ctx context.Context, tx *ent.Tx, n NewAccount) (drawn, error) {
	if err := tooLong("name", n.Name, 200); err != nil {
		return drawn{}, err
	}
	if err := fitting(n); err != nil {
		return drawn{}, err
	}
	email, err := address(n.Email)
	if err != nil {
		return drawn{}, err
	}
	d := drawn{name: strings.TrimSpace(n.Name), role: n.Role, email: email}
	if n.Partner != "" {
		id, err := tx.Partner.Query().Where(partner.Or(partner.Code(n.Partner), partner.UID(n.Partner))).OnlyID(ctx)
		if err := unknown(err, "partner", "partner", n.Partner); err != nil {
			return drawn{}, err
		}
		d.partner = &id
	}
	for _, ref := range n.Contracts {
		id, err := tx.Contract.Query().Where(contract.Or(contract.Code(ref), contract.UID(ref))).OnlyID(ctx)
		if err := unknown(err, "contracts", "contract", ref); err != nil {
			return drawn{}, err
		}
		if !slices.Contains(d.contracts, id) {
			d.contracts = append(d.contracts, id)
		}
	}
	return d, nil
}

// fitting makes sure that a role has what it needs and nothing that means
// nothing for it.
func fitting(n NewAccount) error {
	needs := func(field, french, english string) error {
		return &FieldError{field, lexicon.UserRequired, "est obligatoire : " + french, "are missing: " + english}
	}
	none := func(field, french, english string) error {
		return &FieldError{
			field, lexicon.UserInvalid, "n’a pas de sens ici : " + french, "mean nothing here: " + english,
		}
	}
	switch n.Role {
	case lexicon.Administrator:
		if len(n.Contracts) > 0 {
			return none("contracts", "un administrateur les a tous", "an administrator has all")
		}
		if n.Partner != "" {
			return none("partner", "un administrateur parle pour le hub", "an administrator speaks for the hub")
		}
	case lexicon.Coordinator:
		if len(n.Contracts) == 0 {
			return needs(
				"contracts", "un coordinateur en coordonne au moins un", "a coordinator coordinates at least one",
			)
		}
	case lexicon.Liaison:
		if n.Partner == "" {
			return needs("partner", "un référent parle pour une organisation", "a liaison speaks for an organisation")
		}
	case lexicon.Integrator:
		if n.Partner != "" {
			return none(
				"partner", "un intégrateur ne parle pour aucune organisation",
				"an integrator speaks for no organisation",
			)
		}
	default:
		words := strings.Join(lexicon.AccountRole("").Values(), ", ")
		return &FieldError{"role", lexicon.UserInvalid, "n’est pas un rôle : " + words, "is not a role: " + words}
	}
	return nil
}

// unknown is the error of a look-up, for a client.
func unknown(err error, field, kind, ref string) error {
	if ent.IsNotFound(err) {
		return &FieldError{
			field, lexicon.UserUnknown, fmt.Sprintf("ne désigne rien ici : « %s »", ref),
			fmt.Sprintf("names no %s that is here: %q", kind, ref),
		}
	}
	return err
}

// find is the account with the public identifier or the email.
func find(ctx context.Context, c *ent.Client, ref string) (*ent.Account, error) {
	row, err := c.Account.Query().Where(account.Or(account.UID(ref), account.Email(strings.ToLower(ref)))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, &NotFoundError{"account", ref}
	}
	return row, err
}

// able does something to one account, and shows it.
func (i *Identity) able(
	ctx context.Context, ref string, do func(context.Context, *ent.Tx, *ent.Account) error,
) (after Account, err error) {
	ctx, err = administer(ctx)
	if err != nil {
		return Account{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		row, err := find(ctx, tx.Client(), ref)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, row); err != nil {
			return err
		}
		after, err = shown(ctx, tx.Client(), row.ID)
		return err
	})
	return after, err
}

// shown is the account as administrators see it.
func shown(ctx context.Context, c *ent.Client, id int) (Account, error) {
	row, err := c.Account.Query().Where(account.ID(id)).WithPartner().WithContracts().Only(ctx)
	if err != nil {
		return Account{}, err
	}
	return toAccount(row), nil
}

func toAccount(row *ent.Account) Account {
	a := Account{
		ID: row.UID, Name: row.Name, Role: row.Role,
		Bound: row.Subject != nil, Disabled: row.DisabledAt, Created: row.CreatedAt,
	}
	set(&a.Email, row.Email)
	if row.Edges.Partner != nil {
		a.Partner = row.Edges.Partner.Code
	}
	for _, c := range row.Edges.Contracts {
		a.Contracts = append(a.Contracts, c.Code)
	}
	slices.Sort(a.Contracts)
	return a
}
