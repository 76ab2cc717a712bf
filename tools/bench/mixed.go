package main

import (
	"context"
	"sync"
	"time"
)

const (
	writesASecond = 20
	readers       = 2
)

// mixed are reads of one shape without and with writes.
type mixed struct {
	Shape          string
	Alone, Beside  time.Duration // p99
	Reads          int           // during writes
	Writes, Failed int
	WriteP99       time.Duration
	Seconds        float64
}

// readsUnderWrites measures Q1 and Q3 while contributions are written, and while none are.
func (b *bench) readsUnderWrites(ctx context.Context, hub *target) error {
	for _, name := range []string{"Q1", "Q3"} {
		if !b.isAsked(name) {
			continue
		}
		b.say("measuring " + name + " while others write")
		found, err := b.mix(ctx, hub, name)
		if err != nil {
			return err
		}
		b.Mixed = append(b.Mixed, found)
	}
	return nil
}

func (b *bench) mix(ctx context.Context, hub *target, name string) (*mixed, error) {
	duration := b.duration * 10 / 3
	var reads *measured
	for _, m := range b.shapes {
		if m.name == name {
			reads = m
		}
	}
	public := *hub
	public.token = ""
	alone, err := b.run(ctx, &public, reads.shape, reads.draws, readers, duration, 0)
	if err != nil {
		return nil, err
	}
	writing, stop := context.WithCancel(ctx)
	var writer sync.WaitGroup
	var written load
	writer.Go(func() { err = b.write(writing, hub, &written) })
	beside, readErr := b.run(ctx, &public, reads.shape, reads.draws, readers, duration, 0)
	stop()
	writer.Wait()
	if readErr != nil {
		return nil, readErr
	}
	if err != nil {
		return nil, err
	}
	if beside.failure != nil {
		return nil, beside.failure
	}
	return &mixed{
		Shape: name, Alone: percentile(alone.latencies, 99), Beside: percentile(beside.latencies, 99),
		Reads: beside.Requests, Writes: written.Requests, Failed: written.Failed,
		WriteP99: percentile(written.latencies, 99), Seconds: beside.Seconds,
	}, nil
}

// write creates contributions at a steady rate until its context ends. A slow write does not delay the
// next one.
func (b *bench) write(ctx context.Context, hub *target, written *load) error {
	q6 := shapeNamed("Q6")
	draws, err := b.records.draws(ctx, q6, hub, b.seed(q6))
	if err != nil {
		return err
	}
	ticker := time.NewTicker(time.Second / writesASecond)
	defer ticker.Stop()
	var lock sync.Mutex
	var all sync.WaitGroup
	defer all.Wait()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		all.Go(func() {
			var one load
			one.one(context.WithoutCancel(ctx), hub, q6, draws[i%len(draws)])
			lock.Lock()
			defer lock.Unlock()
			written.add(&one)
		})
	}
}
