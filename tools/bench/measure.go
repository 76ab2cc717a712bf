package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// checked is the number of draws of each shape that are compared before the measurement.
const checked = 20

// cell is a measurement of one shape, cold or hot, on one target.
type cell struct {
	Shape, Mode, Target string
	Load                load
	P50, P99            time.Duration
}

// results are the results of a run.
type results struct {
	Size     string
	Compared map[string]int // answers, by shape
	Cells    []*cell
	// AfterWrite is the cost of the hub's Q7 right after a write.
	AfterWrite *load
	Mixed      []*mixed
	Starts     []startNote
	Bytes      map[string]int // of the hot answer
	Late       []string       // shapes whose first request the hub gave up
}

// startNote describes a start of the hub.
type startNote struct {
	Arguments       string
	Ready, Answered time.Duration
	After, Loaded   memory
}

// measured is a shape with its draws and the hub's first answers.
type measured struct {
	*shape
	draws   []draw
	answers [][]byte
	largest int // of the answers
}

// measure starts the targets, compares their answers and measures them: first a hub without a response
// cache, then one with it.
func (b *bench) measure(ctx context.Context) error {
	hub, stop, err := b.startMeasured(ctx, "--response-cache", "0")
	if err != nil {
		return err
	}
	if err := b.waitUntilIdle(ctx, hub); err != nil {
		return err
	}
	b.say("drawing and comparing")
	for _, m := range b.shapes {
		if m.draws, err = b.records.draws(ctx, m.shape, hub, b.seed(m.shape)); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if err := b.compare(ctx, hub, m); err != nil {
			return err
		}
	}
	if err := b.cells(ctx, hub, "cold"); err != nil {
		return err
	}
	if b.isAsked("Q7") {
		if b.AfterWrite, err = b.afterWrite(ctx, hub); err != nil {
			return err
		}
	}
	if err := b.readsUnderWrites(ctx, hub); err != nil {
		return err
	}
	if err := stop(); err != nil {
		return err
	}
	if hub, stop, err = b.startMeasured(ctx); err != nil {
		return err
	}
	if err := b.waitUntilIdle(ctx, hub); err != nil {
		return err
	}
	if err := b.cells(ctx, hub, "hot"); err != nil {
		return err
	}
	return stop()
}

// waitUntilIdle waits until a hub that has started has no background work left, such as the search
// index, for two minutes at most.
func (b *bench) waitUntilIdle(ctx context.Context, hub *target) error {
	const interval = 500 * time.Millisecond
	for began := time.Now(); time.Since(began) < 2*time.Minute; {
		before, err := timesOf(hub.pid)
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(interval):
		}
		after, err := timesOf(hub.pid)
		if err != nil || after.own-before.own < interval/10 {
			return err
		}
	}
	return nil
}

// seed returns the seed of a shape's draws, which is fixed for reads. Writes of a second run must not
// repeat those of the first.
func (b *bench) seed(s *shape) uint64 {
	if s.writes {
		return uint64(time.Now().UnixNano()) //nolint:gosec // any number will do
	}
	return 1
}

// startMeasured starts the hub, and notes its start and its memory at the beginning and the end.
func (b *bench) startMeasured(ctx context.Context, arguments ...string) (*target, func() error, error) {
	b.say("starting the hub", arguments...)
	began := time.Now()
	s, hub, ready, err := startHub(ctx, b, arguments...)
	if err != nil {
		return nil, nil, err
	}
	b.servers = append(b.servers, s)
	matrix := shapeNamed("Q3") // the last that becomes ready at a start
	if _, err := hub.ask(ctx, matrix, simple("contract", b.records.contracts[0])); err != nil {
		return nil, nil, err
	}
	note := startNote{Arguments: fmt.Sprint(arguments), Ready: ready, Answered: time.Since(began)}
	if note.After, err = memoryOf(s.pid()); err != nil {
		return nil, nil, err
	}
	return hub, func() error {
		var err error
		note.Loaded, err = memoryOf(s.pid())
		b.Starts = append(b.Starts, note)
		s.stop()
		return err
	}, nil
}

// compare sends the same requests to the hub and the statement, and fails where the answers differ.
func (b *bench) compare(ctx context.Context, hub *target, m *measured) error {
	for _, d := range m.draws[:min(checked, len(m.draws))] {
		answer, err := b.askWithRetry(ctx, hub, m.shape, d)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		rows, err := b.sql.ask(ctx, m.shape, d)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		variables, err := json.Marshal(d.variables)
		if err != nil {
			return err
		}
		if b.falsify != nil {
			rows = b.falsify(m.name, rows)
		}
		if err := compareAnswers(m.shape, string(variables), answer, rows); err != nil {
			return err
		}
		m.answers = append(m.answers, answer)
		if len(answer) > len(m.answers[m.largest]) {
			m.largest = len(m.answers) - 1
		}
		b.Compared[m.name]++
	}
	b.Bytes[m.name] = len(m.answers[m.largest])
	return nil
}

