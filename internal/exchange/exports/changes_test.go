package exports_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// line is a line of an export, or of the changes since one.
type line struct {
	Type, ID, Position string
	Deleted            bool
	Version            int
	CreatedAt          string
	UpdatedAt          string
	Fields             map[string]any
}

// replay applies lines to the records of a reader, as a program does that follows the hub.
func replay(t *testing.T, records map[string]string, content []byte) {
	t.Helper()
	for s := bufio.NewScanner(bytes.NewReader(content)); s.Scan(); {
		var l line
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if l.Deleted {
			delete(records, l.ID)
			continue
		}
		l.Position = ""
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		records[l.ID] = string(text)
	}
}

// changesSince returns the lines of what changed after a position, and the position to go on from.
func changesSince(
	t *testing.T, source *snapshot.Source, book *ledger.Ledger, o order, after ledger.Position,
) ([]byte, ledger.Position) {
	t.Helper()
	o.format = "changes"
	x, f, ctx := prepare(t, source, o)
	x.Changes = &exports.Changes{Ledger: book, After: after, Name: ledger.Position.String}
	var out bytes.Buffer
	if _, err := x.To(ctx, f, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), x.View.Position()
}

// Whoever follows the changes has what a whole export has, at every moment, for every viewer and contract.
func TestChanges_FollowingThemGivesTheWholeExport(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		h := testdb.NewHistory(t, s, book, 7)
		source := source(t, s, book)
		contracts := s.Client.Contract.Query().IDsX(testdb.Context(t))
		type follower struct {
			order
			at      ledger.Position
			records map[string]string
		}
		var followers []*follower
		for _, sees := range []access.Visibility{
			access.Everything, {Contracts: contracts[:1]}, {Contracts: contracts[1:], Directory: true},
			{Directory: true},
		} {
			for _, contract := range []string{"all", "contract-0"} {
				if sees.CanSee(contracts[0]) || contract == "all" {
					followers = append(followers, &follower{records: map[string]string{},
						order: order{contract: contract, viewer: &access.Viewer{Visibility: sees}}})
				}
			}
		}
		gone := 0
		rounds := thorough.Count(14, 40)
		for range rounds {
			for range 15 {
				h.Step()
			}
			testdb.Settle(t, book)
			if err := source.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			for i, f := range followers {
				var lines []byte
				lines, f.at = changesSince(t, source, book, f.order, f.at)
				gone += bytes.Count(lines, []byte(`"deleted":true`))
				replay(t, f.records, lines)
				f.format = "ndjson"
				whole, _ := exported(t, source, f.order)
				want := map[string]string{}
				replay(t, want, whole)
				if !maps.Equal(f.records, want) {
					t.Fatalf("follower %d has %d records of %d: it lacks %v and has %v more", i, len(f.records),
						len(want), without(want, f.records), without(f.records, want))
				}
			}
		}
		if gone < rounds/2 || h.Done < 5*rounds {
			t.Errorf("%d writes deleted %d records", h.Done, gone)
		}
		fresh, again := map[string]string{}, map[string]string{}
		lines, _ := changesSince(t, source, book, order{}, ledger.Position{})
		replay(t, fresh, lines)
		whole, _ := exported(t, source, order{format: "ndjson"})
		replay(t, again, whole)
		if !maps.Equal(fresh, again) || len(fresh) < 2*rounds {
			t.Errorf("from the start there are %d records of %d", len(fresh), len(again))
		}
		if lines, _ := changesSince(t, source, book, order{}, source0(t, source)); len(lines) > 0 {
			t.Errorf("nothing changed, and %d bytes are written", len(lines))
		}
	})
}

// source0 returns the position of the present view.
func source0(t *testing.T, source *snapshot.Source) ledger.Position {
	t.Helper()
	x, _, _ := prepare(t, source, order{format: "ndjson"})
	return x.View.Position()
}

// without returns the lines of records that others lack or have otherwise.
func without(all, others map[string]string) (some []string) {
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if others[id] != all[id] {
			some = append(some, all[id], others[id])
		}
	}
	return some
}
