// Package identity authenticates requests: the tokens of programs and the logins of persons become viewers.
//
// It reads and writes accounts with the rights of the hub itself, after checking those of the viewer. Nobody else may
// read accounts. No token or session is cached between requests. Each request looks it up, so that the next one refuses
// it after a revocation, on every instance. Open connections are rechecked every second.
package identity

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// Store is the part of the database outside the records: its kind, settings and generated secrets.
type Store interface {
	Dialect() string
	Setting(ctx context.Context, name string) ([]byte, error)
	Secret(ctx context.Context, name string) ([]byte, error)
}

// Config holds the parts and settings of an Identity.
type Config struct {
	Client *ent.Client
	Store  Store
	// Login is the configuration of logins. Without it there are only tokens.
	Login *Login
	// TrustedProxies are the networks whose X-Forwarded-For is trusted.
	TrustedProxies []netip.Prefix
	Log            *slog.Logger
	Now            func() time.Time // nil is time.Now
}

// Identity authenticates viewers and manages accounts.
type Identity struct {
	client      *ent.Client
	store       Store
	proxies     []netip.Prefix
	log         *slog.Logger
	clock       func() time.Time
	publicCache publicCache
	rechecks    rechecks
	uses        uses
	login       *Login // nil when nobody can log in
	loginCipher cipher.AEAD
	provider    discovery
}

// New returns an Identity. It does not contact the identity provider: the hub starts, and serves programs and the
// public, while the provider is down.
func New(ctx context.Context, c Config) (*Identity, error) {
	i := &Identity{
		client: c.Client, store: c.Store, proxies: c.TrustedProxies, log: c.Log, clock: c.Now, login: c.Login,
	}
	i.publicCache.turn = make(chan struct{}, 1)
	if i.clock == nil {
		i.clock = time.Now
	}
	if i.log == nil {
		i.log = slog.New(slog.DiscardHandler)
	}
	if c.Login == nil {
		return i, nil
	}
	if err := c.Login.Check(); err != nil {
		return nil, err
	}
	secret, err := c.Store.Secret(ctx, "logins")
	if err != nil {
		return nil, fmt.Errorf("read the secret of logins: %w", err)
	}
	i.loginCipher, err = newLoginCipher(secret)
	return i, err
}

// Close waits until pending uses are written. Later ones are dropped.
func (i *Identity) Close() { i.uses.close() }

// now returns the time in the precision of PostgreSQL.
func (i *Identity) now() time.Time { return i.clock().UTC().Truncate(time.Microsecond) }

// write runs do in one transaction: that of the context where it has one, so that the caller can write more with it.
func (i *Identity) write(ctx context.Context, do func(tx *ent.Tx) error) error {
	if tx := ent.TxFromContext(ctx); tx != nil {
		tx.OnCommit(func(next ent.Committer) ent.Committer {
			return ent.CommitFunc(func(ctx context.Context, tx *ent.Tx) error {
				defer i.rechecks.changes.Add(1)
				return next.Commit(ctx, tx)
			})
		})
		return do(tx)
	}
	defer i.rechecks.changes.Add(1)
	tx, err := i.client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// requireAdministrator checks that the viewer may manage accounts, and returns a context with the rights of the hub
// itself. A token is always refused, even an administrator's: a stolen one could create others.
func requireAdministrator(ctx context.Context) (context.Context, error) {
	v := access.From(ctx)
	if v == nil || !v.IsSystem() && (v.Role != lexicon.Administrator || v.Scopes != nil) {
		return nil, &ForbiddenError{}
	}
	return access.AsSystem(ctx), nil
}
