package search_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/search"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// content returns the content of an index.
func content(t interface{ Fatal(args ...any) }, ix *search.Index) []string {
	list, err := search.Content(context.Background(), ix)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// indexed returns the index of the current records.
func indexed(t *testing.T, records *snapshot.Source) *search.Index {
	t.Helper()
	v, err := records.View(access.AsSystem(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return v.Words()
}

func TestIndex_AfterARandomHistoryEqualsANewOne(t *testing.T) {
	search.UseSmallLimits(t)
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		l := testdb.Ledger(t, s)
		h := testdb.NewHistory(t, s, l, 4)
		followed := snapshot.New(s.Client, l)
		kept := map[*search.Index][]string{}
		for i := range 200 {
			h.Step()
			if i%3 == 0 {
				ix := indexed(t, followed)
				if kept[ix] = content(t, ix); i%30 == 0 {
					if change := gocmp.Diff(content(t, indexed(t, snapshot.NewStatic(s.Client))),
						kept[ix]); change != "" {
						t.Fatalf("an index that is made anew is another (-anew +followed):\n%s", change)
					}
				}
			}
		}
		if n := len(content(t, indexed(t, followed))); h.Done < 50 || n < 50 {
			t.Fatalf("only %d writes were not refused, and the index says %d things", h.Done, n)
		}
		for ix, was := range kept {
			if change := gocmp.Diff(was, content(t, ix)); change != "" {
				t.Fatalf("an earlier index has changed: %s", change)
			}
		}
	})
}

// names holds records of one type: their names by id, empty for none.
type names struct {
	of   []string
	wait chan struct{} // nil, or closed once they may be read
}

func (n *names) Bound(prefix string) int32 {
	if n.wait != nil {
		<-n.wait
	}
	if prefix != "action" {
		return 0
	}
	return int32(len(n.of))
}

func (n *names) VisibilityOf(prefix string) func(id int32) bool {
	return func(id int32) bool { return prefix == "action" && n.of[id] != "" }
}

func (n *names) Record(prefix string, id int) ent.Row {
	if prefix != "action" || n.of[id] == "" {
		return nil
	}
	if n.of[id] == "panic" {
		panic("no record can be read")
	}
	return &ent.Action{ID: id, Name: n.of[id]}
}

func (n *names) IdentifiersOf(string, int) []string         { return nil }
func (n *names) Parent(string, string) func(id int32) int32 { return nil }

func (n *names) Key(string) func(id int32) []byte {
	return func(id int32) []byte { return []byte(n.of[id]) }
}

// An index that is built or merged in the background during writes equals a new one.
func TestIndex_IsTheSameDuringBackgroundBuilds(t *testing.T) {
	search.UseSmallLimits(t)
	most := 0
	synctest.Test(t, func(t *testing.T) {
		for range 40 { // few indexes have many parts
			rapid.Check(withoutDeadline{t}, func(t *rapid.T) { most = max(most, writeWhileBuilding(t)) })
			if most >= 4 || t.Failed() {
				break
			}
		}
	})
	if most < 4 {
		t.Errorf("no index had more than %d parts", most)
	}
}

// withoutDeadline hides the deadline of a test, which a bubble of synctest does not tell.
type withoutDeadline struct{ testing.TB }

// writeWhileBuilding checks indexes of random writes, and returns the most parts that one had.
func writeWhileBuilding(t *rapid.T) (most int) {
	now := make([]string, 30)
	var w search.Writer
	word := rapid.SampledFrom([]string{"", "santé", "emploi", "la santé et l’emploi", "logement"})
	for i := range now {
		now[i] = word.Draw(t, "first")
	}
	slow := &names{of: slices.Clone(now), wait: make(chan struct{})}
	all := []*search.Index{w.Index(slow)}
	all[0].Start()
	says := [][]string{slices.Clone(now)}
	release := rapid.IntRange(0, 10).Draw(t, "release")
	for step := range 40 {
		if step == release {
			close(slow.wait)
		}
		for range rapid.IntRange(0, 3).Draw(t, "writes") {
			id := rapid.IntRange(1, len(now)-1).Draw(t, "id")
			now[id] = word.Draw(t, "name")
			w.Touch("action", int32(id))
		}
		if step > release && rapid.Bool().Draw(t, "waits") { // so that the next write comes after the merge
			synctest.Wait()
		}
		all, says = append(all, w.Index(&names{of: slices.Clone(now)})), append(says, slices.Clone(now))
	}
	for i, ix := range all {
		var anew search.Writer
		if change := gocmp.Diff(content(t, anew.Index(&names{of: says[i]})), content(t, ix)); change != "" {
			t.Fatalf("the index after %d writes (-anew +kept):\n%s", i, change)
		}
		parts, err := search.Parts(context.Background(), ix)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, parts)
	}
	return most
}

