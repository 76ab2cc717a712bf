package network_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/network"
)

// drawThinned draws facts with gaps in the ids, so that records come and go anywhere between two drawings.
func drawThinned(t *rapid.T) facts {
	f := drawFacts(t)
	for _, a := range f.arrows() {
		if rapid.IntRange(0, 2).Draw(t, "claim lacks") == 0 {
			f = f.without(a.ref)
		}
	}
	f.citations = where(
		f.citations, func(network.Citation) bool { return rapid.IntRange(0, 2).Draw(t, "citation lacks") > 0 },
	)
	f.partners = where(f.partners, func(p network.Partner) bool {
		is := ref(network.KindPartner, p.ID)
		return rapid.Bool().Draw(t, "partner stays") || slices.ContainsFunc(
			f.arrows(), func(a arrow) bool { return a.from == is || a.to == is },
		)
	})
	return f
}

func drawScope(t *rapid.T) *network.Scope {
	if rapid.IntRange(0, 3).Draw(t, "unrestricted") == 0 {
		return nil
	}
	contracts := rapid.SampledFrom([][]int{{2}, {7}, {7, 2}, {2, 2, 99}, {0, 2}, {}}).Draw(t, "seen")
	return &network.Scope{Contracts: contracts, Directory: rapid.Bool().Draw(t, "directory")}
}

// follow changes the facts of one drawing into those of another, row by row, in any order, and some of them twice.
func follow(t *rapid.T, told *network.Facts, before, after facts) {
	was, is := before.rows(), after.rows()
	var changed []network.Ref
	for r := range was {
		if _, stays := is[r]; !stays {
			changed = append(changed, r)
		}
	}
	for r, row := range is {
		if !reflect.DeepEqual(was[r], row) {
			changed = append(changed, r)
		}
	}
	slices.SortFunc(changed, network.Ref.Compare)
	if len(changed) > 0 {
		changed = rapid.Permutation(changed).Draw(t, "changed")
	}
	for _, r := range changed {
		row, stays := is[r]
		again := rapid.IntRange(0, 5).Draw(t, "again") == 0
		if !stays || again {
			told.Remove(r)
		}
		if stays {
			put(told, row)
		} else if again {
			put(told, was[r])
			told.Remove(r)
		}
	}
}

func TestFacts_ChangedStepByStepAreFactsPutAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f facts
		told := network.NewFacts()
		var built []*network.Network
		var answered [][]any
		sel := network.Selection{When: when(drawAsOf(t))}
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			before := f
			f = drawThinned(t)
			follow(t, told, before, f)
			for _, scope := range []*network.Scope{nil, drawScope(t)} {
				n, err := told.Build(scope)
				if err != nil {
					t.Fatal(err)
				}
				answers := everything(t, n, sel)
				if diff := cmp.Diff(everything(t, scoped(t, f, scope), sel), answers); diff != "" {
					t.Fatalf("followed, to %v: %s", scope, diff)
				}
				built, answered = append(built, n), append(answered, answers)
			}
		}
		for i, n := range built {
			if diff := cmp.Diff(answered[i], everything(t, n, sel)); diff != "" {
				t.Fatalf("network %d changed after it was built:\n%s", i, diff)
			}
		}
	})
}

func TestScope_IsANetworkOfTheFactsInScope(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		scope, sel := drawScope(t), network.Selection{When: when(drawAsOf(t))}
		n := scoped(t, f, scope)
		seen := f.within(scope)
		if diff := cmp.Diff(everything(t, build(t, seen), sel), everything(t, n, sel)); diff != "" {
			t.Fatalf("scope %v: %s", scope, diff)
		}
		rows := seen.rows()
		for r := range f.rows() {
			if _, want := rows[r]; r.Kind != network.KindCitation && r.Kind != network.KindSource &&
				n.Knows(r) != want {
				t.Fatalf("scope %v: knows %v %v, want %v", scope, r.Kind, r.ID, want)
			}
		}
	})
}

// scoped returns the network of drawn facts within a scope.
func scoped(t *rapid.T, f facts, scope *network.Scope) *network.Network {
	n, err := f.put().Build(scope)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
