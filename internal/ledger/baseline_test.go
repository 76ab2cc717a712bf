package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// filled fills a database without a ledger with records that refer to each other. It returns their number.
func filled(t *testing.T, s *store.Store) int {
	t.Helper()
	ctx := testdb.Context(t)
	home := s.Client.Contract.Create().SetCode("c").SetName("C").SaveX(ctx)
	source := s.Client.Source.Create().SetCode("s").SetName("S").SaveX(ctx)
	n := 2
	for i := range 12 {
		axis := s.Client.Axis.Create().SetCode(fmt.Sprint("a", i)).SetName("Accès aux <droits>").SetContract(home).SaveX(ctx)
		partner := s.Client.Partner.Create().SetCode(fmt.Sprint("p", i)).SetName(fmt.Sprint("Partenaire ", i)).
			SetAliases([]string{"X"}).SaveX(ctx)
		claim := s.Client.Contribution.Create().SetPartner(partner).SetAxis(axis).SetScopeID(home.ID).
			SetRole(lexicon.RoleLead).SaveX(ctx)
		s.Client.Citation.Create().SetSource(source).SetContribution(claim).SetScopeID(home.ID).
			SetLocator("p. 1").SaveX(ctx)
		n += 4
	}
	return n
}

// openLarge opens the ledger of a database as if it had too many records to be prepared at once, in batches of
// seven.
func openLarge(t *testing.T, s *store.Store) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledger.Config{Client: s.Client, Dialect: s.Dialect(), Foreground: 1})
	if err != nil {
		t.Fatal(err)
	}
	l.Baseline().Batch = 7
	return l
}

// fieldsOf returns the lines of an export without times, which the first lines of a ledger lack.
func fieldsOf(t *testing.T, export string) []record.Line {
	t.Helper()
	var all []record.Line
	for _, text := range strings.Split(strings.TrimSpace(export), "\n") {
		var line record.Line
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		line.CreatedAt, line.UpdatedAt = "", ""
		all = append(all, line)
	}
	return all
}

// holdsAll checks that the ledger has one correct line for each record, all of one write.
func holdsAll(t *testing.T, s *store.Store, l *ledger.Ledger, want int) {
	t.Helper()
	found := lines(t, l, nil, want)
	if len(found) != want {
		t.Fatalf("%d lines of %d records", len(found), want)
	}
	state := history.State{}
	for _, line := range found {
		if line.Write != found[0].Write || !line.At.Equal(found[0].At) || line.Actor != "maillage" {
			t.Errorf("%+v is not of the write of %+v", line, found[0])
		}
		if err := state.Replay(line); err != nil {
			t.Fatal(err)
		}
	}
	var kept, replayed bytes.Buffer
	if err := errors.Join(testdb.Export(testdb.Context(t), s.Client, &kept), state.Export(&replayed)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fieldsOf(t, kept.String()), fieldsOf(t, replayed.String())); diff != "" {
		t.Errorf("(-kept +replayed):\n%s", diff)
	}
}

func TestBaseline_AnInterruptedBatchIsRepeatedByTheNextStart(t *testing.T) {
	var cut atomic.Pointer[context.CancelFunc]
	observe := testdb.Observe(func(_ context.Context, query string) {
		cancel := cut.Load()
		if cancel != nil && strings.HasPrefix(query, "INSERT INTO") && strings.Contains(query, `settings`) {
			(*cancel)() // after the lines are written, before the progress is
		}
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		records := filled(t, s)
		l := openLarge(t, s)
		if err := l.Baseline().Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cut.Store(&cancel)
		if err := l.Baseline().Step(ctx); err == nil {
			t.Fatal("the second batch was not cut off")
		}
		cut.Store(nil)
		again := openLarge(t, s)
		if p, _ := again.Baseline().Progress(); p.Done != 7 || p.Total != records {
			t.Errorf("opened again, %+v of %d records", p, records)
		}
		if err := again.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		holdsAll(t, s, again, records)
		third := openLarge(t, s)
		if _, needed := third.Baseline().Progress(); needed {
			t.Error("what is done is begun again")
		}
	}, observe)
}

