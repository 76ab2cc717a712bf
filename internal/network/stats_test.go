package network_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

var dimensions = []network.Dimension{
	network.ByTheme, network.ByContract, network.ByAxis, network.ByPartner, network.ByPartnerKind,
	network.ByPartnerSector,
	network.ByAxisRole, network.ByActionRole, network.ByStatus, network.ByBasis, network.ByRule,
}

// drawNumbers adds amounts to contributions, and kinds and sectors to partners.
func (f *facts) drawNumbers(t *rapid.T) {
	for i := range f.contributions {
		if rapid.Bool().Draw(t, "said") {
			amount := rapid.Int64Range(0, 1000).Draw(t, "amount")
			f.contributions[i].Amount = &amount
		}
	}
	for i := range f.partners {
		f.partners[i].Kind = rapid.SampledFrom(
			[]lexicon.PartnerKind{lexicon.Organisation, "COLLECTIVE"},
		).Draw(t, "kind")
		f.partners[i].Sector = rapid.SampledFrom(
			[]lexicon.Sector{lexicon.SectorUnspecified, lexicon.SectorLandlord},
		).Draw(t, "sector")
	}
}

// tallied is a group of the model: every chain, by what it is counted under.
type tallied struct {
	pairs           map[[2]int][]network.Chain
	partners, axes  map[int][]network.Chain
	chains          network.Counts
	actions, stated map[int]bool
}

func newTallied() *tallied {
	return &tallied{
		map[[2]int][]network.Chain{}, map[int][]network.Chain{}, map[int][]network.Chain{}, network.Counts{},
		map[int]bool{}, map[int]bool{},
	}
}

func (g *tallied) add(f facts, cell network.Cell, chain network.Chain) {
	pair := [2]int{cell.Partner, cell.Axis}
	g.pairs[pair] = append(g.pairs[pair], chain)
	g.partners[cell.Partner] = append(g.partners[cell.Partner], chain)
	g.axes[cell.Axis] = append(g.axes[cell.Axis], chain)
	switch {
	case chain.Holds == lexicon.Unknown && chain.Status != lexicon.StatusAbandoned:
		g.chains.Unknown++
	case chain.Status.Confirmed():
		g.chains.Confirmed++
	case chain.Status.Prospective():
		g.chains.Prospective++
	default:
		g.chains.Abandoned++
	}
	if chain.Status == lexicon.StatusAbandoned {
		return
	}
	for _, c := range f.contributions {
		if slices.Contains(chain.Links, ref(network.KindContribution, c.ID)) {
			g.stated[c.ID] = true
			if c.Action != 0 {
				g.actions[c.Action] = true
			}
		}
	}
}

func (g *tallied) stats(f facts, asOf *lexicon.PartialDate) network.Stats {
	pairs := map[int][]network.Chain{}
	for _, chains := range g.pairs {
		pairs[len(pairs)] = chains
	}
	s := network.Stats{
		Contributions: tallyAxes(pairs), Partners: f.tallyPartners(g.partners, asOf), Axes: tallyAxes(g.axes),
		Chains: g.chains, Actions: len(g.actions), Claims: len(g.stated),
	}
	for _, c := range f.contributions {
		if g.stated[c.ID] && c.Amount != nil {
			s.Amounts++
			s.Amount += *c.Amount
		}
	}
	return s
}

// keys returns the groups of a chain.
func keys(
	f facts, m network.Matrix, cell network.Cell, chain network.Chain, by []network.Dimension,
) []network.StatsKey {
	var k network.StatsKey
	asked := func(d network.Dimension) bool { return slices.Contains(by, d) }
	for _, p := range f.partners {
		if p.ID == cell.Partner {
			if asked(network.ByPartnerKind) {
				k.Kind = p.Kind
			}
			if asked(network.ByPartnerSector) {
				k.Sector = p.Sector
			}
		}
	}
	for dimension, set := range map[network.Dimension]func(){
		network.ByContract: func() { k.Contract = m.Columns[cell.Column].Contract },
		network.ByAxis:     func() { k.Axis = cell.Axis },
		network.ByPartner:  func() { k.Partner = cell.Partner },
		network.ByAxisRole: func() {
			if chain.OnAxis {
				k.AxisRole = chain.Role
			}
		},
		network.ByActionRole: func() {
			if !chain.OnAxis {
				k.ActionRole = chain.Role
			}
		},
		network.ByStatus: func() { k.Status = chain.Status }, network.ByBasis: func() { k.Basis = chain.Basis },
		network.ByRule: func() { k.Rule = chain.Rule },
	} {
		if asked(dimension) {
			set()
		}
	}
	if !asked(network.ByTheme) {
		return []network.StatsKey{k}
	}
	var all []network.StatsKey
	for _, group := range m.Groups {
		if slices.Contains(group.Columns, cell.Column) {
			k.Theme = group.Theme
			all = append(all, k)
		}
	}
	return all
}

