package network_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// gaps formats the gaps of contract c1, one a line.
func (f *fixture) gaps(t testing.TB, opts network.GapOptions) string {
	t.Helper()
	var b strings.Builder
	for _, g := range f.network(t).Gaps(f.id(t, "c1"), opts) {
		fmt.Fprintf(&b, "%s %s %s %d: %s\n", g.Severity, g.Code, f.call(g.Subject), g.Count, f.call(g.Records...))
	}
	return b.String()
}

// Each case lists the gaps of one code, by subject, count and records.
func TestGaps_FindEachKind(t *testing.T) {
	for _, c := range []struct {
		name, code, facts, asOf string
		stale                   int
		want                    string
	}{
		{name: "a confirmed contributor", code: "NO_CONFIRMED_CONTRIBUTOR", facts: `cpam -HOST/committed-> axe1`},
		{name: "a contributor who cannot be decided is told", code: "NO_CONFIRMED_CONTRIBUTOR", asOf: "2016-06-15",
			facts: `cpam -HOST[2016-06..]-> axe1`, want: `axe1 1: axe1`},
		{name: "a contributor no more", code: "NO_CONFIRMED_CONTRIBUTOR", asOf: "2017",
			facts: `cpam -HOST[..2016]-> axe1`, want: `axe1 0: axe1`},
		{name: "a seat confirms nothing", code: "NO_CONFIRMED_CONTRIBUTOR",
			facts: `cpam -LEAD-> #g -FOLLOWS-> axe1`, want: `axe1 0: axe1`},
		{name: "the axes of another contract", code: "NO_CONFIRMED_CONTRIBUTOR", facts: `in c2: axe1`},

		{name: "prospective chains", code: "ONLY_PROSPECTIVE", facts: `
			cpam -HOST/mentioned-> axe1
			cpam -LEAD/validated-> a -SERVES-> axe1
			caf -LEAD/validated-> a
			mde -LEAD/abandoned-> a`,
			want: `axe1 2: cpam-HOST->axe1 cpam-LEAD->a caf-LEAD->a a-SERVES->axe1`},
		{name: "prospective and confirmed", code: "ONLY_PROSPECTIVE", facts: "cpam -HOST/mentioned-> axe1\ncaf -LEAD-> axe1"},
		{name: "abandoned only", code: "ONLY_PROSPECTIVE", facts: "cpam -HOST/abandoned-> axe1"},
		{name: "undecided only", code: "ONLY_PROSPECTIVE", asOf: "2016-06-15", facts: "cpam -HOST/mentioned[2016-06..]-> axe1"},

		{name: "one confirmed partner, by its strongest confirmed chain", code: "SINGLE_PARTNER", asOf: "2016-06-15", facts: `
			cpam -HOST/completed[2016-06..]-> axe1
			cpam -HOST/committed-> a -SERVES-> axe1
			caf -HOST/mentioned-> axe1`,
			want: `axe1 1: cpam cpam-HOST->a a-SERVES->axe1`},
		{name: "a collective and its member are one", code: "SINGLE_PARTNER", facts: `cpam -MEMBER-> @c -HOST-> axe1`,
			want: `axe1 1: cpam cpam-PARTICIPANT->@c @c-HOST->axe1`},
		{name: "a collective whose members are not all known", code: "SINGLE_PARTNER",
			facts: "open @c\ncpam -MEMBER-> @c -HOST-> axe1"},
		{name: "a collective of whom one is a member elsewhere", code: "SINGLE_PARTNER",
			facts: "@c -HOST-> axe1\ncpam -MEMBER/mentioned-> @c"},
		{name: "two confirmed partners", code: "SINGLE_PARTNER", facts: "cpam -HOST-> axe1\ncaf -HOST-> axe1"},
		{name: "no confirmed partner", code: "SINGLE_PARTNER", facts: "cpam -HOST/validated-> axe1"},

		{name: "a stated lead", code: "NO_LEAD", facts: `cpam -LEAD-> axe1`},
		{name: "a declared co-lead", code: "NO_LEAD", facts: `cpam -CO_LEAD/declared-> axe1`},
		{name: "a lead on any word", code: "NO_LEAD", facts: `cpam -LEAD/inferred-> axe1`},
		{name: "the lead of a collective is not its member", code: "NO_LEAD",
			facts: "cpam -MEMBER-> @c -EXPERT-> axe1\ncpam -LEAD-> #g -FOLLOWS-> axe1", want: `axe1 0: axe1`},
		{name: "a successor leads", code: "NO_LEAD",
			facts: "a2 -SUCCEEDS[2016..]-> a1\n!b -SUCCEEDS[2015..]-> !a\na -LEAD[2010..]-> axe1"},
		{name: "a closed axis lacks nothing", code: "NO_LEAD", facts: "closed axe1\naxe2", want: `axe2 0: axe2`},
		{name: "a lead to come", code: "NO_LEAD", facts: `cpam -LEAD/validated-> axe1`, want: `axe1 0: axe1`},
		{name: "an undecided lead", code: "NO_LEAD", asOf: "2016-06-15", facts: `cpam -LEAD[2016-06..]-> axe1`, want: `axe1 0: axe1`},
		{name: "an action's lead", code: "NO_LEAD", facts: `cpam -LEAD-> a -SERVES-> axe1`, want: `axe1 0: axe1`},
		{name: "a driver", code: "NO_LEAD", facts: `cpam -DRIVER-> axe1`, want: `axe1 0: axe1`},

		{name: "an action about the theme", code: "THEME_WITHOUT_ACTION", facts: `a -CONCERNS-> ~t`},
		{name: "an action about a theme under it", code: "THEME_WITHOUT_ACTION", facts: "a -CONCERNS-> ~t\n~t under ~u\n~u under ~v"},
		{name: "an action about the theme over it", code: "THEME_WITHOUT_ACTION", facts: "a -CONCERNS-> ~u\n~t under ~u", want: `~t 0: ~t`},
		{name: "an action about a theme that refers to it", code: "THEME_WITHOUT_ACTION", facts: "a -CONCERNS-> ~u\n~u as ~t", want: `~t 0: ~t`},
		{name: "an action for an axis about the theme", code: "THEME_WITHOUT_ACTION", facts: "axe1 -CONCERNS-> ~t\na -RESONATES_WITH-> axe1"},
		{name: "an axis about the theme", code: "THEME_WITHOUT_ACTION", facts: `axe1 -CONCERNS-> ~t`, want: `~t 0: ~t`},
		{name: "a resemblance to an axis about the theme", code: "THEME_WITHOUT_ACTION", facts: "axe1 -CONCERNS-> ~t\na -RESEMBLES-> axe1", want: `~t 0: ~t`},
		{name: "an action listed in the theme", code: "THEME_WITHOUT_ACTION", facts: `a -LISTED_IN-> ~t`, want: `~t 0: ~t`},
		{name: "an abandoned subject", code: "THEME_WITHOUT_ACTION", facts: `a -CONCERNS/abandoned-> ~t`, want: `~t 0: ~t`},
		{name: "an abandoned alignment", code: "THEME_WITHOUT_ACTION", facts: "axe1 -CONCERNS-> ~t\na -SERVES/abandoned-> axe1", want: `~t 0: ~t`},
		{name: "an action that was given up", code: "THEME_WITHOUT_ACTION",
			facts: "dates a abandoned\na -CONCERNS-> ~t", want: `~t 0: ~t`},
		{name: "an action that is over", code: "THEME_WITHOUT_ACTION", asOf: "2017",
			facts: "dates a ..2016\na -CONCERNS-> ~t", want: `~t 0: ~t`},
		{name: "a subject no more", code: "THEME_WITHOUT_ACTION", asOf: "2017", facts: `a -CONCERNS[..2016]-> ~t`, want: `~t 0: ~t`},
		{name: "a reference theme", code: "THEME_WITHOUT_ACTION", facts: `reference ~t`},

		{name: "a member", code: "GROUP_WITHOUT_MEMBERS", facts: `cpam -MEMBER/mentioned-> #g`},
		{name: "a group that somebody left", code: "GROUP_WITHOUT_MEMBERS", asOf: "2017",
			facts: "cpam -MEMBER[..2016]-> #g\ncaf -MEMBER/abandoned-> #g", want: `#g 0: #g`},

		{name: "old evidence", code: "STALE_EVIDENCE", asOf: "2018-06-30", stale: 23, facts: `
			cpam -HOST/=2016-06-> a -SERVES/=2016-07-> axe1
			caf -HOST/=2016-05/mentioned-> axe1`,
			want: `axe1 1: cpam cpam-HOST->a`},
		{name: "evidence of that very age", code: "STALE_EVIDENCE", asOf: "2018-06-30", stale: 24,
			facts: `cpam -HOST/=2016-06-> axe1`},
		{name: "evidence a day older", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24,
			facts: `cpam -HOST/=2016-06-> axe1`, want: `axe1 1: cpam cpam-HOST->axe1`},
		{name: "undated evidence is not recent", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24,
			facts: "cpam -HOST-> axe1\ncaf -HOST/=2018-05-> axe1", want: `axe1 1: cpam cpam-HOST->axe1`},
		{name: "evidence with an open end is current", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24,
			facts: `cpam -HOST/=2016~[2015..]-> axe1`},
		{name: "old evidence of the alignment alone", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24,
			facts: `cpam -HOST/=2018-05-> a -SERVES/=2010-> axe1`},
		{name: "a weaker chain on old evidence", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24,
			facts: "cpam -HOST/=2018-01-> axe1\ncpam -HOST/committed/=2010-> axe1"},
		{name: "a recent membership of somebody else on the way", code: "STALE_EVIDENCE", asOf: "2018-07-01", stale: 24, facts: `
			cpam -MEMBER/=2010-> @a
			@a -MEMBER/=2018-05-> @b
			@b -HOST/=2010-> axe1`, want: `axe1 1: cpam @b-HOST->axe1 cpam-PARTICIPANT->@a`},
		{name: "age not asked for", code: "STALE_EVIDENCE", asOf: "2018", facts: `cpam -HOST/=1990-> axe1`},
		{name: "age today when no date is asked", code: "STALE_EVIDENCE", stale: 12,
			facts: `cpam -HOST/=2023-12-31-> axe1`, want: `axe1 1: cpam cpam-HOST->axe1`},

		{name: "contradicted claims", code: "CONTRADICTED", facts: `
			cpam -HOST/-2-> a -RESEMBLES/-1-> axe1
			caf -HOST/-1/resolved-> axe1
			caf -MEMBER/-1-> #g
			mde -MEMBER/-1-> @c -HOST-> axe1
			a -CONCERNS/-1-> ~t`,
			want: `
				cpam-HOST->a 2: cpam-HOST->a
				a-RESEMBLES->axe1 1: a-RESEMBLES->axe1
				caf-PARTICIPANT->#g 1: caf-PARTICIPANT->#g
				mde-PARTICIPANT->@c 1: mde-PARTICIPANT->@c
				a-CONCERNS->~t 1: a-CONCERNS->~t`},
		{name: "claims of others", code: "CONTRADICTED", facts: `
			in c2: b axe2 #h
			cpam -HOST/-1-> b -SERVES/-1-> axe2
			cpam -MEMBER/-1-> #h
			cpam -MEMBER/-1-> @d
			unsaid a -CONCERNS/-1-> ~t`},
		{name: "a contradicted claim no more in force", code: "CONTRADICTED", asOf: "2017", facts: `cpam -HOST/-1[..2016]-> axe1`},

		{name: "claims without a source", code: "UNSOURCED", facts: `
			cpam -HOST/+0-> axe1
			cpam -HOST/+0/inferred-> axe2
			caf -HOST/+0/inferred-> axe1
			caf -HOST/+0/declared-> axe2
			mde -HOST-> axe1
			mde -LEADS/+0-> «la concertation»
			a -SERVES/+0/stated-> axe1`,
			want: `
				cpam-HOST->axe1 0: cpam-HOST->axe1
				a-SERVES->axe1 0: a-SERVES->axe1
				mde-LEADS->«la concertation» 0: mde-LEADS->«la concertation»`},

		{name: "an old contradiction of a field that was decided", code: "CONTRADICTED",
			facts: `cpam -HOST/-2/resolved-> axe1`},
		{name: "a claim in an action that had ended", code: "CONTRADICTED", facts: `
			dates a ..2023
			cpam -HOST[2024..]-> a -SERVES-> axe1`, want: `cpam-HOST->a 0: cpam-HOST->a a`},
		{name: "a contribution after its contract", code: "CONTRADICTED", facts: `
			dates c1 2015..2020
			cpam -HOST[2021..]-> axe1
			caf -HOST[2020..]-> axe1
			a -SERVES[2022..]-> axe1`, want: `
				cpam-HOST->axe1 0: cpam-HOST->axe1 c1
				a-SERVES->axe1 0: a-SERVES->axe1 c1`},
		{name: "a seat before its group followed", code: "CONTRADICTED",
			facts: `cpam -HOST[..2015]-> #g -FOLLOWS[2016..]-> axe1`},

		{name: "a seat and its contract", code: "CONTRADICTED", facts: `
			dates c1 2015..2020
			cpam -HOST[2021..]-> #g -FOLLOWS[..2014]-> axe1
			mde -HOST/abandoned[2021..]-> #g`, want: `
				cpam-HOST->#g 0: cpam-HOST->#g c1
				#g-FOLLOWS->axe1 0: #g-FOLLOWS->axe1 c1`},
		{name: "an action and its contract", code: "CONTRADICTED", facts: `
			dates c1 2015..2020
			dates a 2021..
			cpam -HOST-> a`, want: `a 0: a c1`},
		{name: "a part that had ended", code: "CONTRADICTED", facts: `
			dates a ..2023
			b -PART_OF[2024..]-> a`, want: `b-PART_OF->a 0: b-PART_OF->a a`},
		{name: "a plan after its contract", code: "CONTRADICTED", facts: `
			dates c1 2015..2020
			plan p1: axe9
			dates p1 2021..
			cpam -HOST-> axe9`, want: `axe9 0: axe9 c1`},
		{name: "a contract that ends before it begins says nothing of others", code: "CONTRADICTED", facts: `
			dates c1 2020..2015
			cpam -HOST-> axe1`},

		{name: "one for each source", code: "UNDATED_EVIDENCE", facts: `
			cpam -HOST-> axe1
			cpam -HOST[2015..]-> axe2
			caf -HOST/=2016-> axe1
			caf -HOST/+2/=2016-> axe2
			a -SERVES-> axe1
			axe1 -CONCERNS-> ~t
			mde -MEMBER-> #g`,
			want: `source 3: cpam-HOST->axe1 a-SERVES->axe1 mde-PARTICIPANT->#g`},

		{name: "partners that are only named", code: "PARTNER_WITHOUT_CONTRIBUTION", facts: `
			!vm -PRIORITISES-> c1
			plan p1: axe9
			!lead -LEADS-> p1
			!asked -COMMISSIONED-> c1
			p1 -FORMALISES_ORIENTATIONS_OF-> !mayor
			!new -SUCCEEDS-> !old
			!old -PRIORITISES-> c1
			@us -PRIORITISES-> c1
			!drjscs -HOST/abandoned-> axe1
			!mde -HOST-> a
			!caf -HOST/mentioned-> axe1
			cpam -LEAD-> @c -LEAD-> b -SERVES-> axe1
			!ifar -RESPONDS_TO-> #g`,
			want: `
				ifar 0: ifar
				mde 0: mde
				drjscs 0: drjscs
				new 0: new
				vm 0: vm`},
		{name: "a contribution no more", code: "PARTNER_WITHOUT_CONTRIBUTION", asOf: "2017", facts: `
			cpam -HOST[..2016]-> axe1
			cpam -HOST-> a
			caf -HOST[..2016]-> axe1`, want: `cpam 0: cpam`},

		{name: "who is to be succeeded, or led a plan no more", code: "PARTNER_WITHOUT_CONTRIBUTION", asOf: "2017", facts: `
			plan p1: axe9
			!new -SUCCEEDS[2018..]-> !old
			!old -PRIORITISES-> c1
			!lead -LEADS[..2016]-> p1
			!lead -PRIORITISES-> c1
			p1 -FORMALISES_ORIENTATIONS_OF/abandoned-> !mayor`, want: `
				mayor 0: mayor
				lead 0: lead
				old 0: old`},

		{name: "the same reach by several partners", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			caf -HOST/mentioned-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante
			b -CONCERNS-> ~logement
			c -TARGETS-> +jeunes
			c -COVERS-> %qpv
			c -CONCERNS-> ~sante`,
			want: `~sante 2: +jeunes %qpv a b caf cpam`},
		{name: "the same partner twice", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			cpam -HOST-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante`},
		{name: "two partners of one action", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			caf -LEAD-> a`},
		{name: "two partners of one action, one of another", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			caf -LEAD-> a
			caf -LEAD-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante`,
			want: `~sante 2: +jeunes %qpv a b caf cpam`},
		{name: "an action and its part", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			b -PART_OF-> a
			caf -LEAD-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante`},
		{name: "an action and what was its part", code: "OVERLAP", asOf: "2017", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			b -PART_OF[..2016]-> a
			caf -LEAD-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante`, want: `~sante 2: +jeunes %qpv a b caf cpam`},
		{name: "an action that was abandoned", code: "OVERLAP", facts: `
			dates a abandoned
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			caf -LEAD-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante`},
		{name: "an abandoned part of the same reach", code: "OVERLAP", facts: `
			cpam -LEAD-> a -TARGETS-> +jeunes
			a -COVERS-> %qpv
			a -CONCERNS-> ~sante
			caf -HOST/abandoned-> b -TARGETS-> +jeunes
			b -COVERS-> %qpv
			b -CONCERNS-> ~sante
			mde -LEAD-> c -TARGETS/abandoned-> +jeunes
			c -COVERS-> %qpv
			c -CONCERNS-> ~sante`},
	} {
		t.Run(strings.ToLower(c.code)+" "+c.name, func(t *testing.T) {
			f := read(t, c.facts)
			opts := network.GapOptions{When: when(on(c.asOf)), StaleAfterMonths: c.stale}
			var got strings.Builder
			for line := range strings.Lines(f.gaps(t, opts)) {
				if _, gap, ok := strings.Cut(line, " "+c.code+" "); ok {
					got.WriteString(gap)
				}
			}
			if diff := cmp.Diff(lines(c.want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGaps_NoLeadNamesWhoMayLead(t *testing.T) {
	f := read(t, `
		zoe -LEAD/validated-> axe1
		bea -CO_LEAD/mentioned-> axe1
		bea -HOST-> axe1
		anne -LEAD[2016-06..]-> axe1
		cloe -LEAD/abandoned-> axe1
		dora -HOST/mentioned-> axe1
		eva -LEAD[..2015]-> axe1
		fay -LEAD/validated-> a -SERVES-> axe1`)
	for _, g := range f.network(t).Gaps(f.id(t, "c1"), network.GapOptions{When: when(on("2016-06-15"))}) {
		if g.Code != lexicon.NoLead {
			continue
		}
		if got := f.call(g.Prospective...) + " / " + f.call(g.Uncertain...); got != "bea zoe / anne" {
			t.Error(got)
		}
		return
	}
	t.Error("somebody leads")
}

func TestGaps_DatesThatNeverMeetAreTold(t *testing.T) {
	f := read(t, `
		dates a ..2023
		cpam -HOST[2024..]-> a -SERVES-> axe1
		dates b 2020..
		caf -HOST[..2019-06]-> b`)
	var got []string
	for _, g := range f.network(t).Gaps(f.id(t, "c1"), network.GapOptions{When: network.Today(today)}) {
		if g.Code == lexicon.Contradicted {
			got = append(
				got,
				fmt.Sprint(
					f.call(g.Subject), " ", g.Begins, " ", g.Ended, " ", g.SubjectBegins, " ", f.call(g.Apart...),
				),
			)
		}
	}
	want := []string{"cpam-HOST->a 2024-01-01 2023-12-31 true a", "caf-HOST->b 2020-01-01 2019-06-30 false b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGaps_OfAnUnknownContractAreNone(t *testing.T) {
	if gaps := read(t, "axe1").network(t).Gaps(-1, network.GapOptions{}); gaps != nil {
		t.Error(gaps)
	}
}

func TestGaps_MonthsEndWithTheirMonth(t *testing.T) {
	f := read(t, `cpam -HOST/=2015-12-31-> axe1`)
	for day, want := range map[string]string{"2016-02-29": "", "2016-03-01": "STALE_EVIDENCE axe1 1:"} {
		got := f.gaps(t, network.GapOptions{When: network.Today(on(day).Latest()), StaleAfterMonths: 2})
		if strings.Contains(got, string(lexicon.StaleEvidence)) != (want != "") || !strings.Contains(got, want) {
			t.Errorf("on %s: %s", day, got)
		}
	}
}
