package imports_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/exchange/imports"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// exported returns an export of a hub by its format.
func (h *hub) exported(t testing.TB, format string) []byte {
	t.Helper()
	ctx := access.WithViewer(h.ctx, access.Named("test"))
	v, err := snapshot.New(h.store.Client, h.book).View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f, err := exports.FormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	x := &exports.Export{View: v, When: network.Today(lexicon.MustPartialDate("2026-11-30").Earliest()),
		Head: exports.Head{Generator: "Maillage test", Viewer: "SYSTEM"}}
	var out bytes.Buffer
	if _, err := x.To(ctx, f, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tell logs what does not become as expected of the lines of an import.
func (h *hub) tell(t testing.TB, id string, outcomes ...lexicon.ImportOutcome) {
	t.Helper()
	lines, err := h.Lines(h.ctx, id, imports.LineFilter{Outcomes: outcomes}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		for _, n := range l.Notes {
			t.Logf("%d %s %s: %s %s", l.Number, l.Outcome, l.Raw, n.Where, n.Sentence(lexicon.English))
		}
	}
}

// whole holds exports of a hub with the demo data, in which each stated claim has a source.
var whole struct {
	sync.Once
	exports map[string][]byte
}

// wholeHub returns an export of this hub. The demo has claims without a source, which cite the file that brings them.
func wholeHub(t *testing.T, format string) []byte {
	t.Helper()
	whole.Do(func() {
		whole.exports = map[string][]byte{}
		h := newHub(t, testdb.SQLite(t))
		i := h.plan(t, "demo.zip", newHub(t, testdb.DemoSQLite(t)).exported(t, "tables"))
		h.apply(t, i.ID)
		if n := h.outcomes(t, i.ID)[lexicon.OutcomeApplied]; n != i.Records {
			t.Errorf("%d of %d records were applied", n, i.Records)
		}
		for _, f := range exports.Formats {
			if slices.Contains([]string{"tables", "xlsx", "package", "ndjson", "kumu"}, f.Name) || f.Extension == "csv" {
				whole.exports[f.Name] = h.exported(t, f.Name)
			}
		}
	})
	return whole.exports[format]
}

// Tables that were exported, imported into an empty hub and exported again are the same, byte by byte.
func TestTables_ComeBackAsTheyWent(t *testing.T) {
	formats := []string{"xlsx", "package", "ndjson"}
	for _, kind := range testdb.Kinds[:thorough.Count(1, len(testdb.Kinds))] {
		t.Run(kind.Name, func(t *testing.T) { comesBack(t, newHub(t, kind.Open(t)), "tables") })
	}
	for _, format := range formats[:thorough.Count(1, len(formats))] {
		comesBack(t, newHub(t, testdb.SQLite(t)), format)
	}
}

func comesBack(t *testing.T, h *hub, format string) {
	t.Helper()
	content := wholeHub(t, format)
	i := h.plan(t, format, content)
	planned := h.outcomes(t, i.ID)
	if i.State != lexicon.ImportPlanned || planned[lexicon.OutcomeApplied] != i.Records || i.Records < 1700 {
		t.Errorf("%s: %s, %d records: %v %v", format, i.State, i.Records, planned, i.Notes)
	}
	h.apply(t, i.ID)
	h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
	compared := format
	if format == "ndjson" { // its lines have versions and times, which are the new hub's
		compared = "tables"
	}
	if !bytes.Equal(h.exported(t, compared), wholeHub(t, compared)) {
		t.Errorf("%s: the export differs", format)
	}
	if format == "package" { // read as the tables are
		return
	}
	lines := h.lines(t)
	again := h.apply(t, h.plan(t, format, content).ID)
	if n := h.lines(t) - lines; n != 0 {
		t.Errorf("%s: imported again it writes %d lines of the ledger", format, n)
	}
	if now := h.outcomes(t, again.ID); now[lexicon.OutcomeUnchanged] != i.Records {
		t.Errorf("%s: imported again: %v", format, now)
		h.tell(t, again.ID, lexicon.OutcomeApplied, lexicon.OutcomeFlagged)
	}
}

// The table of each type comes back by itself, after those to which it refers.
func TestTables_OneTypeComesBackByItself(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	for _, of := range record.Types {
		if of.Claim || of.Prefix == "citation" { // they come together
			continue
		}
		format := strings.ReplaceAll(of.Table, "_", "-")
		content := wholeHub(t, format)
		h.apply(t, h.plan(t, format+".csv", content).ID)
		if !bytes.Equal(h.exported(t, format), content) {
			t.Errorf("%s differ", format)
		}
	}
}

// An import of tables that is stopped at any batch goes on at the next one, and is undone as one.
func TestTables_GoOnWhereTheyStoppedAndAreUndone(t *testing.T) {
	content := wholeHub(t, "tables")
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		empty := h.export(t)
		i := h.plan(t, "t.zip", content)
		if err := h.Apply(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		stops := 0
		for done := i; done.State != lexicon.ImportApplied && stops < 20; stops++ {
			ctx, told := stopAfter(h.ctx, 1)
			var err error
			if done, err = h.Work(ctx, i.ID, told); err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			h.Imports = newHub(t, s).Imports // another process
			h.endLease(t)
		}
		if stops < 4 || !bytes.Equal(h.exported(t, "tables"), content) {
			t.Errorf("after %d stops the export differs", stops)
		}
		if err := h.Revert(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		done, err := h.Work(h.ctx, i.ID, nil)
		if err != nil || done.State != lexicon.ImportReverted || h.export(t) != empty {
			t.Errorf("reverted: %s %s, %v", done.State, done.Problem, err)
		}
	})
}
