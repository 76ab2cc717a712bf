package snapshot_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// reading holds what a source returned at a time that is now in the past.
type reading struct {
	at       time.Time
	contents contents
	derived  []any
}

// historyWriter writes a history. It compares what a source returns for earlier times with what it returned then.
type historyWriter struct {
	t         *testing.T
	source    *snapshot.Source
	late      *snapshot.Source // follows many writes at once, and has times within them
	client    *ent.Client
	book      *ledger.Ledger
	history   *testdb.History
	seed      uint64
	contracts []int
}

func newHistoryWriter(t *testing.T, s *store.Store) *historyWriter {
	book := testdb.Ledger(t, s)
	seed := uint64(time.Now().UnixNano())
	history := testdb.NewHistory(t, s, book, seed)
	contracts := s.Client.Contract.Query().IDsX(testdb.Context(t))
	return &historyWriter{
		t, snapshot.New(s.Client, book), snapshot.New(s.Client, book), s.Client, book, history, seed, contracts,
	}
}

func (c *historyWriter) read(source *snapshot.Source) (contents, []any) {
	v, err := source.View(access.AsSystem(c.t.Context()))
	if err != nil {
		c.t.Fatal(err)
	}
	return contentsOf(c.t, v), derivedFrom(c.t, v.Network, c.contracts)
}

// write writes for a while and returns what sources returned meanwhile.
func (c *historyWriter) write() (readings []reading) {
	remove := c.history.Passing()
	for step := range thorough.Count(31, 60) {
		if c.history.Step(); step == 15 {
			remove() // chance may delete nothing else
		}
		if step%25 == 5 {
			if _, err := c.late.View(access.AsSystem(c.t.Context())); err != nil {
				c.t.Fatal(err)
			}
		}
		if step%10 == 0 {
			last, err := c.client.Change.Query().Order(ent.Desc("id")).First(access.AsSystem(c.t.Context()))
			if err != nil {
				c.t.Fatal(err)
			}
			of := reading{at: last.At}
			of.contents, of.derived = c.read(c.source)
			readings = append(readings, of)
		}
	}
	return readings
}

func (c *historyWriter) check(of reading) {
	c.t.Helper()
	for name, source := range map[string]*snapshot.Source{"source": c.source, "late": c.late} {
		then, err := source.At(c.t.Context(), of.at)
		if err != nil {
			c.t.Fatal(err)
		}
		is, derived := c.read(then)
		if diff := difference(of.contents, is); diff != "" {
			c.t.Errorf("%s, seed %d, at %v (-then +now): %.4000s", name, c.seed, of.at, diff)
		}
		if diff := difference(of.derived, derived); diff != "" {
			c.t.Errorf("%s, seed %d, at %v, derived (-then +now): %.4000s", name, c.seed, of.at, diff)
		}
	}
}

// A past snapshot equals the snapshot of that time, whatever is cached, and while others write.
func TestHistory_IsWhatWasRead(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		c := newHistoryWriter(t, s)
		readings := c.write()
		shuffled := slices.Clone(readings)
		rand.New(rand.NewPCG(c.seed, 1)).Shuffle(len(shuffled), func(i, j int) { //nolint:gosec // not a secret
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		})
		var writing sync.WaitGroup
		stop := make(chan struct{})
		writing.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					c.history.Step()
				}
			}
		})
		for _, of := range append(shuffled, readings...) {
			c.check(of)
		}
		close(stop)
		writing.Wait()
		for _, of := range readings {
			c.check(of)
		}
		if deleted := s.Client.Change.Query().Where(func(s *sql.Selector) {
			s.Where(sql.EQ(s.C("operation"), "DELETE"))
		}).CountX(access.AsSystem(t.Context())); deleted == 0 {
			t.Error("nothing was deleted that could be there again")
		}
	})
}

