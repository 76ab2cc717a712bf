package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// writes creates partners, one in each write.
func writes(t *testing.T, l *ledger.Ledger, codes ...string) {
	t.Helper()
	for _, code := range codes {
		_, err := l.Write(testdb.Context(t), ledger.Entry{Actor: "test"}, func(
			ctx context.Context, tx *ent.Tx,
		) ([]string, error) {
			return nil, tx.Partner.Create().SetCode(code).SetName(code).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func exec(t *testing.T, s *store.Store, statement string) error {
	t.Helper()
	_, err := s.Client.ExecContext(t.Context(), statement)
	return err
}

// lines returns all lines of a ledger, once they are settled.
func lines(t *testing.T, l *ledger.Ledger, after *ledger.Position, want int) []*ent.Change {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		if time.Now().After(deadline) {
			t.Fatalf("the ledger never had %d lines", want)
		}
		found, err := l.Read(access.AsSystem(t.Context()), ledger.Query{After: after})
		if err != nil {
			t.Fatal(err)
		}
		if len(found) >= want {
			return found
		}
	}
}

func TestRestore_RefusesTheCursorOfALostLineAlone(t *testing.T) {
	s := testdb.SQLite(t)
	l := testdb.Ledger(t, s)
	writes(t, l, "a", "b")
	kept := ledger.PositionOf(lines(t, l, nil, 2)[1])
	backup := filepath.Join(t.TempDir(), "copy.db")
	if err := exec(t, s, fmt.Sprintf("VACUUM INTO '%s'", backup)); err != nil {
		t.Fatal(err)
	}
	writes(t, l, "c", "d")
	lost := ledger.PositionOf(lines(t, l, nil, 4)[3])
	if _, err := os.Stat(backup); err != nil {
		t.Fatal(err)
	}
	restored := testdb.Open(t, backup)
	again := testdb.Ledger(t, restored)
	ctx := access.AsSystem(t.Context())
	if _, err := again.Read(ctx, ledger.Query{After: &lost}); !errors.Is(err, ledger.ErrRestored) {
		t.Errorf("a line that is not there: %v", err)
	}
	writes(t, again, "e", "f") // with the ids of the lost lines
	if _, err := again.Read(ctx, ledger.Query{After: &lost}); !errors.Is(err, ledger.ErrRestored) {
		t.Errorf("another line under its number: %v", err)
	}
	if found := lines(t, again, &kept, 2); len(found) != 2 {
		t.Errorf("%d lines after a place that the copy has", len(found))
	}
}

// After a dump is restored into another cluster, transaction ids are lower than those of its lines.
func TestRestore_ADumpBeginsANewEpochAfterItsOldLines(t *testing.T) {
	s := testdb.Postgres(t)
	writes(t, testdb.Ledger(t, s), "a", "b")
	for _, statement := range []string{
		"UPDATE changes SET xid = xid + 1000000000000",
		"UPDATE settings SET value = 'elsewhere' WHERE key = 'ledger.home'",
	} {
		if err := exec(t, s, statement); err != nil {
			t.Fatal(err)
		}
	}
	l := testdb.Ledger(t, s)
	writes(t, l, "c", "d")
	found := lines(t, l, nil, 4)
	for i, want := range []int{1, 1, 2, 2} {
		if found[i].Epoch != want {
			t.Errorf("line %d is of epoch %d, want %d", i+1, found[i].Epoch, want)
		}
	}
	if after := ledger.PositionOf(found[1]); len(lines(t, l, &after, 2)) != 2 {
		t.Error("who stood at the end of the dump does not go on with what came after it")
	}
	reopened := testdb.Ledger(t, s)
	writes(t, reopened, "e")
	if last := lines(t, reopened, nil, 5)[4]; last.Epoch != 2 {
		t.Errorf("opened again where it was, epoch %d", last.Epoch)
	}
}

func TestBaseline_RecordsBeforeTheLedgerAreItsFirstLines(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := testdb.Context(t)
		home := s.Client.Contract.Create().SetCode("c").SetName("C").SaveX(ctx)
		s.Client.Axis.Create().SetCode("a").SetName("A").SetContract(home).SaveX(ctx)
		l := testdb.Ledger(t, s)
		found := lines(t, l, nil, 2)
		if len(found) != 2 || found[0].RecordUID != home.UID || found[1].RecordType != "axis" ||
			*found[1].ContractUID != home.UID {
			t.Errorf("%v", found)
		}
		if again := lines(t, testdb.Ledger(t, s), nil, 2); len(again) != 2 {
			t.Errorf("opened again, %d lines", len(again))
		}
	})
}

func TestLedger_NothingIsWrittenPastIt(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		writes(t, l, "a")
		ctx := access.WithViewer(t.Context(), access.Named("test"))
		if err := s.Client.Partner.Create().SetCode("b").SetName("B").Exec(ctx); err == nil {
			t.Error("a partner is made without a transaction of the ledger")
		}
		if _, err := s.Client.Partner.Query().Count(t.Context()); err == nil {
			t.Error("nobody reads partners")
		}
		_, err := l.Write(ctx, ledger.Entry{Actor: "test"}, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			return nil, tx.Partner.Update().SetName("all of them").Exec(ctx)
		})
		if err == nil {
			t.Error("many at once are changed without lines")
		}
		// A write whose lines cannot be stored is rolled back.
		if err := exec(t, s, "ALTER TABLE changes RENAME TO elsewhere"); err != nil {
			t.Fatal(err)
		}
		_, err = l.Write(ctx, ledger.Entry{Actor: "test"}, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			return nil, tx.Partner.Create().SetCode("c").SetName("C").Exec(ctx)
		})
		if n := s.Client.Partner.Query().CountX(testdb.Context(t)); err == nil || n != 1 {
			t.Errorf("%v, and %d partners", err, n)
		}
	})
}
