package snapshot

import (
	"context"
	"slices"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/search"
	"maillage/internal/testhub/testdb"
)

// script writes partners at given times, and reads them when it is told to.
type script struct {
	t      *testing.T
	ctx    context.Context
	book   *ledger.Ledger
	source *Source
	start  time.Time
}

func newScript(t *testing.T) *script {
	t.Helper()
	s := testdb.SQLite(t)
	book := testdb.Ledger(t, s)
	c := &script{
		t, access.AsSystem(t.Context()), book, New(s.Client, book), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC),
	}
	c.view()
	return c
}

// name gives a partner a name, minutes after the start; it creates the partner if there is none.
func (c *script) name(minute int, code, name string) {
	c.t.Helper()
	entry := ledger.Entry{Actor: "script", At: c.start.Add(time.Duration(minute) * time.Minute)}
	_, err := c.book.Write(c.ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		all, err := tx.Partner.Query().All(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range all {
			if p.Code == code {
				return nil, tx.Partner.UpdateOne(p).SetName(name).SetVersion(p.Version + 1).Exec(ctx)
			}
		}
		return nil, tx.Partner.Create().SetCode(code).SetName(name).Exec(ctx)
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// view reads what was written, and returns the view.
func (c *script) view() *View {
	c.t.Helper()
	v, err := c.source.View(c.ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// found returns the names of the partners that a search finds.
func (c *script) found(v *View, words string) (names []string) {
	c.t.Helper()
	results, err := v.Words().Find(c.ctx, v, search.Request{Query: words, Limit: 10})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, hit := range results.Hits {
		names = append(names, v.Record(hit.Prefix, hit.ID).Column("name").(string))
	}
	return names
}

// at returns the view of some minutes after the start, as a caller gets it who has read a state already.
func (c *script) at(now *state, minute int) *View {
	c.t.Helper()
	s, err := c.source.snapshotAt(c.ctx, now, c.start.Add(time.Duration(minute)*time.Minute))
	if err != nil {
		c.t.Fatal(err)
	}
	return s.view(access.Everything)
}

func TestHistory_WithinAReadingUndoesNoLaterWrite(t *testing.T) {
	c := newScript(t)
	c.name(1, "a", "First")
	c.name(3, "a", "Second") // read together with the first
	c.view()
	now := c.source.latest.Load()
	c.name(4, "b", "Other") // not read
	c.name(5, "b", "Another")
	v := c.at(now, 2)
	if names := c.found(v, "first"); !slices.Equal(names, []string{"First"}) {
		t.Errorf("found %q", names)
	}
}

func TestHistory_WithinAReadingFindsTheWordsOfThen(t *testing.T) {
	c := newScript(t)
	c.name(1, "a", "Alpha")
	c.name(1, "b", "Beta")
	c.found(c.view(), "alpha") // the index is ready
	c.name(2, "b", "Gamma")
	c.name(4, "b", "Delta") // read together with the one before
	c.view()
	c.name(5, "a", "Omega")
	c.view()
	v := c.at(c.source.latest.Load(), 3)
	for words, want := range map[string][]string{
		"alpha": {"Alpha"}, "omega": nil, "gamma": {"Gamma"}, "beta": nil, "delta": nil,
	} {
		if names := c.found(v, words); !slices.Equal(names, want) {
			t.Errorf("%s finds %q, want %q", words, names, want)
		}
	}
}
