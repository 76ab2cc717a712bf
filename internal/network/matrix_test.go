package network_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

const city = `
	in c2: axe4 pass #copil
	plan p1: axe1 axe2
	axe1 -CONCERNS-> ~logement
	axe2 -CONCERNS-> ~stages
	axe2 -CONCERNS-> ~logement
	axe4 -CONCERNS-> ~travail
	axe3 -CONCERNS/abandoned-> ~stages
	axe3 -LISTED_IN-> ~stages
	reference ~emploi
	~stages under ~education
	~travail as ~emploi
	~education as ~emploi
	cpam -DRIVER/active-> acces -SERVES/inferred-> axe3
	cpam -LEAD/mentioned-> axe1
	mde -LEAD/committed-> bourse -RESONATES_WITH-> axe2
	mde -FUNDER/abandoned-> axe1
	caf -HOST[2016-06..]-> axe1
	caf -REFERRER[2016-06..]-> pass -SERVES-> axe4
	etat -FUNDER-> pass`

// outline formats a matrix without its chains.
func (f *fixture) outline(m network.Matrix) string {
	var b strings.Builder
	for _, r := range m.Rows {
		fmt.Fprintf(&b, "row %s %s\n", f.call(ref(network.KindPartner, r.Partner)), totals(r.Totals))
	}
	for _, c := range m.Columns {
		fmt.Fprintf(
			&b, "column %s %s", f.call(ref(network.KindAxis, c.Axis)), f.call(ref(network.KindContract, c.Contract)),
		)
		for _, theme := range c.Themes {
			fmt.Fprintf(&b, " %s", f.call(ref(network.KindTheme, theme)))
		}
		fmt.Fprintf(&b, " %s\n", totals(c.Totals))
	}
	for _, g := range m.Groups {
		fmt.Fprintf(&b, "group %s %v %s\n", f.call(ref(network.KindTheme, g.Theme)), g.Columns, totals(g.Totals))
	}
	for _, c := range m.Cells {
		fmt.Fprintf(
			&b, "cell %d,%d %v %s %v\n", c.Row, c.Column, c.Counts, c.Status(), append(c.AxisRoles, c.ActionRoles...),
		)
	}
	return b.String() + totals(m.Totals) + "\n"
}

func totals(t network.Totals) string {
	tally := func(t network.Tally) string {
		least := ""
		if t.AtLeast != (network.AtLeast{}) {
			least = " at least"
		}
		return fmt.Sprintf("{%d %d %d%s}", t.Confirmed, t.Prospective, t.Unknown, least)
	}
	return fmt.Sprintf("partners %v axes %v chains %v", tally(t.Partners), tally(t.Axes), t.Chains)
}

