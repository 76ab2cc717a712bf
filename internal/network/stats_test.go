package network_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

var dimensions = []network.Dimension{
	network.ByTheme, network.ByContract, network.ByAxis, network.ByPartner, network.ByPartnerKind, network.ByPartnerSector,
	network.ByAxisRole, network.ByActionRole, network.ByStatus, network.ByBasis, network.ByRule,
}

// drawNumbers gives contributions amounts, and partners something to be.
func (f *facts) drawNumbers(t *rapid.T) {
	for i := range f.contributions {
		if rapid.Bool().Draw(t, "said") {
			amount := rapid.Int64Range(0, 1000).Draw(t, "amount")
			f.contributions[i].Amount = &amount
		}
	}
	for i := range f.partners {
		f.partners[i].Kind = rapid.SampledFrom([]lexicon.PartnerKind{lexicon.Organisation, "COLLECTIVE"}).Draw(t, "kind")
		f.partners[i].Sector = rapid.SampledFrom([]lexicon.Sector{lexicon.SectorUnspecified, lexicon.SectorLandlord}).Draw(t, "sector")
	}
}

// tallied is a group as a plain evaluation keeps it: every chain, by whatever it
// is counted under.
type tallied struct {
	pairs           map[[2]int][]network.Chain
	partners, axes  map[int][]network.Chain
	chains          network.Counts
	actions, stated map[int]bool
}

func newTallied() *tallied {
	return &tallied{map[[2]int][]network.Chain{}, map[int][]network.Chain{}, map[int][]network.Chain{}, network.Counts{}, map[int]bool{}, map[int]bool{}}
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
	s := network.Stats{Contributions: tallyAxes(pairs), Partners: f.tallyPartners(g.partners, asOf), Axes: tallyAxes(g.axes), Chains: g.chains, Actions: len(g.actions), Claims: len(g.stated)}
	for _, c := range f.contributions {
		if g.stated[c.ID] && c.Amount != nil {
			s.Amounts++
			s.Amount += *c.Amount
		}
	}
	return s
}

