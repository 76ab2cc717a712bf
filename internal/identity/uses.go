package identity

import (
	"context"
	"sync"
	"time"
)

const (
	// useEvery is how exactly it is known when a token or a session was last
	// used.
	useEvery = time.Minute
	// usesAtOnce bounds how many uses are being noted at a time.
	usesAtOnce = 8
	// useWithin is how long noting one may take.
	useWithin = 5 * time.Second
)

// uses notes when tokens and sessions were used, beside the requests that use
// them: none waits for it, and none fails by it.
type uses struct {
	mu      sync.Mutex
	pending map[string]bool
	closed  bool
	under   sync.WaitGroup
}

// note notes a use, unless that of the same is being noted, or too many are:
// then the next request tries again.
func (i *Identity) note(what string, write func(context.Context) error) {
	u := &i.uses
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed || u.pending[what] || len(u.pending) >= usesAtOnce {
		return
	}
	if u.pending == nil {
		u.pending = map[string]bool{}
	}
	u.pending[what] = true
	u.under.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), useWithin)
		defer cancel()
		if err := write(ctx); err != nil {
			i.log.Warn("when it was used could not be noted", "what", what, "error", err)
		}
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.pending, what)
	})
}

func (u *uses) close() {
	u.mu.Lock()
	u.closed = true
	u.mu.Unlock()
	u.under.Wait()
}