func TestMatrix_Counts(t *testing.T) {
	f := read(t, city)
	got := f.outline(f.network(t).Matrix(network.Selection{When: when(on("2016-06-15"))}))
	// In braces: the numbers of confirmed, prospective and, for chains, abandoned; then unknown.
	want := lines(`
		row caf partners {0 0 1} axes {0 0 2} chains {0 0 0 2}
		row cpam partners {1 0 0} axes {1 1 0} chains {1 1 0 0}
		row etat partners {1 0 0} axes {1 0 0} chains {1 0 0 0}
		row mde partners {1 0 0} axes {1 0 0} chains {1 0 1 0}
		column axe1 c1 ~logement partners {0 1 1} axes {0 1 0} chains {0 1 1 1}
		column axe2 c1 ~logement ~stages partners {1 0 0} axes {1 0 0} chains {1 0 0 0}
		column axe3 c1 partners {1 0 0} axes {1 0 0} chains {1 0 0 0}
		column axe4 c2 ~travail partners {1 0 1} axes {1 0 0} chains {1 0 0 1}
		group ~logement [0 1] partners {1 1 1} axes {1 1 0} chains {1 1 1 1}
		group ~stages [1] partners {1 0 0} axes {1 0 0} chains {1 0 0 0}
		group ~travail [3] partners {1 0 1} axes {1 0 0} chains {1 0 0 1}
		group  [2] partners {1 0 0} axes {1 0 0} chains {1 0 0 0}
		cell 0,0 {0 0 0 1} ACTIVE [HOST]
		cell 0,3 {0 0 0 1} ACTIVE [REFERRER]
		cell 1,0 {0 1 0 0} MENTIONED [LEAD]
		cell 1,2 {1 0 0 0} ACTIVE [DRIVER]
		cell 2,3 {1 0 0 0} ACTIVE [FUNDER]
		cell 3,0 {0 0 1 0} ABANDONED [FUNDER]
		cell 3,1 {1 0 0 0} COMMITTED [LEAD]
		partners {3 0 1} axes {3 1 0} chains {3 1 1 2}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSelection_NarrowsTheMatrix(t *testing.T) {
	f := read(t, city)
	n := f.network(t)
	ids := func(names ...string) []int {
		var ids []int
		for _, name := range names {
			ids = append(ids, f.id(t, name))
		}
		return ids
	}
	for _, c := range []struct {
		name       string
		sel        network.Selection
		axes, rows string
		chains     int
	}{
		{"nothing asked is everything", network.Selection{}, "axe1 axe2 axe3 axe4", "caf cpam etat mde", 7},
		{"contracts", network.Selection{Contracts: ids("c2")}, "axe4", "caf etat", 2},
		{"axes, in the contract's order", network.Selection{
			Axes: ids("axe3", "axe1", "axe3"),
		}, "axe1 axe3", "caf cpam mde", 4},
		{"axes of other contracts are not in it", network.Selection{
			Contracts: ids("c2"), Axes: ids("axe1", "axe4"),
		}, "axe4", "caf etat", 2},
		{"themes", network.Selection{Themes: ids("~logement")}, "axe1 axe2", "caf cpam mde", 4},
		{"themes under a theme, not by abandoned claims", network.Selection{Themes: ids("~education")}, "axe2", "mde", 1},
		{"themes of a reference theme, in every contract", network.Selection{Themes: ids("~emploi")}, "axe2 axe4", "caf etat mde", 3},
		{"a theme does not stand for those over it", network.Selection{Themes: ids("~travail")}, "axe4", "caf etat", 2},
		{"partners, even with nothing", network.Selection{
			Partners: ids("etat", "cpam"), Contracts: ids("c1"),
		}, "axe1 axe2 axe3", "cpam etat", 2},
		{"partners, one axis", network.Selection{
			Partners: ids("etat", "cpam"), Axes: ids("axe1"),
		}, "axe1", "cpam etat", 1},
		{"roles", network.Selection{
			ActionRoles: []lexicon.Role{lexicon.RoleFunder, lexicon.RoleHost},
			AxisRoles:   []lexicon.Role{lexicon.RoleFunder, lexicon.RoleHost},
		}, "axe1 axe2 axe3 axe4", "caf etat mde", 3},
		{"statuses", network.Selection{
			Statuses: []lexicon.Status{lexicon.StatusAbandoned, lexicon.StatusCommitted},
		}, "axe1 axe2 axe3 axe4", "mde", 2},
		{"bases", network.Selection{
			Bases: []lexicon.Basis{lexicon.BasisInferred},
		}, "axe1 axe2 axe3 axe4", "cpam mde", 2},
		{"rules", network.Selection{Rules: []lexicon.Rule{lexicon.RuleByResonance}}, "axe1 axe2 axe3 axe4", "mde", 1},
		{"unknown words select nothing", network.Selection{
			AxisRoles: []lexicon.Role{"BOSS"},
		}, "axe1 axe2 axe3 axe4", "", 0},
		{"unknown contracts select nothing", network.Selection{Contracts: []int{-1}}, "", "", 0},
		{"unknown axes select nothing", network.Selection{Axes: []int{-1}}, "", "", 0},
		{"unknown themes select nothing", network.Selection{Themes: []int{-1}}, "", "", 0},
		{"unknown partners select nothing", network.Selection{Partners: []int{-1}}, "axe1 axe2 axe3 axe4", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := n.Matrix(c.sel)
			var axes, rows []network.Ref
			for _, column := range m.Columns {
				axes = append(axes, ref(network.KindAxis, column.Axis))
			}
			for _, row := range m.Rows {
				rows = append(rows, ref(network.KindPartner, row.Partner))
			}
			chains := 0
			for _, cell := range m.Cells {
				chains += len(cell.Chains)
			}
			if f.call(axes...) != c.axes || f.call(rows...) != c.rows || chains != c.chains {
				t.Errorf(
					"axes %s, rows %s, %d chains; want %s, %s, %d", f.call(axes...), f.call(rows...), chains, c.axes,
					c.rows, c.chains,
				)
			}
		})
	}
}

func TestMatrix_ThemesInACycleEnd(t *testing.T) {
	f := read(t, "axe1 -CONCERNS-> ~a\n~a under ~b\n~b under ~a\n~b as ~a")
	m := f.network(t).Matrix(network.Selection{Themes: []int{f.id(t, "~b")}})
	if len(m.Columns) != 1 {
		t.Errorf("%d columns, want 1", len(m.Columns))
	}
}

func TestMatrix_AxesAreOrderedByContractThenPosition(t *testing.T) {
	b := network.NewFacts()
	for id := range 3 {
		b.PutContract(network.Contract{ID: 3 - id})
	}
	for _, a := range []network.Axis{
		{ID: 1, Contract: 3}, {ID: 2, Contract: 1, Position: 2}, {ID: 3, Contract: 1, Position: 1},
		{ID: 4, Contract: 1, Position: 2},
	} {
		b.PutAxis(a)
	}
	n, err := b.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, c := range n.Matrix(network.Selection{}).Columns {
		got = append(got, c.Axis)
	}
	if want := []int{3, 2, 4, 1}; !slices.Equal(got, want) {
		t.Errorf("axes %v, want %v", got, want)
	}
}

func TestContributors_OfUnknownsAreNone(t *testing.T) {
	f := read(t, city)
	n := f.network(t)
	axis := f.id(t, "axe1")
	if got := n.Contributors(-1, network.Selection{}); len(got) != 0 {
		t.Error(got)
	}
	if got := n.AxesOf(-1, network.Selection{}); len(got) != 0 {
		t.Error(got)
	}
	if got := n.Contributors(axis, network.Selection{Axes: []int{f.id(t, "axe2")}}); len(got) != 0 {
		t.Error("the selection does not ask for the axis:", f.tell(got))
	}
	if got := n.AxesOf(f.id(t, "cpam"), network.Selection{Partners: []int{f.id(t, "caf")}}); len(got) != 0 {
		t.Error("the selection does not ask for the partner:", f.tell(got))
	}
}

func TestMatrix_ThemesOfSeveralContractsMeetInTheirReferenceTheme(t *testing.T) {
	f := read(t, city)
	groups := func(byReference bool) string {
		var b strings.Builder
		for _, g := range f.network(t).Matrix(network.Selection{ByReference: byReference}).Groups {
			fmt.Fprintf(&b, "%s %v; ", f.call(ref(network.KindTheme, g.Theme)), g.Columns)
		}
		return b.String()
	}
	none := f.call(ref(network.KindTheme, 0))
	if got, want := groups(true), "~logement [0 1]; ~emploi [1 3]; "+none+" [2]; "; got != want {
		t.Errorf("by reference: %s, want %s", got, want)
	}
	if got, want := groups(false), "~logement [0 1]; ~stages [1]; ~travail [3]; "+none+" [2]; "; got != want {
		t.Errorf("by own theme: %s, want %s", got, want)
	}
}
