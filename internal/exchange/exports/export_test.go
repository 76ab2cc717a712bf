package exports_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"testing"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/exports"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// files are all formats that contain what the hub has now.
func files() (all []*exports.Format) {
	for _, f := range exports.Formats {
		if !f.IsOfChanges() {
			all = append(all, f)
		}
	}
	return all
}

func TestExport_IsTheSameTwiceAndOnBothDatabases(t *testing.T) {
	first := map[string][]byte{}
	eachDemo(t, func(t *testing.T, source *snapshot.Source) {
		for _, f := range files() {
			for _, contract := range []string{"all", "valenciennes"} {
				one, _ := exported(t, source, order{format: f.Name, contract: contract})
				other, _ := exported(t, source, order{format: f.Name, contract: contract})
				if !bytes.Equal(one, other) {
					t.Errorf("%s of %s differs the second time", f.Name, contract)
				}
				key := f.Name + " " + contract
				if known := first[key]; known != nil && !bytes.Equal(one, known) {
					t.Errorf("%s of %s differs between the databases", f.Name, contract)
				}
				first[key] = one
			}
		}
	})
}

// The lines of all records are those that the database has, for every viewer.
func TestNDJSON_HasWhatTheDatabaseHas(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		for _, sees := range []access.Visibility{access.Everything, {Directory: true}, {Contracts: []int{1}}, {}} {
			viewer := &access.Viewer{Visibility: sees}
			is, _ := exported(t, source(t, s, nil), order{format: "ndjson", viewer: viewer})
			var want bytes.Buffer
			if err := testdb.Export(access.WithViewer(t.Context(), viewer), s.Client, &want); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(is, want.Bytes()) || sees.All && len(is) < 100_000 {
				t.Errorf("seeing %v, %d bytes are written of %d", sees, len(is), want.Len())
			}
		}
	})
}

// Every format counts what the view and the matrix count.
func TestCounts_EqualTheQuery(t *testing.T) {
	eachDemo(t, func(t *testing.T, source *snapshot.Source) {
		for _, contract := range []string{"all", "val-d-orme"} {
			x, _, ctx := prepare(t, source, order{format: "ndjson", contract: contract})
			v, sel := x.View, network.Selection{When: x.When}
			if x.Contract != 0 {
				v, sel.Contracts = x.View.OfContract(int(x.Contract)), []int{int(x.Contract)}
			}
			cells := len(x.View.Network.Matrix(sel).Cells)
			want := map[string]int{}
			for _, of := range record.Types {
				if n := len(v.SortedByUID(of.Prefix)); n > 0 {
					want[string(of.Word())] = n
				}
			}
			for _, f := range files() {
				tally, err := x.To(ctx, f, io.Discard)
				if err != nil {
					t.Fatal(err)
				}
				if f.HasContributions() && tally.Types[exports.Derived] != cells || cells < 100 {
					t.Errorf("%s of %s has %d contributions, and the matrix %d", f.Name, contract,
						tally.Types["DERIVED"], cells)
				}
				switch f.Name {
				case "xlsx", "tables", "package", "ndjson":
					if !maps.Equal(tally.Types, want) {
						t.Errorf("%s of %s counts %v, and the hub has %v", f.Name, contract, tally.Types, want)
					}
				case "graphml":
					checkGraph(t, contract, tally, want)
				}
			}
		}
	})
}

// checkGraph compares the counts of a graph with those of the records.
func checkGraph(t *testing.T, contract string, tally *exports.Tally, want map[string]int) {
	t.Helper()
	for _, word := range []string{
		"PARTNER", "ACTION", "AXIS", "THEME", "CONTRIBUTION", "ALIGNMENT", "MEMBERSHIP",
	} {
		if tally.Types[word] != want[word] || want[word] == 0 {
			t.Errorf("a graph of %s has %d of %s, and the hub %d", contract, tally.Types[word], word, want[word])
		}
	}
	if related := tally.Types["RELATION"] + tally.Omitted; related != want["RELATION"] {
		t.Errorf("%d relations, %d of them without an object, are not %d", related, tally.Omitted, want["RELATION"])
	}
}

func TestFilter_SelectsRows(t *testing.T) {
	s := demo(t)
	_, all := exported(t, s, order{format: "hxl", contract: "val-d-orme"})
	for filter, want := range map[string]func(n int) bool{
		"status:ACTIVE":               func(n int) bool { return n > 0 && n < all.Rows },
		"status:active":               func(n int) bool { return n > 0 && n < all.Rows },
		"theme:orme-sante":            func(n int) bool { return n > 0 && n < all.Rows },
		"role:LEAD basis:STATED":      func(n int) bool { return n > 0 && n < all.Rows },
		"status:" + everyStatus():     func(n int) bool { return n == all.Rows },
		"partner:ville-d-ormeval":     func(n int) bool { return n > 0 && n < 20 },
		"theme:val-d-orme/orme-sante": func(n int) bool { return n > 0 && n < all.Rows },
	} {
		if _, tally := exported(t, s, order{format: "hxl", contract: "val-d-orme", filter: filter}); !want(tally.Rows) {
			t.Errorf("%s gives %d of %d", filter, tally.Rows, all.Rows)
		}
	}
	_, some := exported(t, s, order{format: "ndjson", filter: "type:PARTNER,CONTRIBUTION status:ABANDONED"})
	if some.Types["PARTNER"] != 72 || some.Types["CONTRIBUTION"] == 0 || some.Types["CONTRIBUTION"] > 50 ||
		len(some.Types) != 2 {
		t.Errorf("records are selected: %v", some.Types)
	}
}

