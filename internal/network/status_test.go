package network_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// Each case is one partner and one axis, with the expected cell at a date.
func TestCell_Says(t *testing.T) {
	for _, c := range []struct{ name, facts, asOf, want string }{
		{
			"an action's own status lowers",
			"dates a validated\ncpam -LEAD-> a -SERVES-> axe1", "2016",
			"PROSPECTIVE VALIDATED [] [LEAD] false",
		},
		{
			"an abandoned action abandons",
			"dates a abandoned\ncpam -LEAD-> a -SERVES-> axe1", "2016",
			"ABANDONED ABANDONED [] [LEAD] false",
		},
		{"an action that ended", "dates a ..2015\ncpam -LEAD-> a -SERVES-> axe1", "2016", "nothing"},
		{
			"an action whose end is unknown",
			"dates a ..XXXX\ncpam -LEAD-> a -SERVES-> axe1", "2016",
			"UNKNOWN ACTIVE [] [LEAD] false",
		},
		{
			"an action without a status says nothing",
			"cpam -LEAD/committed-> a -SERVES-> axe1", "2016",
			"CONFIRMED COMMITTED [] [LEAD] false",
		},
		{
			"the contribution's own word",
			"cpam -LEAD/active-> a -SERVES/committed-> axe1", "2016",
			"CONFIRMED ACTIVE [] [LEAD] false",
		},
		{
			"structure lowers nothing",
			"axe1\ncpam -LEAD-> b -PART_OF/mentioned-> a -SERVES-> axe1", "2016",
			"CONFIRMED ACTIVE [] [LEAD] false",
		},
		{
			"structure that was given up",
			"axe1\ncpam -LEAD-> b -PART_OF/abandoned-> a -SERVES-> axe1", "2016",
			"ABANDONED ABANDONED [] [LEAD] false",
		},
		{"leading the axis itself", "cpam -CO_LEAD-> axe1", "2016", "CONFIRMED ACTIVE [CO_LEAD] [] true"},
		{
			"roles of weaker chains are not the cell's",
			"cpam -LEAD/mentioned-> axe1\ncpam -HOST-> axe1", "2016",
			"CONFIRMED ACTIVE [HOST] [] false",
		},
		{
			"on the axis and in an action",
			"cpam -LEAD-> a -SERVES-> axe1\ncpam -FUNDER-> axe1", "2016",
			"CONFIRMED ACTIVE [FUNDER] [LEAD] false",
		},
		{
			"a collective gives no role",
			"cpam -MEMBER-> @c -LEAD-> axe1", "2016",
			"CONFIRMED ACTIVE [] [] false",
		},
		{
			"a successor has its predecessor's role",
			"!cpam -SUCCEEDS[2015..]-> !old\nold -LEAD[2010..]-> axe1", "2016",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},

		{
			"finished, while it ran",
			"cpam -LEAD/completed[2014..2015-06-30]-> axe1", "2014-12-31",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
		{
			"finished, on some day of its end",
			"cpam -LEAD/completed[2014..2015]-> axe1", "2015-03",
			"UNKNOWN COMPLETED [LEAD] [] false",
		},
		{
			"finished, at any time",
			"cpam -LEAD/completed[2014..2015]-> axe1", "",
			"CONFIRMED COMPLETED [LEAD] [] true",
		},
		{"finished, afterwards", "cpam -LEAD/completed[2014..2015]-> axe1", "2016", "nothing"},
		{
			"finished without an end, before that was recorded",
			"cpam -LEAD/completed[2014..]-> axe1", "2018",
			"UNKNOWN COMPLETED [LEAD] [] false",
		},
		{"finished without an end, from then on", "cpam -LEAD/completed[2014..]-> axe1", "2019", "nothing"},

		{
			"undated, before its source",
			"dates c1 2010..\ncpam -LEAD/=2015-06-> axe1", "2015-05",
			"UNKNOWN ACTIVE [LEAD] [] false",
		},
		{
			"undated, from its source on",
			"dates c1 2010..\ncpam -LEAD/=2015-06-> axe1", "2015-07",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
		{"undated, before its contract", "dates c1 2010..\ncpam -LEAD/=2015-06-> axe1", "2009", "nothing"},
		{
			"undated without a source, from its contract on",
			"dates c1 2010..\ncpam -LEAD-> axe1", "2011",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
		{
			"nothing is dated, before it was recorded",
			"cpam -LEAD-> axe1", "2013",
			"UNKNOWN ACTIVE [LEAD] [] false",
		},
		{
			"nothing is dated, since it was recorded",
			"cpam -LEAD-> axe1", "2014",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
		{"an end is inclusive", "cpam -LEAD[..2016]-> axe1", "2016-12-31", "CONFIRMED ACTIVE [LEAD] [] true"},
		{"until today", "cpam -LEAD-> axe1", "2025-12-31", "CONFIRMED ACTIVE [LEAD] [] true"},
		{"a month that is not over", "cpam -LEAD-> axe1", "2026", "UNKNOWN ACTIVE [LEAD] [] false"},
		{"tomorrow", "cpam -LEAD-> axe1", "2026-01-01", "UNKNOWN ACTIVE [LEAD] [] false"},
		{
			"a contract's end vouches for nothing",
			"dates c1 2010..2030\ncpam -LEAD-> axe1", "2026-01-01",
			"UNKNOWN ACTIVE [LEAD] [] false",
		},
		{
			"a contract's end shortens",
			"dates c1 2010..2020\ncpam -LEAD[2012..2025]-> axe1", "2021",
			"nothing",
		},
		{
			"an end that is told vouches",
			"dates c1 2010..2030\ncpam -LEAD[2012..2027]-> axe1", "2026-01-01",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
		{
			"an axis begins with its plan",
			"plan p1: axe1\ndates p1 2016..\ncpam -LEAD[2010..]-> axe1", "2015",
			"nothing",
		},
		{
			"a plan of an unknown date changes nothing",
			"plan p1: axe1\ndates p1 XXXX..\ndates c1 2010..\ncpam -LEAD-> axe1", "2012",
			"CONFIRMED ACTIVE [LEAD] [] true",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.facts)
			got := "nothing"
			selection := network.Selection{Partners: []int{f.id(t, "cpam")}, When: when(on(c.asOf))}
			for _, cell := range f.network(t).Matrix(selection).Cells {
				got = fmt.Sprintf("%s %s %v %v %v",
					cell.Standing, cell.Status(), cell.AxisRoles, cell.ActionRoles, cell.LeadsAxis)
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestHolds_ReadsWhatAClaimIsAbout(t *testing.T) {
	f := read(t, `
		dates act 2024..2025-06
		plan p1: axe2
		dates p1 2020..
		dates c1 2015..
		anne -LEAD-> act -SERVES-> axe1
		bea -HOST-> axe2
		!cloe -SUCCEEDS[2022..]-> !bea`)
	n := f.network(t)
	at := func(name, day string) lexicon.Truth {
		for r, called := range f.names {
			if called == name {
				return n.Holds(r, when(on(day)))
			}
		}
		t.Fatalf("nothing is called %s", name)
		return ""
	}
	for _, c := range []struct {
		name, day string
		want      lexicon.Truth
	}{
		{"anne-LEAD->act", "2022", lexicon.No},
		{"act-SERVES->axe1", "2022", lexicon.No},
		{"anne-LEAD->act", "2025-01", lexicon.Yes},
		{"anne-LEAD->act", "2025-07", lexicon.No},
		{"bea-HOST->axe2", "2019", lexicon.No},
		{"bea-HOST->axe2", "2021", lexicon.Yes},
		{"bea-HOST->axe2", "2023", lexicon.Yes}, // cloe continues it
		{"p1", "2019", lexicon.No},
		{"p1", "2021", lexicon.Yes},
	} {
		if got := at(c.name, c.day); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.name, c.day, got, c.want)
		}
	}
}

func TestPeers_PassToTheSuccessor(t *testing.T) {
	f := read(t, `
		anne -LEAD-> act
		bea -HOST-> act
		cloe -HOST-> part -PART_OF-> act
		!heir -SUCCEEDS[2021..]-> !anne
		!last -SUCCEEDS[2023..]-> !heir`)
	n := f.network(t)
	for day, want := range map[string]string{"2020": "anne", "2022": "heir", "2024": "last"} {
		for _, name := range []string{"anne", "heir", "last"} {
			peers := n.Peers(f.id(t, name), network.PeerOptions{When: when(on(day))})
			if isHolder := name == want; isHolder != (len(peers) == 2) || !isHolder && len(peers) > 0 {
				t.Errorf("in %s %s has peers %+v", day, name, peers)
			}
		}
		if peers := n.Peers(
			f.id(t, "bea"), network.PeerOptions{When: when(on(day))},
		); len(peers) != 2 || peers[1].Partner != f.id(t, want) && peers[0].Partner != f.id(t, want) {
			t.Errorf("in %s the peers of bea are %+v, want %s among two", day, peers, want)
		}
	}
	// In the year of the succession both perhaps have the contribution, but never at the same time.
	for _, p := range n.Peers(f.id(t, "anne"), network.PeerOptions{When: when(on("2020/2022"))}) {
		if p.Partner == f.id(t, "heir") {
			t.Error("two who have one contribution one after the other are peers")
		}
	}
}

// A succeeded member of a collective is no longer one: its successor is.
func TestCounting_AMembershipPassesToTheSuccessor(t *testing.T) {
	f := read(t, `
		@c -LEAD-> axe1
		anne -MEMBER-> @c
		bea -MEMBER-> @c
		!heir -SUCCEEDS[2021..]-> !anne`)
	for day, want := range map[string]network.Tally{"2020": {Confirmed: 2}, "2022": {Confirmed: 2}} {
		m := f.network(t).Matrix(network.Selection{When: when(on(day))})
		if got := m.Totals.Partners; got != want {
			t.Errorf("in %s: %+v, want %+v", day, got, want)
		}
	}
}

func TestCounts_AgreeWithTheStanding(t *testing.T) {
	f := read(t, "dates a abandoned ..XXXX\ncpam -LEAD-> a -SERVES-> axe1")
	c := f.network(t).Matrix(network.Selection{When: when(on("2016"))}).Cells[0]
	if c.Standing != lexicon.StandingAbandoned || c.Counts != (network.Counts{Abandoned: 1}) {
		t.Errorf("%s, and counts %+v", c.Standing, c.Counts)
	}
}

// A lead of an action of an axis does not lead the axis.
func TestRoles_InTheAxisAndInActionsAreApart(t *testing.T) {
	f := read(t, `
		anne -LEAD-> act -SERVES-> axe1
		bea -LEAD-> axe2
		!cloe -SUCCEEDS[2015..]-> !dora
		dora -LEAD[2010..]-> axe2
		eva -MEMBER-> @c -LEAD-> axe2`)
	lead := []lexicon.Role{lexicon.RoleLead}
	for _, c := range []struct {
		sel  network.Selection
		want string
	}{
		{network.Selection{AxisRoles: lead}, "bea @c cloe"},
		{network.Selection{ActionRoles: lead}, "anne"},
		{network.Selection{AxisRoles: lead, ActionRoles: lead}, "anne bea @c cloe"},
		{network.Selection{AxisRoles: []lexicon.Role{}, ActionRoles: lead}, "anne"},
		{network.Selection{AxisRoles: []lexicon.Role{}}, ""},
	} {
		c.sel.When = when(on("2020"))
		var names []string
		for _, cell := range f.network(t).Matrix(c.sel).Cells {
			names = append(names, f.call(ref(network.KindPartner, cell.Partner)))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%v and %v keep %q, want %q", c.sel.AxisRoles, c.sel.ActionRoles, got, c.want)
		}
	}
	stats, err := statsOf(t, f.network(t), network.Selection{When: when(on("2020"))},
		[]network.Dimension{network.ByAxis, network.ByAxisRole})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range stats.Rows {
		if row.Key.Axis == f.id(t, "axe1") && row.Key.AxisRole != "" {
			t.Errorf("somebody is %s of axe1: %+v", row.Key.AxisRole, row)
		}
	}
}

func TestSuccession_EndsOneAndBeginsTheOther(t *testing.T) {
	f := read(t, `
		!drieets -SUCCEEDS[2021-04-01..]-> !direccte
		direccte -OPERATOR[2018..]-> a -SERVES-> axe1
		direccte -MEMBER-> #copil -FOLLOWS-> axe2
		!ddets -SUCCEEDS[2023..]-> !drieets`)
	n := f.network(t)
	for day, want := range map[string]string{
		"2021-03-31": "direccte axe1: BY_ACTION ACTIVE STATED OPERATOR by direccte-OPERATOR->a a-SERVES->axe1\n" +
			"direccte axe2: BY_GROUP VALIDATED INFERRED by direccte-PARTICIPANT->#copil #copil-FOLLOWS->axe2\n",
		"2021-04-01": "drieets axe1: BY_SUCCESSION ACTIVE INFERRED OPERATOR by " +
			"drieets-SUCCEEDS->!direccte direccte-OPERATOR->a a-SERVES->axe1\n" +
			"drieets axe2: BY_SUCCESSION VALIDATED INFERRED by " +
			"drieets-SUCCEEDS->!direccte direccte-PARTICIPANT->#copil #copil-FOLLOWS->axe2\n",
		"2024": "ddets axe1: BY_SUCCESSION ACTIVE INFERRED OPERATOR by " +
			"ddets-SUCCEEDS->!drieets drieets-SUCCEEDS->!direccte direccte-OPERATOR->a a-SERVES->axe1\n" +
			"ddets axe2: BY_SUCCESSION VALIDATED INFERRED by " +
			"ddets-SUCCEEDS->!drieets drieets-SUCCEEDS->!direccte direccte-PARTICIPANT->#copil #copil-FOLLOWS->axe2\n",
	} {
		got := f.tell(n.Matrix(network.Selection{When: when(on(day))}).Cells)
		if got != want {
			t.Errorf("on %s:\n%s\nwant\n%s", day, got, want)
		}
	}
}
