package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// Tests of the lines before the start that write nothing share a history of each database.
func TestBackfill_OfEarlierLines(t *testing.T) {
	var reads atomic.Int32
	observe := testdb.Observe(func(_ context.Context, query string) {
		if strings.Contains(query, "before") || strings.Contains(query, "young") {
			reads.Add(1)
		}
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		of := newRecordedHistory(t, s)
		for name, test := range map[string]func(t *testing.T, s *store.Store, of *recordedHistory){
			"AMomentIsWhatItsLinesSay": checkMoments, "RunsUntilItsContextEnds": checkEnd,
			"ReadsNoLinesForAMoment": func(t *testing.T, _ *store.Store, of *recordedHistory) {
				checkReads(t, of, &reads)
			},
		} {
			t.Run(name, func(t *testing.T) { test(t, s, of.in(t)) })
		}
	}, observe)
}

// checkMoments checks that a moment before the start is what was read then, and what its lines say, to the beginning
// of the ledger.
func checkMoments(t *testing.T, s *store.Store, of *recordedHistory) {
	t.Helper()
	source := of.filled(snapshot.MaxLines)
	all := s.Client.Change.Query().CountX(access.AsSystem(t.Context()))
	if lines, more := source.JournalLines(); lines != all || more {
		t.Errorf("the journal has %d lines of %d", lines, all)
	}
	if n := source.Checkpoints(); n != (all+30)/31+1 {
		t.Errorf("%d checkpoints for %d lines", n, all)
	}
	of.source = source
	for _, reading := range of.readings {
		of.check(reading)
	}
	of.compare(source)
}

// checkReads checks that moments before the start are found and made without reading lines.
func checkReads(t *testing.T, of *recordedHistory, reads *atomic.Int32) {
	t.Helper()
	source := of.filled(snapshot.MaxLines)
	moments := of.moments()
	moments = moments[:len(moments)-2] // for the rest, the ledger says whether there are newer lines
	reads.Store(0)
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(moments)) { //nolint:gosec // not a secret
		source.ForgetHistory()
		if _, err := source.At(t.Context(), moments[i]); err != nil {
			t.Fatal(err)
		}
	}
	if n := reads.Load(); n > 0 {
		t.Errorf("lines were read by %d statements for %d moments", n, len(moments))
	}
}

// checkEnd checks that Backfill fills the journal once the records are read, and ends with its context.
func checkEnd(t *testing.T, s *store.Store, of *recordedHistory) {
	t.Helper()
	source := snapshot.New(s.Client, of.book)
	source.UndoAtOnce(1)
	ctx, cancel := context.WithCancel(t.Context())
	var working sync.WaitGroup
	working.Go(func() { source.Backfill(ctx, func(err error) { t.Error(err) }) })
	if err := source.Refresh(access.AsSystem(ctx)); err != nil {
		t.Fatal(err)
	}
	for late, more := time.Now().Add(30*time.Second), true; more; _, more = source.JournalLines() {
		if time.Now().After(late) {
			t.Fatal("the journal is not filled")
		}
		if err := source.Refresh(access.AsSystem(ctx)); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	working.Wait()

	source = snapshot.New(s.Client, of.book)
	source.UndoAtOnce(1)
	if err := source.Refresh(access.AsSystem(t.Context())); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := source.FillJournal(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("without a context: %v", err)
	}
	if lines, _ := source.JournalLines(); lines != 0 {
		t.Errorf("%d lines", lines)
	}
}

// Lines count as written at the latest time of them and of all lines before, as without a journal.
func TestBackfill_AClockMayHaveGoneBack(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		of := newRecordedHistory(t, s)
		lines := s.Client.Change.Query().Order(ent.Asc("id")).AllX(access.AsSystem(t.Context()))
		for range len(lines) / 3 {
			one, other := lines[of.history.Rand.IntN(len(lines))], lines[of.history.Rand.IntN(len(lines))]
			query, args := sql.Dialect(s.Dialect()).Update("changes").Set("at", other.At).
				Where(sql.EQ("id", one.ID)).Query()
			if _, err := s.Client.ExecContext(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		of.compare(of.filled(snapshot.MaxLines))
	})
}

// A journal that has as many lines as can be undone gets no earlier ones, and refuses earlier moments.
func TestBackfill_HasAsManyLinesAsCanBeUndone(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		of := newRecordedHistory(t, s)
		most := thorough.Count(30, 50) // every history has more lines
		source := of.filled(most)
		if lines, more := source.JournalLines(); lines != most || more {
			t.Errorf("the journal has %d lines", lines)
		}
		reading := snapshot.New(s.Client, of.book)
		reading.UndoAtMost(most)
		for _, at := range of.moments() {
			_, want := reading.At(t.Context(), at)
			_, err := source.At(t.Context(), at)
			if fmt.Sprint(err) != fmt.Sprint(want) {
				t.Errorf("at %v: %v, without the journal %v", at, err, want)
			}
		}
		before := time.Now().Add(-time.Microsecond) // the ledger has whole microseconds
		for range most / 3 {                        // with four lines, all of which are followed as one step
			of.merge()
		}
		testdb.Settle(t, of.book)
		if err := source.Refresh(access.AsSystem(t.Context())); err != nil {
			t.Fatal(err)
		}
		if lines, more := source.JournalLines(); lines < most || more {
			t.Errorf("the journal has %d lines, and more: %t", lines, more)
		}
		var long *snapshot.TooLongError
		if _, err := source.At(t.Context(), before); !errors.As(err, &long) {
			t.Errorf("before a long step: %v", err)
		}
	})
}

