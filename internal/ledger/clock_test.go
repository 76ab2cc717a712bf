package ledger_test

import (
	"context"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// rename changes the name of a partner, as a hub whose clock shows the given time.
func rename(t *testing.T, l *ledger.Ledger, clock time.Time, id int, name string) *ent.Partner {
	t.Helper()
	var renamed *ent.Partner
	entry := ledger.Entry{Actor: "test", At: clock}
	_, err := l.Write(testdb.Context(t), entry, func(ctx context.Context, tx *ent.Tx) (_ []string, err error) {
		renamed, err = tx.Partner.UpdateOneID(id).SetName(name).Save(ctx)
		return nil, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return renamed
}

func TestClock_GoesNotBackBetweenTwoWrites(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		late := time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)
		l, other := testdb.Ledger(t, s), testdb.Ledger(t, s)
		var made *ent.Partner
		entry := ledger.Entry{Actor: "test", At: late}
		_, err := l.Write(testdb.Context(t), entry, func(ctx context.Context, tx *ent.Tx) (_ []string, err error) {
			made, err = tx.Partner.Create().SetCode("p").SetName("P").Save(ctx)
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
		clocks := map[string]time.Time{"three seconds back": late.Add(-3 * time.Second), "of the machine": {}}
		for name, clock := range clocks {
			for _, hub := range []*ledger.Ledger{l, other} {
				if renamed := rename(t, hub, clock, made.ID, name); !renamed.UpdatedAt.Equal(late) {
					t.Errorf("%s: made at %s and changed at %s", name, renamed.CreatedAt, renamed.UpdatedAt)
				}
			}
		}
		for i, line := range lines(t, l, nil, 5) {
			if !line.At.Equal(late) {
				t.Errorf("line %d is of %s, want %s", i+1, line.At, late)
			}
		}
		later := late.Add(time.Minute)
		if renamed := rename(t, l, later, made.ID, "later"); !renamed.UpdatedAt.Equal(later) {
			t.Errorf("a later clock gives %s, want %s", renamed.UpdatedAt, later)
		}
	})
}

// A ledger written by an older version may have such lines. The effective time of a line is the latest time up to it.
func TestClock_LinesUpToAMomentAreABeginningOfTheLedger(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		writes(t, l, "a", "b", "c", "d")
		noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		seconds := []int{0, 3, 1, 5} // by the clock « c » was written two seconds before « b »
		for i, line := range lines(t, l, nil, 4) {
			at := noon.Add(time.Duration(seconds[i]) * time.Second)
			query, args := sql.Dialect(s.Dialect()).Update("changes").Set("at", at).Where(sql.EQ("id", line.ID)).Query()
			if _, err := s.Client.ExecContext(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		ctx := access.AsSystem(t.Context())
		for second, want := range []int{1, 1, 1, 3, 3, 4, 4} {
			q := ledger.Query{Until: noon.Add(time.Duration(second) * time.Second), Young: true}
			count, err := l.Count(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			found, err := l.Read(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if count != want || len(found) != want {
				t.Errorf("up to %d s: %d counted, %d read, want %d", second, count, len(found), want)
			}
		}
	})
}
