package admission_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"maillage/internal/gqlserver/admission"
)

func enter(t *testing.T, g *admission.Gate, client string) *admission.Visit {
	t.Helper()
	v, err := g.Enter(t.Context(), client)
	if err != nil {
		t.Fatalf("%s: %v", client, err)
	}
	return v
}

func TestGate_AClientHasItsShareAndNoMore(t *testing.T) {
	g := admission.New(admission.Config{Places: 3, PerClient: 2, Queue: 1})
	enter(t, g, "a")
	last := enter(t, g, "a")
	soon, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.Enter(soon, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("a third waits and ends with %v", err)
	}
	enter(t, g, "b")
	last.Leave()
	last.Leave() // twice is once
	enter(t, g, "a")
	if _, err := g.Enter(soon, "c"); !errors.Is(err, context.Canceled) {
		t.Errorf("when all places are taken: %v", err)
	}
}

func TestGate_WhoWouldWaitTooLongIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := admission.New(admission.Config{Places: 1, PerClient: 1, Queue: 2})
		first := enter(t, g, "a")
		var waiting sync.WaitGroup
		for range 2 {
			waiting.Go(func() { enter(t, g, "a").Leave() })
		}
		synctest.Wait()
		if _, err := g.Enter(t.Context(), "a"); !errors.Is(err, admission.ErrClientBusy) {
			t.Errorf("a third in the queue of one client: %v", err)
		}
		for n := range 14 { // 16 wait in all
			waiting.Go(func() { enter(t, g, fmt.Sprint("other ", n)).Leave() })
		}
		synctest.Wait()
		if _, err := g.Enter(t.Context(), "one more"); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("when all queues are full: %v", err)
		}
		first.Leave()
		waiting.Wait()
	})
}

// Waiting clients take turns, however many requests one of them has waiting.
func TestGate_ClientsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := admission.New(admission.Config{Places: 1, PerClient: 1, Queue: 8})
		first := enter(t, g, "a")
		var mu sync.Mutex
		var order string
		var all sync.WaitGroup
		wait := func(client string) {
			all.Go(func() {
				v := enter(t, g, client)
				mu.Lock()
				order += client
				mu.Unlock()
				v.Leave()
			})
			synctest.Wait()
		}
		for range 4 {
			wait("a")
		}
		wait("b")
		wait("c")
		first.Leave()
		all.Wait()
		if order != "abcaaa" {
			t.Errorf("they came in as %s", order)
		}
	})
}

// The heavy operations of one client run on half of the processors, so that another client always finds one.
func TestGate_HeavyOperationsLeaveAProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	g := admission.New(admission.Config{Places: 8, PerClient: 7})
	visits := make([]*admission.Visit, 3)
	for i := range visits {
		visits[i] = enter(t, g, "a")
	}
	for _, v := range visits[:2] {
		if err := errors.Join(v.Heavy(t.Context()), v.Heavy(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	soon, cancel := context.WithCancel(t.Context())
	cancel()
	if err := visits[2].Heavy(soon); !errors.Is(err, context.Canceled) {
		t.Errorf("a third of one client: %v", err)
	}
	if err := enter(t, g, "b").Heavy(t.Context()); err != nil {
		t.Errorf("another client: %v", err)
	}
	visits[0].Leave()
	if err := visits[2].Heavy(t.Context()); err != nil {
		t.Errorf("after one has left: %v", err)
	}
}

// The processor time of the process is shared among the operations that run at the time.
func TestGate_OperationsShareWhatTheProcessUsed(t *testing.T) {
	var used time.Duration
	now := time.Unix(0, 0)
	g := admission.New(
		admission.Config{Now: func() time.Time { return now }, Used: func() time.Duration { return used }},
	)
	passes := func(processor, clock time.Duration) { used += processor; now = now.Add(clock) }
	passes(time.Second, time.Second) // nobody's
	a := enter(t, g, "a")
	passes(10*time.Millisecond, 10*time.Millisecond)
	b := enter(t, g, "b")
	passes(10*time.Millisecond, 10*time.Millisecond)
	if got := a.Used(true, 100); got != 1_500 {
		t.Errorf("one that ran alone for 10 ms and shared 10 ms used %d", got)
	}
	a.Leave()
	passes(0, 20*time.Millisecond)
	if got := b.Used(true, 100); got != 500 {
		t.Errorf("one that shared 10 ms and wrote used %d", got)
	}
	if got := b.Used(false, 1_000); got != 500+2_500/2 { // it waited 5 ms for its share, and 20 ms for the database
		t.Errorf("one that shared 10 ms and waited for 25 ms used %d", got)
	}
	if got := b.Used(false, 10); got != 500+40 {
		t.Errorf("one of which 10 was expected used %d", got)
	}
}

func TestGate_WithoutAClockNothingIsMeasured(t *testing.T) {
	g := admission.New(admission.Config{Now: func() time.Time { return time.Unix(0, 0) }})
	if v := enter(t, g, "a"); g.Measures() || v.Used(false, 1) != 0 {
		t.Errorf("measured %d", v.Used(false, 1))
	}
	if !admission.New(admission.Config{}).Measures() {
		t.Error("by the clock of the process nothing is measured")
	}
}

func TestGate_ARefusalIsHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := func(pause time.Duration) time.Duration {
			began := time.Now()
			admission.New(admission.Config{Pause: pause}).Hold(t.Context(), 1)
			return time.Since(began)
		}
		if usual, none := held(0), held(-1); usual < 500*time.Millisecond || usual >= time.Second || none != 0 {
			t.Errorf("held back for %s, and without a pause for %s", usual, none)
		}
		waits := map[time.Duration]bool{}
		for range 4 {
			waits[held(0)] = true
		}
		if len(waits) == 1 {
			t.Error("clients who were refused together come again together")
		}
		began := time.Now()
		admission.New(admission.Config{}).Hold(t.Context(), 10)
		if waited := time.Since(began); waited < 5*time.Second || waited >= 10*time.Second {
			t.Errorf("ten times as long is %s", waited)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		began = time.Now()
		admission.New(admission.Config{}).Hold(gone, 1)
		if waited := time.Since(began); waited != 0 {
			t.Errorf("held back for %s from a client that has gone", waited)
		}
	})
}

// Whatever clients do, no more operations run than there are places, no client exceeds its share, and every place is
// given back.
func TestGate_PlacesAreNeverLostNorDoubled(t *testing.T) {
	const places, share, clients = 5, 2, 4
	g := admission.New(admission.Config{Places: places, PerClient: share, Queue: 3})
	var in atomic.Int64
	var of [clients]atomic.Int64
	var all sync.WaitGroup
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 1))
		all.Go(func() {
			for range 200 {
				ctx, cancel := context.WithCancel(t.Context())
				if random.IntN(3) == 0 {
					go cancel()
				}
				client := random.IntN(clients)
				v, err := g.Enter(ctx, fmt.Sprint(client))
				if err == nil {
					if now := in.Add(1); now > places {
						t.Errorf("%d are in", now)
					}
					if now := of[client].Add(1); now > share {
						t.Errorf("%d of one client are in", now)
					}
					runtime.Gosched()
					of[client].Add(-1)
					in.Add(-1)
					v.Leave()
				}
				cancel()
			}
		})
	}
	all.Wait()
	for client := range clients { // all places are free again
		for range share {
			if client*share >= places-1 {
				break
			}
			enter(t, g, fmt.Sprint(client))
		}
	}
}
