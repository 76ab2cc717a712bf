// Package live keeps one network per process that follows the ledger, and of it
// what each viewer may see.
package live

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/network"
)

// Network is the network of a database. It is as new as the last write of this
// process, always, and as those of others a moment ago.
type Network struct {
	// Zone is where the days are read on which records were made; nil is UTC. It is
	// set before the network is first read.
	Zone *time.Location

	client *ent.Client
	ledger *ledger.Ledger

	turn  chan struct{}   // of one, who reads the database
	facts *network.Facts  // nil before the first reading, and after one that failed
	at    ledger.Position // from which the next reading goes on
	now   atomic.Pointer[state]
}

// state is what readers share. It never changes, but for the networks of
// scopes, which are built when they are first asked for.
type state struct {
	writes uint64 // of this process, that it knows of
	looks  uint64 // of the ledger's, whose lines it knows of
	whole  *network.Network

	mu     sync.Mutex
	scopes map[string]*network.Network
}

// New returns a network that is read when it is first needed.
func New(client *ent.Client, l *ledger.Ledger) *Network {
	return &Network{client: client, ledger: l, turn: make(chan struct{}, 1)}
}

// Still is the network of a database that nobody writes.
func Still(client *ent.Client) *Network { return New(client, nil) }

// Location is where days are read.
func (l *Network) Location() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}

// written counts what this process has written.
func (l *Network) written() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Writes()
}

// Knows tells whether the network has, or will have when it is asked, what the
// ledger held at a mark.
func (l *Network) Knows(m ledger.Mark) bool {
	now := l.now.Load()
	return now == nil || now.looks >= m.Looks
}

// looked counts the looks at the ledger that found something.
func (l *Network) looked() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Looks()
}

// Current is the network that the viewer may see.
func (l *Network) Current(ctx context.Context) (*network.Network, error) {
	viewer := access.From(ctx)
	if viewer == nil {
		return nil, errors.New("a network without a viewer is refused")
	}
	now := l.now.Load()
	if now == nil || now.writes != l.written() {
		var err error
		if now, err = l.follow(ctx, false); err != nil {
			return nil, err
		}
	}
	if viewer.Sight.All {
		return now.whole, nil
	}
	return now.scope(viewer.Sight), nil
}

// Refresh follows what others have written.
func (l *Network) Refresh(ctx context.Context) error {
	_, err := l.follow(ctx, true)
	return err
}

// Follow keeps the network as new as the ledger until the context ends, so that
// readers need not wait for it. A failure is for the next reader to find.
func (l *Network) Follow(ctx context.Context, failed func(error)) {
	for {
		moved := l.ledger.Moved()
		if err := l.Refresh(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		}
	}
}

// patience is how long reading a database may take.
const patience = 2 * time.Minute

// take waits for the turn as long as the context lasts.
func (l *Network) take(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// follow brings the network up to date: with this process' own writes, or with
// everybody's. One caller reads for all: the reading goes on when that one leaves.
func (l *Network) follow(ctx context.Context, others bool) (*state, error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	if now := l.now.Load(); now != nil && now.writes == l.written() && !others {
		<-l.turn
		return now, nil // somebody else has read it meanwhile
	}
	type reading struct {
		state *state
		err   error
	}
	done := make(chan reading, 1)
	go func() {
		defer func() { <-l.turn }()
		ctx, cancel := context.WithTimeout(access.AsSystem(context.WithoutCancel(ctx)), patience)
		defer cancel()
		r := reading{err: errors.New("the network could not be read")}
		defer func() {
			if cause := recover(); cause != nil {
				l.facts = nil
				r.err = fmt.Errorf("read the network: panic: %v", cause)
			}
			done <- r
		}()
		r.state, r.err = l.next(ctx)
	}()
	select {
	case r := <-done:
		return r.state, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// next reads what is new and publishes it. Whoever calls it has the turn.
func (l *Network) next(ctx context.Context) (*state, error) {
	writes, looks := l.written(), l.looked() // before the transaction begins: what it sees is newer
	now := l.now.Load()
	changed, err := l.read(ctx)
	if errors.Is(err, ledger.ErrRestored) {
		l.facts = nil
		changed, err = l.read(ctx)
	}
	if err != nil {
		l.facts = nil // they may be of two moments
		return nil, err
	}
	next := &state{writes: writes, looks: looks}
	if now != nil && !changed {
		next.whole, next.scopes = now.whole, now.built()
	} else if next.whole, err = l.facts.Build(nil); err != nil {
		l.facts = nil
		return nil, fmt.Errorf("build the network: %w", err)
	}
	l.now.Store(next)
	return next, nil
}

// read reads what has changed since the last time, or everything, as it is at
// one moment, so that no claim names a thing that another statement did not
// see.
func (l *Network) read(ctx context.Context) (changed bool, err error) {
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if l.facts == nil {
		return true, l.readAll(ctx, tx.Client())
	}
	touched, next, err := l.ledger.Since(ctx, tx.Client(), l.at)
	if err != nil {
		return false, err
	}
	ids := map[network.Kind][]int{}
	for _, t := range touched {
		if kind, known := kindsByPrefix[t.Prefix]; known {
			ids[kind] = append(ids[kind], t.ID)
		}
	}
	from := reading{tx.Client(), l.Location(), l.facts}
	for kind, some := range ids {
		slices.Sort(some)
		if err := from.reload(ctx, kind, slices.Compact(some)); err != nil {
			return false, err
		}
	}
	l.at = next
	return len(ids) > 0, nil
}

// readAll reads every table.
func (l *Network) readAll(ctx context.Context, tx *ent.Client) error {
	facts := network.NewFacts()
	var at ledger.Position
	if l.ledger != nil {
		end, err := l.ledger.EndIn(ctx, tx)
		if err != nil {
			return err
		}
		at = *end
	}
	from := reading{tx, l.Location(), facts}
	for kind := range tables {
		if err := from.reload(ctx, kind, nil); err != nil {
			return err
		}
	}
	l.facts, l.at = facts, at
	return nil
}

// kindsByPrefix are the kinds that are read, by the prefix of their records'
// public identifiers.
var kindsByPrefix = func() map[string]network.Kind {
	all := map[string]network.Kind{}
	for kind := range tables {
		all[kind.String()] = kind
	}
	return all
}()

// scopesKept is how many networks of scopes are kept between two changes: with what they have counted.
const scopesKept = 32

// scope is the network as far as somebody of a limited sight sees it. What they
// do not see is in none of its lists, so that no answer can tell of it.
func (s *state) scope(sight access.Sight) *network.Network {
	key := make([]byte, 0, 2+2*len(sight.Contracts))
	if sight.Directory {
		key = append(key, 1)
	}
	for _, id := range sight.Contracts {
		key = binary.AppendVarint(key, int64(id))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.scopes[string(key)]
	if n == nil {
		n = s.whole.Seen(&network.Scope{Contracts: sight.Contracts, Directory: sight.Directory})
		if s.scopes == nil || len(s.scopes) >= scopesKept {
			s.scopes = map[string]*network.Network{}
		}
		s.scopes[string(key)] = n
	}
	return n
}

// built are the networks of scopes so far.
func (s *state) built() map[string]*network.Network {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.scopes)
}