// After any writes, pages from either end and of any size hold the matching records, in order.
func TestSearch_FindsWhatRecordsSayNow(t *testing.T) {
	search.UseSmallLimits(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"", "sante", "sante a1", "sante b2", "sante c3 d4", "emploi"})
		now := &names{of: make([]string, 500)}
		for id := range now.of {
			now.of[id] = words.Draw(t, "first")
		}
		var w search.Writer
		w.Index(now).Start()
		for range rapid.IntRange(0, 10).Draw(t, "writes") {
			now = &names{of: slices.Clone(now.of)}
			for range rapid.IntRange(1, 30).Draw(t, "records") {
				id := rapid.IntRange(0, len(now.of)-1).Draw(t, "id")
				now.of[id] = words.Draw(t, "name")
				w.Touch("action", int32(id))
			}
			w.Index(now)
		}
		var want []int
		for id, name := range now.of {
			if strings.HasPrefix(name, "sante") {
				want = append(want, id)
			}
		}
		slices.SortFunc(want, func(a, b int) int {
			x, y := now.of[a], now.of[b]
			return cmp.Or(strings.Count(x, " ")-strings.Count(y, " "), strings.Compare(x, y), a-b)
		})
		r := search.Request{
			Query: "santé", Limit: rapid.IntRange(1, 600).Draw(t, "limit"), Backward: rapid.Bool().Draw(t, "backward"),
		}
		if r.Backward {
			slices.Reverse(want)
		}
		found, err := w.Index(now).Find(context.Background(), now, r)
		if err != nil {
			t.Fatal(err)
		}
		ids := []int{}
		for _, h := range found.Hits {
			ids = append(ids, h.ID)
		}
		// The best closeness comes first, then one after the other until there are enough.
		if n := min(r.Limit, len(want)); !slices.Equal(ids, want[:n]) {
			t.Fatalf("found %v, want %v", ids, want[:n])
		}
		counts, err := found.Count(context.Background())
		if err != nil || counts["action"] != len(want) {
			t.Fatalf("counted %v, want %d (%v)", counts, len(want), err)
		}
	})
}

