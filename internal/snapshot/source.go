package snapshot

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/network"
)

// Source provides the snapshots of a database. The latest includes every write of this process, and those of others
// shortly after.
type Source struct {
	// Zone is the time zone for the days on which records were made; nil is UTC. Set it before the first read.
	Zone *time.Location

	client *ent.Client
	ledger *ledger.Ledger

	// Progress is called whenever all records are being read, with the percentage that has been read and the time since
	// the reading began. Set it before the first read.
	Progress func(percent int, took time.Duration)

	loaded    atomic.Int32 // percent
	textSlack int64        // slack of its builders

	lock    chan struct{}   // of capacity one, held while the database is read
	build   *builder        // nil before the first reading, and after a failed one
	at      ledger.Position // position from which the next reading continues
	journal journal         // of the lines that the builder has applied
	latest  atomic.Pointer[state]

	following atomic.Bool // Follow is running
	failing   atomic.Bool // the last reading failed

	maxLines        int // that can be undone for a past snapshot
	undoneLines     int // that are read and undone at once
	checkpointLines int // between two checkpoints
	history         historyCache
}

// state is what readers share.
type state struct {
	writes   uint64          // of this process, which the snapshot includes
	polls    uint64          // of the ledger, whose lines the snapshot includes
	at       ledger.Position // last settled line of the ledger
	snapshot *Snapshot

	journal journal
	settled *Snapshot // snapshot after the last line of the journal; nil if unknown
}

// New returns a source that reads the database at its first use.
func New(client *ent.Client, l *ledger.Ledger) *Source {
	return &Source{
		client: client, ledger: l, lock: make(chan struct{}, 1), textSlack: textSlack,
		maxLines: MaxLines, undoneLines: undoneLines, checkpointLines: checkpointLines,
		history: historyCache{lock: make(chan struct{}, 1)},
	}
}

// NewStatic returns a source for a database that nobody writes to.
func NewStatic(client *ent.Client) *Source { return New(client, nil) }

// Location returns the time zone for days.
func (l *Source) Location() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}

// writes returns the number of writes of this process.
func (l *Source) writes() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Writes()
}

// CaughtUpWith reports whether the views of this source include, or will include when they are read, the lines that the
// ledger had at a version.
func (l *Source) CaughtUpWith(m ledger.Version) bool {
	now := l.latest.Load()
	return now == nil || now.polls >= m.Polls
}

// polls returns the number of polls of the ledger that found new lines.
func (l *Source) polls() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Polls()
}

// View returns the latest snapshot for the viewer of the context, with all writes of this process.
//
// Within a query marked by [Pinned], every call returns the same snapshot. It may lack a write that is being
// followed, while Follow runs: see [Source.CatchUp].
func (l *Source) View(ctx context.Context) (*View, error) {
	viewer := access.From(ctx)
	if viewer == nil {
		return nil, errors.New("a read without a viewer is refused")
	}
	pin, _ := ctx.Value(pinKey{}).(*pin)
	if pin != nil {
		if known := pin.held.Load(); known != nil && known.source == l {
			if known.viewer == viewer {
				return known.view, nil
			}
			return known.view.view(viewer.Visibility), nil
		}
	}
	now := l.latest.Load()
	if !l.isCurrent(now) && (now == nil || pin == nil || pin.waits || !l.isFollowed()) {
		var err error
		if now, err = l.follow(ctx, false); err != nil {
			return nil, err
		}
	}
	v := now.snapshot.view(viewer.Visibility)
	if pin != nil && !pin.held.CompareAndSwap(nil, &pinnedView{l, viewer, v}) {
		if known := pin.held.Load(); known.source == l {
			return known.view.view(viewer.Visibility), nil
		}
	}
	return v, nil
}

type pinKey struct{}

// pin holds the first view that a query has read.
type pin struct {
	held  atomic.Pointer[pinnedView]
	waits bool // waits for the writes of this process
}

// pinnedView is a view and the source and the viewer that it is for.
type pinnedView struct {
	source *Source
	viewer *access.Viewer
	view   *View
}

// Pinned marks a query, so that all its reads are at one position of the ledger. waits is for queries that also
// read the database, such as lines of the ledger. They wait for the writes of this process, and so find the records
// of these lines.
func Pinned(ctx context.Context, waits bool) context.Context {
	return context.WithValue(ctx, pinKey{}, &pin{waits: waits})
}

// isFollowed reports whether Follow reads new lines successfully.
func (l *Source) isFollowed() bool { return l.following.Load() && !l.failing.Load() }

// CatchUp waits until every view includes the writes of this process. Call it before answering a write, so that
// clients can read what they wrote.
func (l *Source) CatchUp(ctx context.Context) error {
	if l.isCurrent(l.latest.Load()) {
		return nil
	}
	_, err := l.follow(ctx, false)
	return err
}

// CatchUpTo waits until every view includes the ledger up to a settled line, whoever wrote it.
func (l *Source) CatchUpTo(ctx context.Context, line ledger.Position) error {
	if now := l.latest.Load(); now == nil || now.at.Compare(line) >= 0 {
		return nil // without a state, the first view waits
	}
	return l.Refresh(ctx)
}

// isCurrent reports whether a state includes all that this process knows of.
func (l *Source) isCurrent(s *state) bool {
	return s != nil && s.writes == l.writes() && s.polls >= l.polls()
}

// Current returns the network of View.
func (l *Source) Current(ctx context.Context) (*network.Network, error) {
	v, err := l.View(ctx)
	if err != nil {
		return nil, err
	}
	return v.Network, nil
}

