// Package admission is the admission control of the API. It bounds how many operations run at once, in all and for
// each client, and how much cost each client may use in a minute.
//
// An operation runs in a place: a slot that it holds until it ends. The quota is charged for what the operation
// really used.
package admission

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"
)

// Unit is the processor time that a cost of 1 stands for.
const Unit = 10 * time.Microsecond

// The errors of Enter and Heavy for an operation that is not admitted.
var (
	// ErrClientBusy reports that the queue of the client is full.
	ErrClientBusy = errors.New("the client has too many requests under way")
	// ErrBusy reports that the queue of all clients is full.
	ErrBusy = errors.New("too many requests are under way")
)

// Config bounds what a gate admits. A zero value stands for the default that the comment gives.
type Config struct {
	Places    int // operations at once; 64
	PerClient int // operations of one client at once; 4
	Queue     int // operations of one client that wait for a place; 60
	// Pause is how long a refusal is delayed, so that repeating it at once costs the client more than the server. The
	// default is 500 ms; a negative value means no delay.
	Pause time.Duration
	Rate  int              // cost that one client may use in a minute; 0 is unlimited
	Now   func() time.Time // nil is time.Now
	// Used returns the processor time that the process has used. Nil reads it from the system. With a Now that is
	// given, nil turns measuring off.
	Used func() time.Duration
}

// Gate admits the operations of the API. Every operation passes it.
type Gate struct {
	*Quota
	places  *semaphore
	heavy   *semaphore
	pause   time.Duration
	delayed chan struct{} // one item for each refusal that is delayed
	meter   meter
}

// maxDelayed bounds the refusals that are delayed at once, at some 20 KB each.
const maxDelayed = 3_000

// New returns a gate. As many heavy operations run at once as there are processors. One client gets half of them, so
// that it never holds the last processor. Only a client that may hold all places may hold all processors.
func New(c Config) *Gate {
	c.Places, c.PerClient, c.Queue = cmp.Or(c.Places, 64), cmp.Or(c.PerClient, 4), cmp.Or(c.Queue, 60)
	processors := runtime.GOMAXPROCS(0)
	ofClient := max(1, processors/2)
	if c.PerClient >= c.Places {
		ofClient = processors
	}
	g := &Gate{
		Quota: NewQuota(c.Rate, c.Now), places: newSemaphore(c.Places, c.PerClient, c.Queue),
		heavy: newSemaphore(processors, ofClient, c.Places), // whoever has a place may wait
		pause: cmp.Or(c.Pause, 500*time.Millisecond), delayed: make(chan struct{}, maxDelayed),
	}
	g.meter.used, g.meter.now = c.Used, c.Now
	if c.Now == nil {
		g.meter.now = time.Now
		if c.Used == nil {
			g.meter.used = processorTime
		}
	}
	return g
}

// Hold waits before a refusal is sent. It waits the given number of pauses and a random time of up to as long again,
// so that clients refused together do not retry together. It returns at once when maxDelayed refusals are delayed
// already.
func (g *Gate) Hold(ctx context.Context, times int) {
	if g.pause <= 0 {
		return
	}
	select {
	case g.delayed <- struct{}{}:
		defer func() { <-g.delayed }()
	default:
		return
	}
	pause := time.Duration(times) * g.pause
	wait := time.NewTimer(pause + rand.N(pause))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
}

// Visit is one admitted operation and the place that it holds.
type Visit struct {
	gate    *Gate
	client  string
	share   usage
	isHeavy bool
	once    sync.Once
}

// Enter takes a place for an operation of a client, or waits for one until the context ends. It returns
// ErrClientBusy, ErrBusy or the context's error. The caller must call Leave on the visit.
func (g *Gate) Enter(ctx context.Context, client string) (*Visit, error) {
	refused, err := g.places.enter(ctx, client)
	switch {
	case err != nil:
		return nil, err
	case refused == ownQueueFull:
		return nil, ErrClientBusy
	case refused == allQueuesFull:
		return nil, ErrBusy
	}
	return &Visit{gate: g, client: client, share: g.meter.begin()}, nil
}

// Heavy waits until an expensive operation may use a processor, or the context ends. A second call does nothing.
func (v *Visit) Heavy(ctx context.Context) error {
	if v.isHeavy {
		return nil
	}
	v.gate.meter.pause(&v.share)
	refused, err := v.gate.heavy.enter(ctx, v.client)
	v.gate.meter.resume(&v.share)
	if err != nil {
		return err
	}
	if refused != none {
		return ErrBusy
	}
	v.isHeavy = true
	return nil
}

// Measures reports whether the gate measures what operations use.
func (g *Gate) Measures() bool { return g.meter.used != nil }

// Used returns the cost of what the operation has used so far. That is its share of the processor time of the
// process, and half of the time that it waited, mostly for the database. Waiting counts at most four times the
// expected cost, since it may be for a connection or the disk. The waiting of a write does not count, since it waits
// for the disk alone.
func (v *Visit) Used(write bool, expected int) int {
	processor, waited := v.gate.meter.read(&v.share)
	if write {
		waited = 0
	}
	return int((processor + min(waited/2, time.Duration(4*expected)*Unit)) / Unit)
}

// Leave gives the place back. A second call does nothing.
func (v *Visit) Leave() {
	v.once.Do(func() {
		v.gate.meter.pause(&v.share)
		if v.isHeavy {
			v.gate.heavy.leave(v.client)
		}
		v.gate.places.leave(v.client)
	})
}

// meter divides the processor time of the process between its operations. It shares the time evenly among the
// operations that run.
type meter struct {
	used func() time.Duration // by the process so far; nil measures nothing
	now  func() time.Time

	mu      sync.Mutex
	last    time.Duration
	running int
	each    time.Duration // share of an operation that ran since the start
}

// usage is what one operation has used.
type usage struct {
	running   bool
	from      time.Duration // value of meter.each when it began or resumed
	began     time.Time
	processor time.Duration
	time      time.Duration
}

// tick shares out the processor time used since the last tick.
func (m *meter) tick() {
	used := m.used()
	if m.running > 0 {
		m.each += (used - m.last) / time.Duration(m.running)
	}
	m.last = used
}

// begin starts measuring an operation.
func (m *meter) begin() (r usage) {
	m.resume(&r)
	return r
}

// resume continues measuring an operation after a pause.
func (m *meter) resume(r *usage) {
	if m.used == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tick()
	m.running++
	r.running, r.from, r.began = true, m.each, m.now()
}

// pause stops measuring an operation, for example while it waits for a processor.
func (m *meter) pause(r *usage) {
	if m.used == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !r.running {
		return
	}
	m.tick()
	m.running--
	r.running = false
	r.processor += m.each - r.from
	r.time += m.now().Sub(r.began)
}

// read returns the processor time of an operation and the time that it waited.
func (m *meter) read(r *usage) (processor, waited time.Duration) {
	if m.used == nil {
		return 0, 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	processor, whole := r.processor, r.time
	if r.running {
		m.tick()
		processor += m.each - r.from
		whole += m.now().Sub(r.began)
	}
	return processor, max(0, whole-processor)
}
