package network_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// side returns the fixture's contract at a time, under the names of the fixture.
func (f *fixture) side(t testing.TB, asOf string) network.Side {
	return network.Side{
		Network: f.network(t), Contract: f.refs["c1"].ID, When: network.At(*on(asOf), today), Names: f.called,
	}
}

func (f *fixture) called(_ context.Context, refs []network.Ref) (map[network.Ref]string, error) {
	names := make(map[network.Ref]string, len(refs))
	for _, r := range refs {
		names[r] = f.call(r)
	}
	return names, nil
}

// told formats a difference, one change a line.
func told(d network.Difference) string {
	var b strings.Builder
	for _, c := range d.Cells {
		fmt.Fprintf(&b, "%s %s %s", c.Movement, c.Partner, c.Axis)
		for _, cell := range []*network.Cell{c.Before, c.After} {
			if cell == nil {
				b.WriteString(" -")
				continue
			}
			fmt.Fprintf(&b, " %s/%s", cell.Standing, cell.Status())
			if cell.LeadsAxis {
				b.WriteString("/leads")
			}
		}
		fmt.Fprintf(&b, ": %s\n", strings.Join(c.Readings, ", "))
	}
	for _, g := range d.Gaps {
		fmt.Fprintf(&b, "%s %v %s\n", g.Code, g.Opened, strings.Join(append([]string{g.Name}, g.Apart...), " "))
	}
	return b.String()
}

