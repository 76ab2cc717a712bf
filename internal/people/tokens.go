package people

import (
	"context"
	"time"

	"maillage/graph/model"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/write"
)

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
	done, err := write.Attempt(e, wrong, accountProblem("accountId"), func() (replayed bool, err error) {
		p.Token, replayed, err = r.token(ctx, e, args, func(ctx context.Context) (identity.IssuedToken, error) {
			if n.Account == "" { // identity would create an account
				return identity.IssuedToken{}, &identity.NotFoundError{Kind: "account"}
			}
			var made identity.IssuedToken
			var err error
			secret, made, err = r.Identity.CreateToken(ctx, n)
			return made, err
		})
		if err == nil && !replayed {
			p.Secret = &secret
		}
		return replayed, err
	})
	p.Done = done
	return p, err
}

// RevokeToken revokes a token.
func (r People) RevokeToken(ctx context.Context, input model.Input) (*model.TokenPayload, error) {
	e, fields := write.ParseInput(ctx, input, "token")
	uid := write.TextOf(fields, "id")
	p := &model.TokenPayload{}
	done, err := write.Attempt(e, nil, accountProblem("id"), func() (replayed bool, err error) {
		revoke := func(ctx context.Context) (identity.IssuedToken, error) { return r.Identity.RevokeToken(ctx, uid) }
		p.Token, replayed, err = r.token(ctx, e, []any{"revokeToken", uid}, revoke)
		return replayed, err
	})
	p.Done = done
	return p, err
}

// token runs a mutation of a token, once for an idempotency key. A repeated key returns the token as it is now.
func (r People) token(
	ctx context.Context, e write.Envelope, args []any, do func(context.Context) (identity.IssuedToken, error),
) (_ *model.Token, replayed bool, err error) {
	return write.Change[identity.IssuedToken, *model.Token]{
		ID: func(t identity.IssuedToken) string { return t.ID }, Do: do, Read: r.Identity.Token, Show: r.tokenViews,
	}.Run(ctx, r.Ledger, e.Key, args)
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
