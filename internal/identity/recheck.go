package identity

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/access"
)

// rechecks remember for a moment the proofs of those who stay connected. All that
// are asked for at the same time are read with one statement.
type rechecks struct {
	changes atomic.Uint64 // how often this process changed who may
	mu      sync.Mutex
	known   map[string]rechecked // by the viewer's key
	waiting *round               // is read next; nil while nobody waits
	reading bool
}

// rechecked is a proof as it was at a moment; nil when there was none.
type rechecked struct {
	*proof
	changes uint64
	until   time.Time
}

// round is one reading for all who wait for it.
type round struct {
	viewers map[string]*access.Viewer // by their keys
	done    chan struct{}
	found   map[string]rechecked
	err     error
}

// roundWithin is how long a round may take.
const roundWithin = 10 * time.Second

// ValidLately tells what Valid does, as it was a second ago at most. What this
// process changed since is regarded.
func (i *Identity) ValidLately(ctx context.Context, v *access.Viewer) error {
	kind, _ := proofOf(v)
	if v.IsSystem() || v.IsPublic() || kind != tokenProof && kind != sessionProof {
		return i.Valid(ctx, v)
	}
	found, err := i.recheck(ctx, v)
	if err != nil {
		return err
	}
	return i.holds(ctx, v, found.proof)
}

// recheck is the proof of a viewer: one that is known, or of the next round.
func (i *Identity) recheck(ctx context.Context, v *access.Viewer) (rechecked, error) {
	r := &i.rechecks
	r.mu.Lock()
	known, is := r.known[v.Key]
	if is && known.changes == r.changes.Load() && i.clock().Before(known.until) {
		r.mu.Unlock()
		return known, nil
	}
	if r.waiting == nil {
		r.waiting = &round{viewers: map[string]*access.Viewer{}, done: make(chan struct{})}
	}
	next := r.waiting
	next.viewers[v.Key] = v
	if !r.reading {
		r.reading = true
		go i.readRounds()
	}
	r.mu.Unlock()
	select {
	case <-next.done:
		return next.found[v.Key], next.err
	case <-ctx.Done():
		return rechecked{}, ctx.Err()
	}
}

// readRounds reads round after round, as long as somebody waits.
func (i *Identity) readRounds() {
	r := &i.rechecks
	for {
		r.mu.Lock()
		now := r.waiting
		if r.waiting = nil; now == nil {
			r.reading = false
			r.mu.Unlock()
			return
		}
		r.mu.Unlock()
		i.readRound(now)
		r.mu.Lock()
		if r.known == nil {
			r.known = map[string]rechecked{}
		}
		moment := i.clock()
		maps.DeleteFunc(r.known, func(_ string, old rechecked) bool { return !moment.Before(old.until) })
		maps.Copy(r.known, now.found)
		r.mu.Unlock()
		close(now.done)
	}
}

// readRound reads the proofs of a round's viewers.
func (i *Identity) readRound(r *round) {
	ctx, cancel := context.WithTimeout(access.AsSystem(context.Background()), roundWithin)
	defer cancel()
	changes, until := i.rechecks.changes.Load(), i.clock().Add(fresh) // before it is read: what is found is newer
	names := map[string][]any{}
	for _, v := range r.viewers {
		kind, name := proofOf(v)
		names[kind] = append(names[kind], name)
	}
	proofs := map[string]*proof{}
	tokens, err := i.tokensBy(ctx, "uid", names[tokenProof]...)
	sessions, errSessions := i.sessionsBy(ctx, "id", names[sessionProof]...)
	if r.err = errors.Join(err, errSessions); r.err != nil {
		return
	}
	for _, p := range append(tokens, sessions...) {
		proofs[p.name] = p
	}
	r.found = make(map[string]rechecked, len(r.viewers))
	for key, v := range r.viewers {
		r.found[key] = rechecked{proofs[nameOf(v)], changes, until}
	}
}
