package network_test

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func chainsOf(cells []network.Cell) map[[2]int][]network.Chain {
	byEnds := make(map[[2]int][]network.Chain)
	for _, c := range cells {
		byEnds[[2]int{c.Partner, c.Axis}] = c.Chains
	}
	return byEnds
}

func TestTheMatrixIsWhatTheRulesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := drawSelection(t, f)
		if diff := cmp.Diff(f.cells(sel), chainsOf(build(t, f).Matrix(sel).Cells)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWithoutAClaimExactlyItsChainsAreGone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		before := chainsOf(build(t, f).Matrix(network.Selection{AsOf: asOf}).Cells)
		for _, claim := range f.arrows() {
			want := make(map[[2]int][]network.Chain)
			for at, chains := range before {
				kept := slices.DeleteFunc(slices.Clone(chains), func(c network.Chain) bool { return slices.Contains(c.Links, claim.ref) })
				if len(kept) > 0 {
					want[at] = kept
				}
			}
			after := chainsOf(build(t, f.without(claim.ref)).Matrix(network.Selection{AsOf: asOf}).Cells)
			if diff := cmp.Diff(want, after); diff != "" {
				t.Fatalf("without %v:\n%s", claim.ref, diff)
			}
		}
	})
}

// best is the field of a Tally that chains count in.
func best(chains []network.Chain) string {
	standing := ""
	for _, c := range chains {
		switch {
		case c.Holds == lexicon.Yes && c.Status.Confirmed():
			return "confirmed"
		case c.Holds == lexicon.Yes && c.Status.Prospective():
			standing = "prospective"
		case c.Holds == lexicon.Unknown && c.Status != lexicon.StatusAbandoned && standing == "":
			standing = "unknown"
		}
	}
	return standing
}

// tally counts lists of chains, one list for each partner or axis.
func tally(lists map[int][]network.Chain) (t network.Tally) {
	for _, chains := range lists {
		switch best(chains) {
		case "confirmed":
			t.Confirmed++
		case "prospective":
			t.Prospective++
		case "unknown":
			t.Unknown++
		}
	}
	return t
}

// totalsOf counts the chains of some axes and partners; nil is all.
func totalsOf(cells map[[2]int][]network.Chain, partners, axes []int) (t network.Totals) {
	byPartner, byAxis := map[int][]network.Chain{}, map[int][]network.Chain{}
	for at, chains := range cells {
		if partners != nil && !slices.Contains(partners, at[0]) || axes != nil && !slices.Contains(axes, at[1]) {
			continue
		}
		byPartner[at[0]] = append(byPartner[at[0]], chains...)
		byAxis[at[1]] = append(byAxis[at[1]], chains...)
		for _, c := range chains {
			switch {
			case c.Holds == lexicon.Unknown:
				t.Chains.Unknown++
			case c.Status.Confirmed():
				t.Chains.Confirmed++
			case c.Status.Prospective():
				t.Chains.Prospective++
			default:
				t.Chains.Abandoned++
			}
		}
	}
	t.Partners, t.Axes = tally(byPartner), tally(byAxis)
	return t
}

func TestOnlyConfirmedChainsThatHoldEnterAConfirmedCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := drawSelection(t, f)
		m, cells := build(t, f).Matrix(sel), f.cells(sel)
		same := func(what string, id int, got, want network.Totals) {
			if got != want {
				t.Errorf("%s %d: %+v, want %+v", what, id, got, want)
			}
		}
		same("matrix", 0, m.Totals, totalsOf(cells, nil, nil))
		for _, row := range m.Rows {
			same("partner", row.Partner, row.Totals, totalsOf(cells, []int{row.Partner}, nil))
		}
		for _, column := range m.Columns {
			same("axis", column.Axis, column.Totals, totalsOf(cells, nil, []int{column.Axis}))
		}
		for _, group := range m.Groups {
			var axes []int
			for _, place := range group.Columns {
				axes = append(axes, m.Columns[place].Axis)
			}
			same("theme", group.Theme, group.Totals, totalsOf(cells, nil, axes))
		}
		for _, c := range m.Cells {
			same("cell", c.Axis, network.Totals{Chains: c.Counts}, network.Totals{Chains: totalsOf(cells, []int{c.Partner}, []int{c.Axis}).Chains})
		}
	})
}

