package search_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/backfill"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/hubtest"
	"maillage/internal/ledger"
	"maillage/internal/search"
	"maillage/internal/store"
)

// halfIndexed is a ledger whose index is of no version: its first records are
// indexed anew, and the rest wait.
func halfIndexed(t *testing.T, s *store.Store) *ledger.Ledger {
	t.Helper()
	world(t, s)
	if _, err := s.Client.ExecContext(t.Context(), "DELETE FROM settings WHERE key = 'search.version'"); err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), ledger.Config{Client: s.Client, Dialect: s.Dialect(), Foreground: 1})
	if err != nil {
		t.Fatal(err)
	}
	l.Search().Job().Batch = 40
	step(t, l)
	return l
}

func step(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	if err := l.Search().Job().Step(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// finished finishes the index, and compares it with one that is made anew.
func finished(t *testing.T, s *store.Store, l *ledger.Ledger) {
	t.Helper()
	if err := l.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	kept := content(t, s)
	if err := search.New(s.Client, s.Dialect()).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(content(t, s), kept); diff != "" {
		t.Errorf("a rebuild makes another index (-rebuilt +kept):\n%s", diff)
	}
}

func TestIndexing_GoesOnWhereItWas(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		halfIndexed(t, s)
		again, err := ledger.Open(t.Context(), ledger.Config{Client: s.Client, Dialect: s.Dialect(), Foreground: 1})
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := again.Search().Job().Progress(); !ok || p.Done != 40 {
			t.Errorf("opened again, %+v", p)
		}
		finished(t, s, again)
	})
}

func TestIndexing_RefusesToSearchUntilItIsDone(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := halfIndexed(t, s)
		request := search.Request{Query: "planir", Limit: 5}
		var refused *backfill.UnfinishedError
		if _, err := l.Search().Find(access.AsSystem(t.Context()), request); !errors.As(err, &refused) {
			t.Errorf("searched: %v", err)
		}
		if err := l.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		if hits := find(t, access.AsSystem(t.Context()), l.Search(), request); len(hits) == 0 {
			t.Error("nothing is found when it is done")
		}
	})
}

func TestIndexing_FollowsWhatIsWrittenMeanwhile(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := halfIndexed(t, s)
		one := func(verb edit.Verb, prefix string, set map[string]any) []string {
			return write(t, s, l, edit.Step{Verb: verb, Type: prefix, Set: set})
		}
		made := one(edit.Create, "partner", map[string]any{"code": "meanwhile", "name": "Entretemps"})
		one(edit.Update, "partner", map[string]any{"id": "planir-2", "version": 1, "name": "Renommé"})
		one(edit.Update, "action", map[string]any{"id": actionOf(t, s, "bons"), "version": 1, "name": "Avoirs"})
		step(t, l)
		one(edit.Delete, "partner", map[string]any{"id": made[0], "version": 1})
		finished(t, s, l)
	})
}

func actionOf(t *testing.T, s *store.Store, code string) string {
	t.Helper()
	for _, a := range s.Client.Action.Query().AllX(hubtest.Context(t)) {
		if a.Code == code {
			return a.UID
		}
	}
	t.Fatalf("no action is %s", code)
	return ""
}

// A batch that is committed while a write is under way may have read a record
// that the write deletes: the write is done again, and sees the entry.
func TestIndexing_AWriteThatABatchOvertakesIsDoneAgain(t *testing.T) {
	s := hubtest.Postgres(t)
	l := halfIndexed(t, s)
	ctx := hubtest.Context(t)
	gone := s.Client.Citation.Query().Order(ent.Desc("id")).FirstX(ctx)
	tries := 0
	_, err := l.Write(ctx, ledger.Entry{Actor: "test"}, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		tries++
		if err := tx.Citation.DeleteOneID(gone.ID).Exec(ctx); err != nil {
			return nil, err
		}
		for tries == 1 && l.Search().Job().Check() != nil {
			step(t, l)
		}
		return nil, nil
	})
	if err != nil || tries != 2 {
		t.Errorf("tried %d times, %v", tries, err)
	}
	finished(t, s, l)
}
