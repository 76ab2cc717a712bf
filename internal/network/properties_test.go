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

// ignoring excludes what tests of chains do not compare.
var ignoring = cmp.Options{
	cmpopts.IgnoreFields(network.Chain{}, "Validity"),
	cmpopts.IgnoreFields(network.Cell{}, "Row", "Column"), cmpopts.EquateEmpty(),
}

func byEnds(cells []network.Cell) map[[2]int]network.Cell {
	all := make(map[[2]int]network.Cell)
	for _, c := range cells {
		all[[2]int{c.Partner, c.Axis}] = c
	}
	return all
}

func TestMatrix_IsWhatTheRulesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, asOf := drawSelection(t, f)
		want := make(map[[2]int]network.Cell)
		for at, chains := range f.cells(sel, asOf) {
			want[at] = plainCell(at[0], at[1], chains)
		}
		if diff := cmp.Diff(want, byEnds(build(t, f).Matrix(sel).Cells), ignoring); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Removing a claim removes exactly its chains; a succession also ends the chains of the predecessor.
func TestChain_IsGoneWithoutAnyOfItsClaims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := network.Selection{When: when(drawAsOf(t))}
		chains := func(f facts) map[[2]int][]network.Chain {
			all := make(map[[2]int][]network.Chain)
			for at, cell := range byEnds(build(t, f).Matrix(sel).Cells) {
				all[at] = cell.Chains
			}
			return all
		}
		before := chains(f)
		for _, claim := range f.arrows() {
			if succession(claim) {
				continue
			}
			want := make(map[[2]int][]network.Chain)
			for at, chains := range before {
				kept := slices.DeleteFunc(
					slices.Clone(chains), func(c network.Chain) bool { return slices.Contains(c.Links, claim.ref) },
				)
				if len(kept) > 0 {
					want[at] = kept
				}
			}
			if diff := cmp.Diff(want, chains(f.without(claim.ref)), ignoring); diff != "" {
				t.Fatalf("without %v:\n%s", claim.ref, diff)
			}
		}
	})
}

func TestHolds_ReadsARecordAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		asOf := drawAsOf(t)
		n := build(t, f)
		for _, a := range f.arrows() {
			if got, want := n.Holds(a.ref, when(asOf)), f.alone(a).holds(asOf); got != want {
				t.Fatalf("%v %v %v: %s, want %s", a.ref, a.Since, a.Until, got, want)
			}
		}
		for _, a := range f.actions {
			h := f.actionTime(a.ID).with(f.frame(a.Contract))
			if len(h.begins) == 0 {
				h.recorded = []lexicon.Day{a.Recorded}
			}
			if got, want := n.Holds(ref(network.KindAction, a.ID), when(asOf)), h.holds(asOf); got != want {
				t.Fatalf("action %d: %s, want %s", a.ID, got, want)
			}
		}
		for _, c := range f.contracts {
			h := f.frame(c.ID)
			h.ends, h.outer = h.outer, nil
			if len(h.begins) == 0 {
				h.recorded = []lexicon.Day{c.Recorded}
			}
			if got, want := n.Holds(ref(network.KindContract, c.ID), when(asOf)), h.holds(asOf); got != want {
				t.Fatalf("contract %d: %s, want %s", c.ID, got, want)
			}
		}
	})
}

// A claim never holds while its action or its chains do not. An axis with a plan is left out, for its chains begin
// with the plan, which may be older than the contract. So are chains that run through two contracts.
func TestHolds_OfClaimsAgreesWithActionsAndChains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		at := when(drawAsOf(t))
		n := build(t, f)
		for _, a := range f.arrows() {
			for _, end := range []network.Ref{a.from, a.to} {
				if end.Kind == network.KindAction && n.Holds(end, at) == lexicon.No &&
					n.Holds(a.ref, at) != lexicon.No {
					t.Fatalf("%v holds %s while %v does not\n%s", a.ref, n.Holds(a.ref, at), end, f.told())
				}
			}
		}
		for _, cell := range n.Matrix(network.Selection{When: at}).Cells {
			axis := f.axes[slices.IndexFunc(f.axes, func(a network.Axis) bool { return a.ID == cell.Axis })]
			for _, chain := range cell.Chains {
				for _, link := range chain.Links {
					claim := f.arrows()[slices.IndexFunc(f.arrows(), func(a arrow) bool { return a.ref == link })]
					isElsewhere := slices.ContainsFunc([]network.Ref{claim.from, claim.to}, func(end network.Ref) bool {
						return f.contractOf(end) != 0 && f.contractOf(end) != axis.Contract
					})
					if axis.Plan == 0 && !isElsewhere && n.Holds(link, at) == lexicon.No {
						t.Fatalf("%v does not hold in a chain that does: %v\n%s", link, chain.Links, f.told())
					}
				}
				partner := ref(network.KindPartner, cell.Partner)
				if chain.Rule == lexicon.RuleDirect && len(f.succeeded(partner).outer) == 0 &&
					n.Holds(chain.Links[0], at) != chain.Holds {
					t.Fatalf(
						"%v holds %s, its chain %s\n%s", chain.Links, n.Holds(chain.Links[0], at), chain.Holds,
						f.told(),
					)
				}
			}
		}
	})
}

