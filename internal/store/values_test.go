package store_test

import (
	"bytes"
	"testing"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestDates_AreStoredAsWrittenWithTheirBounds(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := testdb.Context(t)
		led := contribution(t, s.Client)
		for i, c := range []struct{ written, earliest, latest string }{
			{"2016-06", "2016-06-01", "2016-06-30"},
			{"2015/2017", "2015-01-01", "2017-12-31"},
			{"../2016-06-14", "none", "2016-06-14"},
			{"2016/..", "2016-01-01", "none"},
			{"XXXX", "none", "none"},
			{"", "none", "none"},
		} {
			update := s.Client.Contribution.UpdateOneID(led.ID).ClearSince()
			if c.written != "" {
				update = s.Client.Contribution.UpdateOneID(led.ID).SetSince(lexicon.MustPartialDate(c.written))
			}
			if err := update.Exec(ctx); err != nil {
				t.Fatal(err)
			}
			got := s.Client.Contribution.GetX(ctx, led.ID)
			if dateOf(got) != c.written || textOf(got.SinceEarliest) != c.earliest ||
				textOf(got.SinceLatest) != c.latest {
				t.Errorf("%q is kept as %q from %s to %s, want %s to %s", c.written,
					dateOf(got), textOf(got.SinceEarliest), textOf(got.SinceLatest), c.earliest, c.latest)
			}
			if got.Version != led.Version+i+1 {
				t.Errorf("version %d after %d updates of version %d", got.Version, i+1, led.Version)
			}
		}
	})
}

func TestDates_CreationStoresBoundsToo(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		plan, err := s.Client.Plan.Create().SetContractID(contract(t, s.Client, "arques").ID).
			SetCode("plan").SetName("Plan").
			SetAdopted(lexicon.MustPartialDate("2019")).Save(testdb.Context(t))
		saved(t, plan, err)
		got := s.Client.Plan.GetX(testdb.Context(t), plan.ID)
		if textOf(got.AdoptedEarliest) != "2019-01-01" || textOf(got.AdoptedLatest) != "2019-12-31" {
			t.Errorf("2019 goes from %s to %s", textOf(got.AdoptedEarliest), textOf(got.AdoptedLatest))
		}
		if got.Version != 1 {
			t.Errorf("a new record has version %d", got.Version)
		}
	})
}

func TestTimes_AreReadAsWritten(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		made := partner(t, s.Client, "planir")
		got := s.Client.Partner.GetX(testdb.Context(t), made.ID)
		if !got.CreatedAt.Equal(made.CreatedAt) ||
			got.CreatedAt.Location() != time.UTC && got.CreatedAt.Format("-0700") != "+0000" {
			t.Errorf("written %v, read %v", made.CreatedAt, got.CreatedAt)
		}
	})
}

func TestTimes_SQLiteUnderstandsThem(t *testing.T) {
	s := testdb.SQLite(t)
	partner(t, s.Client, "planir")
	rows, err := s.Query(testdb.Context(t), "SELECT 1 FROM partners WHERE datetime(created_at) IS NULL")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		t.Error("created_at is text that SQLite cannot compare")
	}
}

func TestSecret_IsTheSameForAll(t *testing.T) {
	for _, kind := range testdb.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			url := kind.Empty(t)
			stores := []*store.Store{testdb.Open(t, url), testdb.Open(t, url)}
			if _, err := stores[0].Migrate(testdb.Context(t)); err != nil {
				t.Fatal(err)
			}
			answers := make(chan []byte, 8)
			for i := range cap(answers) {
				go func() {
					secret, err := stores[i%2].Secret(testdb.Context(t), "cursors")
					if err != nil {
						t.Error(err)
					}
					answers <- secret
				}()
			}
			first := <-answers
			for range cap(answers) - 1 {
				if next := <-answers; !bytes.Equal(first, next) {
					t.Errorf("one secret is %x and another %x", first, next)
				}
			}
			other, err := stores[0].Secret(testdb.Context(t), "sessions")
			if err != nil || len(first) != 32 || len(other) != 32 || bytes.Equal(first, other) {
				t.Errorf("secrets %x and %x (%v); want two of 32 bytes", first, other, err)
			}
		})
	}
}

func dateOf(c *ent.Contribution) string {
	if c.Since == nil {
		return ""
	}
	return c.Since.String()
}

func textOf(day *string) string {
	if day == nil {
		return "none"
	}
	return *day
}