func TestDifference_OfTwoDays(t *testing.T) {
	f := read(t, `
		anne -LEAD[2020..2021]-> axe1
		bea -HOST[2022..]-> axe1
		cloe -HOST[2020..]-> act -SERVES-> axe1
		dora -HOST[2020..]-> old -SERVES-> axe1
		dates old active 2020..2021
		eva -HOST/mentioned[2020..]-> axe1
		eva -EXPERT[2022..]-> axe1
		fay -EXPERT[2020..]-> axe1
		fay2 -HOST[2020..]-> axe1
		!heir -SUCCEEDS[2022..]-> !fay2`)
	got, err := network.Compare(t.Context(), f.side(t, "2021-06-01"), f.side(t, "2023-06-01"), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	want := `GAINED bea axe1 - CONFIRMED/ACTIVE: bea-HOST->axe1
CHANGED eva axe1 PROSPECTIVE/MENTIONED CONFIRMED/ACTIVE: eva-EXPERT->axe1
GAINED heir axe1 - CONFIRMED/ACTIVE: heir-SUCCEEDS->!fay2
LOST anne axe1 CONFIRMED/ACTIVE/leads -: anne-LEAD->axe1
LOST dora axe1 CONFIRMED/ACTIVE -: old
LOST fay2 axe1 CONFIRMED/ACTIVE -: heir-SUCCEEDS->!fay2
NO_LEAD true axe1
`
	if diff := cmp.Diff(want, told(got)); diff != "" {
		t.Error(diff)
	}
	for name, sides := range map[string][2]string{
		"a day and itself": {"2021-06-01", "2021-06-01"}, "two equal days": {"2021-06-01", "2021-06-02"},
	} {
		same, err := network.Compare(t.Context(), f.side(t, sides[0]), f.side(t, sides[1]), 0, 1000)
		if err != nil || told(same) != "" {
			t.Errorf("%s differ: %s%v", name, told(same), err)
		}
	}
}

// Two overlaps of one theme are two gaps: one may open while the other closes.
func TestDifference_TellsGapsOfOneSubjectApart(t *testing.T) {
	f := read(t, `
		cpam -LEAD-> a -TARGETS-> +jeunes
		a -COVERS[..2021]-> %qpv
		a -COVERS[2022..]-> %ville
		a -CONCERNS-> ~sante
		caf -LEAD-> b -TARGETS-> +jeunes
		b -COVERS[..2021]-> %qpv
		b -COVERS[2022..]-> %ville
		b -CONCERNS-> ~sante`)
	got, err := network.Compare(t.Context(), f.side(t, "2021-06-01"), f.side(t, "2023-06-01"), 0, 1000)
	want := "OVERLAP true ~sante +jeunes %ville\nOVERLAP false ~sante +jeunes %qpv\n"
	if err != nil || told(got) != want {
		t.Errorf("%s%v", told(got), err)
	}
}

func TestDifference_OfWhatWasKnown(t *testing.T) {
	then := read(t, "anne -HOST/mentioned-> axe1\nbea -HOST-> act -SERVES-> axe1\ncloe -HOST-> axe1\nfay -HOST-> axe1")
	// The same facts written in another order have other database ids.
	now := read(
		t,
		"axe2\ndora -HOST-> axe2\nfay -HOST-> axe1\nanne -HOST-> axe1\nbea -HOST-> act -SERVES-> axe1\ndates act abandoned",
	)
	got, err := network.Compare(t.Context(), then.side(t, "2025-06-01"), now.side(t, "2025-06-01"), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	want := `CHANGED anne axe1 PROSPECTIVE/MENTIONED CONFIRMED/ACTIVE: 
CHANGED bea axe1 CONFIRMED/ACTIVE ABANDONED/ABANDONED: 
GAINED dora axe2 - CONFIRMED/ACTIVE: 
LOST cloe axe1 CONFIRMED/ACTIVE -: 
`
	cells := got
	cells.Gaps = nil
	if diff := cmp.Diff(want, told(cells)); diff != "" {
		t.Error(diff)
	}
	if records := got.Cells[1].Records; !slices.Equal(
		records, []string{"act", "act-SERVES->axe1", "axe1", "bea-HOST->act", "c1"},
	) {
		t.Errorf("bea's change rests on %q", records)
	}
	nobody := then.side(t, "2025-06-01")
	nobody.Contract = 0
	all, err := network.Compare(t.Context(), nobody, now.side(t, "2025-06-01"), 0, 1000)
	if err != nil || len(all.Cells) != 4 || all.Cells[0].Movement != lexicon.Gained {
		t.Errorf("against a moment without the contract: %s%v", told(all), err)
	}
	if _, err := network.Compare(t.Context(), nobody, now.side(t, "2025-06-01"), 0, 3); err == nil {
		t.Error("more cells than asked are compared")
	}
}

// A difference names the records that explain it, among them a plan, a contract or a succession.
func TestDifference_TellsWhatTheDatesAreOf(t *testing.T) {
	for _, c := range []struct{ name, facts, from, to, want string }{
		{
			"the plan of the axis", "plan p1: axe1\ndates p1 2016-06..\nanne -LEAD-> act -SERVES-> axe1",
			"2016-05-31", "2016-06-15", "GAINED anne axe1 - UNKNOWN/ACTIVE: c1, p1\n",
		},
		{
			"the contract", "dates c1 2010..2020\nanne -LEAD[2005..]-> axe1",
			"2020-12-31", "2021-01-01", "LOST anne axe1 CONFIRMED/ACTIVE/leads -: c1\n",
		},
		{
			"an undated succession, by its source",
			"dates c1 2010..\nanne -LEAD-> axe1\n!bea -SUCCEEDS/=2020-06-01-> !anne",
			"2020-05-31", "2020-06-01",
			"GAINED bea axe1 - CONFIRMED/ACTIVE/leads: bea-SUCCEEDS->!anne\n" +
				"LOST anne axe1 CONFIRMED/ACTIVE/leads -: bea-SUCCEEDS->!anne\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.facts)
			got, err := network.Compare(t.Context(), f.side(t, c.from), f.side(t, c.to), 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			got.Gaps = nil
			if diff := cmp.Diff(c.want, told(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// In the reverse direction gains are losses. A moment does not differ from itself. The cells that moved are those
// that differ.
func TestDifference_ReadsBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		n := build(t, f)
		names := func(_ context.Context, refs []network.Ref) (map[network.Ref]string, error) {
			names := make(map[network.Ref]string, len(refs))
			for _, r := range refs {
				names[r] = fmt.Sprint(r)
			}
			return names, nil
		}
		contract := rapid.SampledFrom(f.contracts).Draw(t, "contract").ID
		var sides [2]network.Side
		var matrices [2]network.Matrix
		for i := range sides {
			at := when(drawAsOf(t))
			sides[i] = network.Side{Network: n, Contract: contract, When: at, Names: names}
			matrices[i] = n.Matrix(network.Selection{Contracts: []int{contract}, When: at})
		}
		compare := func(a, b network.Side) network.Difference {
			d, err := network.Compare(t.Context(), a, b, 12, 1000)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		if same := compare(sides[0], sides[0]); len(same.Cells)+len(same.Gaps) > 0 {
			t.Fatalf("a moment differs from itself: %s", told(same))
		}
		for _, c := range compare(sides[0], sides[1]).Cells {
			if isDay := sides[0].When != network.AnyTime(today) && sides[1].When != network.AnyTime(today); isDay &&
				len(c.Readings) == 0 {
				t.Fatalf("%v %s %s: no record reads differently\n%s", c.Movement, c.Partner, c.Axis, f.told())
			}
		}
		there, back := compare(sides[0], sides[1]), compare(sides[1], sides[0])
		if diff := cmp.Diff(moves(there, false), moves(back, true)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(plainMoves(matrices[0], matrices[1]), moves(there, false)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// moves returns the movements of cells, swapped if asked.
func moves(d network.Difference, swapped bool) map[[2]string]lexicon.Movement {
	moves := make(map[[2]string]lexicon.Movement)
	for _, c := range d.Cells {
		swap := map[lexicon.Movement]lexicon.Movement{
			lexicon.Gained: lexicon.Lost, lexicon.Lost: lexicon.Gained, lexicon.Moved: lexicon.Moved,
		}
		if swapped {
			c.Movement = swap[c.Movement]
		}
		moves[[2]string{c.Partner, c.Axis}] = c.Movement
	}
	return moves
}

func plainMoves(a, b network.Matrix) map[[2]string]lexicon.Movement {
	read := func(m network.Matrix) map[[2]string]string {
		read := make(map[[2]string]string)
		for _, c := range m.Cells {
			at := [2]string{fmt.Sprint(ref(network.KindPartner, c.Partner)), fmt.Sprint(ref(network.KindAxis, c.Axis))}
			read[at] = fmt.Sprint(c.Standing, c.Status(), c.LeadsAxis)
		}
		return read
	}
	was, is := read(a), read(b)
	moves := make(map[[2]string]lexicon.Movement)
	for at := range was {
		if is[at] == "" {
			moves[at] = lexicon.Lost
		}
	}
	for at := range is {
		switch {
		case was[at] == "":
			moves[at] = lexicon.Gained
		case was[at] != is[at]:
			moves[at] = lexicon.Moved
		}
	}
	return moves
}
