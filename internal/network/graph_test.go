package network_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	gonum "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func TestPath_IsTheLeastOfTheShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		n, steps := build(t, f), f.steps(asOf)
		ends := []network.Ref{ref(network.KindContract, 2), ref(network.KindAudience, 90), ref(network.KindTheme, 70)}
		for _, p := range f.partners {
			ends = append(ends, ref(network.KindPartner, p.ID))
		}
		for _, from := range ends {
			for _, to := range ends {
				if !n.Knows(from) || !n.Knows(to) {
					continue
				}
				all := paths(f.between(steps, from, to, asOf), from, to)
				got, ok := n.Path(from, to, when(asOf))
				if ok != (len(all) > 0) {
					t.Fatalf("%v to %v: %v, want %v", from, to, ok, len(all) > 0)
				}
				if !ok {
					continue
				}
				if diff := cmp.Diff(slices.MinFunc(all, preferred), got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%v to %v:\n%s", from, to, diff)
				}
			}
		}
	})
}

func TestPath_IsShortest(t *testing.T) {
	f := read(t, `
		plan p1: axe1
		reference ~emploi
		~stages under ~emploi
		in c2: ~travail
		~travail as ~emploi
		cpam -LEAD-> a -SERVES-> axe1
		mde -LEAD/abandoned-> a
		caf -LEAD-> b -RESEMBLES-> axe1
		etat -LEAD[..2015]-> axe1
		etat -HOST-> axe2`)
	n := f.network(t)
	for _, c := range []struct{ from, to, asOf, want string }{
		{"cpam", "axe1", "", "CONTRIBUTION cpam-LEAD->a, ALIGNMENT a-SERVES->axe1"},
		{"axe1", "cpam", "", "ALIGNMENT a-SERVES->axe1, CONTRIBUTION cpam-LEAD->a"},
		{"cpam", "c1", "", "CONTRIBUTION cpam-LEAD->a, ACTION_IN_CONTRACT "},
		{"~stages", "~travail", "", "THEME_UNDER_THEME , THEME_UNDER_THEME "},
		{"axe2", "axe1", "", "CONTRIBUTION etat-HOST->axe2, CONTRIBUTION etat-LEAD->axe1"},
		{"axe2", "axe1", "2016", "AXIS_IN_CONTRACT , PLAN_IN_CONTRACT , AXIS_IN_PLAN "},
		{"cpam", "cpam", "", ""},
		{"mde", "axe1", "", "none"},
		{"caf", "axe1", "", "CONTRIBUTION caf-LEAD->b, ACTION_IN_CONTRACT , PLAN_IN_CONTRACT , AXIS_IN_PLAN "},
	} {
		steps, ok := n.Path(f.refs[c.from], f.refs[c.to], when(on(c.asOf)))
		var told []string
		for i, s := range steps {
			told = append(told, string(s.Kind)+" "+f.names[s.Claim])
			if i > 0 && s.From != steps[i-1].To {
				t.Errorf("%s to %s breaks before %s", c.from, c.to, told[i])
			}
		}
		got := strings.Join(told, ", ")
		if !ok {
			got = "none"
		}
		if got != c.want {
			t.Errorf("%s to %s as of %q: %s, want %s", c.from, c.to, c.asOf, got, c.want)
		}
	}
	for _, unknown := range []network.Ref{
		{}, ref(network.KindPartner, -1), ref(network.KindContribution, f.contributions[0].ID),
	} {
		if _, ok := n.Path(unknown, f.refs["cpam"], network.When{}); ok {
			t.Errorf("a path from %v", unknown)
		}
		if _, ok := n.Path(unknown, unknown, network.When{}); ok {
			t.Errorf("a path from %v to itself", unknown)
		}
	}
}

func TestPeers_AreThoseOfTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		n := build(t, f)
		for _, p := range f.partners {
			want := f.peers(p.ID, asOf)
			for limit := range 4 {
				if limit > 0 && len(want) > limit {
					want = want[:limit]
				}
				got := n.Peers(p.ID, network.PeerOptions{Limit: limit, When: when(asOf)})
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%d peers of %d:\n%s", limit, p.ID, diff)
				}
				want = f.peers(p.ID, asOf)
			}
		}
	})
}

