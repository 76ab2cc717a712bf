package admission

import (
	"container/list"
	"context"
	"slices"
	"sync"
)

// fair hands out places: to each client no more than its share, and to those who
// wait in turns, one client after another.
type fair struct {
	places    int // in all
	perClient int
	queue     int // waiting requests of one client
	queues    int // waiting requests in all

	mu      sync.Mutex
	taken   int
	waiting int
	clients map[string]*share
	turns   list.List // of *share, those with waiting requests, the next first
}

// share is what one client holds and waits for.
type share struct {
	client string
	taken  int
	queue  []chan struct{}
	turn   *list.Element // nil when nothing waits
}

func newFair(places, perClient, queue int) *fair {
	return &fair{
		places: places, perClient: min(places, perClient), queue: queue, queues: 16 * places,
		clients: map[string]*share{},
	}
}

// refusal says why there is no place, not even to wait for one.
type refusal int

const (
	none refusal = iota
	ownQueueFull
	allQueuesFull
)

// enter takes a place for a client, and waits for one as long as its context
// lasts. It refuses at once what would wait behind too many.
func (f *fair) enter(ctx context.Context, client string) (refusal, error) {
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
			f.settle(s)
			f.mu.Unlock()
			return none, ctx.Err()
		}
	}
	f.mu.Unlock()
	f.leave(client) // it was granted at this very moment
	return none, ctx.Err()
}

// ask takes a place, queues for one, or refuses: it returns nil for what need not
// wait.
func (f *fair) ask(client string) (chan struct{}, refusal) {
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
		f.settle(s)
		return nil, ownQueueFull
	case f.waiting >= f.queues:
		f.settle(s)
		return nil, allQueuesFull
	}
	granted := make(chan struct{})
	s.queue = append(s.queue, granted)
	f.waiting++
	f.settle(s)
	return granted, none
}

// leave gives back a place, to whoever's turn it is.
func (f *fair) leave(client string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.clients[client]
	s.taken--
	f.taken--
	f.settle(s)
	for e := f.turns.Front(); e != nil && f.taken < f.places; {
		next := e.Next()
		if s := e.Value.(*share); s.taken < f.perClient {
			close(s.queue[0])
			s.queue = s.queue[1:]
			f.waiting--
			f.taken++
			s.taken++
			f.turns.MoveToBack(e)
			f.settle(s)
		}
		e = next
	}
}

// settle keeps the turns to clients who wait, and forgets clients without a place.
func (f *fair) settle(s *share) {
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
