package testdb

import (
	"context"
	"testing"
	"time"

	"entgo.io/ent/privacy"

	"maillage/internal/access"
	"maillage/internal/demo"
	"maillage/internal/ledger"
	"maillage/internal/store"
)

// Demo loads the demo data, and returns the ledger that has it.
func Demo(t testing.TB, s *store.Store) *ledger.Ledger {
	t.Helper()
	l := Ledger(t, s)
	if err := demo.Load(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	return l
}

// Ledger opens the ledger of a database, which nobody else may have opened.
func Ledger(t testing.TB, s *store.Store) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledger.Config{Client: s.Client, Dialect: s.Dialect()})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Context returns a context in which a test reads and writes the database without policies and without
// the ledger.
func Context(t testing.TB) context.Context {
	return privacy.DecisionContext(access.AsSystem(t.Context()), privacy.Allow)
}

// Settle waits until the feed of a ledger has every line. On a server that tests share, transactions
// of others delay it for a moment.
func Settle(t testing.TB, book *ledger.Ledger) {
	t.Helper()
	ctx := access.AsSystem(t.Context())
	for deadline := time.Now().Add(30 * time.Second); ; {
		if time.Now().After(deadline) {
			t.Fatal("older transactions hold the feed back")
		}
		settled, err := book.Read(ctx, ledger.Query{Limit: 1, Backward: true})
		if err != nil {
			t.Fatal(err)
		}
		all, err := book.Read(ctx, ledger.Query{Limit: 1, Backward: true, Young: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 || len(settled) > 0 && settled[0].ID == all[0].ID {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
