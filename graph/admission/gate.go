// Package admission decides what the API lets in: how many operations run at
// once, in all and for each client, and how much each client may ask for in a
// minute. What an operation really used is charged when it ends.
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

// Why an operation is not let in.
var (
	// ErrClientBusy says that the client has too many requests waiting already.
	ErrClientBusy = errors.New("the client has too many requests under way")
	// ErrBusy says that too many requests of all clients wait already.
	ErrBusy = errors.New("too many requests are under way")
)

// Config says how much a gate lets in. Zero values are the defaults.
type Config struct {
	Places    int // operations at once; 64
	PerClient int // operations of one client at once; 4
	Queue     int // operations of one client that wait for a place; 60
	// Pause is how long a refusal is held back, so that repeating it at once costs
	// the client more than the hub; 500 ms, less than 0 is none.
	Pause time.Duration
	Rate  int              // cost of one client in a minute; 0 is without bound
	Now   func() time.Time // nil is time.Now
	// Used is the processor time that the process has used. Nil reads it, but
	// measures nothing by a clock that is not time.Now.
	Used func() time.Duration
}

// Gate is where every operation of the API passes.
type Gate struct {
	*Quota
	places *fair
	heavy  *fair
	pause  time.Duration
	held   chan struct{} // refusals that are held back
	meter  meter
}

// mostHeld bounds the refusals that are held back at once, at some 20 KB each.
const mostHeld = 3_000

// New returns a gate. Of operations that are heavy, as many run at once as there
// are processors, and of one client half as many: it never has the last one. Only
// a client that may have all places may have all processors.
func New(c Config) *Gate {
	c.Places, c.PerClient, c.Queue = cmp.Or(c.Places, 64), cmp.Or(c.PerClient, 4), cmp.Or(c.Queue, 60)
	processors := runtime.GOMAXPROCS(0)
	ofClient := max(1, processors/2)
	if c.PerClient >= c.Places {
		ofClient = processors
	}
	g := &Gate{
		Quota: NewQuota(c.Rate, c.Now), places: newFair(c.Places, c.PerClient, c.Queue),
		heavy: newFair(processors, ofClient, c.Places), // whoever has a place may wait
		pause: cmp.Or(c.Pause, 500*time.Millisecond), held: make(chan struct{}, mostHeld),
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

// Hold waits before a refusal is sent, so many times the pause and up to as long
// again, so that clients who were refused together do not come again together. It
// does not wait when too many are held back already.
func (g *Gate) Hold(ctx context.Context, times int) {
	if g.pause <= 0 {
		return
	}
	select {
	case g.held <- struct{}{}:
		defer func() { <-g.held }()
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

// Visit is one operation in its place.
type Visit struct {
	gate    *Gate
	client  string
	share   reading
	isHeavy bool
	once    sync.Once
}

// Enter takes a place for an operation of a client, and waits for one as long as
// the context lasts. It returns ErrClientBusy, ErrBusy or the context's error.
// Whoever has a place leaves it.
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

// Heavy waits, as long as the context lasts, until an operation that takes long
// may use a processor. A second call does nothing.
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

// Measures tells whether it is known what operations use.
func (g *Gate) Measures() bool { return g.meter.used != nil }

// Used returns the cost of what the operation has used so far: its share of the
// processor time of the process, and half of the time in which it waited, for
// the database above all. Waiting counts no more than four times what was expected:
// it may be for a connection, or the disk. A write waits for the disk alone.
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

// meter tells operations apart that share the processors of one process: what the
// process uses is shared evenly among those that run.
type meter struct {
	used func() time.Duration // by the process so far; nil measures nothing
	now  func() time.Time

	mu      sync.Mutex
	last    time.Duration
	running int
	each    time.Duration // what an operation would have used that ran all along
}

// reading is what one operation has used.
type reading struct {
	running   bool
	from      time.Duration // of each
	began     time.Time
	processor time.Duration
	time      time.Duration
}

// tick shares what was used since the last one.
func (m *meter) tick() {
	used := m.used()
	if m.running > 0 {
		m.each += (used - m.last) / time.Duration(m.running)
	}
	m.last = used
}

func (m *meter) begin() (r reading) {
	m.resume(&r)
	return r
}

func (m *meter) resume(r *reading) {
	if m.used == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tick()
	m.running++
	r.running, r.from, r.began = true, m.each, m.now()
}

func (m *meter) pause(r *reading) {
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

// read returns the processor time of an operation, and the time that it waited.
func (m *meter) read(r *reading) (processor, waited time.Duration) {
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