// askWithRetry retries when the hub takes longer than its limit for a request. The first answer of a
// kind may derive much that later ones reuse.
func (b *bench) askWithRetry(ctx context.Context, hub *target, s *shape, d draw) (answer []byte, err error) {
	for range 5 {
		began := time.Now()
		var late *statusError
		if answer, err = hub.ask(ctx, s, d); !errors.As(err, &late) || late.status != http.StatusServiceUnavailable {
			return answer, err
		}
		b.Late = append(b.Late, s.name)
		b.say(fmt.Sprintf("%s: the hub gave up after %.1f s; asking again", s.name, time.Since(began).Seconds()))
	}
	return answer, err
}

// cells measures every shape of each target in turn, round by round.
func (b *bench) cells(ctx context.Context, hub *target, mode string) error {
	for _, m := range b.shapes {
		if mode == "hot" && m.writes {
			continue
		}
		draws, answers := m.draws, m.answers
		if mode == "hot" {
			draws, answers = m.draws[m.largest:m.largest+1], m.answers[m.largest:m.largest+1]
		}
		if err := b.fix(ctx, m.shape, answers); err != nil {
			return err
		}
		if mode == "hot" { // of a hub that has just started
			if _, err := b.askWithRetry(ctx, hub, m.shape, draws[0]); err != nil {
				return fmt.Errorf("%s: %w", m.name, err)
			}
		}
		b.say("measuring " + m.name + " " + mode)
		targets := b.targets(hub, m.shape)
		of := make([]*cell, len(targets))
		for i, t := range targets {
			of[i] = &cell{Shape: m.name, Mode: mode, Target: t.name}
		}
		if err := b.warm(ctx, targets, m, draws); err != nil {
			return err
		}
		for round := range b.rounds {
			for i, t := range targets {
				from := checked + (round*len(draws))/b.rounds
				l, err := b.run(ctx, t, m.shape, draws, m.clients, b.duration, from)
				if err != nil {
					return err
				}
				of[i].Load.add(l)
			}
		}
		for _, c := range of {
			if c.Load.failure != nil {
				return fmt.Errorf("%s %s: %d requests failed: %w", m.name, mode, c.Load.Failed, c.Load.failure)
			}
			c.P50, c.P99 = percentile(c.Load.latencies, 50), percentile(c.Load.latencies, 99)
			b.Cells = append(b.Cells, c)
		}
	}
	return nil
}

// targets returns the targets of a shape. Reads are sent to the hub without an account and with a
// token, because everything is public. Writes need the token.
func (b *bench) targets(hub *target, s *shape) []*target {
	if s.writes {
		return []*target{hub, b.sql, b.static}
	}
	known, public := *hub, *hub
	known.name, public.token = "hub, token", ""
	return []*target{&public, &known, b.sql, b.static}
}

// warm sends the requests that each connection needs before it is measured. PostgreSQL plans a
// prepared statement anew until it has been run five times.
func (b *bench) warm(ctx context.Context, targets []*target, m *measured, draws []draw) error {
	const each = 8
	began := time.Now()
	for _, t := range targets {
		var all sync.WaitGroup
		for client := range m.clients {
			all.Go(func() {
				var l load
				for i := 0; i < each && time.Since(began) < 2*b.duration; i++ {
					l.one(ctx, t, m.shape, draws[(checked+client*each+i)%len(draws)])
				}
			})
		}
		all.Wait()
	}
	return ctx.Err()
}

// fix sets the answers of the target of fixed bytes.
func (b *bench) fix(ctx context.Context, s *shape, answers [][]byte) error {
	bodies := append([][]byte{nil}, answers...)
	for i, body := range bodies {
		method := http.MethodPut
		if i == 0 {
			method = http.MethodDelete
		}
		r, err := http.NewRequestWithContext(ctx, method, b.static.url+b.static.path+s.name, bytes.NewReader(body))
		if err != nil {
			return err
		}
		if _, err := b.static.do(r); err != nil {
			return err
		}
	}
	return nil
}

// afterWrite writes and runs Q7 in turn, with one client, and counts the cost of the queries. It
// includes what the hub derives anew because of the write.
func (b *bench) afterWrite(ctx context.Context, hub *target) (*load, error) {
	b.say("measuring Q7 right after writes")
	q6, q7, sum := shapeNamed("Q6"), shapeNamed("Q7"), &load{}
	draws, err := b.records.draws(ctx, q6, hub, b.seed(q6))
	if err != nil {
		return nil, err
	}
	public := *hub
	public.token = ""
	began := time.Now()
	for i := 0; time.Since(began) < 3*b.duration; i++ {
		if _, err := hub.ask(ctx, q6, draws[i%len(draws)]); err != nil {
			return nil, err
		}
		server, database, err := b.processorTimes(hub)
		if err != nil {
			return nil, err
		}
		sum.one(ctx, &public, q7, draw{variables: map[string]any{}})
		serverAfter, databaseAfter, err := b.processorTimes(hub)
		if err != nil {
			return nil, err
		}
		sum.Server, sum.Database = sum.Server+serverAfter-server, sum.Database+databaseAfter-database
	}
	return sum, errors.Join(sum.failure, ctx.Err())
}

// cellOf finds a cell; nil when it was not measured.
func (r *results) cellOf(shape, mode, target string) *cell {
	for _, c := range r.Cells {
		if c.Shape == shape && c.Mode == mode && c.Target == target {
			return c
		}
	}
	return nil
}
