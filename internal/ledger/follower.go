package ledger

import (
	"context"
	"errors"
	"sync"

	"maillage/ent/schema"
	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
)

// Follower follows the ledger from a position. It returns each line that its query selects and its viewer can see,
// once, in the order of the ledger. At the end of the ledger it shares reads with other followers; behind that, it
// reads alone.
type Follower struct {
	ledger *Ledger
	shared *broadcast
	query  Query    // its After points to at
	at     Position // position up to which all lines were returned
	viewer *access.Viewer
	// reads from the broadcast
	joined bool
	next   uint64          // number of the next batch of the broadcast, if joined
	failed <-chan struct{} // after a failed read of its own: closed when a retry is useful
	leave  func()
}

// Lines is a result of a follower.
type Lines struct {
	Lines  []*gen.Change // may be shared with others: must not be modified
	Shared bool          // followers with the same rights and query get the same lines at the same time
}

// Follow returns a follower from the position of the query, or from the end. It returns ErrRestored if the line of
// the position has disappeared. The query may filter by types, records and a contract. Close ends the follower.
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
	shared := l.join(*end)
	f := &Follower{
		ledger: l, shared: shared, query: q, at: *q.After, viewer: viewer, leave: sync.OnceFunc(shared.leave),
	}
	f.query.After = &f.at
	return f, nil
}

// Close ends the follower.
func (f *Follower) Close() { f.leave() }

// Next waits for lines. After a transient error it can be called again: it then waits until something may have been
// written before it reads.
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
		case next == nil: // the follower was too slow
			f.joined = false
			continue
		}
		f.next++
		switch {
		case errors.Is(next.err, ErrRestored): // the follower's own position may still exist
			f.joined = false
			continue
		case next.err != nil:
			return Lines{}, next.err
		}
		lines := next.visible(f.query, f.viewer.Visibility)
		f.advance(PositionOf(next.lines[len(next.lines)-1]))
		if len(lines) > 0 {
			return Lines{lines, true}, nil
		}
	}
}

// advance moves the position forward. A follower that joined from beyond the broadcast's head does not move back.
func (f *Follower) advance(to Position) {
	if to.Compare(f.at) > 0 {
		f.at = to
	}
}

// readAlone reads lines without the broadcast. After a failure it first waits for changes.
func (f *Follower) readAlone(ctx context.Context) ([]*gen.Change, error) {
	if f.failed != nil {
		select {
		case <-f.failed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	moved := f.ledger.Changed()
	lines, err := f.catchUp(access.WithViewer(ctx, f.viewer))
	if f.failed = nil; err != nil {
		f.failed = moved
	}
	return lines, err
}

// catchUp reads a page of lines up to the head of the broadcast, and joins the broadcast if none remain. Lines that
// are written meanwhile are in the batches after that head.
func (f *Follower) catchUp(ctx context.Context) ([]*gen.Change, error) {
	head, next := f.shared.position()
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
		f.advance(PositionOf(lines[len(lines)-1]))
		return lines, nil
	}
	f.advance(head)
	f.joined, f.next = true, next
	return lines, nil
}
