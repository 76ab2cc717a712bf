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

// Tokens lists all tokens.
func (r People) Tokens(ctx context.Context) ([]*model.Token, error) {
	all, err := r.Identity.Tokens(ctx)
	if err != nil {
		return nil, adminQueryError(ctx, err)
	}
	list, err := r.tokenViews(ctx, all)
	if err != nil {
		return nil, err
	}
	return list, relay.Charge(ctx, 2*len(list))
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
	p.Done, err = write.Attempt(e, nil, accountProblem("id"), func() (bool, error) {
		var after identity.Account
		uid, again, err := write.Once(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (_ string, err error) {
			after, err = do(ctx)
			return after.ID, err
		})
		if again && err == nil {
			after, err = r.Identity.Account(ctx, uid)
		}
		if err != nil {
			return false, err
		}
		list, err := r.accountViews(ctx, []identity.Account{after})
		if err == nil {
			p.Account = list[0]
		}
		return again, err
	})
	return p, err
}

// CreateToken creates a token for an account. A repeated key does not return the secret again.
func (r People) CreateToken(ctx context.Context, input model.Input) (*model.CreateTokenPayload, error) {
	e, fields := write.ParseInput(ctx, input, "token")
	n := identity.NewToken{Account: write.TextOf(fields, "accountId"), Label: write.TextOf(fields, "label")}
	if scopes := write.TextsOf(fields, "scopes"); scopes != nil {
		for _, word := range *scopes {
			n.Scopes = append(n.Scopes, lexicon.TokenScope(word))
		}
	}
	ends, wrong := write.InstantOf(fields, "expiresAt")
	if !ends.IsZero() {
		if n.Life = time.Until(ends); n.Life == 0 {
			n.Life = -1 // expired at once; zero would be the default
		}
	}
	args := []any{"createToken", n.Account, n.Label, n.Scopes, ends}
	p := &model.CreateTokenPayload{}
	var secret string
	done, err := write.Attempt(e, wrong, accountProblem("accountId"), func() (again bool, err error) {
		p.Token, again, err = r.token(ctx, e, args, func(ctx context.Context) (identity.IssuedToken, error) {
			if n.Account == "" { // identity would create an account
				return identity.IssuedToken{}, &identity.NotFoundError{Kind: "account"}
			}
			var made identity.IssuedToken
			var err error
			secret, made, err = r.Identity.CreateToken(ctx, n)
			return made, err
		})
		if err == nil && !again {
			p.Secret = &secret
		}
		return again, err
	})
	p.Done = done
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
		_, again, err := write.Once(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (_ string, err error) {
			link, expires, err = r.Identity.SignInLink(ctx, of.ID)
			return of.ID, err
		})
		if err != nil {
			return false, err
		}
		list, err := r.accountViews(ctx, []identity.Account{of})
		if err != nil {
			return false, err
		}
		p.Account = list[0]
		if !again {
			p.Link, p.ExpiresAt = &link, &expires
		}
		return again, nil
	})
	p.Done = done
	return p, err
}

// RevokeToken revokes a token.
func (r People) RevokeToken(ctx context.Context, input model.Input) (*model.TokenPayload, error) {
	e, fields := write.ParseInput(ctx, input, "token")
	uid := write.TextOf(fields, "id")
	p := &model.TokenPayload{}
	done, err := write.Attempt(e, nil, accountProblem("id"), func() (again bool, err error) {
		revoke := func(ctx context.Context) (identity.IssuedToken, error) { return r.Identity.RevokeToken(ctx, uid) }
		p.Token, again, err = r.token(ctx, e, []any{"revokeToken", uid}, revoke)
		return again, err
	})
	p.Done = done
	return p, err
}

// token runs a mutation of a token, once for an idempotency key. A repeated key returns the token as it is now.
func (r People) token(
	ctx context.Context, e write.Envelope, args []any, do func(context.Context) (identity.IssuedToken, error),
) (_ *model.Token, again bool, err error) {
	var after identity.IssuedToken
	uid, again, err := write.Once(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (_ string, err error) {
		after, err = do(ctx)
		return after.ID, err
	})
	if again && err == nil {
		after, err = r.Identity.Token(ctx, uid)
	}
	if err != nil {
		return nil, false, err
	}
	list, err := r.tokenViews(ctx, []identity.IssuedToken{after})
	if err != nil {
		return nil, false, err
	}
	return list[0], again, nil
}

// OpenDirectory makes the directory public, or private again.
func (r People) OpenDirectory(ctx context.Context, input model.Input) (*model.OpenDirectoryPayload, error) {
	e, fields := write.ParseInput(ctx, input, "")
	open, _ := fields["open"].(bool)
	done, err := write.Attempt(e, nil, accountProblem("id"), func() (bool, error) {
		args := []any{"openDirectory", open}
		_, again, err := write.Once(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (string, error) {
			return "", r.Identity.OpenDirectory(ctx, open)
		})
		r.Identity.Refresh() // only after the commit
		return again, err
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

// tokenViews returns tokens with their accounts.
func (r People) tokenViews(ctx context.Context, all []identity.IssuedToken) ([]*model.Token, error) {
	of := make([]identity.Account, len(all))
	for i, t := range all {
		of[i] = t.Account
	}
	accounts, err := r.accountViews(ctx, of)
	if err != nil {
		return nil, err
	}
	list := make([]*model.Token, len(all))
	for i, t := range all {
		list[i] = &model.Token{
			ID: t.ID, Label: t.Label, Account: accounts[i], Scopes: t.Scopes,
			CreatedAt: t.Created, ExpiresAt: t.Expires, RevokedAt: t.Revoked, UsedAt: t.Used,
		}
	}
	return list, nil
}
