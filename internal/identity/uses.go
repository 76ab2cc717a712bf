package identity

import (
	"context"
	"sync"
	"time"
)

const (
	// useEvery is the resolution of the last use of a token or a session.
	useEvery = time.Minute
	// usesAtOnce is the maximum number of uses being written at a time.
	usesAtOnce = 8
	// useWithin is the timeout of writing a use.
	useWithin = 5 * time.Second
)

// uses writes the last use of tokens and sessions in the background: no request waits for it or fails because of it.
type uses struct {
	mu      sync.Mutex
	pending map[string]bool
	closed  bool
	under   sync.WaitGroup
}

// note writes a use in the background. It drops the use when the same one is being written or too many are: the next
// request tries again.
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
			i.log.Warn("the last use of a credential could not be stored", "what", what, "error", err)
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
