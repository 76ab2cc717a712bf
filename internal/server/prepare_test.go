package server_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// While an existing database is prepared, the hub serves reads. Other requests fail with the progress.
func TestPreparation_ReadsAreAnsweredAndTheRestIsUnavailable(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := testhub.Context(t)
		for i := range 3 {
			s.Client.Partner.Create().SetCode(fmt.Sprint("p", i)).SetName("Maison").SaveX(ctx)
		}
		l, err := ledger.Open(t.Context(), ledger.Config{Client: s.Client, Dialect: s.Dialect(), Foreground: 1})
		if err != nil {
			t.Fatal(err)
		}
		h := testhub.New(t, s, server.Config{Ledger: l})
		h = h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})).In("en")
		needs := map[string]string{
			`{ changes { totalCount } }`: "preparing its ledger",
			`query @asKnownAt(at: "2026-01-05T09:00:00Z") { partners { totalCount } }`:           "preparing its ledger",
			`mutation { createPartner(input: {code: "new", name: "New"}) { partner { code } } }`: "preparing its ledger",
		}
		refused := func(query, because string) {
			t.Helper()
			answer := h.Ask(t, query, nil)
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "UNAVAILABLE" ||
				!strings.Contains(answer.Errors[0].Message, because+" (0 % done)") {
				t.Errorf("%s answered %d %s, want %q", query, answer.Status, answer.Body, because)
			}
		}
		answered := func(query string) {
			t.Helper()
			if answer := h.Ask(t, query, nil); answer.Errors != nil {
				t.Errorf("%s answered %d %s", query, answer.Status, answer.Body)
			}
		}
		ready := func(want string) {
			t.Helper()
			if a := get(t, h, "/readyz"); a.Status != 200 || string(a.Body) != want {
				t.Errorf("/readyz: %d %q, want %q", a.Status, a.Body, want)
			}
		}
		h.Check(t.Context()) // as Run does
		if err := h.Network.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		ready("ready\npreparing: ledger 0 %\n")
		for query, because := range needs {
			refused(query, because)
		}
		answered(`{ partners { totalCount nodes { name } } matrix { cells { status } }
			search(query: "maison") { totalCount } }`)
		var none []*ent.Change
		if none, err = s.Client.Change.Query().All(ctx); err != nil || len(none) > 0 {
			t.Errorf("%d lines, %v", len(none), err)
		}
		if err := l.Prepare(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		h.Settle(t)
		ready("ready\n")
		for query := range needs {
			answered(query)
		}
	})
}