func TestStats_ArePlainCountsOfTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.drawNumbers(t)
		sel, asOf := drawSelection(t, f)
		sel.ByReference = rapid.Bool().Draw(t, "by reference")
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(dimensions), 1, 4, rapid.ID[network.Dimension]).Draw(t, "by")
		n := build(t, f)
		m := n.Matrix(sel)
		groups, whole := map[network.StatsKey]*tallied{}, newTallied()
		for _, cell := range m.Cells {
			for _, chain := range cell.Chains {
				whole.add(f, cell, chain)
				for _, k := range keys(f, m, cell, chain, by) {
					if groups[k] == nil {
						groups[k] = newTallied()
					}
					groups[k].add(f, cell, chain)
				}
			}
		}
		counted, err := statsOf(t, n, sel, by)
		if err != nil {
			t.Fatal(err)
		}
		rows, total := counted.Rows, counted.Total
		got, want := map[network.StatsKey]network.Stats{}, map[network.StatsKey]network.Stats{}
		for i, r := range rows {
			got[r.Key] = r.Stats
			if i > 0 && rows[i-1].Contributions.Confirmed < r.Contributions.Confirmed {
				t.Fatalf("row %d has more than the one before it", i)
			}
		}
		for k, g := range groups {
			want[k] = g.stats(f, asOf)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(rows) != len(want) || counted.Groups != len(want) {
			t.Fatalf("by %v, %d rows:\n%s", by, len(rows), diff)
		}
		if diff := cmp.Diff(whole.stats(f, asOf), total); diff != "" {
			t.Fatal("total:", diff)
		}
	})
}

func TestStats_AnAmountFollowsItsContribution(t *testing.T) {
	f := network.NewFacts()
	put := func(amount *int64) {
		f.PutContribution(
			network.Contribution{
				Claim:   network.Claim{ID: 1, Contract: 1, Status: lexicon.StatusActive, Basis: lexicon.BasisStated},
				Partner: 1, Axis: 1, Role: lexicon.RoleLead, Amount: amount,
			},
		)
	}
	f.PutContract(network.Contract{ID: 1})
	f.PutAxis(network.Axis{ID: 1, Contract: 1})
	f.PutPartner(network.Partner{ID: 1})
	for _, amount := range []int64{300, 500, -1} {
		if put(&amount); amount < 0 {
			put(nil)
		}
		n, err := f.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		if total := stats(t, n, network.Selection{}).Total; total.Amounts == 1 != (amount >= 0) ||
			total.Amount != max(0, amount) {
			t.Errorf("of %d: %+v", amount, total)
		}
	}
	f.Remove(ref(network.KindContribution, 1))
	put(nil)
	if n, err := f.Build(nil); err != nil {
		t.Fatal(err)
	} else if total := stats(t, n, network.Selection{}).Total; total.Amounts != 0 {
		t.Errorf("an amount that is gone: %+v", total)
	}
}

func stats(t testing.TB, n *network.Network, sel network.Selection, by ...network.Dimension) *network.Statistics {
	t.Helper()
	counted, err := statsOf(t, n, sel, by)
	if err != nil {
		t.Fatal(err)
	}
	return counted
}

// Nobody reads every partner by every axis: this counts the country's hundred thousand partners by role, as far as
// rows are returned.
func BenchmarkStatsOfEveryPartner(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for i := range b.N {
			stats(b, n, network.Selection{ByReference: true, When: when(on(fmt.Sprint(2026 + i)))}, network.ByPartner)
		}
	})
}

// The whole country by theme and kind of partner, without a cache.
func BenchmarkStatsOfAll(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for i := range b.N {
			stats(
				b, n, network.Selection{ByReference: true, When: when(on(fmt.Sprint(2026 + i)))}, network.ByTheme,
				network.ByPartnerKind,
			)
		}
	})
}

func BenchmarkStatsOfAllAskedAgain(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for range b.N {
			stats(b, n, network.Selection{ByReference: true}, network.ByTheme, network.ByPartnerKind)
		}
	})
}

func TestStats_AskedAgainAreTheSame(t *testing.T) {
	n := networks["S"]()
	for _, sel := range []network.Selection{
		{}, {AxisRoles: []lexicon.Role{}}, {ActionRoles: []lexicon.Role{}},
		{AxisRoles: []lexicon.Role{lexicon.RoleLead}}, {ActionRoles: []lexicon.Role{lexicon.RoleLead}},
		{When: when(on("2020"))}, {When: when(on("2021"))}, {Partners: []int{1}}, {Axes: []int{1}},
	} {
		first, again, fresh := stats(t, n, sel, dimensions[0]), stats(t, n, sel, dimensions[0]), stats(
			t, small.build(), sel, dimensions[0],
		)
		if same := cmpopts.IgnoreUnexported(network.Statistics{}); !cmp.Equal(first, again, same) ||
			!cmp.Equal(first, fresh, same) {
			t.Errorf("%+v: %+v, then %+v, and %+v where nothing was asked before", sel, first, again, fresh)
		}
	}
}

func BenchmarkStatsOfOneTheme(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			stats(
				b, n, network.Selection{Themes: []int{1 + i%s.themes}, ByReference: true}, network.ByTheme,
				network.ByPartnerSector,
			)
		}
	})
}

// statsOf returns statistics with their partners.
func statsOf(t interface{ Context() context.Context }, n *network.Network, sel network.Selection,
	by []network.Dimension) (*network.Statistics, error) {
	counted, err := n.Stats(t.Context(), sel, by)
	if err != nil {
		return nil, err
	}
	return counted, counted.CountPartners(t.Context())
}