func TestBaseline_SeveralHubsWriteEachLineOnce(t *testing.T) {
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			if alone, together := batches(t, kind, 1), batches(t, kind, 3); alone != together {
				t.Errorf("one hub sends %d statements, and three send %d", alone, together)
			}
		})
	}
}

// batches returns the number of statements that some hubs send to write the first lines of a database together.
func batches(t *testing.T, kind testdb.Kind, hubs int) int64 {
	t.Helper()
	var sent atomic.Int64
	observe := testdb.Observe(func(_ context.Context, query string) {
		if strings.HasPrefix(strings.ReplaceAll(query, "`", ""), "INSERT INTO changes") {
			sent.Add(1)
		}
	})
	url := kind.Empty(t)
	s := testdb.Open(t, url)
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	records := filled(t, s)
	all := make([]*ledger.Ledger, hubs)
	var starting, working sync.WaitGroup
	for i := range all {
		own := testdb.Open(t, url, observe) // each hub has a client of its own, which ledger.Open changes
		starting.Go(func() {
			var err error
			all[i], err = ledger.Open(t.Context(), ledger.Config{
				Client: own.Client, Dialect: own.Dialect(), Foreground: 1,
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	for _, l := range all {
		l.Baseline().Batch = 3
		working.Go(func() {
			if err := l.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
				t.Error(err)
			}
		})
	}
	working.Wait()
	for _, l := range all {
		holdsAll(t, s, l, records)
	}
	return sent.Load()
}

func TestBaseline_AnotherHubsProgressIsSeen(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		filled(t, s)
		one, other := openLarge(t, s), openLarge(t, s)
		if err := one.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		if other.Baseline().Check() == nil {
			t.Error("the other hub knows by itself")
		}
		if err := other.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		writes(t, other, "after")
	})
}

func TestBaseline_RefusesWhatNeedsTheWholeLedger(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		records := filled(t, s)
		l := openLarge(t, s)
		if err := l.Baseline().Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx := access.AsSystem(t.Context())
		_, read := l.Read(ctx, ledger.Query{})
		_, count := l.Count(ctx, ledger.Query{})
		_, found := l.Lines(ctx, "write")
		_, written := l.Write(testdb.Context(t), ledger.Entry{}, func(context.Context, *ent.Tx) ([]string, error) {
			t.Error("a write began")
			return nil, nil
		})
		for what, err := range map[string]error{"read": read, "count": count, "find": found, "write": written} {
			var refused *message.UnfinishedError
			if !errors.As(err, &refused) || refused.Percent != 100*7/records {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// Followers of the ledger would otherwise read every record again.
func TestBaseline_TouchesNoRecord(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		records := filled(t, s)
		l := openLarge(t, s)
		if err := l.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		end := ledger.PositionOf(lines(t, l, nil, records)[records-1])
		news, err := l.Since(access.AsSystem(t.Context()), s.Client, ledger.Position{})
		if err != nil || len(news.Touched) > 0 || news.Next != end || !news.IsPreparing {
			t.Errorf("%d touched, next %v, want %v, %v", len(news.Touched), news.Next, end, err)
		}
		writes(t, l, "new")
		news, err = l.Since(access.AsSystem(t.Context()), s.Client, news.Next)
		if err != nil || len(news.Touched) != 1 || news.IsPreparing {
			t.Errorf("touched by a write: %+v, %v", news, err)
		}
	})
}

func TestBaseline_LogsItsProgress(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		records := filled(t, s)
		var log bytes.Buffer
		if err := openLarge(t, s).Prepare(t.Context(), slog.New(slog.NewTextHandler(&log, nil))); err != nil {
			t.Fatal(err)
		}
		end := fmt.Sprintf("done=%d of=%d percent=100", records, records)
		for _, want := range []string{"job=ledger.baseline", end} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%q is not in the log:\n%s", want, log.String())
			}
		}
	})
}
