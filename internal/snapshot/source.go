package snapshot

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"maillage/internal/access"
	"maillage/internal/backfill"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/network"
)

// Source is the snapshots of a database. The last is as new as the last write of this
// process, always, and as those of others a moment ago.
type Source struct {
	// Zone is where the days are read on which records were made; nil is UTC. It is
	// set before the network is first read.
	Zone *time.Location

	client *ent.Client
	ledger *ledger.Ledger

	// Told is called with how much of the database has been read, in percent, and for how long it is being read,
	// whenever all of it is. It is set before the first reading.
	Told func(percent int, took time.Duration)

	loaded    atomic.Int32 // percent
	textSlack int64        // of its builders

	turn    chan struct{}   // of one, who reads the database
	build   *builder        // nil before the first reading, and after one that failed
	at      ledger.Position // from which the next reading goes on
	journal journal         // of what the builder followed
	now     atomic.Pointer[state]

	following atomic.Bool // by Follow
	failing   atomic.Bool // the last reading of what is new failed

	mostLines     int // that are undone for an earlier moment
	waypointLines int // between two waypoints
	moments       moments
}

// state holds what readers share.
type state struct {
	writes   uint64          // of this process, that it knows of
	looks    uint64          // of the ledger's, whose lines it knows of
	at       ledger.Position // its last line that is settled
	snapshot *Snapshot

	journal journal
	settled *Snapshot // after the last line of the journal; nil when it is not known
}

// New returns a source that is read when it is first needed.
func New(client *ent.Client, l *ledger.Ledger) *Source {
	return &Source{
		client: client, ledger: l, turn: make(chan struct{}, 1), textSlack: textSlack,
		mostLines: MaxLines, waypointLines: waypointLines, moments: moments{turn: make(chan struct{}, 1)},
	}
}

// Still is the snapshot of a database that nobody writes.
func Still(client *ent.Client) *Source { return New(client, nil) }

// Location is where days are read.
func (l *Source) Location() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}

// written counts what this process has written.
func (l *Source) written() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Writes()
}

// Knows tells whether a view has, or will have when it is asked for, what the ledger held at a mark.
func (l *Source) Knows(m ledger.Mark) bool {
	now := l.now.Load()
	return now == nil || now.looks >= m.Looks
}

// looked counts the looks at the ledger that found something.
func (l *Source) looked() uint64 {
	if l.ledger == nil {
		return 0
	}
	return l.ledger.Looks()
}

// View is the snapshot of now as the viewer of the context sees it. Within one query, which [Pinned] marks, it is
// always the same, and may do without a write that is being followed: see [Source.CatchUp]. Any other view, and all of them
// while nobody follows, has all that this process has written.
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
			return known.view.view(viewer.Sight), nil
		}
	}
	now := l.now.Load()
	if !l.isCurrent(now) && (now == nil || pin == nil || pin.waits || !l.isFollowed()) {
		var err error
		if now, err = l.follow(ctx, false); err != nil {
			return nil, err
		}
	}
	v := now.snapshot.view(viewer.Sight)
	if pin != nil && !pin.held.CompareAndSwap(nil, &held{l, viewer, v}) {
		if known := pin.held.Load(); known.source == l {
			return known.view.view(viewer.Sight), nil
		}
	}
	return v, nil
}

type pinKey struct{}

// pin holds what a query has read first.
type pin struct {
	held  atomic.Pointer[held]
	waits bool // for what this process has written
}

type held struct {
	source *Source
	viewer *access.Viewer
	view   *View
}

// Pinned marks a query: all that it reads is of one position of the ledger. One that reads the database beside records,
// such as lines of the ledger, waits for what this process has written, so that it finds the records of these lines.
func Pinned(ctx context.Context, waits bool) context.Context {
	return context.WithValue(ctx, pinKey{}, &pin{waits: waits})
}

// isFollowed tells whether what is new is read without being asked for.
func (l *Source) isFollowed() bool { return l.following.Load() && !l.failing.Load() }

// CatchUp waits until every view has what this process has written. Whoever answers a write calls it first, so that
// who is told of the write finds it.
func (l *Source) CatchUp(ctx context.Context) error {
	if l.isCurrent(l.now.Load()) {
		return nil
	}
	_, err := l.follow(ctx, false)
	return err
}

// CatchUpTo waits until every view has what the ledger has up to a line that is settled, whoever wrote it.
func (l *Source) CatchUpTo(ctx context.Context, line ledger.Position) error {
	if now := l.now.Load(); now == nil || now.at.Compare(line) >= 0 {
		return nil // or nothing is read yet: a view waits
	}
	return l.Refresh(ctx)
}

// isCurrent tells whether a state has all that this process knows of.
func (l *Source) isCurrent(s *state) bool {
	return s != nil && s.writes == l.written() && s.looks >= l.looked()
}

