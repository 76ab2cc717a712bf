package ledger

import (
	"context"
	"errors"
	"sync"

	"maillage/ent/schema"
	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
)

// Follower follows the ledger from a place on: it gives every line that its
// viewer sees and its query asks for, once, in the order of the ledger. At the
// head it shares what is read with all others; behind it, it reads alone.
type Follower struct {
	ledger *Ledger
	shared *broadcast
	query  Query    // its After points to at
	at     Position // up to which all was given
	viewer *access.Viewer
	joined bool
	next   uint64          // batch of the broadcast, once it has joined
	failed <-chan struct{} // after an error of its own reading: closed when it is worth another try
	leave  func()
}

// Lines are what a follower gives at once.
type Lines struct {
	Lines  []*gen.Change // others may have the same: they are not to be changed
	Shared bool          // whoever follows with the same sight and query gets the same lines at once
}

// Follow begins to follow the ledger, after the query's place or from its end on.
// A place of a ledger that was restored is ErrRestored. Its limits are types,
// records and a contract. Close ends it.
func (l *Ledger) Follow(ctx context.Context, q Query) (*Follower, error) {
	viewer := access.From(ctx)
	if viewer == nil {
		return nil, schema.ErrNoViewer
	}
	end, err := l.End(ctx)
	if err != nil {
		return nil, err
	}
	if q.After == nil {
		q.After = end
	} else if err := check(access.AsSystem(ctx), l.client, q.After); err != nil {
		return nil, err
	}
	q.Limit = batchLines
	shared := l.enter(*end)
	f := &Follower{ledger: l, shared: shared, query: q, at: *q.After, viewer: viewer, leave: sync.OnceFunc(shared.leave)}
	f.query.After = &f.at
	return f, nil
}

// Close ends the following.
func (f *Follower) Close() { f.leave() }

// Next waits for lines. After a transient error it can be called again: it waits
// until something may have been written before it reads again.
func (f *Follower) Next(ctx context.Context) (Lines, error) {
	for {
		if !f.joined {
			lines, err := f.readAlone(ctx)
			if err != nil || len(lines) > 0 {
				return Lines{Lines: lines}, err
			}
			continue
		}
		next, err := f.shared.await(ctx, f.next)
		switch {
		case err != nil:
			return Lines{}, err
		case next == nil: // it was too slow
			f.joined = false
			continue
		}
		f.next++
		switch {
		case errors.Is(next.err, ErrRestored): // which its own place may have outlived
			f.joined = false
			continue
		case next.err != nil:
			return Lines{}, next.err
		}
		lines := next.visible(f.query, f.viewer.Sight)
		f.passed(PositionOf(next.lines[len(next.lines)-1]))
		if len(lines) > 0 {
			return Lines{lines, true}, nil
		}
	}
}

// passed notes that all up to a place was given. A follower that joined from
// beyond the broadcast's head stays where it is.
func (f *Follower) passed(to Position) {
	if to.Compare(f.at) > 0 {
		f.at = to
	}
}

// readAlone catches up, unless it failed a moment ago.
func (f *Follower) readAlone(ctx context.Context) ([]*gen.Change, error) {
	if f.failed != nil {
		select {
		case <-f.failed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	moved := f.ledger.Moved()
	lines, err := f.catchUp(access.WithViewer(ctx, f.viewer))
	if f.failed = nil; err != nil {
		f.failed = moved
	}
	return lines, err
}

// catchUp reads a page of what the broadcast has gone past, and joins the
// broadcast when nothing is left of it. What comes meanwhile is in the batches
// that begin where it was when the page was read.
func (f *Follower) catchUp(ctx context.Context) ([]*gen.Change, error) {
	head, next := f.shared.place()
	if f.at.Compare(head) >= 0 {
		if err := check(access.AsSystem(ctx), f.ledger.client, f.query.After); err != nil {
			return nil, err
		}
		f.joined, f.next = true, next
		return nil, nil
	}
	page := f.query
	page.Through = &head
	lines, err := f.ledger.Read(ctx, page)
	if err != nil {
		return nil, err
	}
	if len(lines) == page.Limit {
		f.passed(PositionOf(lines[len(lines)-1]))
		return lines, nil
	}
	f.passed(head)
	f.joined, f.next = true, next
	return lines, nil
}
