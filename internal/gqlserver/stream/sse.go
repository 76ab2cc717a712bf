package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// events serves a request with a stream of server-sent events.
func (h *Handler) events(w http.ResponseWriter, r *http.Request, uncount func()) {
	params, problem := request.Read(w, r, h.limits.Message)
	if problem != nil {
		code := badUserInput
		if problem.Status == http.StatusRequestEntityTooLarge {
			code = limitExceeded
		}
		h.refuse(w, r, problem.Status, code, problem.Sentence)
		return
	}
	ctx, err := h.exec.Authenticate(r, nil)
	if errors.Is(err, ErrAuthUnavailable) {
		w.Header().Set("Retry-After", "1")
		h.refuse(w, r, http.StatusServiceUnavailable, unavailable, message.CredentialsUnchecked)
		return
	}
	if errors.Is(err, ErrSpent) {
		h.refuse(w, r, http.StatusTooManyRequests, rateLimited, message.BudgetSpentForNow)
		return
	}
	if err != nil {
		w.Header().Set("WWW-Authenticate", "Bearer")
		h.refuse(w, r, http.StatusUnauthorized, unauthenticated, message.CredentialsRefused)
		return
	}
	if r.Method == http.MethodGet && h.exec.Mutates(ctx, params) {
		w.Header().Set("Allow", "POST")
		h.refuse(w, r, http.StatusMethodNotAllowed, badUserInput, message.MutationByPOST)
		return
	}
	viewer := h.exec.Viewer(ctx)
	if !h.counts.enter(viewer, h.limits.ConnectionsPerViewer) {
		h.turnAway(w, r, http.StatusTooManyRequests, message.TooManyConnections)
		return
	}
	uncount()
	defer h.counts.exit(viewer)
	s := &source{h: h, w: w, rc: http.NewResponseController(w), request: r.Context()}
	s.limit.within = h.limits.Write
	if !h.counts.begin(viewer, h.limits.PerViewer) {
		s.last(h.exec.Refusal(ctx, limitExceeded, message.TooManyOperations))
		return
	}
	defer h.counts.end(viewer)
	s.stream(ctx, params)
}

// source is one stream of events. The goroutine of the operation writes its results; that of the request writes the
// rest.
type source struct {
	h       *Handler
	w       http.ResponseWriter
	rc      *http.ResponseController
	request context.Context // of the request; ends when the client disconnects

	mu     sync.Mutex // held during one write
	opened bool       // the header was sent
	over   bool       // the stream has ended
	limit  deadline
}

// stream runs an operation and writes its results, until the operation ends, the client disconnects, or the server
// stops.
func (s *source) stream(viewer context.Context, params *request.Params) {
	connection, cut := context.WithCancel(viewer)
	defer cut()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.h.run(connection, connection, params, s.started, s.deliver)
	}()
	s.watch(connection, ended)
	cut()
	<-ended
	if !s.over && s.request.Err() == nil {
		s.last(s.h.exec.Refusal(viewer, unauthenticated, message.CredentialsExpired))
	}
}

// started sends the header, and reports whether the client took it. A client that reads it misses no later result.
func (s *source) started() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.over = s.write(nil) != nil
	}
	return !s.over
}

// deliver writes a delivery and reports whether another may follow.
func (s *source) deliver(d delivery) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.over:
	case d.refusal != nil:
		s.last(d.refusal)
		s.over = true
	case d.results == nil:
		s.end()
	default:
		s.over = s.write(s.h.shared.of(d.results)) != nil
	}
	return !s.over
}

// watch returns when the operation ends, the client disconnects, the server stops, or the connection is no longer
// valid.
func (s *source) watch(connection context.Context, ended <-chan struct{}) {
	ping := time.NewTicker(s.h.limits.Ping)
	defer ping.Stop()
	for {
		select {
		case <-ping.C:
			if s.h.exec.Valid(connection) != nil || !s.ping() {
				return
			}
		case <-s.h.leaving.Done():
			s.mu.Lock()
			defer s.mu.Unlock()
			s.end()
			return
		case <-ended:
			return
		case <-s.request.Done():
			return
		}
	}
}

// ping writes a comment and reports whether the client took it.
func (s *source) ping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.over = s.write([]byte(":\n\n")) != nil
	}
	return !s.over
}

// end writes the event complete, unless the stream has ended.
func (s *source) end() {
	if !s.over {
		_ = s.write(complete) // the client may have gone
		s.over = true
	}
}

// setHeader sets the header of the response.
func (s *source) setHeader() {
	header := s.w.Header()
	header.Set("Content-Type", request.MediaEvents+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // proxies hold nothing back
	header.Set("X-Content-Type-Options", "nosniff")
	s.w.WriteHeader(http.StatusOK)
}

// complete is the last event. It has an empty data line, since some parsers of SSE skip an event without data.
var complete = []byte("event: complete\ndata: \n\n")

// events encodes results as events. A result on one line of JSON has no line break to remove.
func events(results ...json.RawMessage) []byte {
	const begin, end = "event: next\ndata: ", "\n\n"
	size := 0
	for _, result := range results {
		size += len(begin) + len(result) + len(end)
	}
	all := bytes.NewBuffer(make([]byte, 0, size))
	for _, result := range results {
		all.WriteString(begin)
		if bytes.ContainsAny(result, "\r\n") {
			_ = json.Compact(all, result) // leaves out what is not JSON
		} else {
			all.Write(result)
		}
		all.WriteString(end)
	}
	return all.Bytes()
}

// last ends the stream with errors.
func (s *source) last(errs json.RawMessage) {
	_ = s.write(append(events(refused(errs)), complete...)) // the client may have gone
}

// write sends bytes at once, after the header, with a timeout. It replaces the server's write deadline, which is meant
// for a single response. The server itself clears both its deadlines afterwards.
func (s *source) write(raw []byte) error {
	_ = s.limit.extend(s.rc.SetWriteDeadline)
	if !s.opened {
		s.opened = true
		s.setHeader()
	}
	if _, err := s.w.Write(raw); err != nil {
		return err
	}
	return s.rc.Flush()
}
