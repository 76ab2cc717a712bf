package snapshot_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// recordedHistory is a history with merges, writes that are reverted, and writes at one time, and what was read after
// some.
type recordedHistory struct {
	*historyWriter
	readings []reading
}

func newRecordedHistory(t *testing.T, s *store.Store) *recordedHistory {
	t.Helper()
	of := &recordedHistory{historyWriter: newHistoryWriter(t, s)}
	for range thorough.Count(4, 8) {
		for range 6 {
			of.history.Step()
		}
		of.merge()
		of.revert()
		of.tie()
		last := of.client.Change.Query().Order(ent.Desc("id")).FirstX(access.AsSystem(t.Context()))
		next := reading{at: last.At}
		next.contents, next.derived = of.read(of.source)
		of.readings = append(of.readings, next)
	}
	testdb.Settle(t, of.book)
	return of
}

// in returns the history for a part of its test.
func (c *recordedHistory) in(t *testing.T) *recordedHistory {
	part := *c.historyWriter
	part.t = t
	return &recordedHistory{&part, c.readings}
}

// merge makes two partners and merges them.
func (c *recordedHistory) merge() {
	c.t.Helper()
	step := map[string]any{}
	for _, role := range []string{"keep", "merge"} {
		code := fmt.Sprint(role, c.history.Rand.IntN(1<<30))
		made := c.do(edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": code, "name": code}})
		step[role], step[role+"Version"] = made.Records[0], 1
	}
	c.do(edit.Step{Verb: edit.Merge, Type: "partner", Set: step})
}

func (c *recordedHistory) do(s edit.Step) *edit.Outcome {
	c.t.Helper()
	ctx := access.WithViewer(c.t.Context(), access.Named("writer"))
	done, err := c.history.Editor.Do(ctx, edit.Request{Steps: []edit.Step{s}})
	if err != nil || done.Problems != nil {
		c.t.Fatalf("%v: %v, %+v", s, err, done)
	}
	return done
}

// revert reverts one of the last writes, which may bring back what was deleted.
func (c *recordedHistory) revert() {
	c.t.Helper()
	last := c.client.Change.Query().Order(ent.Desc("id")).Limit(30).AllX(access.AsSystem(c.t.Context()))
	ctx := access.WithViewer(c.t.Context(), access.Named("writer"))
	for range 3 {
		line := last[c.history.Rand.IntN(len(last))]
		if _, err := c.history.Editor.Revert(ctx, line.UID, true, edit.Request{}); err != nil {
			c.t.Fatal(err)
		}
	}
}

// tie writes twice with a clock that is behind, so that these writes have the time of the last one.
func (c *recordedHistory) tie() {
	c.t.Helper()
	for range 2 {
		entry := ledger.Entry{Actor: "writer", At: time.Now().Add(-time.Hour)}
		_, err := c.book.Write(testdb.Context(c.t), entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			id, err := tx.Partner.Query().Order(ent.Desc("id")).FirstID(ctx)
			if err != nil {
				return nil, err
			}
			return nil, tx.Partner.UpdateOneID(id).SetName(fmt.Sprint("Tied ", c.history.Rand.IntN(1<<30))).Exec(ctx)
		})
		if err != nil {
			c.t.Fatal(err)
		}
	}
}

// filled returns a source that starts now, with the lines before in its journal.
func (c *recordedHistory) filled(lines int) *snapshot.Source {
	c.t.Helper()
	source := snapshot.New(c.client, c.book)
	source.UndoAtMost(lines)
	source.UndoAtOnce(7)
	source.CheckpointEvery(31)
	if err := source.Refresh(access.AsSystem(c.t.Context())); err != nil {
		c.t.Fatal(err)
	}
	if err := source.FillJournal(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	return source
}

// moments returns the times at which something was written, and times around them.
func (c *recordedHistory) moments() (all []time.Time) {
	c.t.Helper()
	lines := c.client.Change.Query().Order(ent.Asc("at")).Select("at").AllX(access.AsSystem(c.t.Context()))
	for i, line := range lines {
		if i == 0 || !line.At.Equal(lines[i-1].At) {
			all = append(all, line.At.Add(-time.Microsecond), line.At, line.At.Add(time.Microsecond))
		}
	}
	return all
}

// compare compares some moments of a source with those of one that reads all lines.
func (c *recordedHistory) compare(source *snapshot.Source) {
	c.t.Helper()
	reading := snapshot.New(c.client, c.book)
	moments := c.moments()
	order := c.history.Rand.Perm(len(moments))
	for _, i := range order[:min(thorough.Count(15, 60), len(order))] {
		reading.ForgetHistory()
		if i%2 == 0 {
			source.ForgetHistory()
		}
		want, err := reading.At(c.t.Context(), moments[i])
		if err != nil {
			c.t.Fatal(err)
		}
		is, err := source.At(c.t.Context(), moments[i])
		if err != nil {
			c.t.Fatal(err)
		}
		isTold, isSaid := c.read(is)
		wantTold, wantSaid := c.read(want)
		if diff := difference(wantTold, isTold); diff != "" {
			c.t.Fatalf("seed %d, moment %d of %d (-lines +journal): %.4000s", c.seed, i, len(moments), diff)
		}
		if diff := difference(wantSaid, isSaid); diff != "" {
			c.t.Fatalf("seed %d, moment %d, derived (-lines +journal): %.4000s", c.seed, i, diff)
		}
	}
}
