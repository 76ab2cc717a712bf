package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"maillage/internal/store"
)

// The interval and the timeout of database checks, and the maximum age of a result, after which the database counts as
// unavailable.
const (
	checkEvery   = time.Second
	checkTimeout = 2 * time.Second
	checkMaxAge  = 5 * time.Second
)

// readiness is the result of the last check of the database. /readyz only reads this result, so that it responds at
// once even when the database hangs.
type readiness struct {
	mu      sync.Mutex
	problem string
	at      time.Time // of the check; zero before the first
}

// watchDatabase checks the database until the context ends.
func (h *Server) watchDatabase(ctx context.Context) {
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

// Check checks the database once, and logs when its state changes. Run calls it every second.
func (h *Server) Check(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	within, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := h.store.Check(within)
	if ctx.Err() != nil {
		return // an aborted check says nothing about the database
	}
	problem := ""
	if err != nil {
		problem = noResponse
		if reason, is := store.StorageFault(err); is {
			problem = reason.String()
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

const noResponse = "the database does not answer"

// notReady returns the reason why requests would fail; empty when they would not.
func (h *Server) notReady() string {
	r := &h.readiness
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case h.stopping.Load():
		return "stopping"
	case r.at.IsZero():
		return "starting"
	case time.Since(r.at) > checkMaxAge:
		return noResponse
	}
	if r.problem == "" {
		if err := h.Network.Check(); err != nil {
			return err.Error()
		}
	}
	return r.problem
}

// ready serves /readyz.
func (h *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if problem := h.notReady(); problem != "" {
		text(w, http.StatusServiceUnavailable, problem+"\n")
		return
	}
	text(w, http.StatusOK, "ready\n"+h.preparation())
}

// minTimeout is the minimum timeout of a request, whatever the deadline: authentication needs it.
const minTimeout = time.Second

// withTimeout sets a timeout on the context of requests, which includes authentication. Streaming requests get none.
func withTimeout(limit time.Duration, staysOpen func(*http.Request) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if staysOpen(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), max(limit, minTimeout))
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