func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := drawSelection(t, f)
		shuffled := f.shuffled(rand.New(rand.NewSource(rapid.Int64().Draw(t, "shuffle"))))
		a, b := everything(t, build(t, f), sel), everything(t, build(t, shuffled), sel)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatal(diff)
		}
	})
}

// everything is every answer of a network of drawn facts.
func everything(t *rapid.T, n *network.Network, sel network.Selection) []any {
	answers := []any{n.Size(), n.Matrix(sel)}
	for _, contract := range []int{2, 7} {
		answers = append(answers, n.PartnersOf(contract), bridges(t, n, contract, sel.AsOf),
			n.Gaps(contract, network.GapOptions{AsOf: sel.AsOf, Today: 17000, StaleAfterMonths: 12}))
	}
	for partner := 40; partner <= 50; partner += 2 {
		path, ok := n.Path(ref(network.KindPartner, partner), ref(network.KindAxis, 10), sel.AsOf)
		answers = append(answers, n.Peers(partner, network.PeerOptions{AsOf: sel.AsOf}), path, ok, n.AxesOf(partner, sel))
	}
	for axis := 10; axis <= 16; axis += 2 {
		path, ok := n.Path(ref(network.KindAxis, axis), ref(network.KindContract, 2), sel.AsOf)
		answers = append(answers, n.Contributors(axis, sel), path, ok)
	}
	return answers
}

func TestContributorsAndAxesAreTheMatrixs(t *testing.T) {
	ignorePlaces := cmpopts.IgnoreFields(network.Cell{}, "Row", "Column")
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := drawSelection(t, f)
		n := build(t, f)
		m := n.Matrix(sel)
		for _, a := range f.axes {
			want := slices.DeleteFunc(slices.Clone(m.Cells), func(c network.Cell) bool { return c.Axis != a.ID })
			if diff := cmp.Diff(want, n.Contributors(a.ID, sel), ignorePlaces, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("contributors of axis %d:\n%s", a.ID, diff)
			}
		}
		for _, p := range f.partners {
			want := slices.DeleteFunc(slices.Clone(m.Cells), func(c network.Cell) bool { return c.Partner != p.ID })
			if diff := cmp.Diff(want, n.AxesOf(p.ID, sel), ignorePlaces, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("axes of partner %d:\n%s", p.ID, diff)
			}
		}
	})
}

func TestRowsColumnsAndCellsAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := drawSelection(t, f)
		m := build(t, f).Matrix(sel)
		for i, c := range m.Cells {
			if i > 0 && slices.Compare([]int{m.Cells[i-1].Row, m.Cells[i-1].Column}, []int{c.Row, c.Column}) >= 0 {
				t.Errorf("cell %d comes after a later one", i)
			}
			if m.Rows[c.Row].Partner != c.Partner || m.Columns[c.Column].Axis != c.Axis {
				t.Errorf("cell %d is not at its place", i)
			}
		}
		for i := 1; i < len(m.Rows); i++ {
			if f.partnerOrder(m.Rows[i-1].Partner, m.Rows[i].Partner) >= 0 {
				t.Errorf("row %d comes after a later one", i)
			}
		}
	})
}

// partnerOrder orders partners by sort key, then id.
func (f facts) partnerOrder(a, b int) int {
	key := func(id int) string {
		return string(f.partners[slices.IndexFunc(f.partners, func(p network.Partner) bool { return p.ID == id })].SortKey)
	}
	if key(a) != key(b) {
		if key(a) < key(b) {
			return -1
		}
		return 1
	}
	return a - b
}
