// Package identity tells who asks: tokens of programs and logins of persons
// become viewers.
//
// It runs as the hub itself: it decides first whether the viewer may, and only
// then reads and writes accounts, which nobody else may read. Nothing that it
// was told of a token or a session outlives a request: each is looked up anew,
// so that one revoked is refused by the next request, on every instance. What stays
// open is looked at again every second.
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

// Store is the database beside its records: what kind it is, what an
// administrator decided, and what the hub made up for itself.
type Store interface {
	Dialect() string
	Setting(ctx context.Context, name string) ([]byte, error)
	Secret(ctx context.Context, name string) ([]byte, error)
}

// Config says where accounts are and how people come in.
type Config struct {
	Client *ent.Client
	Store  Store
	// Login is the identity provider by which persons log in; without one
	// there are only tokens.
	Login *Login
	// TrustedProxies are those whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	Log            *slog.Logger
	Now            func() time.Time // nil is time.Now
}

// Identity tells viewers apart.
type Identity struct {
	client   *ent.Client
	store    Store
	proxies  []netip.Prefix
	log      *slog.Logger
	clock    func() time.Time
	openings openings
	rechecks rechecks
	uses     uses
	login    *Login // nil when nobody can log in
	sealed   cipher.AEAD
	provider discovery
}

// New makes an Identity. The provider of logins is not asked yet: the hub
// starts, and serves programs and the public, while it is down.
func New(ctx context.Context, c Config) (*Identity, error) {
	i := &Identity{
		client: c.Client, store: c.Store, proxies: c.TrustedProxies, log: c.Log, clock: c.Now, login: c.Login,
	}
	i.openings.turn = make(chan struct{}, 1)
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
	i.sealed, err = newSeal(secret)
	return i, err
}

// Close waits until what is under way has been noted. Nothing is noted after.
func (i *Identity) Close() { i.uses.close() }

// now is what PostgreSQL keeps of a moment.
func (i *Identity) now() time.Time { return i.clock().UTC().Truncate(time.Microsecond) }

// write does something in one transaction: the caller's where the context has
// one, who may have something to keep with it.
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

// administer makes sure that the viewer may say who may, and returns a context
// in which the hub itself does it. A token never may, not even an
// administrator's: whoever finds one could make themselves another.
func administer(ctx context.Context) (context.Context, error) {
	v := access.From(ctx)
	if v == nil || !v.IsSystem() && (v.Role != lexicon.Administrator || v.Scopes != nil) {
		return nil, &ForbiddenError{}
	}
	return access.AsSystem(ctx), nil
}