// Current is the network of View.
func (l *Source) Current(ctx context.Context) (*network.Network, error) {
	v, err := l.View(ctx)
	if err != nil {
		return nil, err
	}
	return v.Network, nil
}

// Refresh follows what others have written.
func (l *Source) Refresh(ctx context.Context) error {
	_, err := l.follow(ctx, true)
	return err
}

// Follow keeps the network as new as the ledger until the context ends, so that
// readers need not wait for it. A failure is for the next reader to find.
func (l *Source) Follow(ctx context.Context, failed func(error)) {
	l.following.Store(true)
	defer l.following.Store(false)
	for {
		moved := l.ledger.Moved()
		if _, err := l.followed(ctx, l.ledger.LookFailed()); err != nil && ctx.Err() == nil {
			failed(err)
		}
		if now := l.now.Load(); now != nil {
			now.snapshot.words.Start()
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		}
	}
}

// patience is how long reading a database may take.
const patience = 10 * time.Minute

// take waits for the turn as long as the context lasts.
func (l *Source) take(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Check returns a *backfill.UnfinishedError until the database was read for the first time.
func (l *Source) Check() error {
	if l.now.Load() == nil {
		return &backfill.UnfinishedError{
			Sentence: "the hub is still reading its records (%d %% done): try again in a moment",
			Percent:  int(l.loaded.Load()),
		}
	}
	return nil
}

// Unindexed tells whether the words of records are still being indexed, and how many percent are done.
func (l *Source) Unindexed() (percent int, is bool) {
	now := l.now.Load()
	if now == nil {
		return 0, false
	}
	var preparing *backfill.UnfinishedError
	if errors.As(now.snapshot.words.Check(), &preparing) {
		return preparing.Percent, true
	}
	return 0, false
}

// loadPatience is how long a read waits while the database is read for the first time.
const loadPatience = 5 * time.Second

// follow brings the snapshot up to date: with this process' own writes, or with
// everybody's. One caller reads for all: the reading goes on when that one leaves.
func (l *Source) follow(ctx context.Context, others bool) (*state, error) {
	if l.now.Load() != nil || others {
		return l.followed(ctx, others)
	}
	within, cancel := context.WithTimeout(ctx, loadPatience)
	defer cancel()
	now, err := l.followed(within, false)
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		return nil, l.Check()
	}
	return now, err
}

func (l *Source) followed(ctx context.Context, others bool) (*state, error) {
	if err := l.take(ctx); err != nil {
		return nil, err
	}
	if now := l.now.Load(); l.isCurrent(now) && !others {
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
				l.build = nil
				r.err = fmt.Errorf("read the network: panic: %v", cause)
			}
			l.failing.Store(r.err != nil)
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
func (l *Source) next(ctx context.Context) (*state, error) {
	writes, looks := l.written(), l.looked() // before the transaction begins: what it sees is newer
	now := l.now.Load()
	changed, err := l.read(ctx)
	if errors.Is(err, ledger.ErrRestored) {
		l.build = nil
		changed, err = l.read(ctx)
	}
	if err != nil {
		return nil, err
	}
	next := &state{writes: writes, looks: looks, at: l.at, journal: l.journal}
	if now != nil && !changed {
		next.snapshot = now.snapshot
	} else if next.snapshot, err = l.build.snapshot(); err != nil {
		l.build = nil
		return nil, err
	} else {
		next.snapshot.at = l.at
	}
	if r := l.build.recorder; r != nil && !r.isLost {
		if next.settled = next.snapshot; len(r.before) > 0 && now != nil {
			next.settled = now.settled
		} else {
			l.journal.mark(next.snapshot, l.waypointLines)
			next.journal = l.journal
		}
	}
	l.now.Store(next)
	return next, nil
}

// read reads what has changed since the last time, or everything, as it is at
// one moment, so that no claim names a thing that another statement did not
// see.
func (l *Source) read(ctx context.Context) (changed bool, err error) {
	tx, err := l.client.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	if l.build == nil {
		return true, l.readAll(ctx, tx.Client())
	}
	news, err := l.ledger.Since(ctx, tx.Client(), l.at)
	if err != nil {
		return false, err
	}
	some, err := l.build.reloadAll(ctx, tx.Client(), news.Touched)
	if err != nil {
		l.build = nil // its records may be of two moments
		return false, err
	}
	l.at = news.Next
	if err := l.journalize(ctx, tx.Client(), &news); err != nil {
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
		if l.Told != nil {
			l.Told(percent, time.Since(began))
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
	build.recorder = newRecorder()
	build.recorder.lose()
	if len(news.Touched) == 0 { // else it begins with the next lines
		return l.journalize(ctx, tx, &news)
	}
	return nil
}