func TestFilter_NamesRecordsLikeTheAPI(t *testing.T) {
	s := testdb.DemoSQLite(t)
	l := testdb.Ledger(t, s)
	do := func(steps ...edit.Step) []string {
		t.Helper()
		editor := &edit.Editor{Client: s.Client, Ledger: l}
		done, err := editor.Do(access.WithViewer(t.Context(), access.Named("test")), edit.Request{Steps: steps})
		if err != nil || done.Problems != nil {
			t.Fatal(err, done)
		}
		return done.Records
	}
	partners := do(
		edit.Step{Verb: edit.Create, Type: "theme", Set: map[string]any{
			"contract": "valenciennes", "code": "double", "name": "Double"}},
		edit.Step{Verb: edit.Create, Type: "theme", Set: map[string]any{
			"contract": "val-d-orme", "code": "double", "name": "Double"}},
		edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": "kept", "name": "Kept"}},
		edit.Step{Verb: edit.Create, Type: "partner", Set: map[string]any{"code": "merged", "name": "Merged"}},
	)[2:]
	do(edit.Step{Verb: edit.Merge, Type: "partner", Set: map[string]any{
		"keep": partners[0], "keepVersion": 1, "merge": partners[1], "mergeVersion": 1}})
	of := source(t, s, l)
	for _, c := range []struct {
		contract, filter string
		isAmbiguous      bool
	}{
		{"all", "theme:double", true}, {"all", "theme:val-d-orme/double", false}, {"val-d-orme", "theme:double", false},
		{"all", "partner:merged", false},
	} {
		x, f, ctx := prepare(t, of, order{format: "hxl", contract: c.contract, filter: c.filter})
		_, err := x.To(ctx, f, io.Discard)
		var problem *exports.Problem
		if is := errors.As(err, &problem) && problem.Argument == "filter"; is != c.isAmbiguous || !is && err != nil {
			t.Errorf("%s of %s: %v", c.filter, c.contract, err)
		}
	}
}

func everyStatus() (all string) {
	for i, word := range lexicon.Status("").Values() {
		if i > 0 {
			all += ","
		}
		all += word
	}
	return all
}

// What is asked for in vain is a problem that says what there is, before anything is written.
func TestProblem_SaysWhatThereIs(t *testing.T) {
	s := demo(t)
	for name, refused := range map[string]func() error{
		"format":    func() error { _, err := exports.FormatNamed("pdf"); return err },
		"extension": func() error { _, err := exports.FormatOf("pdf", "", false); return err },
		"profile":   func() error { _, err := exports.FormatOf("csv", "cats", false); return err },
		"since":     func() error { _, err := exports.FormatOf("xlsx", "", true); return err },
		"filter":    func() error { _, err := exports.ParseFilter("colour:red"); return err },
		"contract": func() error {
			x, _, _ := prepare(t, s, order{format: "ndjson"})
			return x.FindContract("nowhere")
		},
	} {
		var problem *exports.Problem
		if err := refused(); !errors.As(err, &problem) || problem.Argument != name || len(problem.Exists) == 0 {
			t.Errorf("%s: %v", name, err)
		} else if french := problem.Sentence.In(lexicon.French); french == problem.Error() {
			t.Errorf("%q has no French", french)
		}
	}
	for _, filter := range []string{"theme:nothing", "status:MAYBE", "role:"} {
		var problem *exports.Problem
		x, f, ctx := prepare(t, s, order{format: "hxl"})
		var err error
		if x.Filter, err = exports.ParseFilter(filter); err == nil {
			_, err = x.To(ctx, f, io.Discard)
		}
		if !errors.As(err, &problem) || problem.Argument != "filter" {
			t.Errorf("%s: %v", filter, err)
		}
	}
	x, f, ctx := prepare(t, s, order{format: "xlsx", filter: "theme:orme-sante"})
	if _, err := x.To(ctx, f, io.Discard); !errors.As(err, new(*exports.Problem)) {
		t.Errorf("a workbook has no contributions to select: %v", err)
	}
}

// limited fails after some bytes, as a full disk does.
type limited struct{ left int }

var errFull = errors.New("no space is left")

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, errFull
	}
	l.left -= len(p)
	return len(p), nil
}

func TestExport_ReportsAFailureInMidWrite(t *testing.T) {
	s := demo(t)
	for _, f := range files() {
		whole, _ := exported(t, s, order{format: f.Name})
		for _, size := range []int{0, len(whole) / 2, len(whole) - 1} {
			x, _, ctx := prepare(t, s, order{format: f.Name})
			if _, err := x.To(ctx, f, &limited{size}); !errors.Is(err, errFull) {
				t.Errorf("%s on a disk of %d bytes: %v", f.Name, size, err)
			}
		}
	}
}

func TestExport_StopsWithItsContext(t *testing.T) {
	s := demo(t)
	for _, f := range files() {
		x, _, ctx := prepare(t, s, order{format: f.Name})
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := x.To(ctx, f, io.Discard); !errors.Is(err, context.Canceled) {
			t.Errorf("%s goes on: %v", f.Name, err)
		}
	}
}
