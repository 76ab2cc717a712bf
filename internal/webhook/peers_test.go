package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
	"maillage/internal/webhook"
)

// run runs processes that deliver until the returned function is called.
func run(t testing.TB, processes ...*webhook.Webhooks) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	for _, p := range processes {
		work.Go(func() { p.Run(ctx) })
	}
	return sync.OnceFunc(func() { cancel(); work.Wait() })
}

// eventually waits until a condition holds.
func eventually(t testing.TB, within time.Duration, what string, is func() bool) {
	t.Helper()
	for late := time.Now().Add(within); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("after %s: %s", within, what)
		}
	}
}

// Two processes on one PostgreSQL send each line once, one after another.
func TestPeers_SendEachLineOnceAndInOrder(t *testing.T) {
	w := newWorld(t, testdb.Postgres(t))
	w.config.Now = nil
	one, two := webhook.New(w.config), webhook.New(w.config)
	_, ctx := w.account(t, administrator)
	hooks, writes := thorough.Count(3, 5), thorough.Count(30, 60)
	under := make([]atomic.Int32, hooks)
	for i := range hooks {
		w.create(t, ctx, webhook.NewWebhook{URL: w.receiver.URL + fmt.Sprintf("/%d", i)})
	}
	var mu sync.Mutex
	got := map[string][]string{}
	w.receiver.answers(func(_ http.ResponseWriter, r *http.Request, m request) {
		var i int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &i)
		if under[i].Add(1) > 1 {
			t.Errorf("%s gets two messages at once", r.URL.Path)
		}
		time.Sleep(2 * time.Millisecond) // in which another process could send
		mu.Lock()
		got[r.URL.Path] = append(got[r.URL.Path], m.line)
		mu.Unlock()
		under[i].Add(-1)
	})
	arrived := func() (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, lines := range got {
			n += len(lines)
		}
		return n
	}
	stop := run(t, one, two)
	defer stop()
	lines := w.partners(t, writes)
	eventually(t, time.Minute, "not all lines have arrived", func() bool { return arrived() >= hooks*writes })
	lines = append(lines, w.partners(t, 1)...) // lines that must not come would come before it
	eventually(t, time.Minute, "the last line has not arrived", func() bool { return arrived() >= hooks*(writes+1) })
	stop()
	for i := range hooks {
		if path := fmt.Sprintf("/%d", i); !slices.Equal(got[path], lines) {
			t.Errorf("%s got %d lines, not %d", path, len(got[path]), len(lines))
		}
	}
}

// A process that stopped without ending its lease is replaced once the lease is over. It can store nothing afterwards.
func TestPeers_AnotherTakesOverWhenALeaseEnds(t *testing.T) {
	w := newWorld(t, testdb.Postgres(t))
	_, ctx := w.account(t, administrator)
	_, h := w.create(t, ctx, webhook.NewWebhook{})
	row := w.store.Client.Webhook.Query().OnlyX(testdb.Context(t))
	dead := webhook.New(w.config)
	if claimed, err := dead.Claim(testdb.Context(t), row.ID); err != nil || !claimed {
		t.Fatal(claimed, err)
	}
	lines := w.partners(t, 1)
	w.rounds(t)
	if got := w.receiver.lines(); len(got) > 0 {
		t.Fatalf("sent %v in spite of another's lease", got)
	}
	expire := func() {
		w.store.Client.Webhook.Update().SetLeasedUntil(time.Now().Add(-time.Hour)).ExecX(testdb.Context(t))
	}
	expire()
	w.rounds(t)
	if got := w.receiver.lines(); !slices.Equal(got, lines) {
		t.Errorf("sent %v, not %v", got, lines)
	}
	// the lease is lost while a message is under way
	w.receiver.answers(func(http.ResponseWriter, *http.Request, request) {
		expire()
		if claimed, err := dead.Claim(testdb.Context(t), row.ID); err != nil || !claimed {
			t.Error(claimed, err)
		}
	})
	before := w.now(t, h)
	w.partners(t, 1)
	w.rounds(t)
	if after := w.now(t, h); len(w.receiver.lines()) != 1 || after.Position != before.Position {
		t.Errorf("a process without a lease moved the webhook: %+v", after)
	}
}

