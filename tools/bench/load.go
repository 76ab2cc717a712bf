package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// load is the sum of a closed loop of requests.
type load struct {
	Requests  int
	Failed    int
	Seconds   float64
	Server    time.Duration // processor time
	Database  time.Duration // processor time
	latencies []time.Duration
	failure   error // the first
}

// add adds the load of another round.
func (l *load) add(o *load) {
	l.Requests, l.Failed, l.Seconds = l.Requests+o.Requests, l.Failed+o.Failed, l.Seconds+o.Seconds
	l.Server, l.Database = l.Server+o.Server, l.Database+o.Database
	l.latencies = append(l.latencies, o.latencies...)
	if l.failure == nil {
		l.failure = o.failure
	}
}

// perRequest returns a processor time in milliseconds for each request.
func (l *load) perRequest(d time.Duration) float64 {
	if l.Requests == 0 {
		return 0
	}
	return float64(d.Microseconds()) / 1000 / float64(l.Requests)
}

func (l *load) total() float64 { return l.perRequest(l.Server + l.Database) }

// percentile returns the latency that this percentage of requests does not exceed.
func percentile(latencies []time.Duration, of int) time.Duration {
	if len(latencies) == 0 {
		return 0
	}
	sorted := slices.Clone(latencies)
	slices.Sort(sorted)
	return sorted[max(0, (len(sorted)*of+99)/100-1)]
}

// run sends requests from several clients concurrently, each after the answer to its last. It counts
// the processor time of server and database. from is the first draw.
func (b *bench) run(
	ctx context.Context, t *target, s *shape, draws []draw, clients int, duration time.Duration, from int,
) (*load, error) {
	next := atomic.Int64{}
	next.Store(int64(from) - 1)
	parts := make([]load, clients)
	server, database, err := b.processorTimes(t)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			for part := &parts[i]; time.Since(began) < duration && ctx.Err() == nil; {
				part.one(ctx, t, s, draws[int(next.Add(1))%len(draws)])
			}
		})
	}
	all.Wait()
	sum := &load{}
	for i := range parts {
		sum.add(&parts[i])
	}
	sum.Seconds = time.Since(began).Seconds()
	serverAfter, databaseAfter, err := b.processorTimes(t)
	sum.Server, sum.Database = serverAfter-server, databaseAfter-database
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return sum, err
}

// one sends a request and counts it.
func (l *load) one(ctx context.Context, t *target, s *shape, d draw) {
	began := time.Now()
	if _, err := t.ask(ctx, s, d); err != nil {
		l.Failed++
		if l.failure == nil {
			l.failure = err
		}
		return
	}
	l.Requests++
	l.latencies = append(l.latencies, time.Since(began))
}

// processorTimes returns the processor times of a server and of the database.
func (b *bench) processorTimes(t *target) (server, database time.Duration, err error) {
	of, err := timesOf(t.pid)
	if err != nil {
		return 0, 0, err
	}
	database, err = clusterTime(b.postmaster)
	return of.own, database, err
}
