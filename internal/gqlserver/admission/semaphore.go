package admission

import (
	"container/list"
	"context"
	"slices"
	"sync"
)

// semaphore is a semaphore that is fair between clients. A client holds at most its share of the places, and waiting
// clients take turns.
type semaphore struct {
	places     int // in all
	perClient  int
	queue      int // most waiting requests of one client
	maxWaiting int // most waiting requests in all

	mu      sync.Mutex
	taken   int
	waiting int
	clients map[string]*share
	turns   list.List // *share of each client with waiting requests, the next in turn first
}

// share is what one client holds and waits for.
type share struct {
	client string
	taken  int
	queue  []chan struct{}
	turn   *list.Element // nil when nothing waits
}

func newSemaphore(places, perClient, queue int) *semaphore {
	return &semaphore{
		places: places, perClient: min(places, perClient), queue: queue, maxWaiting: 16 * places,
		clients: map[string]*share{},
	}
}

// refusal is the reason why a request gets no place and may not wait for one.
type refusal int

const (
	none refusal = iota
	ownQueueFull
	allQueuesFull
)

// enter takes a place for a client, or waits for one until the context ends. It refuses at once when a queue is full.
func (f *semaphore) enter(ctx context.Context, client string) (refusal, error) {
	granted, refused := f.ask(client)
	if granted == nil {
		return refused, nil
	}
	select {
	case <-granted:
		return none, nil
	case <-ctx.Done():
	}
	f.mu.Lock()
	s := f.clients[client]
	if s != nil {
		if i := slices.Index(s.queue, granted); i >= 0 {
			s.queue = slices.Delete(s.queue, i, i+1)
			f.waiting--
			f.update(s)
			f.mu.Unlock()
			return none, ctx.Err()
		}
	}
	f.mu.Unlock()
	f.leave(client) // the place was granted as the context ended
	return none, ctx.Err()
}

// ask takes a place, joins the queue, or refuses. It returns the channel to wait on, or nil when there is nothing to
// wait for.
func (f *semaphore) ask(client string) (chan struct{}, refusal) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.clients[client]
	if s == nil {
		s = &share{client: client}
		f.clients[client] = s
	}
	switch {
	case f.taken < f.places && s.taken < f.perClient && len(s.queue) == 0:
		f.taken++
		s.taken++
		return nil, none
	case len(s.queue) >= f.queue:
		f.update(s)
		return nil, ownQueueFull
	case f.waiting >= f.maxWaiting:
		f.update(s)
		return nil, allQueuesFull
	}
	granted := make(chan struct{})
	s.queue = append(s.queue, granted)
	f.waiting++
	f.update(s)
	return granted, none
}

// leave gives back a place and grants it to the waiting client whose turn it is.
func (f *semaphore) leave(client string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.clients[client]
	s.taken--
	f.taken--
	f.update(s)
	for e := f.turns.Front(); e != nil && f.taken < f.places; {
		next := e.Next()
		if s := e.Value.(*share); s.taken < f.perClient {
			close(s.queue[0])
			s.queue = s.queue[1:]
			f.waiting--
			f.taken++
			s.taken++
			f.turns.MoveToBack(e)
			f.update(s)
		}
		e = next
	}
}

// update keeps the turns to the clients that wait, and deletes a client that neither holds a place nor waits.
func (f *semaphore) update(s *share) {
	switch {
	case len(s.queue) > 0 && s.turn == nil:
		s.turn = f.turns.PushBack(s)
	case len(s.queue) == 0 && s.turn != nil:
		f.turns.Remove(s.turn)
		s.turn = nil
	}
	if s.taken == 0 && len(s.queue) == 0 {
		delete(f.clients, s.client)
	}
}
