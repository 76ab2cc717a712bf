package network_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

const neighbourhoods = `
	%qpv -PART_OF-> %town
	%town -PART_OF-> %epci
	%park -PART_OF-> %town
	+girls -PART_OF-> +young
	~stages under ~emploi
	cpam -HOST-> a -SERVES-> axe1
	a -COVERS-> %qpv
	a -TARGETS-> +girls
	a -CONCERNS-> ~stages
	caf -HOST-> !b
	caf -LEAD-> b -SERVES-> axe1
	b -COVERS-> %town
	mde -HOST-> part -PART_OF-> b
	etat -FUNDER-> axe1
	axe1 -TARGETS-> +young
	dreal -HOST-> c -SERVES-> axe1
	c -COVERS/abandoned-> %qpv
	drac -MEMBER-> #g -FOLLOWS-> axe1
	ars -MEMBER-> @col -HOST-> a`

// partnersOf returns the partners of the cells of a matrix.
func (f *fixture) partnersOf(t *testing.T, sel network.Selection) string {
	t.Helper()
	var names []string
	for _, c := range f.network(t).Matrix(sel).Cells {
		names = append(names, f.call(ref(network.KindPartner, c.Partner)))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestReach_ChainsAreKeptByWhereForWhomAndOnWhatTheirActionsWork(t *testing.T) {
	f := read(t, strings.Replace(neighbourhoods, "caf -HOST-> !b\n", "", 1))
	id := func(names string) (ids []int) {
		for name := range strings.FieldsSeq(names) {
			ids = append(ids, f.id(t, name))
		}
		return ids
	}
	for _, c := range []struct {
		name, territories, audiences, themes string
		around                               bool
		want                                 string
	}{
		{name: "nothing asked", want: "@col ars caf cpam drac dreal etat mde"},
		{name: "a neighbourhood alone", territories: "%qpv", want: "@col ars cpam"},
		{name: "its commune has it", territories: "%town", want: "@col ars caf cpam mde"},
		{name: "so has its EPCI", territories: "%epci", want: "@col ars caf cpam mde"},
		{name: "a part beside", territories: "%park", want: ""},
		{name: "what contains it, when asked", territories: "%park", around: true, want: "caf mde"},
		{name: "an audience, of an action", audiences: "+girls", want: "@col ars cpam"},
		{name: "and its whole, also of an axis", audiences: "+young", want: "@col ars cpam etat"},
		{name: "a theme of an action", themes: "~stages", want: "@col ars cpam"},
		{name: "and the theme over it", themes: "~emploi", want: "@col ars cpam"},
		{name: "all at once", territories: "%town", audiences: "+young", themes: "~emploi", want: "@col ars cpam"},
		{name: "nowhere together", territories: "%park", audiences: "+young", want: ""},
	} {
		sel := network.Selection{
			Territories: id(c.territories), Audiences: id(c.audiences), ActionThemes: id(c.themes), Around: c.around,
		}
		if got := f.partnersOf(t, sel); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if sel.Partners = f.network(t).PartnersOf(f.id(t, "c1"))[:1]; f.partnersOf(t, sel) != "" &&
			!strings.Contains(c.want, f.partnersOf(t, sel)) {
			t.Errorf("%s: forward, %q", c.name, f.partnersOf(t, sel))
		}
	}
	unknown := network.Selection{Territories: []int{99_999}}
	if got := f.partnersOf(t, unknown); got != "" {
		t.Errorf("a territory that nobody knows keeps %q", got)
	}
}

func TestReach_WhatTerritoriesLeaveAsideIsTold(t *testing.T) {
	f := read(t, strings.Replace(neighbourhoods, "caf -HOST-> !b\n", "", 1))
	n := f.network(t)
	for territories, want := range map[string]network.Uncovered{
		"":      {Without: 3}, // etat, dreal and drac
		"%park": {Around: 2, Without: 3},
		"%qpv":  {Around: 2, Without: 3},
		"%town": {Without: 3},
	} {
		sel := network.Selection{}
		if territories != "" {
			sel.Territories = []int{f.id(t, territories)}
		}
		got, err := n.Uncovered(t.Context(), sel, 100)
		if err != nil || got != want {
			t.Errorf("%q leaves %+v aside (%v), want %+v", territories, got, err, want)
		}
	}
	tooMany := (*network.TooManyError)(nil)
	if _, err := n.Uncovered(t.Context(), network.Selection{}, 3); !errors.As(err, &tooMany) {
		t.Errorf("more cells than asked are counted: %v", err)
	}
}

func TestReach_AnAxisConcernsTheThemesOfTheActionsThatServeIt(t *testing.T) {
	f := read(t, `
		axe1 -CONCERNS-> ~own
		a -SERVES-> axe1
		a -CONCERNS-> ~housing
		a -CONCERNS-> ~own
		part -PART_OF-> a
		part -SERVES-> axe2
		b -RESONATES_WITH-> axe2
		b -CONCERNS-> ~jobs
		gone -SERVES-> axe2
		gone -CONCERNS-> ~past
		dates gone abandoned`)
	n := f.network(t)
	for axis, want := range map[string]string{"axe1": "~housing", "axe2": "~housing ~own"} {
		var names []string
		for _, id := range n.InferredThemes(f.id(t, axis), network.When{}) {
			names = append(names, f.call(ref(network.KindTheme, id)))
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s concerns %q, want %q", axis, got, want)
		}
	}
	for theme, want := range map[string]string{"~housing": "axe1 axe2", "~own": "axe1 axe2", "~jobs": ""} {
		var names []string
		for _, c := range n.Matrix(network.Selection{Themes: []int{f.id(t, theme)}}).Columns {
			names = append(names, f.call(ref(network.KindAxis, c.Axis)))
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("the columns of %s are %q, want %q", theme, got, want)
		}
	}
}

func TestReach_StatisticsCountATerritoryInAllThatContainIt(t *testing.T) {
	f := read(t, strings.Replace(neighbourhoods, "caf -HOST-> !b\n", "", 1))
	n := f.network(t)
	for dimension, want := range map[network.Dimension]string{
		network.ByTerritory:   "%epci 5, %town 5, %qpv 3, - 3",
		network.ByAudience:    "+young 4, +girls 3, - 4",
		network.ByActionTheme: "~stages 3, - 5",
	} {
		stats, err := statsOf(t, n, network.Selection{Contracts: []int{f.id(t, "c1")}}, []network.Dimension{dimension})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, row := range stats.Rows {
			thing := "-"
			for k, id := range map[network.Kind]int{
				network.KindTerritory: row.Key.Territory, network.KindAudience: row.Key.Audience,
				network.KindTheme: row.Key.ActionTheme,
			} {
				if id != 0 {
					thing = f.call(ref(k, id))
				}
			}
			got[fmt.Sprintf("%s %d", thing, row.Contributions.Confirmed+row.Contributions.Prospective)] = true
		}
		wanted := map[string]bool{}
		for _, row := range strings.Split(want, ", ") {
			wanted[row] = true
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s: %s", dimension, diff)
		}
	}
}

func TestCandidates_WhoCouldCloseAGap(t *testing.T) {
	for _, c := range []struct{ name, code, facts, asOf, want string }{
		{name: "prospective ones by status, then who is unknown, then who used to", code: "NO_CONFIRMED_CONTRIBUTOR", asOf: "2018-06", facts: `
			anne -HOST/mentioned-> axe1
			bea -HOST/validated-> axe1
			cloe -HOST/validated-> axe1
			dora -HOST[2018-06-15..]-> axe1
			eva -HOST[2015..2016]-> axe1
			fay -HOST/abandoned-> axe1`,
			want: "bea PROSPECTIVE VALIDATED, cloe PROSPECTIVE VALIDATED, anne PROSPECTIVE MENTIONED, dora UNKNOWN ACTIVE, eva USED_TO"},
		{name: "who is confirmed here lacks only the lead", code: "NO_LEAD", facts: "bea -HOST-> axe1\nanne -EXPERT-> axe1\ncloe -LEAD/mentioned-> axe1",
			want: "anne CONTRIBUTES ACTIVE, bea CONTRIBUTES ACTIVE, cloe PROSPECTIVE MENTIONED"},
		{name: "who is confirmed is no candidate for anything else", code: "SINGLE_PARTNER", facts: "bea -HOST-> axe1\ncloe -LEAD/mentioned-> axe1",
			want: "cloe PROSPECTIVE MENTIONED"},
		{name: "the same reference theme, here first, then by number", code: "NO_CONFIRMED_CONTRIBUTOR", facts: `
			reference ~health
			~a as ~health
			~b under ~c
			~c as ~health
			axe1 -CONCERNS-> ~a
			in c2: axe3 axe4 ~b ~c ~d act
			axe2 -CONCERNS-> ~a
			axe3 -CONCERNS-> ~b
			act -SERVES-> axe4
			act -CONCERNS-> ~c
			zoe -HOST-> axe2
			bea -HOST-> axe3
			anne -HOST-> axe3
			anne -HOST-> axe4
			cloe -HOST/mentioned-> axe3`,
			want: "zoe SAME_THEME axe2, anne SAME_THEME axe3 axe4, bea SAME_THEME axe3"},
		{name: "a theme without an action", code: "THEME_WITHOUT_ACTION", facts: `
			reference ~health
			~a as ~health
			~b as ~health
			axe2 -CONCERNS-> ~b
			act -SERVES-> axe2
			bea -HOST-> axe2
			cloe -HOST/mentioned-> axe2`, want: "bea SAME_THEME axe2"},
		{name: "a group that follows", code: "GROUP_WITHOUT_MEMBERS", facts: `
			#g -FOLLOWS-> axe1
			#g -FOLLOWS-> axe2
			#g -FOLLOWS/abandoned-> axe3
			bea -HOST-> axe1
			anne -HOST/mentioned-> axe1
			cloe -HOST-> axe1
			cloe -HOST-> axe2
			dora -HOST-> axe3`, want: "cloe CONTRIBUTES axe1 axe2, bea CONTRIBUTES axe1"},
		{name: "a predecessor never", code: "NO_CONFIRMED_CONTRIBUTOR", asOf: "2020", facts: `
			old -HOST[2010..2015]-> axe1
			new -HOST[2010..2015]-> axe1
			!heir -SUCCEEDS[2018..]-> !old`, want: "new USED_TO"},
		{name: "who came only later has contributed nothing", code: "NO_CONFIRMED_CONTRIBUTOR", asOf: "1990", facts: `
			bea -HOST[2010..2015]-> axe1
			anne -HOST[1980..1985]-> axe1
			cloe -HOST[2010..]-> axe1`, want: "anne USED_TO"},
		{name: "nobody", code: "NO_CONFIRMED_CONTRIBUTOR", facts: "axe1", want: ""},
		{name: "nobody closes a gap of evidence", code: "UNSOURCED", facts: "anne -HOST/mentioned/+0-> axe1", want: ""},
	} {
		f := read(t, c.facts)
		n, when := f.network(t), network.AnyTime(today)
		if c.asOf != "" {
			when = network.At(*on(c.asOf), today)
		}
		gaps := n.Gaps(f.id(t, "c1"), network.GapOptions{When: when})
		at := slices.IndexFunc(gaps, func(g network.Gap) bool { return string(g.Code) == c.code })
		if at < 0 {
			t.Errorf("%s: no gap %s among %v", c.name, c.code, gaps)
			continue
		}
		found, err := n.WhoCould(t.Context(), f.id(t, "c1"), gaps[at], when)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range found {
			words := []string{f.call(ref(network.KindPartner, x.Partner)), string(x.Reason)}
			if x.Status != "" {
				words = append(words, string(x.Status))
			}
			for _, axis := range x.Axes {
				words = append(words, f.call(ref(network.KindAxis, axis)))
			}
			got = append(got, strings.Join(words, " "))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, text, c.want)
		}
	}
	if got := (lexicon.CandidateReason("")).Values(); len(got) != 5 {
		t.Errorf("the table has all of %v", got)
	}
}
