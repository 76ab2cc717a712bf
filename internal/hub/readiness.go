package hub

import (
	"context"
	"net/http"
	"sync"
	"time"

	"maillage/internal/store"
)

// How often the database is checked, how long a check may take, and how old its
// result may get before the database counts as silent.
const (
	checkEvery  = time.Second
	checkWithin = 2 * time.Second
	checkStale  = 5 * time.Second
)

// readiness is the result of the last check of the database. /readyz only reads
// it, and so answers at once whatever the database does.
type readiness struct {
	mu      sync.Mutex
	problem string
	at      time.Time // of the check; zero before the first
}

// watch checks the database until the context ends.
func (h *Hub) watch(ctx context.Context) {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		h.Check(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Check checks the database once, and logs what has changed since. Run does it by
// itself, every second.
func (h *Hub) Check(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	within, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	err := h.store.Check(within)
	if ctx.Err() != nil {
		return // it says nothing about the database
	}
	problem := ""
	if err != nil {
		if problem = store.StorageFault(err); problem == "" {
			problem = noAnswer
		}
	}
	r := &h.readiness
	r.mu.Lock()
	before := r.problem
	r.problem, r.at = problem, time.Now()
	r.mu.Unlock()
	switch problem {
	case before:
	case "":
		h.log.InfoContext(ctx, "the database is ready again")
	default:
		h.log.WarnContext(ctx, "the database is not ready", "problem", problem, "error", err)
	}
}

const noAnswer = "the database does not answer"

// notReady tells why requests would not be answered; empty when they would.
func (h *Hub) notReady() string {
	r := &h.readiness
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case h.leaving.Load():
		return "stopping"
	case r.at.IsZero():
		return "starting"
	case time.Since(r.at) > checkStale:
		return noAnswer
	}
	if r.problem == "" {
		if err := h.Network.Check(); err != nil {
			return err.Error()
		}
	}
	return r.problem
}

// ready tells whether requests would be answered.
func (h *Hub) ready(w http.ResponseWriter, _ *http.Request) {
	if problem := h.notReady(); problem != "" {
		text(w, http.StatusServiceUnavailable, problem+"\n")
		return
	}
	text(w, http.StatusOK, "ready\n"+h.preparing())
}

// leastTime is how long a request may take at least, whatever its deadline: to
// tell who asks.
const leastTime = time.Second

// within ends the context of requests after a time, from their beginning: who
// asks is looked up in the database as well. What stays open ends otherwise.
func within(limit time.Duration, staysOpen func(*http.Request) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if staysOpen(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), max(limit, leastTime))
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