// A source follows writes while it gets earlier lines, and answers meanwhile.
func TestBackfill_WhileOthersWrite(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		of := newRecordedHistory(t, s)
		ctx := access.AsSystem(t.Context())
		of.source = snapshot.New(s.Client, of.book)
		of.source.CheckpointEvery(17)
		of.source.UndoAtOnce(5)
		if err := of.source.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		var working sync.WaitGroup
		stop := make(chan struct{})
		working.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					of.history.Step()
					if err := of.source.Refresh(ctx); err != nil {
						t.Error(err)
					}
				}
			}
		})
		filled := make(chan error, 1)
		go func() { filled <- of.source.FillJournal(t.Context()) }()
		for range 2 {
			for _, reading := range of.readings {
				of.check(reading)
			}
		}
		if err := <-filled; err != nil {
			t.Fatal(err)
		}
		close(stop)
		working.Wait()
		testdb.Settle(t, of.book)
		if err := of.source.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if lines, _ := of.source.JournalLines(); lines != s.Client.Change.Query().CountX(ctx) {
			t.Errorf("the journal has %d lines", lines)
		}
		for _, reading := range of.readings {
			of.check(reading)
		}
		of.compare(of.source)
	})
}

// lose deletes the last lines, and the records that they made, as if the database were restored.
func lose(t *testing.T, s *store.Store, code string) {
	t.Helper()
	for _, statement := range []string{
		"DELETE FROM changes WHERE record_uid IN (SELECT uid FROM partners WHERE code LIKE '" + code + "%')",
		"DELETE FROM partners WHERE code LIKE '" + code + "%'",
	} {
		if _, err := s.Client.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// After a restore the journal begins anew, and gets earlier lines again.
func TestBackfill_RestoreBeginsAnew(t *testing.T) {
	var meanwhile atomic.Pointer[func()]
	observe := testdb.Observe(func(_ context.Context, query string) {
		if strings.Contains(query, "before") {
			if do := meanwhile.Swap(nil); do != nil {
				(*do)()
			}
		}
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		of := newRecordedHistory(t, s)
		ctx := access.AsSystem(t.Context())
		add := func(code string) {
			of.do(edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": code, "name": code}})
		}
		follow := func() {
			if err := of.source.Refresh(ctx); err != nil {
				t.Error(err)
			}
		}
		add("lost")
		testdb.Settle(t, of.book)
		of.source = of.filled(snapshot.MaxLines)
		lose(t, s, "lost")
		follow()
		if lines, more := of.source.JournalLines(); lines != 0 || !more {
			t.Errorf("after a restore the journal has %d lines, and more: %t", lines, more)
		}
		if err := of.source.FillJournal(t.Context()); err != nil {
			t.Fatal(err)
		}
		of.compare(of.source)

		add("lost") // before lines are read, and not yet followed
		testdb.Settle(t, of.book)
		of.source = snapshot.New(s.Client, of.book)
		follow()
		lose(t, s, "lost")
		within, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := of.source.FillJournal(within); err == nil || errors.Is(err, ledger.ErrRestored) {
			t.Errorf("after a restore that is not followed: %v", err)
		}
		if lines, _ := of.source.JournalLines(); lines != 0 {
			t.Errorf("the journal has %d lines that a restore may have changed", lines)
		}

		add("gone") // while lines are read
		testdb.Settle(t, of.book)
		of.source = snapshot.New(s.Client, of.book)
		of.source.UndoAtOnce(7)
		follow()
		restore := func() {
			lose(t, s, "gone")
			add("other")
			testdb.Settle(t, of.book)
			follow()
		}
		meanwhile.Store(&restore)
		if err := of.source.FillJournal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if meanwhile.Load() != nil {
			t.Error("no lines were read")
		}
		of.compare(of.source)
	}, observe)
}
