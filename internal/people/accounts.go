// Package people shows and changes accounts, tokens, invitations and contacts for the API.
package people

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/write"
)

// People reads and changes accounts, tokens, invitations and contacts for one request.
type People struct {
	Reader   *relay.Reader
	Ledger   *ledger.Ledger
	Identity *identity.Identity
	Contacts *contact.Contacts
}

// Viewer returns the viewer of the request.
func (r People) Viewer(ctx context.Context) (*model.Viewer, error) {
	v := access.From(ctx)
	me := &model.Viewer{Scopes: v.Scopes, SeesDirectory: v.Visibility.Directory}
	if v.Scopes == nil {
		for _, word := range lexicon.TokenScope("").Values() {
			me.Scopes = append(me.Scopes, lexicon.TokenScope(word))
		}
	}
	if v.IsPublic() {
		return me, nil
	}
	me.AccountID, me.Role = &v.Account, &v.Role
	row, err := r.Reader.Client.Account.Query().Where(
		func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), v.Account)) },
	).Only(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	me.Name = &row.Name
	if v.PartnerID != 0 {
		found, err := relay.ByID(ctx, r.Reader, relay.Partners, []int{v.PartnerID})
		if err != nil {
			return nil, err
		}
		me.Partner = found[v.PartnerID]
	}
	served, err := relay.ByID(ctx, r.Reader, relay.Contracts, v.ContractIDs)
	for _, id := range v.ContractIDs {
		if c := served[id]; c != nil {
			me.Contracts = append(me.Contracts, c)
		}
	}
	return me, err
}

// Accounts lists all accounts.
func (r People) Accounts(ctx context.Context) ([]*model.Account, error) {
	all, err := r.Identity.Accounts(ctx)
	if err != nil {
		return nil, adminQueryError(ctx, err)
	}
	list, err := r.accountViews(ctx, all)
	if err != nil {
		return nil, err
	}
	return list, relay.Charge(ctx, len(list))
}

// adminQueryError turns the error of a query for administrators into one that tells the viewer what they lack.
func adminQueryError(ctx context.Context, err error) error {
	var forbidden *identity.ForbiddenError
	switch {
	case !errors.As(err, &forbidden):
		return err
	case !access.SignedIn(ctx):
		return &model.Error{Code: model.Unauthenticated, Sentence: message.AccountsNeedLogin}
	}
	return &model.Error{Code: model.Forbidden, Sentence: message.AdministratorOnly}
}

// accountProblem returns a function that finds the problem of an error with an account, a token or a grant. The
// argument is the field of the input that names it.
func accountProblem(named string) func(error) *edit.Problem {
	return func(err error) *edit.Problem { return ProblemOn(named, err) }
}

// ProblemOn returns the problem that a person can fix in an error of package identity; nil for any other error. named
// is the field of the input that names the record.
func ProblemOn(named string, err error) *edit.Problem {
	var forbidden *identity.ForbiddenError
	var gone *identity.NotFoundError
	var field *identity.FieldError
	switch {
	case errors.As(err, &forbidden):
		return &edit.Problem{Code: lexicon.UserForbidden, Sentence: message.AdministratorOnly}
	case errors.As(err, &gone):
		return write.OnField(named, lexicon.UserUnknown, message.NamesNothing)
	case errors.As(err, &field) && field.Field == "account":
		return write.OnField(named, field.Code, field.What)
	case errors.As(err, &field):
		return write.OnField(field.Field, field.Code, field.What)
	}
	return nil
}

// CreateAccount creates an account.
func (r People) CreateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	e, fields := write.ParseInput(ctx, input, "account")
	n := identity.NewAccount{
		Name: write.TextOf(fields, "name"), Role: lexicon.AccountRole(write.TextOf(fields, "role")),
		Email:   write.TextOf(fields, "email"),
		Partner: write.TextOf(fields, "partner"),
	}
	if contracts := write.TextsOf(fields, "contracts"); contracts != nil {
		n.Contracts = *contracts
	}
	return r.account(
		ctx, e, []any{"createAccount", n},
		func(ctx context.Context) (identity.Account, error) { return r.Identity.CreateAccount(ctx, n) },
	)
}

// UpdateAccount changes an account.
func (r People) UpdateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	e, fields := write.ParseInput(ctx, input, "account")
	ref := write.TextOf(fields, "id")
	c := identity.AccountChange{
		Name: write.Changed[string](fields, "name"), Email: write.Changed[string](fields, "email"),
		Partner: write.Changed[string](fields, "partner"), Contracts: write.TextsOf(fields, "contracts"),
	}
	if role := write.Changed[string](fields, "role"); role != nil {
		c.Role = (*lexicon.AccountRole)(role)
	}
	c.ForgetLogin, _ = fields["forgetLogin"].(bool)
	return r.account(
		ctx, e, []any{"updateAccount", ref, c},
		func(ctx context.Context) (identity.Account, error) {
			return r.Identity.UpdateAccount(ctx, ref, c)
		},
	)
}