// Lines that a source has followed are undone without reading them.
func TestHistory_ReadsNoLinesThatWereFollowed(t *testing.T) {
	var reads atomic.Int32
	observe := testdb.Observe(func(_ context.Context, query string) {
		if strings.Contains(query, "before") {
			reads.Add(1)
		}
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		source := snapshot.New(s.Client, book)
		h := testdb.NewHistory(t, s, book, 1)
		ctx := access.AsSystem(t.Context())
		follow := func() {
			testdb.Settle(t, book)
			if err := source.Refresh(ctx); err != nil {
				t.Fatal(err)
			}
		}
		source.CheckpointEvery(5)
		type then struct {
			at       time.Time
			contents contents
		}
		var all []then
		for h.Done <= 24 {
			follow()
			v, err := source.View(ctx)
			if err != nil {
				t.Fatal(err)
			}
			last := s.Client.Change.Query().Order(ent.Desc("id")).FirstX(ctx).At
			all = append(all, then{last, contentsOf(t, v)})
			h.Step()
		}
		follow()
		if n := source.Checkpoints(); n < 3 {
			t.Fatalf("%d checkpoints", n)
		}
		reads.Store(0)
		for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(all)) { //nolint:gosec // not a secret
			if i%2 == 0 {
				source.ForgetHistory()
			}
			found, err := source.At(t.Context(), all[i].at)
			if err != nil {
				t.Fatal(err)
			}
			v, err := found.View(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if diff := difference(all[i].contents, contentsOf(t, v)); diff != "" {
				t.Errorf("moment %d (-then +now): %.4000s", i, diff)
			}
		}
		if n := reads.Load(); n > 0 {
			t.Errorf("lines were read by %d statements", n)
		}
	}, observe)
}

// A snapshot of a moment ago includes the writes of other processes up to then.
func TestHistory_HasWhatOthersWrote(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		source := snapshot.New(s.Client, testdb.Ledger(t, s))
		if _, err := source.View(testdb.Context(t)); err != nil {
			t.Fatal(err)
		}
		other := testdb.Ledger(t, s)
		_, err := other.Write(testdb.Context(t), ledger.Entry{Actor: "test"},
			func(ctx context.Context, tx *ent.Tx) ([]string, error) {
				return nil, tx.Partner.Create().SetCode("elsewhere").SetName("Elsewhere").Exec(ctx)
			})
		if err != nil {
			t.Fatal(err)
		}
		then, err := source.At(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		v, err := then.View(access.AsSystem(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		if len(v.ByCode("partner", "elsewhere")) != 1 {
			t.Error("what another process wrote is not there")
		}
	})
}

func TestHistory_TooLongAgoIsRefused(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		source := snapshot.New(s.Client, book)
		h := testdb.NewHistory(t, s, book, 1)
		ctx := access.AsSystem(t.Context())
		last := s.Client.Change.Query().Order(ent.Desc("id")).FirstX(ctx)
		for h.Done < 12 {
			h.Step()
		}
		younger := s.Client.Change.Query().Where(func(sel *sql.Selector) {
			sel.Where(sql.GT(sel.C("at"), last.At))
		}).CountX(ctx)
		source.UndoAtMost(younger)
		if _, err := source.At(t.Context(), last.At); err != nil {
			t.Errorf("of %d lines: %v", younger, err)
		}
		source = snapshot.New(s.Client, book)
		source.UndoAtMost(younger - 1)
		_, err := source.At(t.Context(), last.At)
		var long *snapshot.TooLongError
		if !errors.As(err, &long) {
			t.Errorf("of %d lines, %d being undone at most: %v", younger, younger-1, err)
		}
	})
}

// After the database is restored to an earlier state, no past snapshot includes lost writes.
func TestHistory_HasNothingThatARestoreLost(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		source := snapshot.New(s.Client, book)
		ctx := access.AsSystem(t.Context())
		now := time.Now().Truncate(time.Microsecond)
		write := func(code string) (before time.Time) {
			t.Helper()
			before = now
			now = now.Add(time.Millisecond)
			_, err := book.Write(testdb.Context(t), ledger.Entry{Actor: "test", At: now},
				func(ctx context.Context, tx *ent.Tx) ([]string, error) {
					return nil, tx.Partner.Create().SetCode(code).SetName(code).Exec(ctx)
				})
			if err != nil {
				t.Fatal(err)
			}
			return before
		}
		has := func(at time.Time, code string) bool {
			t.Helper()
			then, err := source.At(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			v, err := then.View(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return len(v.ByCode("partner", code)) > 0
		}
		first := write("stays")
		write("lost")
		last := write("lost-too")
		testdb.Settle(t, book) // only then a snapshot is cached, and a lost line noticed
		if err := source.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if !has(last, "lost") || has(last, "lost-too") {
			t.Fatal("the moment before the last write is wrong")
		}
		for _, statement := range []string{
			"DELETE FROM changes WHERE record_uid IN (SELECT uid FROM partners WHERE code LIKE 'lost%')",
			"DELETE FROM partners WHERE code LIKE 'lost%'",
		} {
			if _, err := s.Client.ExecContext(ctx, statement); err != nil {
				t.Fatal(err)
			}
		}
		if has(first, "lost") || has(first, "stays") || has(now, "lost") || !has(now, "stays") {
			t.Error("a moment has what a restore lost")
		}
	})
}
