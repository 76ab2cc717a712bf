// Package ledger keeps one line for every change of a record, written in the transaction of the change. It is the
// audit log and the change feed, and notifies this process and its peers of changes.
//
// Every write is recorded. A [Ledger] hooks into all mutations of its client. A mutation outside of a transaction
// of [Ledger.Write] is refused, and a write fails if its lines cannot be stored.
//
// A line is settled once no other line can be committed before it. On PostgreSQL that is when all transactions that
// are older than its own have ended.
package ledger

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/backfill"
	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

// Config configures a ledger.
type Config struct {
	Client  *gen.Client
	Dialect string // as in ent
	// Notify notifies all processes on the database that the named one wrote something. Listen calls heard with the
	// name of each process that did, or an empty name if it may have missed some. Both are nil where there is no
	// notification.
	Notify func(ctx context.Context, from string) error
	Listen func(ctx context.Context, heard func(from string))
	// Foreground overrides the constant of this name unless it is 0.
	Foreground int
}

// Ledger is one process' access to the ledger of a database.
type Ledger struct {
	client   *gen.Client
	postgres bool
	config   Config
	baseline *backfill.Job
	name     string // of this process among those on the database

	writes     atomic.Uint64 // committed by this process
	polls      atomic.Uint64 // of this process that found new lines
	last       atomic.Pointer[pollState]
	pollFailed atomic.Bool   // the last poll of Run failed
	lock       chan struct{} // of capacity one, held while polling

	mu     sync.Mutex
	shared *broadcast    // nil without followers
	moved  chan struct{} // closed when something may have been written
	notify chan struct{}
}

// Open opens the ledger of a database. In a database with records but without a ledger, these records become its
// first lines. Few are written at once, many by Prepare.
func Open(ctx context.Context, c Config) (*Ledger, error) {
	l := &Ledger{
		client: c.Client, postgres: c.Dialect == dialect.Postgres, config: c, name: lexicon.NewUID("ledger"),
		lock: make(chan struct{}, 1), moved: make(chan struct{}), notify: make(chan struct{}, 1),
	}
	if l.config.Foreground == 0 {
		l.config.Foreground = Foreground
	}
	l.baseline = l.newBaseline()
	c.Client.Use(l.watch)
	ctx = access.AsSystem(ctx)
	if err := l.checkEpoch(ctx); err != nil {
		return nil, fmt.Errorf("read the ledger's epoch: %w", err)
	}
	if err := l.baseline.Start(ctx); err != nil {
		return nil, fmt.Errorf("prepare the database: %w", err)
	}
	if p, needed := l.baseline.Progress(); needed && p.Total > l.config.Foreground {
		return l, nil
	}
	if err := l.baseline.Finish(ctx); err != nil {
		return nil, fmt.Errorf("prepare the database: %w", err)
	}
	return l, nil
}

// Writes returns the number of writes of this process. It includes a write before that write returns, so that
// callers that compare it always see their own writes.
func (l *Ledger) Writes() uint64 { return l.writes.Load() }

// PollFailed reports whether the last poll of Run failed.
func (l *Ledger) PollFailed() bool { return l.pollFailed.Load() }

// Changed returns a channel that is closed when something may have been written, here or by another process. Call it
// before reading, to miss nothing.
func (l *Ledger) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moved
}

// wake closes the channel of Moved.
func (l *Ledger) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.moved)
	l.moved = make(chan struct{})
}

// committed wakes all waiting callers and notifies other processes after a commit.
func (l *Ledger) committed() {
	l.writes.Add(1)
	l.wake()
	select {
	case l.notify <- struct{}{}:
	default: // a pending notification will be sent after this commit
	}
}

// pollInterval is the time after which another process' write is noticed without a notification. Correctness relies
// on it alone; notifications only are quicker.
const pollInterval = time.Second

// Run follows the writes of other processes until the context ends.
func (l *Ledger) Run(ctx context.Context) {
	ctx = access.AsSystem(ctx)
	var work sync.WaitGroup
	if l.config.Notify != nil {
		work.Go(func() { l.sendNotifications(ctx) })
	}
	heard := make(chan struct{}, 1)
	if l.config.Listen != nil {
		work.Go(func() {
			l.config.Listen(ctx, func(from string) {
				if from == l.name {
					return // committed has notified this process
				}
				select {
				case heard <- struct{}{}:
				default:
				}
			})
		})
	}
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		all := false
		select {
		case <-ctx.Done():
			work.Wait()
			return
		case <-heard:
		case <-tick.C:
			all = true
		}
		_, err := l.poll(ctx, all)
		if l.pollFailed.Store(err != nil); err != nil {
			l.wake() // waiting callers read, and get the error
		}
	}
}

// sendNotifications notifies other processes of writes. It ignores failures, since others also poll.
func (l *Ledger) sendNotifications(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.notify:
			_ = l.config.Notify(ctx, l.name) // others also poll
		}
	}
}

// watch is the hook on every mutation of the client.
func (l *Ledger) watch(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		p := recorderOf(ctx)
		if p == nil || p.ledger != l {
			return next.Mutate(ctx, m) // the schema's policy decides
		}
		t := typeOf(m)
		if t == nil {
			return next.Mutate(ctx, m) // no record
		}
		switch m.Op() {
		case ent.OpCreate:
			return p.create(ctx, t, m, next)
		case ent.OpUpdateOne:
			return p.update(ctx, t, m, next)
		case ent.OpDeleteOne:
			return p.remove(ctx, t, m, next)
		}
		return nil, fmt.Errorf("%s of many %s at once cannot be recorded", m.Op(), t.Name)
	})
}
