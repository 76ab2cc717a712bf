// Package webhook sends the ledger's lines to the addresses that accounts name: signed, in order, and at least once.
//
// A line is sent as its owner sees it at that moment. Nothing is sent once the owner has lost the right to follow
// changes. A line that cannot be delivered within a day becomes a dead letter, and the next line follows.
//
// Several processes can deliver from one database. A process leases a webhook before it sends. The lease is checked
// whenever progress is stored, so that two processes never deliver the same webhook at once.
package webhook

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
)

// Config holds the parts and settings of Webhooks.
type Config struct {
	Client  *ent.Client
	Dialect string // as in ent
	Ledger  *ledger.Ledger
	// Owner returns the present rights of an account, limited to those of a token unless that is empty. It returns an
	// *identity.UnauthenticatedError when there are none.
	Owner func(ctx context.Context, account, token string) (*access.Viewer, error)
	// Body returns a line as the viewer of the context sees it. SetBody can set it before Run.
	Body func(ctx context.Context, line *ent.Change) ([]byte, error)
	// Cursor returns the cursor of a position of the ledger.
	Cursor  func(ledger.Position) string
	Network Network
	Log     *slog.Logger     // nil discards
	Now     func() time.Time // nil is time.Now
	Random  func() float64   // numbers from 0 to 1; nil is rand.Float64
}

// Webhooks manages the webhooks of a database, and delivers.
type Webhooks struct {
	config   Config
	client   *ent.Client
	postgres bool
	name     string // of this process among those on the database
	sender   *sender
	poke     chan struct{} // something may be due

	fast, slow chan struct{} // places of turns
	tryLimit   time.Duration // how long one try may take
	slowAfter  time.Duration // how long a quick receiver takes at most
	turns      sync.WaitGroup
	mu         sync.Mutex
	running    map[int]bool  // webhooks with a turn in this process
	isSlow     map[int]bool  // webhooks whose receiver took long
	seen       map[int]*seen // what was read in vain
}

// New returns the webhooks of a database. Run delivers.
func New(c Config) *Webhooks {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Webhooks{
		config: c, client: c.Client, postgres: c.Dialect == dialect.Postgres, name: lexicon.NewUID("webhooks"),
		sender: newSender(c.Network), poke: make(chan struct{}, 1),
		fast: make(chan struct{}, fastTurns), slow: make(chan struct{}, slowTurns),
		tryLimit: tryLimit, slowAfter: slowAfter,
		running: map[int]bool{}, isSlow: map[int]bool{}, seen: map[int]*seen{},
	}
}

// SetBody sets what makes the bodies, which may need the webhooks itself.
func (w *Webhooks) SetBody(body func(ctx context.Context, line *ent.Change) ([]byte, error)) {
	w.config.Body = body
}

// now returns the time in the precision of PostgreSQL.
func (w *Webhooks) now() time.Time { return w.config.Now().UTC().Truncate(time.Microsecond) }

// wake makes Run look for something due.
func (w *Webhooks) wake() {
	select {
	case w.poke <- struct{}{}:
	default:
	}
}

// write runs do in one transaction: that of the context where it has one, so that the caller can write more with it.
func (w *Webhooks) write(ctx context.Context, do func(tx *ent.Tx) error) error {
	if tx := ent.TxFromContext(ctx); tx != nil {
		tx.OnCommit(func(next ent.Committer) ent.Committer {
			return ent.CommitFunc(func(ctx context.Context, tx *ent.Tx) error {
				defer w.wake()
				return next.Commit(ctx, tx)
			})
		})
		return do(tx)
	}
	defer w.wake()
	return w.transact(ctx, do)
}

// transact runs do in a transaction of its own.
func (w *Webhooks) transact(ctx context.Context, do func(tx *ent.Tx) error) error {
	tx, err := w.client.Tx(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
