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

// rechecks caches the credentials of open connections for a second. Credentials requested at the same time are read
// with one query.
type rechecks struct {
	changes atomic.Uint64 // number of changes to accounts and credentials by this process
	mu      sync.Mutex
	known   map[string]rechecked // by the viewer's key
	waiting *batch               // the next batch; nil while nobody waits
	reading bool
}

// rechecked is a credential as it was read; nil when there was none.
type rechecked struct {
	*credential
	changes uint64
	until   time.Time
}

// batch is one read for all viewers that wait for it.
type batch struct {
	viewers map[string]*access.Viewer // by their keys
	done    chan struct{}
	found   map[string]rechecked
	err     error
}

// batchTimeout is the timeout of a batch.
const batchTimeout = 10 * time.Second

// ValidLately is Valid with a cache of one second. Changes by this process invalidate the cache.
func (i *Identity) ValidLately(ctx context.Context, v *access.Viewer) error {
	kind, _ := credentialOf(v)
	if v.IsSystem() || v.IsPublic() || kind != tokenCredential && kind != sessionCredential {
		return i.Valid(ctx, v)
	}
	found, err := i.recheck(ctx, v)
	if err != nil {
		return err
	}
	return i.checkCredential(ctx, v, found.credential)
}

// recheck returns the credential of a viewer, from the cache or from the next batch.
func (i *Identity) recheck(ctx context.Context, v *access.Viewer) (rechecked, error) {
	r := &i.rechecks
	r.mu.Lock()
	known, is := r.known[v.Key]
	if is && known.changes == r.changes.Load() && i.clock().Before(known.until) {
		r.mu.Unlock()
		return known, nil
	}
	if r.waiting == nil {
		r.waiting = &batch{viewers: map[string]*access.Viewer{}, done: make(chan struct{})}
	}
	next := r.waiting
	next.viewers[v.Key] = v
	if !r.reading {
		r.reading = true
		go i.readBatches()
	}
	r.mu.Unlock()
	select {
	case <-next.done:
		return next.found[v.Key], next.err
	case <-ctx.Done():
		return rechecked{}, ctx.Err()
	}
}

// readBatches reads batches while viewers wait.
func (i *Identity) readBatches() {
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
		i.readBatch(now)
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

// readBatch reads the credentials of a batch of viewers.
func (i *Identity) readBatch(r *batch) {
	ctx, cancel := context.WithTimeout(access.AsSystem(context.Background()), batchTimeout)
	defer cancel()
	// These are taken before the read, so that its result is at least as new.
	changes, until := i.rechecks.changes.Load(), i.clock().Add(cacheLife)
	names := map[string][]any{}
	for _, v := range r.viewers {
		kind, name := credentialOf(v)
		names[kind] = append(names[kind], name)
	}
	credentials := map[string]*credential{}
	tokens, err := i.queryTokens(ctx, "uid", names[tokenCredential]...)
	sessions, errSessions := i.querySessions(ctx, "id", names[sessionCredential]...)
	if r.err = errors.Join(err, errSessions); r.err != nil {
		return
	}
	for _, p := range append(tokens, sessions...) {
		credentials[p.name] = p
	}
	r.found = make(map[string]rechecked, len(r.viewers))
	for key, v := range r.viewers {
		r.found[key] = rechecked{credentials[credentialName(v)], changes, until}
	}
}
