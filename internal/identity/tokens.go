package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/token"
	"maillage/internal/lexicon"
)

const (
	// TokenLife is how long a token is good unless one says otherwise.
	TokenLife = 90 * 24 * time.Hour
	// LongestTokenLife is how long it can be good at most: a leap year.
	LongestTokenLife = 366 * 24 * time.Hour
)

// IssuedToken is a token, without the secret, which nobody keeps.
type IssuedToken struct {
	ID      string // its public identifier
	Label   string
	Account Account
	Scopes  []lexicon.TokenScope
	Created time.Time
	Expires time.Time
	Revoked *time.Time
	Used    *time.Time // to the minute
}

// NewToken is a token that is to be made.
type NewToken struct {
	// Account names the account that it acts for, by public identifier or
	// email. When it is empty, one is made as For says.
	Account string
	For     NewAccount
	Label   string               // what it is for
	Scopes  []lexicon.TokenScope // none is READ
	Life    time.Duration        // 0 is TokenLife
}

// CreateToken makes a token, and the account for it unless there is one. The
// secret is never told again.
func (i *Identity) CreateToken(ctx context.Context, n NewToken) (secret string, made IssuedToken, err error) {
	ctx, err = administer(ctx)
	if err != nil {
		return "", IssuedToken{}, err
	}
	if err := n.complete(); err != nil {
		return "", IssuedToken{}, err
	}
	secret = mint()
	err = i.write(ctx, func(tx *ent.Tx) error {
		of, err := n.account(ctx, tx)
		if err != nil {
			return err
		}
		now := i.now()
		row, err := tx.Token.Create().SetLabel(n.Label).SetHash(hashOf(secret)).SetScopes(n.Scopes).
			SetCreatedAt(now).SetExpiresAt(now.Add(n.Life)).SetAccountID(of.ID).Save(ctx)
		if err != nil {
			return err
		}
		made, err = issued(ctx, tx.Client(), row.UID)
		return err
	})
	if err != nil {
		return "", IssuedToken{}, err
	}
	return secret, made, nil
}

// complete fills in what was left out, and refuses what cannot be.
func (n *NewToken) complete() error {
	if err := tooLong("label", n.Label, 200); err != nil {
		return err
	}
	n.Label = strings.TrimSpace(n.Label)
	if len(n.Scopes) == 0 {
		n.Scopes = []lexicon.TokenScope{lexicon.ScopeRead}
	}
	n.Scopes = slices.Clone(n.Scopes)
	slices.Sort(n.Scopes)
	n.Scopes = slices.Compact(n.Scopes)
	for _, scope := range n.Scopes {
		if !slices.Contains(scope.Values(), string(scope)) {
			words := strings.Join(scope.Values(), ", ")
			return &FieldError{"scopes", lexicon.UserInvalid, "se choisit parmi " + words, "are of " + words}
		}
	}
	if n.Life == 0 {
		n.Life = TokenLife
	}
	if n.Life < 0 || n.Life > LongestTokenLife {
		return &FieldError{
			"expiresAt", lexicon.UserInvalid, "n’est pas dans les 366 jours à venir", "is not within the next 366 days",
		}
	}
	return nil
}

// account is the one that the token acts for.
func (n *NewToken) account(ctx context.Context, tx *ent.Tx) (*ent.Account, error) {
	if n.Account == "" {
		return create(ctx, tx, n.For, nil)
	}
	of, err := find(ctx, tx.Client(), n.Account)
	if err == nil && of.DisabledAt != nil {
		return nil, &FieldError{"account", lexicon.UserInvalid, "est désactivé", "is disabled"}
	}
	return of, err
}

// Token is one token, named by its public identifier.
func (i *Identity) Token(ctx context.Context, uid string) (IssuedToken, error) {
	ctx, err := administer(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	return issued(ctx, i.client, uid)
}

// Tokens lists all tokens, in the order in which they were made.
func (i *Identity) Tokens(ctx context.Context) ([]IssuedToken, error) {
	ctx, err := administer(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := withAccounts(i.client.Token.Query()).Order(token.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]IssuedToken, len(rows))
	for n, row := range rows {
		all[n] = toToken(row)
	}
	return all, nil
}

// RevokeToken ends a token, named by its public identifier: the next request
// that comes with it is refused.
func (i *Identity) RevokeToken(ctx context.Context, uid string) (revoked IssuedToken, err error) {
	ctx, err = administer(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		err := tx.Token.Update().Where(token.UID(uid), token.RevokedAtIsNil()).SetRevokedAt(i.now()).Exec(ctx)
		if err == nil {
			revoked, err = issued(ctx, tx.Client(), uid)
		}
		return err
	})
	return revoked, err
}

func withAccounts(q *ent.TokenQuery) *ent.TokenQuery {
	return q.WithAccount(func(q *ent.AccountQuery) { q.WithPartner().WithContracts() })
}

func issued(ctx context.Context, c *ent.Client, uid string) (IssuedToken, error) {
	row, err := withAccounts(c.Token.Query().Where(token.UID(uid))).Only(ctx)
	if ent.IsNotFound(err) {
		return IssuedToken{}, &NotFoundError{"token", uid}
	}
	if err != nil {
		return IssuedToken{}, err
	}
	return toToken(row), nil
}

func toToken(row *ent.Token) IssuedToken {
	return IssuedToken{
		ID: row.UID, Label: row.Label, Account: toAccount(row.Edges.Account), Scopes: row.Scopes,
		Created: row.CreatedAt, Expires: row.ExpiresAt, Revoked: row.RevokedAt, Used: row.UsedAt,
	}
}