// More slow receivers than places hold up no quick one, once they were found slow.
func TestSlow_ReceiversHoldUpOnlyEachOther(t *testing.T) {
	const limit = 500 * time.Millisecond
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.SetLimits(limit, limit/4)
		slow := newReceiver(t)
		w.config.Network.RootCAs.AddCert(slow.Certificate())
		release := make(chan struct{})
		defer close(release)
		var begun, ended atomic.Int32
		slow.answers(func(_ http.ResponseWriter, r *http.Request, _ request) {
			begun.Add(1)
			select {
			case <-release:
			case <-r.Context().Done():
			}
			ended.Add(1)
		})
		const many = webhook.FastTurns + webhook.SlowTurns + 8
		for i := range many {
			_, ctx := w.account(t, administrator)
			w.create(t, ctx, webhook.NewWebhook{URL: slow.URL + fmt.Sprintf("/%d", i)})
		}
		_, ctx := w.account(t, administrator)
		w.create(t, ctx, webhook.NewWebhook{})
		endedBefore := make(chan int32, 2)
		w.receiver.answers(func(http.ResponseWriter, *http.Request, request) { endedBefore <- ended.Load() })
		stop := run(t, w.Webhooks)
		defer stop()
		w.partners(t, 1)
		<-endedBefore
		eventually(t, time.Minute, "not every slow receiver was found slow", func() bool {
			tried := s.Client.Webhook.Query().Where(sql.FieldGT("tries", 0)).CountX(testdb.Context(t))
			return tried == many && begun.Load() == ended.Load()
		})
		eventually(t, time.Minute, "slow receivers are not tried again", func() bool {
			if begun.Load() == ended.Load() { // on a busy machine, some are given up before they have begun
				w.clock.advance(time.Hour) // all are due again
			}
			return begun.Load()-ended.Load() >= webhook.SlowTurns
		})
		before := ended.Load()
		w.partners(t, 1)
		if n := <-endedBefore - before; n > webhook.SlowTurns {
			t.Errorf("the quick receiver waited until %d slow ones were given up", n)
		}
	})
}

// A message under way when the process stops is sent again by the next one, with the same id. Nothing is lost.
func TestStop_InMidDeliveryLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.config.Now = nil
		_, ctx := w.account(t, administrator)
		w.create(t, ctx, webhook.NewWebhook{})
		arrived := make(chan struct{})
		var once sync.Once
		w.receiver.answers(func(_ http.ResponseWriter, r *http.Request, _ request) {
			once.Do(func() { close(arrived) })
			<-r.Context().Done()
		})
		stop := run(t, webhook.New(w.config))
		lines := w.partners(t, 2)
		<-arrived
		stop()
		first := w.receiver.take()
		w.receiver.answers(nil)
		stop = run(t, webhook.New(w.config))
		defer stop()
		eventually(t, 20*time.Second, "the lines have not arrived", func() bool { return w.receiver.count() == 2 })
		got := w.receiver.take()
		if got[0].id != first[0].id || got[0].line != lines[0] || got[1].line != lines[1] {
			t.Errorf("sent %v %v, then %v", first[0].id, first[0].line, got)
		}
	})
}

// Many webhooks get many writes in order, and the process needs little memory meanwhile. With MAILLAGE_CHAOS=full they
// are two hundred and five hundred, which takes minutes.
func TestLoad_ManyWebhooksNeedLittleMemory(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	w.config.Now = nil
	w.Webhooks = webhook.New(w.config)
	hooks, writes := thorough.Count(20, 40), thorough.Count(30, 60)
	if os.Getenv("MAILLAGE_CHAOS") == "full" {
		hooks, writes = 200, 500
	}
	var count atomic.Int64
	next := make([]atomic.Int64, hooks)
	index := map[string]int64{}
	var mu sync.Mutex
	w.receiver.answers(nil)
	w.receiver.Config.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var i int
		var id string
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &i)
		id = r.Header.Get("webhook-id")
		mu.Lock()
		at, known := index[id]
		mu.Unlock()
		if !known || !next[i].CompareAndSwap(at, at+1) {
			t.Errorf("webhook %d got %s out of order", i, id)
		}
		count.Add(1)
	})
	for i := 0; i < hooks; i += 20 {
		_, ctx := w.account(t, administrator)
		for j := range 20 {
			w.create(t, ctx, webhook.NewWebhook{URL: w.receiver.URL + fmt.Sprintf("/%d", i+j)})
		}
	}
	lines := map[string]bool{}
	for n := range writes { // before anything is sent, so that the order is known
		for _, line := range w.partners(t, 1) {
			lines[line] = true
			row := w.store.Client.Change.Query().Order(ent.Desc("id")).FirstX(testdb.Context(t))
			index[fmt.Sprintf("c-%d-%d-%d", row.Epoch, row.Xid, row.ID)] = int64(n)
		}
	}
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	begun, most := time.Now(), uint64(0)
	stop := run(t, w.Webhooks)
	defer stop()
	eventually(t, 10*time.Minute, "not all lines have arrived", func() bool {
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapInuse)
		return count.Load() == int64(hooks*writes)
	})
	stop()
	grown := int64(most) - int64(before.HeapInuse)
	t.Logf("%d deliveries in %s, %d MiB more heap at most, receivers included", hooks*writes, time.Since(begun), grown>>20)
	if grown > 64<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	state := lexicon.DeliveryDelivered
	for _, h := range w.all(t) {
		n, err := w.CountDeliveries(admin(t), []string{h.ID}, webhook.Page{State: &state})
		if err != nil || n[h.ID] != min(writes, webhook.KeptDeliveries) {
			t.Fatalf("%s keeps %d deliveries, %v", h.ID, n[h.ID], err)
		}
	}
}

func (w *world) all(t testing.TB) []webhook.Webhook {
	t.Helper()
	all, err := w.All(admin(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}