// Refresh reads the new lines of other processes.
func (l *Source) Refresh(ctx context.Context) error {
	_, err := l.follow(ctx, true)
	return err
}

// Follow reads new lines as they come until the context ends, so that readers need not wait. After a failure, which
// it passes to failed, the next reader tries again.
func (l *Source) Follow(ctx context.Context, failed func(error)) {
	l.following.Store(true)
	defer l.following.Store(false)
	for {
		moved := l.ledger.Changed()
		if _, err := l.followOnce(ctx, l.ledger.PollFailed()); err != nil && ctx.Err() == nil {
			failed(err)
		}
		if now := l.latest.Load(); now != nil {
			now.snapshot.words.Start()
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		}
	}
}

// readTimeout bounds the time to read the database.
const readTimeout = 10 * time.Minute

// acquire takes the lock, or returns the error of the context.
func (l *Source) acquire(ctx context.Context) error {
	select {
	case l.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// loadWait is how long a read waits for the first reading of the database.
const loadWait = 5 * time.Second

// follow updates the snapshot with the writes of this process, or of all. One caller reads for all: the reading
// continues if that caller leaves.
func (l *Source) follow(ctx context.Context, others bool) (*state, error) {
	if l.latest.Load() != nil || others {
		return l.followOnce(ctx, others)
	}
	within, cancel := context.WithTimeout(ctx, loadWait)
	defer cancel()
	now, err := l.followOnce(within, false)
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		return nil, l.Check()
	}
	return now, err
}

// followOnce is follow without the limit on waiting for the first reading.
func (l *Source) followOnce(ctx context.Context, others bool) (*state, error) {
	if err := l.acquire(ctx); err != nil {
		return nil, err
	}
	if now := l.latest.Load(); l.isCurrent(now) && !others {
		<-l.lock
		return now, nil // another caller has read it meanwhile
	}
	type reading struct {
		state *state
		err   error
	}
	done := make(chan reading, 1)
	go func() {
		defer func() { <-l.lock }()
		ctx, cancel := context.WithTimeout(access.AsSystem(context.WithoutCancel(ctx)), readTimeout)
		defer cancel()
		r := reading{err: errors.New("the network could not be read")}
		defer func() {
			if cause := recover(); cause != nil {
				l.build = nil
				r.err = fmt.Errorf("read the network: panic: %v", cause)
			}
			l.failing.Store(r.err != nil)
			done <- r
		}()
		r.state, r.err = l.readNext(ctx)
	}()
	select {
	case r := <-done:
		return r.state, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// readNext reads new lines and publishes the next state. The caller holds the lock.
func (l *Source) readNext(ctx context.Context) (*state, error) {
	writes, looks := l.writes(), l.polls() // before the transaction begins: it reads at least these
	now := l.latest.Load()
	changed, err := l.read(ctx)
	if errors.Is(err, ledger.ErrRestored) {
		l.build = nil
		changed, err = l.read(ctx)
	}
	if err != nil {
		return nil, err
	}
	next := &state{writes: writes, polls: looks, at: l.at, journal: l.journal}
	if now != nil && !changed {
		next.snapshot = now.snapshot
	} else if next.snapshot, err = l.build.snapshot(); err != nil {
		l.build = nil
		return nil, err
	} else {
		next.snapshot.at = l.at
	}
	if r := l.build.undo; r != nil && !r.isInvalid {
		if next.settled = next.snapshot; len(r.before) > 0 && now != nil {
			next.settled = now.settled
		} else {
			l.journal.addCheckpoint(next.snapshot, l.checkpointLines)
			next.journal = l.journal
		}
	}
	l.latest.Store(next)
	return next, nil
}

// read reads what has changed since the last reading, or everything. It reads in one transaction, so that no claim
// refers to a thing that another statement did not return.
func (l *Source) read(ctx context.Context) (changed bool, err error) {
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if l.build == nil {
		if err := l.readAll(ctx, tx.Client()); err != nil {
			l.build = nil // it may lack its journal
			return false, err
		}
		return true, nil
	}
	news, err := l.ledger.Since(ctx, tx.Client(), l.at)
	if err != nil {
		return false, err
	}
	some, err := l.build.reloadAll(ctx, tx.Client(), news.Touched)
	if err != nil {
		l.build = nil // its records may mix two states
		return false, err
	}
	l.at = news.Next
	if err := l.appendToJournal(ctx, tx.Client(), &news); err != nil {
		l.build = nil
		return false, err
	}
	return some, nil
}

// readAll reads every table.
func (l *Source) readAll(ctx context.Context, tx *ent.Client) error {
	began, build := time.Now(), newBuilder(l.Location())
	build.slack = l.textSlack
	var at ledger.Position
	if l.ledger != nil {
		end, err := l.ledger.EndIn(ctx, tx)
		if err != nil {
			return err
		}
		at = *end
	}
	if err := build.load(ctx, tx, func(percent int) {
		l.loaded.Store(int32(percent)) //nolint:gosec // at most 100
		if l.Progress != nil {
			l.Progress(percent, time.Since(began))
		}
	}); err != nil {
		return err
	}
	l.build, l.at, l.journal = build, at, journal{}
	if l.ledger == nil {
		return nil
	}
	news, err := l.ledger.Since(ctx, tx, at)
	if err != nil {
		return err
	}
	build.undo = newUndoBuffer()
	build.undo.invalidate()
	if len(news.Touched) == 0 { // otherwise the journal begins with the next lines
		return l.appendToJournal(ctx, tx, &news)
	}
	return nil
}
