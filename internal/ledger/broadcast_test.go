package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// seeing returns a context with the given rights.
func seeing(t *testing.T, visibility access.Visibility) context.Context {
	return access.WithViewer(t.Context(), &access.Viewer{Account: "test", Visibility: visibility})
}

func uidsOf(lines []*ent.Change) (uids []string) {
	for _, line := range lines {
		uids = append(uids, line.UID)
	}
	return uids
}

func TestBroadcast_GivesEachViewerWhatTheDatabaseWould(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		contracts := s.Client.Contract.Query().Order(ent.Asc("id")).AllX(testdb.Context(t))
		settle(t, l)
		all, err := l.Read(access.AsSystem(t.Context()), ledger.Query{})
		if err != nil {
			t.Fatal(err)
		}
		shared, err := l.Shared(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		middle := ledger.PositionOf(all[len(all)/2])
		for _, visibility := range []access.Visibility{
			{}, {Directory: true}, {Contracts: []int{contracts[0].ID}},
			{Directory: true, Contracts: []int{contracts[1].ID}}, access.Everything,
		} {
			for name, q := range map[string]ledger.Query{
				"all": {}, "after a place": {After: &middle}, "types": {Types: []string{"axis", "partner"}},
				"operations": {Operations: []lexicon.ChangeOperation{lexicon.OperationUpdate}}, "none": {Types: []string{}},
				"a contract": {Contract: contracts[0].UID}, "a record": {Records: []string{
					all[0].RecordUID, contracts[0].UID,
				}},
			} {
				want, err := l.Read(seeing(t, visibility), q)
				got := shared(q, visibility)
				if err != nil || !slices.Equal(uidsOf(got), uidsOf(want)) {
					t.Errorf("%+v, %s: %d lines, not %d; %v", visibility, name, len(got), len(want), err)
				}
			}
		}
	})
}

// settle waits until all lines are settled. Another test's transaction may delay that.
func settle(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		settled, err := l.Count(access.AsSystem(t.Context()), ledger.Query{})
		young, errYoung := l.Count(access.AsSystem(t.Context()), ledger.Query{Young: true})
		if err == nil && errYoung == nil && settled == young {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d of %d lines are settled: %v %v", settled, young, err, errYoung)
		}
	}
}

// run follows the writes of other processes and older transactions, until the test ends.
func run(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { l.Run(ctx) })
	t.Cleanup(func() { stop(); running.Wait() })
}

// write creates a source.
func write(t *testing.T, l *ledger.Ledger, name string) {
	t.Helper()
	ctx := access.WithViewer(t.Context(), access.Named("test"))
	_, err := l.Write(ctx, ledger.Entry{Actor: "test"}, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		_, err := tx.Source.Create().SetCode(name).SetName(name).Save(ctx)
		return nil, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// take returns the next n lines of a follower.
func take(t *testing.T, f *ledger.Follower, n int) (lines []*ent.Change) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for len(lines) < n {
		next, err := f.Next(ctx)
		if err != nil {
			t.Fatalf("after %d lines: %v", len(lines), err)
		}
		lines = append(lines, next.Lines...)
	}
	return lines
}

func follow(t *testing.T, l *ledger.Ledger) *ledger.Follower {
	t.Helper()
	f, err := l.Follow(access.AsSystem(t.Context()), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func TestFollower_ThatFallsBehindReadsAloneAndMissesNothing(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		settle(t, l)
		run(t, l)
		quick, slow := follow(t, l), follow(t, l)
		write(t, l, "first")
		first := append(take(t, quick, 1), take(t, slow, 1)...)
		if first[0].UID != first[1].UID {
			t.Fatalf("told of %s and %s", first[0].UID, first[1].UID)
		}
		var want []*ent.Change
		for n := range 2 * ledger.MaxBatches {
			write(t, l, fmt.Sprint("source-", n))
			want = append(want, take(t, quick, 1)...)
		}
		if got := take(t, slow, len(want)); !slices.Equal(uidsOf(got), uidsOf(want)) {
			t.Errorf("who fell behind was told of %v, not of %v", uidsOf(got), uidsOf(want))
		}
		write(t, l, "last")
		if a, b := take(t, quick, 1), take(t, slow, 1); a[0].UID != b[0].UID {
			t.Errorf("then of %s and %s", a[0].UID, b[0].UID)
		}
	})
}

func TestFollower_SharesOneReadingOfTheLedger(t *testing.T) {
	var reads atomic.Int64
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		settle(t, l)
		run(t, l)
		var all []*ledger.Follower
		for range 100 {
			all = append(all, follow(t, l))
		}
		write(t, l, "first")
		for _, f := range all {
			take(t, f, 1)
		}
		reads.Store(0)
		write(t, l, "second")
		for _, f := range all {
			take(t, f, 1)
		}
		if n := reads.Load(); n == 0 || n > 20 { // by the write, the broadcast, and polls meanwhile
			t.Errorf("a write that 100 follow takes %d statements", n)
		}
	}, testdb.Observe(func(context.Context, string) { reads.Add(1) }))
}

func TestFollower_OfARestoredLedgerGetsAnError(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		settle(t, l)
		run(t, l)
		f := follow(t, l)
		write(t, l, "lost")
		lost := take(t, f, 1)[0]
		s.Client.Change.Delete().Where(
			func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), lost.UID)) },
		).ExecX(testdb.Context(t))
		write(t, l, "new")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if next, err := f.Next(ctx); !errors.Is(err, ledger.ErrRestored) {
			t.Errorf("told of %v, %v", uidsOf(next.Lines), err)
		}
		after := follow(t, l)
		write(t, l, "newer")
		if told := take(t, after, 1); told[0].UID == lost.UID {
			t.Errorf("who comes then is told of %v", uidsOf(told))
		}
	})
}
