package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/token"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

const (
	// TokenLife is the default duration of a token.
	TokenLife = 90 * 24 * time.Hour
	// LongestTokenLife is the maximum duration of a token: a leap year.
	LongestTokenLife = 366 * 24 * time.Hour
)

// IssuedToken is a token without its secret, which is not stored.
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

// NewToken holds the values of a token to create.
type NewToken struct {
	// Account names the account of the token, by public identifier or email. When it is empty, an account is created
	// from For.
	Account string
	For     NewAccount
	Label   string               // its purpose
	Scopes  []lexicon.TokenScope // empty means READ
	Life    time.Duration        // 0 means TokenLife
}

// CreateToken creates a token, and its account where n names none. The secret cannot be read again.
func (i *Identity) CreateToken(ctx context.Context, n NewToken) (secret string, made IssuedToken, err error) {
	ctx, err = requireAdministrator(ctx)
	if err != nil {
		return "", IssuedToken{}, err
	}
	if err := n.complete(); err != nil {
		return "", IssuedToken{}, err
	}
	secret = generateToken()
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
		made, err = loadToken(ctx, tx.Client(), row.UID)
		return err
	})
	if err != nil {
		return "", IssuedToken{}, err
	}
	return secret, made, nil
}

// complete sets defaults, and checks the values.
func (n *NewToken) complete() error {
	if err := checkText("label", n.Label, 200); err != nil {
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
			return &FieldError{"scopes", lexicon.UserInvalid, message.IsNoScope(words)}
		}
	}
	if n.Life == 0 {
		n.Life = TokenLife
	}
	if n.Life < 0 || n.Life > LongestTokenLife {
		return &FieldError{"expiresAt", lexicon.UserInvalid, message.IsOutOfDays(366)}
	}
	return nil
}

// account returns the account of the token, and creates it where n names none.
func (n *NewToken) account(ctx context.Context, tx *ent.Tx) (*ent.Account, error) {
	if n.Account == "" {
		return create(ctx, tx, n.For, nil)
	}
	of, err := find(ctx, tx.Client(), n.Account)
	if err == nil && of.DisabledAt != nil {
		return nil, &FieldError{"account", lexicon.UserInvalid, message.IsDisabled}
	}
	return of, err
}

// Token returns one token, named by its public identifier.
func (i *Identity) Token(ctx context.Context, uid string) (IssuedToken, error) {
	ctx, err := requireAdministrator(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	return loadToken(ctx, i.client, uid)
}

// Tokens lists all tokens, in the order of their creation.
func (i *Identity) Tokens(ctx context.Context) ([]IssuedToken, error) {
	ctx, err := requireAdministrator(ctx)
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

// RevokeToken revokes a token, named by its public identifier. The next request with it is refused.
func (i *Identity) RevokeToken(ctx context.Context, uid string) (revoked IssuedToken, err error) {
	ctx, err = requireAdministrator(ctx)
	if err != nil {
		return IssuedToken{}, err
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		err := tx.Token.Update().Where(token.UID(uid), token.RevokedAtIsNil()).SetRevokedAt(i.now()).Exec(ctx)
		if err == nil {
			revoked, err = loadToken(ctx, tx.Client(), uid)
		}
		return err
	})
	return revoked, err
}

func withAccounts(q *ent.TokenQuery) *ent.TokenQuery {
	return q.WithAccount(func(q *ent.AccountQuery) { q.WithPartner().WithContracts() })
}

func loadToken(ctx context.Context, c *ent.Client, uid string) (IssuedToken, error) {
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
