package search_test

import (
	"context"
	stdsql "database/sql"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/hubtest"
	"maillage/internal/ledger"
	"maillage/internal/record"
	"maillage/internal/search"
	"maillage/internal/store"
)

// content is all that the index says of records: rows as texts, sorted.
func content(t *testing.T, s *store.Store) []string {
	t.Helper()
	query := "SELECT id || ' ' || kind || ' ' || record || ' ' || coalesce(scope, 0) || ' ' || weight || ' ' || encode(sort_key, 'hex') || ' ' || lexemes::text FROM search_entries"
	if s.Dialect() == "sqlite3" {
		// What has no content of its own is read back term by term.
		if _, err := s.Client.ExecContext(hubtest.Context(t), "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5vocab(search_lexemes, instance)"); err != nil {
			t.Fatal(err)
		}
		query = `SELECT id || ' ' || kind || ' ' || record || ' ' || coalesce(scope, 0) || ' ' || weight || ' ' || hex(sort_key) FROM search_entries
			UNION ALL SELECT doc || ' ' || term FROM search_terms`
	}
	rows, err := s.Client.QueryContext(hubtest.Context(t), query)
	if err != nil {
		t.Fatal(err)
	}
	list := texts(t, rows)
	slices.Sort(list)
	return list
}

func texts(t *testing.T, rows *stdsql.Rows) []string {
	t.Helper()
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestIndexAfterARandomHistoryIsWhatARebuildMakes(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := hubtest.NewHistory(t, s, hubtest.Ledger(t, s), 4)
		for range 200 {
			h.Step()
		}
		if h.Done < 50 {
			t.Fatalf("only %d writes were not refused", h.Done)
		}
		kept := content(t, s)
		if len(kept) < 50 {
			t.Fatalf("the index has %d rows", len(kept))
		}
		if err := search.New(s.Client, s.Dialect()).Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(content(t, s), kept); diff != "" {
			t.Errorf("a rebuild makes another index (-rebuilt +kept):\n%s", diff)
		}
	})
}

func TestIndexFollowsIdentifiersOfAPartner(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := world(t, s)
		ctx := access.AsSystem(t.Context())
		request := search.Request{Query: "11122233344", Types: []string{"partner"}, Limit: 5}
		if hits := find(t, ctx, l.Search(), request); len(hits) != 0 {
			t.Fatalf("found %v before", hits)
		}
		made := write(t, s, l, edit.Step{Verb: edit.Create, Type: "identifier", Set: map[string]any{"partner": "planir-2", "scheme": "OTHER", "value": "111 222 333 44"}})
		if hits := find(t, ctx, l.Search(), request); len(hits) != 1 || hits[0].Closeness != search.Exact {
			t.Errorf("found %v", hits)
		}
		write(t, s, l, edit.Step{Verb: edit.Delete, Type: "identifier", Set: map[string]any{"id": made[0]}})
		if hits := find(t, ctx, l.Search(), request); len(hits) != 0 {
			t.Errorf("found %v when it was gone", hits)
		}
	})
}

func TestIndexKeepsNothingOfAWriteThatFails(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := world(t, s)
		before := content(t, s)
		failed := errors.New("failed")
		_, err := l.Write(access.WithViewer(t.Context(), access.Named("test")), ledger.Entry{Actor: "test", Key: "x", Fingerprint: []byte("x")}, func(_ context.Context, tx *ent.Tx) ([]string, error) {
			if err := l.Search().Refresh(t.Context(), tx, map[string][]int{"partner": {1, 2, 3}}); err != nil {
				return nil, err
			}
			return nil, failed
		})
		if !errors.Is(err, failed) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, content(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestIndexOfAnotherVersionIsMadeAnewWhenTheLedgerIsOpened(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		world(t, s)
		want := content(t, s)
		for _, lost := range []string{"DELETE FROM settings WHERE key = 'search.version'", "DELETE FROM search_entries WHERE kind = 0"} {
			if _, err := s.Client.ExecContext(hubtest.Context(t), lost); err != nil {
				t.Fatal(err)
			}
		}
		if cmp.Equal(content(t, s), want) {
			t.Fatal("nothing was lost")
		}
		hubtest.Ledger(t, s)
		if diff := cmp.Diff(want, content(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

// What has words and is in neither list is found by nobody: that has to be
// decided, not forgotten.
func TestIndexKnowsEveryTextOfEveryType(t *testing.T) {
	unsaid := map[string]bool{"Citation.about": true} // the name of a field
	for _, of := range record.Types {
		for _, f := range of.Fields {
			if f.Max > 0 && !search.IsSearched(of, f) && !unsaid[of.Name+"."+f.Name] && f.Name != record.Language {
				t.Errorf("nobody can find %s.%s: put it among names or texts in document.go", of.Name, f.Name)
			}
		}
		if !slices.Contains(search.Kinds, of.Prefix) {
			t.Errorf("%s has no number in the index", of.Name)
		}
	}
}