// keys are the groups of a chain.
func keys(f facts, m network.Matrix, cell network.Cell, chain network.Chain, by []network.Dimension) []network.StatsKey {
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
		network.ByContract: func() { k.Contract = m.Columns[cell.Column].Contract }, network.ByAxis: func() { k.Axis = cell.Axis },
		network.ByPartner: func() { k.Partner = cell.Partner },
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
		network.ByStatus: func() { k.Status = chain.Status }, network.ByBasis: func() { k.Basis = chain.Basis }, network.ByRule: func() { k.Rule = chain.Rule },
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

func TestStatsAreAPlainCountOfTheMatrix(t *testing.T) {
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

func TestAnAmountFollowsItsContribution(t *testing.T) {
	f := network.NewFacts()
	put := func(amount *int64) {
		f.PutContribution(network.Contribution{Claim: network.Claim{ID: 1, Contract: 1, Status: lexicon.StatusActive, Basis: lexicon.BasisStated}, Partner: 1, Axis: 1, Role: lexicon.RoleLead, Amount: amount})
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
		if total := stats(t, n, network.Selection{}).Total; total.Amounts == 1 != (amount >= 0) || total.Amount != max(0, amount) {
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

// Every partner by every axis is more than anybody looks at: the country's
// hundred thousand partners by role is counted, as far as it is told.
func BenchmarkStatsOfEveryPartner(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for i := range b.N {
			stats(b, n, network.Selection{ByReference: true, When: when(on(fmt.Sprint(2026 + i)))}, network.ByPartner)
		}
	})
}

// The whole country by theme and kind of partner, asked for the first time.
func BenchmarkStatsOfAll(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for i := range b.N {
			stats(b, n, network.Selection{ByReference: true, When: when(on(fmt.Sprint(2026 + i)))}, network.ByTheme, network.ByPartnerKind)
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

func TestStatsAskedAgainAreTheSame(t *testing.T) {
	n := networks["S"]()
	for _, sel := range []network.Selection{{}, {AxisRoles: []lexicon.Role{}}, {ActionRoles: []lexicon.Role{}}, {AxisRoles: []lexicon.Role{lexicon.RoleLead}}, {ActionRoles: []lexicon.Role{lexicon.RoleLead}}, {When: when(on("2020"))}, {When: when(on("2021"))}, {Partners: []int{1}}, {Axes: []int{1}}} {
		first, again, fresh := stats(t, n, sel, dimensions[0]), stats(t, n, sel, dimensions[0]), stats(t, small.build(), sel, dimensions[0])
		if same := cmpopts.IgnoreUnexported(network.Statistics{}); !cmp.Equal(first, again, same) || !cmp.Equal(first, fresh, same) {
			t.Errorf("%+v: %+v, then %+v, and %+v where nothing was asked before", sel, first, again, fresh)
		}
	}
}

func BenchmarkStatsOfOneTheme(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			stats(b, n, network.Selection{Themes: []int{1 + i%s.themes}, ByReference: true}, network.ByTheme, network.ByPartnerSector)
		}
	})
}

// statsOf are statistics with their partners.
func statsOf(t interface{ Context() context.Context }, n *network.Network, sel network.Selection, by []network.Dimension) (*network.Statistics, error) {
	counted, err := n.Stats(t.Context(), sel, by)
	if err != nil {
		return nil, err
	}
	return counted, counted.CountPartners(t.Context())
}

// varied is a row with something changed.
func varied(t *rapid.T, row any) any {
	status := rapid.SampledFrom([]lexicon.Status{lexicon.StatusMentioned, lexicon.StatusActive, lexicon.StatusAbandoned}).Draw(t, "status")
	date := rapid.SampledFrom([]lexicon.PartialDate{{}, dated("2019"), dated("2031")}).Draw(t, "date")
	switch fact := row.(type) {
	case network.Contract:
		fact.Starts, fact.Ends = date, lexicon.PartialDate{}
		return fact
	case network.Plan:
		fact.Adopted = date
		return fact
	case network.Action:
		fact.Status, fact.Since = status, date
		return fact
	case network.Partner:
		fact.Kind = rapid.SampledFrom([]lexicon.PartnerKind{lexicon.Organisation, lexicon.Collective}).Draw(t, "kind")
		return fact
	case network.Source:
		fact.Date = date
		return fact
	case network.Theme:
		fact.Reference, fact.Parent = 0, 0
		return fact
	case network.Axis:
		fact.Plan = 0
		return fact
	case network.Contribution:
		fact.Status, fact.Since = status, date
		return fact
	case network.Alignment:
		fact.Status, fact.Since = status, date
		return fact
	case network.Membership:
		fact.Status, fact.Since = status, date
		return fact
	case network.Relation:
		fact.Status, fact.Since = status, date
		return fact
	case network.Citation:
		fact.Supports = !fact.Supports
		return fact
	}
	return row
}

// What is kept of contracts is never told after a fact that it rests on has changed.
func TestStats_OneChangeIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := network.Selection{When: when(drawAsOf(t)), ByReference: rapid.Bool().Draw(t, "by reference")}
		ask := func(told *network.Facts) []any {
			n, err := told.Build(nil)
			if err != nil {
				t.Fatal(err)
			}
			var answers []any
			for _, by := range [][]network.Dimension{{network.ByTheme, network.ByPartnerKind}, {network.ByContract, network.ByTerritory}} {
				counted, err := statsOf(t, n, sel, by)
				if err != nil {
					t.Fatal(err)
				}
				answers = append(answers, counted.Rows, counted.Groups, counted.Total)
			}
			return answers
		}
		told := f.put()
		ask(told)
		rows := f.rows()
		refs := slices.SortedFunc(maps.Keys(rows), network.Ref.Compare)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			kind := rapid.SampledFrom(refs).Draw(t, "kind").Kind
			if rapid.Bool().Draw(t, "evidence") {
				kind = rapid.SampledFrom([]network.Kind{network.KindCitation, network.KindSource, network.KindMembership, network.KindRelation}).Draw(t, "kind")
			}
			some := slices.DeleteFunc(slices.Clone(refs), func(r network.Ref) bool { return r.Kind != kind })
			if len(some) == 0 {
				continue
			}
			at := rapid.SampledFrom(some).Draw(t, "changed")
			rows[at] = varied(t, rows[at])
			put(told, rows[at])
			fresh := network.NewFacts()
			for _, r := range refs {
				put(fresh, rows[r])
			}
			if diff := cmp.Diff(ask(fresh), ask(told)); diff != "" {
				t.Fatalf("after %v %+v:\n%s", at, rows[at], diff)
			}
		}
	})
}

// A citation is no part of a chain, and yet tells when one certainly holds.
func TestStats_ACitationThatGoesIsCounted(t *testing.T) {
	told := network.NewFacts()
	told.PutContract(network.Contract{ID: 1})
	told.PutAxis(network.Axis{ID: 2, Contract: 1})
	told.PutPartner(network.Partner{ID: 3})
	told.PutSource(network.Source{ID: 4, Date: dated("2016")})
	told.PutContribution(network.Contribution{
		Claim:   network.Claim{ID: 5, Contract: 1, Status: lexicon.StatusActive, Basis: lexicon.BasisStated, Recorded: on("2020-01-01").Latest()},
		Partner: 3, Axis: 2, Role: lexicon.RoleHost,
	})
	told.PutCitation(network.Citation{ID: 6, Record: ref(network.KindContribution, 5), Source: 4, Supports: true})
	ask := func() network.Tally {
		n, err := told.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := n.Stats(t.Context(), network.Selection{When: when(on("2018"))}, []network.Dimension{network.ByContract})
		if err != nil {
			t.Fatal(err)
		}
		return counted.Total.Contributions
	}
	if got := ask(); got.Confirmed != 1 || got.Unknown != 0 {
		t.Errorf("with its source: %+v", got)
	}
	told.Remove(ref(network.KindCitation, 6))
	if got := ask(); got.Confirmed != 0 || got.Unknown != 1 {
		t.Errorf("without its source: %+v", got)
	}
}