func TestPartnersOf_AreThoseOfTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		n := build(t, f)
		for _, contract := range []int{2, 7} {
			if diff := cmp.Diff(f.named(contract, nil), n.PartnersOf(contract), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("contract %d:\n%s", contract, diff)
			}
		}
	})
}

func TestBridges_AreThoseOfGonumAndBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		things, joined := f.web(2, asOf)
		g := simple.NewUndirectedGraph()
		for i, a := range things {
			if g.Node(int64(i)) == nil {
				g.AddNode(simple.Node(i))
			}
			for j, b := range things[:i] {
				if joined(a, b) {
					g.SetEdge(simple.Edge{F: simple.Node(i), T: simple.Node(j)})
				}
			}
		}
		betweenness := gonum.Betweenness(g) // counts each pair from both ends
		whole := components(things, joined, network.Ref{})
		var want []network.Bridge
		for i, r := range things {
			b := network.Bridge{
				Partner: r.ID, Betweenness: betweenness[int64(i)] / float64((len(things)-1)*(len(things)-2)),
			}
			b.CutOff = max(0, components(things, joined, r)-whole)
			if r.Kind == network.KindPartner && (betweenness[int64(i)] > 0 || b.CutOff > 0) {
				b.Axes = f.axesOf(2, r.ID, network.Selection{}, asOf)
				want = append(want, b)
			}
		}
		got := bridges(t, build(t, f), 2, when(asOf)).Partners
		for i := 1; i < len(got); i++ {
			if got[i-1].Betweenness < got[i].Betweenness {
				t.Fatalf("bridge %d comes after a lower one", i)
			}
		}
		byPartner := cmpopts.SortSlices(func(a, b network.Bridge) bool { return a.Partner < b.Partner })
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
		if diff := cmp.Diff(want, got, byPartner, near, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// axesOf returns the axes of a contract to which a partner has a chain that is not abandoned.
func (f facts) axesOf(contract, partner int, sel network.Selection, asOf *lexicon.PartialDate) []int {
	sel.Contracts = []int{contract}
	var ids []int
	for at, chains := range f.cells(sel, asOf) {
		if at[0] == partner && bestOf(plainCell(0, 0, chains).Chains) != lexicon.StandingAbandoned {
			ids = append(ids, at[1])
		}
	}
	position := func(id int) int {
		for _, a := range f.axes {
			if a.ID == id {
				return a.Position
			}
		}
		return 0
	}
	slices.SortFunc(ids, func(a, b int) int {
		if position(a) != position(b) {
			return position(a) - position(b)
		}
		return a - b
	})
	return ids
}

func TestBridges_RankPartnersBetweenOthers(t *testing.T) {
	f := read(t, `
		cpam -LEAD-> a -SERVES-> axe1
		cpam -HOST-> axe2
		caf -HOST-> axe2
		mde -HOST-> axe2
		mde -HOST-> b -SERVES-> axe3
		mde -HOST/abandoned-> axe1
		b -RESEMBLES-> axe1
		b -RESEMBLES/abandoned-> axe2
		c -RESEMBLES-> axe4
		in c2: axe4`)
	b := bridges(t, f.network(t), f.id(t, "c1"), network.When{})
	got := "latent " + f.call(b.Latent...)
	for _, p := range b.Partners {
		got += fmt.Sprintf("\n%s %.4f %d", f.call(ref(network.KindPartner, p.Partner)), p.Betweenness, p.CutOff)
		for _, axis := range p.Axes {
			got += " " + f.call(ref(network.KindAxis, axis))
		}
	}
	// The nine things of the contract make 28 pairs without the partner itself; one of the nine, c, is isolated. cpam
	// separates {axe1, a} from the other five of its component: 10 pairs.
	want := "latent b-RESEMBLES->axe1\ncpam 0.3571 1 axe1 axe2\nmde 0.3571 1 axe2 axe3"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if b := bridges(t, f.network(t), -1, network.When{}); b.Partners != nil || b.Latent != nil {
		t.Errorf("bridges of an unknown contract: %v", b)
	}
}

func TestBridges_WithoutPartnersCutOffWhatNothingElseConnects(t *testing.T) {
	cuts := 0
	check := func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		things, joined := f.web(2, asOf)
		var without []int
		for _, r := range things {
			if r.Kind == network.KindPartner && rapid.IntRange(0, 3).Draw(t, "left out") == 0 {
				without = append(without, r.ID)
			}
		}
		isOut := func(r network.Ref) bool { return r.Kind == network.KindPartner && slices.Contains(without, r.ID) }
		rest := slices.DeleteFunc(slices.Clone(things), isOut)
		reach := func(among []network.Ref, from network.Ref) []network.Ref {
			found := []network.Ref{from}
			for i := 0; i < len(found); i++ {
				for _, r := range among {
					if !slices.Contains(found, r) && joined(found[i], r) {
						found = append(found, r)
					}
				}
			}
			return found
		}
		b, err := build(t, f).Bridges(t.Context(), 2, without, when(asOf))
		if err != nil {
			t.Fatal(err)
		}
		separated := map[network.Ref]bool{}
		for i, part := range b.CutOff {
			if i > 0 && len(b.CutOff[i-1]) < len(part) {
				t.Fatalf("part %d is larger than the one before", i)
			}
			for _, r := range part {
				separated[r] = true
			}
			if got := reach(rest, part[0]); len(got) != len(part) || !slices.Contains(got, part[len(part)-1]) {
				t.Fatalf("%v is given as a part, and connected are %v", part, got)
			}
		}
		// What is not cut off is connected without the partners, if it was connected with them.
		for _, r := range rest {
			among := reach(rest, r)
			larger := false // whether a part beside it, once connected with it, is at least as large
			for _, other := range reach(things, r) {
				if !isOut(other) && !slices.Contains(among, other) {
					size := len(reach(rest, other))
					larger = larger || size > len(among) || size == len(among) && !separated[other]
				}
			}
			if larger != separated[r] {
				t.Fatalf("%v without %v: cut off %v, want %v", r, without, separated[r], larger)
			}
		}
		cuts += len(b.CutOff)
		if plain := bridges(t, build(t, f), 2, when(asOf)); len(plain.CutOff) > 0 {
			t.Fatalf("nobody is left out, and cut off are %v", plain.CutOff)
		}
		for _, bridge := range b.Partners {
			if slices.Contains(without, bridge.Partner) {
				t.Fatalf("%d is left out, and a bridge", bridge.Partner)
			}
		}
	}
	for range 40 { // in many worlds nothing is cut off
		if rapid.Check(t, check); cuts > 0 || t.Failed() {
			break
		}
	}
	if cuts == 0 {
		t.Error("nothing was ever cut off")
	}
}

func TestBridges_TellTheNamesOfWhatIsCutOff(t *testing.T) {
	f := read(t, `
		cpam -LEAD-> a -SERVES-> axe1
		cpam -HOST-> axe2
		caf -HOST-> axe2
		mde -HOST-> axe2
		mde -HOST-> b -SERVES-> axe3
		c -RESEMBLES-> axe4`)
	partner := func(name string) int { return f.refs[name].ID }
	n := f.network(t)
	for _, c := range []struct {
		without []int
		want    string
	}{
		{[]int{partner("cpam")}, "[axe1 a]"},
		{[]int{partner("caf")}, ""},
		{[]int{partner("cpam"), partner("mde")}, "[axe1 a] [axe3 b]"},
	} {
		b, err := n.Bridges(t.Context(), f.id(t, "c1"), c.without, network.When{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, part := range b.CutOff {
			got = append(got, "["+f.call(part...)+"]")
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("without %v: %q, want %q", c.without, got, c.want)
		}
	}
}