// DisableAccount disables an account.
func (r People) DisableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.setAccountState(ctx, input, "disableAccount", r.Identity.DisableAccount)
}

// EnableAccount enables an account again.
func (r People) EnableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.setAccountState(ctx, input, "enableAccount", r.Identity.EnableAccount)
}

// setAccountState disables or enables an account.
func (r People) setAccountState(
	ctx context.Context, input model.Input, mutation string, do func(context.Context, string) (identity.Account, error),
) (*model.AccountPayload, error) {
	e, fields := write.ParseInput(ctx, input, "account")
	ref := write.TextOf(fields, "id")
	return r.account(
		ctx, e, []any{mutation, ref}, func(ctx context.Context) (identity.Account, error) { return do(ctx, ref) },
	)
}

// account runs a mutation of an account, once for an idempotency key. A repeated key returns the account as it is
// now.
func (r People) account(
	ctx context.Context, e write.Envelope, args []any, do func(context.Context) (identity.Account, error),
) (*model.AccountPayload, error) {
	p := &model.AccountPayload{}
	var err error
	p.Done, err = write.Attempt(e, nil, accountProblem("id"), func() (replayed bool, err error) {
		p.Account, replayed, err = write.Change[identity.Account, *model.Account]{
			ID: func(a identity.Account) string { return a.ID }, Do: do, Read: r.Identity.Account, Show: r.accountViews,
		}.Run(ctx, r.Ledger, e.Key, args)
		return replayed, err
	})
	return p, err
}

// CreateSignInLink creates a link that signs in to an account. A repeated key does not return the link again.
func (r People) CreateSignInLink(
	ctx context.Context, input model.Input,
) (*model.CreateSignInLinkPayload, error) {
	e, fields := write.ParseInput(ctx, input, "account")
	ref := write.TextOf(fields, "accountId")
	p := &model.CreateSignInLinkPayload{}
	var link string
	var expires time.Time
	done, err := write.Attempt(e, nil, accountProblem("accountId"), func() (bool, error) {
		of, err := r.Identity.Account(ctx, ref)
		if err != nil {
			return false, err
		}
		args := []any{"createSignInLink", of.ID}
		create := func(ctx context.Context) (_ string, err error) {
			link, expires, err = r.Identity.SignInLink(ctx, of.ID)
			return of.ID, err
		}
		_, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, args, create)
		if err != nil {
			return false, err
		}
		list, err := r.accountViews(ctx, []identity.Account{of})
		if err != nil {
			return false, err
		}
		p.Account = list[0]
		if !replayed {
			p.Link, p.ExpiresAt = &link, &expires
		}
		return replayed, nil
	})
	p.Done = done
	return p, err
}

// OpenDirectory makes the directory public, or private again.
func (r People) OpenDirectory(ctx context.Context, input model.Input) (*model.OpenDirectoryPayload, error) {
	e, fields := write.ParseInput(ctx, input, "")
	open, _ := fields["open"].(bool)
	done, err := write.Attempt(e, nil, accountProblem("id"), func() (bool, error) {
		args := []any{"openDirectory", open}
		_, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (string, error) {
			return "", r.Identity.OpenDirectory(ctx, open)
		})
		r.Identity.Refresh() // only after the commit
		return replayed, err
	})
	p := &model.OpenDirectoryPayload{Done: done}
	if err == nil && len(done.UserErrors) == 0 {
		p.Open = &open
	}
	return p, err
}

// accountViews returns accounts with the records that they are bound to. It loads each type of record once for all
// accounts.
func (r People) accountViews(ctx context.Context, all []identity.Account) ([]*model.Account, error) {
	var partners, contracts []string
	for _, a := range all {
		if a.Partner != "" {
			partners = append(partners, a.Partner)
		}
		contracts = append(contracts, a.Contracts...)
	}
	speaks, err := lookup.RecordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	serves, err := lookup.RecordsByName(ctx, r.Reader, relay.Contracts, contracts)
	if err != nil {
		return nil, err
	}
	list := make([]*model.Account, len(all))
	for i, a := range all {
		list[i] = &model.Account{
			ID: a.ID, Name: a.Name, Role: a.Role, Partner: speaks[a.Partner],
			HasLoggedIn: a.Bound, DisabledAt: a.Disabled, CreatedAt: a.Created,
		}
		if a.Email != "" {
			list[i].Email = &a.Email
		}
		for _, code := range a.Contracts {
			if c := serves[code]; c != nil {
				list[i].Contracts = append(list[i].Contracts, c)
			}
		}
	}
	return list, nil
}