// tallyAxes counts axes by the best of their chains.
func tallyAxes(lists map[int][]network.Chain) (t network.Tally) {
	for _, chains := range lists {
		switch bestOf(chains) {
		case lexicon.StandingConfirmed:
			t.Confirmed++
		case lexicon.StandingProspective:
			t.Prospective++
		case lexicon.StandingUnknown:
			t.Unknown++
		}
	}
	return t
}

// totalsOf counts the chains of some axes and partners; nil means all.
func (f facts) totalsOf(
	cells map[[2]int][]network.Chain, partners, axes []int, asOf *lexicon.PartialDate,
) (t network.Totals) {
	byPartner, byAxis := map[int][]network.Chain{}, map[int][]network.Chain{}
	for at, chains := range cells {
		if partners != nil && !slices.Contains(partners, at[0]) || axes != nil && !slices.Contains(axes, at[1]) {
			continue
		}
		cell := plainCell(at[0], at[1], chains)
		byPartner[at[0]] = append(byPartner[at[0]], cell.Chains...)
		byAxis[at[1]] = append(byAxis[at[1]], cell.Chains...)
		t.Chains.Confirmed += cell.Counts.Confirmed
		t.Chains.Prospective += cell.Counts.Prospective
		t.Chains.Abandoned += cell.Counts.Abandoned
		t.Chains.Unknown += cell.Counts.Unknown
	}
	t.Partners, t.Axes = f.tallyPartners(byPartner, asOf), tallyAxes(byAxis)
	return t
}

func TestCounting_IsWhatDomainSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, asOf := drawSelection(t, f)
		m, cells := build(t, f).Matrix(sel), f.cells(sel, asOf)
		same := func(what string, id int, got, want network.Totals) {
			if got != want {
				t.Errorf("%s %d: %+v, want %+v", what, id, got, want)
			}
		}
		same("matrix", 0, m.Totals, f.totalsOf(cells, nil, nil, asOf))
		for _, row := range m.Rows {
			same("partner", row.Partner, row.Totals, f.totalsOf(cells, []int{row.Partner}, nil, asOf))
		}
		for _, column := range m.Columns {
			same("axis", column.Axis, column.Totals, f.totalsOf(cells, nil, []int{column.Axis}, asOf))
		}
		for _, group := range m.Groups {
			var axes []int
			for _, place := range group.Columns {
				axes = append(axes, m.Columns[place].Axis)
			}
			same("theme", group.Theme, group.Totals, f.totalsOf(cells, nil, axes, asOf))
		}
	})
}

func TestFacts_OrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, _ := drawSelection(t, f)
		shuffled := f.shuffled(rand.New(rand.NewSource(rapid.Int64().Draw(t, "shuffle"))))
		a, b := everything(t, build(t, f), sel), everything(t, build(t, shuffled), sel)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatal(diff)
		}
	})
}

// everything returns the results of all queries of a network of drawn facts.
func everything(t *rapid.T, n *network.Network, sel network.Selection) []any {
	answers := []any{n.Size(), n.Matrix(sel)}
	for _, contract := range []int{2, 7} {
		answers = append(answers, n.PartnersOf(contract), bridges(t, n, contract, sel.When),
			n.Gaps(contract, network.GapOptions{When: sel.When, StaleAfterMonths: 12}))
	}
	for partner := 40; partner <= 50; partner += 2 {
		path, ok := n.Path(ref(network.KindPartner, partner), ref(network.KindAxis, 10), sel.When)
		answers = append(
			answers, n.Peers(partner, network.PeerOptions{When: sel.When}), path, ok, n.AxesOf(partner, sel),
		)
	}
	for axis := 10; axis <= 16; axis += 2 {
		path, ok := n.Path(ref(network.KindAxis, axis), ref(network.KindContract, 2), sel.When)
		answers = append(answers, n.Contributors(axis, sel), path, ok)
	}
	for _, by := range [][]network.Dimension{
		{network.ByTheme, network.ByPartnerKind}, {network.ByContract, network.ByTerritory},
		{network.ByPartner, network.ByStatus},
	} {
		for _, byReference := range []bool{false, true} {
			counted, err := statsOf(t, n, network.Selection{When: sel.When, ByReference: byReference}, by)
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, counted.Rows, counted.Groups, counted.Total)
		}
	}
	return answers
}

func TestContributors_AreThoseOfTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, _ := drawSelection(t, f)
		n := build(t, f)
		m := n.Matrix(sel)
		for _, a := range f.axes {
			want := slices.DeleteFunc(slices.Clone(m.Cells), func(c network.Cell) bool { return c.Axis != a.ID })
			if diff := cmp.Diff(want, n.Contributors(a.ID, sel), ignoring); diff != "" {
				t.Fatalf("contributors of axis %d:\n%s", a.ID, diff)
			}
		}
		for _, p := range f.partners {
			want := slices.DeleteFunc(slices.Clone(m.Cells), func(c network.Cell) bool { return c.Partner != p.ID })
			if diff := cmp.Diff(want, n.AxesOf(p.ID, sel), ignoring); diff != "" {
				t.Fatalf("axes of partner %d:\n%s", p.ID, diff)
			}
		}
	})
}

func TestMatrix_RowsColumnsAndCellsAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel, _ := drawSelection(t, f)
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
		return string(
			f.partners[slices.IndexFunc(f.partners, func(p network.Partner) bool { return p.ID == id })].SortKey,
		)
	}
	if key(a) != key(b) {
		if key(a) < key(b) {
			return -1
		}
		return 1
	}
	return a - b
}