func TestIndex_RefusesToSearchUntilItIsBuilt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &names{of: []string{"", "santé"}, wait: make(chan struct{})}
		var w search.Writer
		ix := w.Index(slow)
		ix.Start()
		var refused *message.UnfinishedError
		if _, err := ix.Find(t.Context(), slow, search.Request{Query: "santé", Limit: 5}); !errors.As(err, &refused) {
			t.Errorf("searched: %v", err)
		}
		close(slow.wait)
		synctest.Wait()
		if err := ix.Check(); err != nil {
			t.Error(err)
		}
		if found, err := ix.Find(t.Context(), slow, search.Request{Query: "santé", Limit: 5}); err != nil ||
			len(found.Hits) != 1 {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

func TestIndex_AfterAFailureIsRebuiltWithTheNextWrite(t *testing.T) {
	var w search.Writer
	request := search.Request{Query: "santé", Limit: 5}
	bad := &names{of: []string{"", "panic"}}
	if _, err := w.Index(bad).Find(t.Context(), bad, request); err == nil ||
		!strings.Contains(err.Error(), "no record can be read") {
		t.Errorf("searched: %v", err)
	}
	good := &names{of: []string{"", "santé"}}
	w.Touch("action", 1)
	if found, err := w.Index(good).Find(t.Context(), good, request); err != nil || len(found.Hits) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestIndex_FollowsIdentifiersOfAPartner(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		l := world(t, s)
		records := snapshot.New(s.Client, l)
		ctx := access.AsSystem(t.Context())
		request := search.Request{Query: "11122233344", Types: []string{"partner"}, Limit: 5}
		if hits := find(t, ctx, records, request); len(hits) != 0 {
			t.Fatalf("found %v before", hits)
		}
		made := write(
			t, s, l,
			edit.Step{
				Verb: edit.Create, Type: "identifier",
				Set: map[string]any{"partner": "planir-2", "scheme": "OTHER", "value": "111 222 333 44"},
			},
		)
		if hits := find(t, ctx, records, request); len(hits) != 1 || hits[0].Closeness != search.Exact {
			t.Errorf("found %v", hits)
		}
		write(t, s, l, edit.Step{Verb: edit.Update, Type: "identifier",
			Set: map[string]any{"id": made[0], "version": 1, "value": "111 222 333 55"}})
		if hits := find(t, ctx, records, request); len(hits) != 0 {
			t.Errorf("found %v by the earlier number", hits)
		}
		request.Query = "11122233355"
		if hits := find(t, ctx, records, request); len(hits) != 1 {
			t.Errorf("found %v by the other number", hits)
		}
		write(t, s, l, edit.Step{Verb: edit.Delete, Type: "identifier", Set: map[string]any{"id": made[0]}})
		if hits := find(t, ctx, records, request); len(hits) != 0 {
			t.Errorf("found %v when it was gone", hits)
		}
	})
}

// Pages from either end and of any size are the pages of one list.
func TestSearch_PagesAreTheListInPieces(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		records := snapshot.New(s.Client, world(t, s))
		ctx := access.AsSystem(t.Context())
		for _, query := range []string{"a", "santé", "emploi formation", "contrat"} {
			whole := find(t, ctx, records, search.Request{Query: query, Limit: 10_000})
			if len(whole) < 5 {
				t.Fatalf("%q finds %d", query, len(whole))
			}
			for _, size := range []int{1, 3, 7, len(whole) - 1} {
				for _, backward := range []bool{false, true} {
					var pages []search.Hit
					r := search.Request{Query: query, Limit: size, Backward: backward}
					for {
						hits := find(t, ctx, records, r)
						if len(hits) == 0 {
							break
						}
						pages = append(pages, hits...)
						last := hits[len(hits)-1].Place
						if r.After = &last; backward {
							r.After, r.Before = nil, &last
						}
					}
					if backward {
						slices.Reverse(pages)
					}
					if fmt.Sprint(pages) != fmt.Sprint(whole) {
						t.Errorf("%q by %d, backward %t, is another list", query, size, backward)
					}
				}
			}
		}
	})
}

// A field with words that is in neither list is not searched: that must be a decision, not an oversight.
func TestIndex_KnowsEveryTextOfEveryType(t *testing.T) {
	unsaid := map[string]bool{
		"Citation.about":    true, // holds the name of a field
		"Partner.mergedIds": true, // holds ids and codes; the names became aliases, which are searched
	}
	for _, of := range record.Types {
		for _, f := range of.Fields {
			if f.Max > 0 && !search.IsSearched(of, f) && !unsaid[of.Name+"."+f.Name] && f.Name != record.Language {
				t.Errorf("nobody finds %s.%s by its words: forPrograms in document.go leaves it out", of.Name, f.Name)
			}
		}
		if !slices.Contains(search.Kinds, of.Prefix) {
			t.Errorf("%s has no number in the index", of.Name)
		}
	}
}
