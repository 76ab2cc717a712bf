package identity

import (
	"context"
	"slices"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// resolvedAccount is a checked account, with its references resolved.
type resolvedAccount struct {
	name      string
	role      lexicon.AccountRole
	email     *string
	partner   *int
	contracts []int
}

// resolve resolves the references of an account, and checks its role. A role without its contracts or organisation
// could do nothing, and needless ones would look like limits.
func resolve(ctx context.Context, tx *ent.Tx, n NewAccount) (resolvedAccount, error) {
	if err := checkText("name", n.Name, 200); err != nil {
		return resolvedAccount{}, err
	}
	if err := checkRole(n); err != nil {
		return resolvedAccount{}, err
	}
	email, err := normalizeEmail(n.Email)
	if err != nil {
		return resolvedAccount{}, err
	}
	d := resolvedAccount{name: strings.TrimSpace(n.Name), role: n.Role, email: email}
	if n.Partner != "" {
		id, err := tx.Partner.Query().Where(partner.Or(partner.Code(n.Partner), partner.UID(n.Partner))).OnlyID(ctx)
		if err := notFoundField(err, "partner", "partner", n.Partner); err != nil {
			return resolvedAccount{}, err
		}
		d.partner = &id
	}
	for _, ref := range n.Contracts {
		id, err := tx.Contract.Query().Where(contract.Or(contract.Code(ref), contract.UID(ref))).OnlyID(ctx)
		if err := notFoundField(err, "contracts", "contract", ref); err != nil {
			return resolvedAccount{}, err
		}
		if !slices.Contains(d.contracts, id) {
			d.contracts = append(d.contracts, id)
		}
	}
	return d, nil
}

// checkRole checks that a role has what it requires, and nothing without a meaning for it.
func checkRole(n NewAccount) error {
	needs := func(field string, why message.Sentence) error {
		return &FieldError{field, lexicon.UserRequired, message.IsNeededRole(why)}
	}
	none := func(field string, why message.Sentence) error {
		return &FieldError{field, lexicon.UserInvalid, message.IsNoneOfRole(why)}
	}
	switch n.Role {
	case lexicon.Administrator:
		if len(n.Contracts) > 0 {
			return none("contracts", message.AdministratorHasAll)
		}
		if n.Partner != "" {
			return none("partner", message.AdministratorSpeaks)
		}
	case lexicon.Coordinator:
		if len(n.Contracts) == 0 {
			return needs("contracts", message.CoordinatorNeedsOne)
		}
	case lexicon.Liaison:
		if n.Partner == "" {
			return needs("partner", message.LiaisonSpeaks)
		}
	case lexicon.Integrator:
		if n.Partner != "" {
			return none("partner", message.IntegratorSpeaks)
		}
	default:
		words := strings.Join(lexicon.AccountRole("").Values(), ", ")
		return &FieldError{"role", lexicon.UserInvalid, message.IsNoRole(words)}
	}
	return nil
}

// notFoundField converts a not-found error of a lookup into a *FieldError.
func notFoundField(err error, field, kind, ref string) error {
	if ent.IsNotFound(err) {
		return &FieldError{field, lexicon.UserUnknown, message.NamesNo(kind, ref)}
	}
	return err
}

// find returns the account with the public identifier or the email.
func find(ctx context.Context, c *ent.Client, ref string) (*ent.Account, error) {
	row, err := c.Account.Query().Where(account.Or(account.UID(ref), account.Email(strings.ToLower(ref)))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, &NotFoundError{"account", ref}
	}
	return row, err
}

// changeOne runs do on one account, and returns the account afterwards.
func (i *Identity) changeOne(
	ctx context.Context, ref string, do func(context.Context, *ent.Tx, *ent.Account) error,
) (after Account, err error) {
	ctx, err = requireAdministrator(ctx)
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
		after, err = loadAccount(ctx, tx.Client(), row.ID)
		return err
	})
	return after, err
}

// loadAccount loads an account as administrators see it.
func loadAccount(ctx context.Context, c *ent.Client, id int) (Account, error) {
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
