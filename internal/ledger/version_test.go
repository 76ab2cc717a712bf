package ledger_test

import (
	"context"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func marked(t *testing.T, l *ledger.Ledger) string {
	t.Helper()
	m, err := l.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return m.Lines
}

// alike checks that two ledgers give the lines the same name. One counts from poll to poll, the other counts all
// lines for the first time. alike returns the name.
func alike(t *testing.T, s *store.Store, l *ledger.Ledger) string {
	t.Helper()
	name := marked(t, l)
	if anew := marked(t, testdb.Ledger(t, s)); name != anew {
		t.Errorf("counted on %q, counted anew %q", name, anew)
	}
	return name
}

func TestVersion_CountsFromPollToPollAsAnew(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		names := map[string]bool{alike(t, s, l): true}
		for _, code := range []string{"a", "b", "c"} {
			writes(t, l, code)
			names[alike(t, s, l)] = true
		}
		if err := exec(t, s, "UPDATE changes SET id = id + 25000 WHERE id > 1"); err != nil { // beyond these
			t.Fatal(err)
		}
		if s.Dialect() == dialect.Postgres {
			const next = "SELECT setval(pg_get_serial_sequence('changes', 'id'), max(id)) FROM changes"
			if err := exec(t, s, next); err != nil {
				t.Fatal(err)
			}
		}
		names[marked(t, testdb.Ledger(t, s))] = true
		writes(t, l, "d")
		names[alike(t, s, l)] = true
		if len(names) != 6 {
			t.Errorf("six states of the ledger have %d names: %v", len(names), names)
		}
	})
}

func TestVersion_SeesALineThatIsCommittedLate(t *testing.T) {
	s := testdb.Postgres(t)
	l, other := testdb.Ledger(t, s), testdb.Ledger(t, s)
	writes(t, l, "before")
	before := alike(t, s, l)
	var while string
	entry := ledger.Entry{Actor: "test"}
	_, err := l.Write(testdb.Context(t), entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		if err := tx.Partner.Create().SetCode("late").SetName("L").Exec(ctx); err != nil { // assigns its transaction id
			return nil, err
		}
		writes(t, other, "b", "c")
		while = marked(t, other)
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := marked(t, l); after == while || while == before || after != alike(t, s, l) {
		t.Errorf("before %q, while it was written %q, after %q", before, while, after)
	}
}

// Lines that wait for an older transaction are read by each poll, but counted once.
func TestVersion_CountsLinesThatWaitOnce(t *testing.T) {
	s := testdb.Postgres(t)
	l, other := testdb.Ledger(t, s), testdb.Ledger(t, s)
	alike(t, s, other)
	entry := ledger.Entry{Actor: "test"}
	_, err := l.Write(testdb.Context(t), entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		if err := tx.Partner.Create().SetCode("open").SetName("O").Exec(ctx); err != nil { // assigns its transaction id
			return nil, err
		}
		for _, code := range []string{"a", "b", "c"} {
			writes(t, other, code)
			alike(t, s, other)
		}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	writes(t, other, "d") // otherwise it may not yet see what another ledger wrote
	alike(t, s, other)
}

func TestVersion_ChangesWhenALineIsLost(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		writes(t, l, "a", "b")
		before := alike(t, s, l)
		if err := exec(t, s, "DELETE FROM changes WHERE id = (SELECT max(id) FROM changes)"); err != nil {
			t.Fatal(err)
		}
		if after := marked(t, testdb.Ledger(t, s)); after == before {
			t.Error("a ledger that lost a line has the same name")
		}
		writes(t, l, "c")
		alike(t, s, l)
	})
}
