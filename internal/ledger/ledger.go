// Package ledger keeps one line for every change of a record, written in the
// transaction of the change itself: it is the audit, the feed from which others
// follow the hub, and what tells this process and its peers that something
// moved.
//
// Nothing is written past it. A [Ledger] watches every write of its client; what
// writes without a transaction begun by [Ledger.Write] is refused, and so is a
// write whose line cannot be kept.
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

// Config is what a ledger works on.
type Config struct {
	Client  *gen.Client
	Dialect string // as ent names it
	// Notify tells all processes on the database that the one of a name wrote
	// something, and Listen calls back with the name, which is empty when something
	// may have been missed; nil where there are none.
	Notify func(ctx context.Context, from string) error
	Listen func(ctx context.Context, heard func(from string))
	// Foreground is the constant of this name, unless it is given.
	Foreground int
}

// Ledger is the ledger of a database, as one process sees it.
type Ledger struct {
	client   *gen.Client
	postgres bool
	config   Config
	baseline *backfill.Job
	name     string // of this process among those on the database

	writes atomic.Uint64 // of this process, committed
	looks  atomic.Uint64 // of this process, that found something new
	last   atomic.Pointer[look]
	failed atomic.Bool   // the last look of Run
	turn   chan struct{} // of whoever looks

	mu     sync.Mutex
	shared *broadcast    // nil while nobody follows
	moved  chan struct{} // closed when something may have been written
	notify chan struct{}
}

// Open opens the ledger of a database. On one that had records before it had a
// ledger, these become its first lines: at once when they are few, and else by
// Prepare.
func Open(ctx context.Context, c Config) (*Ledger, error) {
	l := &Ledger{
		client: c.Client, postgres: c.Dialect == dialect.Postgres, config: c, name: lexicon.NewUID("ledger"),
		turn: make(chan struct{}, 1), moved: make(chan struct{}), notify: make(chan struct{}, 1),
	}
	if l.config.Foreground == 0 {
		l.config.Foreground = Foreground
	}
	l.baseline = l.newBaseline()
	c.Client.Use(l.watch)
	ctx = access.AsSystem(ctx)
	if err := l.settle(ctx); err != nil {
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

// Writes counts what this process has written. It has grown when a write
// returns, so that who compares it sees their own writes, always.
func (l *Ledger) Writes() uint64 { return l.writes.Load() }

// LookFailed tells whether Run could not see the last time what others wrote.
func (l *Ledger) LookFailed() bool { return l.failed.Load() }

// Moved is closed when something may have been written, here or by another
// process; take it before you look.
func (l *Ledger) Moved() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moved
}

// wake tells whoever waits that something may have been written.
func (l *Ledger) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.moved)
	l.moved = make(chan struct{})
}

// settled is what follows a commit.
func (l *Ledger) committed() {
	l.writes.Add(1)
	l.wake()
	select {
	case l.notify <- struct{}{}:
	default: // one is under way, and will be heard after this commit
	}
}

// poll is how long another process' write may stay unseen when nobody tells of
// it: the truth, where a notification is only quicker.
const poll = time.Second

// Run follows what other processes write, until the context ends.
func (l *Ledger) Run(ctx context.Context) {
	ctx = access.AsSystem(ctx)
	var work sync.WaitGroup
	if l.config.Notify != nil {
		work.Go(func() { l.tell(ctx) })
	}
	heard := make(chan struct{}, 1)
	if l.config.Listen != nil {
		work.Go(func() {
			l.config.Listen(ctx, func(from string) {
				if from == l.name {
					return // committed has told everybody here
				}
				select {
				case heard <- struct{}{}:
				default:
				}
			})
		})
	}
	tick := time.NewTicker(poll)
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
		_, err := l.look(ctx, all)
		if l.failed.Store(err != nil); err != nil {
			l.wake() // whoever waits looks for themselves, and finds the error
		}
	}
}

// tell passes on that this process wrote; a failure only makes others slower.
func (l *Ledger) tell(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.notify:
			_ = l.config.Notify(ctx, l.name) // others poll
		}
	}
}

// watch is the hook on every write of the client.
func (l *Ledger) watch(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		p := penOf(ctx)
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
