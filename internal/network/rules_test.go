package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// lines returns a text without its indentation and empty lines.
func lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func TestRules_DeriveContributions(t *testing.T) {
	for _, c := range []struct{ name, facts, asOf, want string }{
		{
			name:  "direct: a claim says so",
			facts: `cpam -LEAD/committed/declared-> axe1`,
			want:  `cpam axe1: DIRECT COMMITTED DECLARED LEAD by cpam-LEAD->axe1`,
		},
		{
			name:  "by action: the lowest status, the weakest basis of stated and declared",
			facts: `cpam -DRIVER/active/stated-> acces -SERVES/validated/declared-> axe1`,
			want:  `cpam axe1: BY_ACTION VALIDATED DECLARED DRIVER by cpam-DRIVER->acces acces-SERVES->axe1`,
		},
		{
			name:  "by action: an inferred link makes it inferred",
			facts: `cpam -DRIVER/stated-> acces -SERVES/inferred-> axe1`,
			want:  `cpam axe1: BY_ACTION ACTIVE INFERRED DRIVER by cpam-DRIVER->acces acces-SERVES->axe1`,
		},
		{
			name:  "by resonance: inferred though every link is stated",
			facts: `mde -LEAD/committed/stated-> bourse -RESONATES_WITH/active/stated-> axe1`,
			want:  `mde axe1: BY_RESONANCE COMMITTED INFERRED LEAD by mde-LEAD->bourse bourse-RESONATES_WITH->axe1`,
		},
		{
			name: "by sub-action: through its parents, at any depth, whatever the alignment",
			facts: `
				cpam -OPERATOR-> appel -PART_OF/completed-> ligne -PART_OF/mentioned-> partenariats -SERVES-> axe1
				ligne -RESONATES_WITH-> axe2`,
			want: `
				cpam axe1: BY_SUBACTION ACTIVE INFERRED OPERATOR by cpam-OPERATOR->appel appel-PART_OF->ligne ligne-PART_OF->partenariats partenariats-SERVES->axe1
				cpam axe2: BY_SUBACTION ACTIVE INFERRED OPERATOR by cpam-OPERATOR->appel appel-PART_OF->ligne ligne-RESONATES_WITH->axe2`,
		},
		{
			name: "by group: never confirmed, a seat is no role",
			facts: `
				caf -CO_LEAD/completed-> #sante -FOLLOWS/active-> axe1
				mde -EXPERT/mentioned-> #sante
				drjscs -HOST/abandoned-> #sante`,
			want: `
				caf axe1: BY_GROUP VALIDATED INFERRED by caf-CO_LEAD->#sante #sante-FOLLOWS->axe1
				drjscs axe1: BY_GROUP ABANDONED INFERRED by drjscs-HOST->#sante #sante-FOLLOWS->axe1
				mde axe1: BY_GROUP MENTIONED INFERRED by mde-EXPERT->#sante #sante-FOLLOWS->axe1`,
		},
		{
			name: "by collective: as the collective contributes, by any rule; the role is the collective’s",
			facts: `
				ccas -MEMBER/committed-> @ccas -TRAINER-> axe1
				@ccas -HOST-> formation -SERVES-> axe2
				@ccas -EXPERT-> #sante -FOLLOWS-> axe3`,
			want: `
				ccas axe1: BY_COLLECTIVE ACTIVE INFERRED by ccas-PARTICIPANT->@ccas @ccas-TRAINER->axe1
				ccas axe2: BY_COLLECTIVE ACTIVE INFERRED by ccas-PARTICIPANT->@ccas @ccas-HOST->formation formation-SERVES->axe2
				ccas axe3: BY_COLLECTIVE VALIDATED INFERRED by ccas-PARTICIPANT->@ccas @ccas-EXPERT->#sante #sante-FOLLOWS->axe3
				@ccas axe1: DIRECT ACTIVE STATED TRAINER by @ccas-TRAINER->axe1
				@ccas axe2: BY_ACTION ACTIVE STATED HOST by @ccas-HOST->formation formation-SERVES->axe2
				@ccas axe3: BY_GROUP VALIDATED INFERRED by @ccas-EXPERT->#sante #sante-FOLLOWS->axe3`,
		},
		{
			name: "by collective: collectives of collectives, which may be circular",
			facts: `
				ccas -MEMBER-> @ccas -MEMBER-> @locaux -LEAD-> axe1
				@locaux -MEMBER-> @ccas`,
			want: `
				ccas axe1: BY_COLLECTIVE ACTIVE INFERRED by ccas-PARTICIPANT->@ccas @ccas-PARTICIPANT->@locaux @locaux-LEAD->axe1
				@ccas axe1: BY_COLLECTIVE ACTIVE INFERRED by @ccas-PARTICIPANT->@locaux @locaux-LEAD->axe1
				@locaux axe1: DIRECT ACTIVE STATED LEAD by @locaux-LEAD->axe1`,
		},
		{
			name: "actions that are parts of each other come to an end",
			facts: `
				cpam -LEAD-> a -PART_OF-> b -PART_OF-> a -SERVES-> axe1
				a -PART_OF-> a`,
			want: `cpam axe1: BY_ACTION ACTIVE STATED LEAD by cpam-LEAD->a a-SERVES->axe1`,
		},
		{
			name:  "a resemblance derives nothing",
			facts: `cpam -LEAD-> formation -RESEMBLES-> axe1`,
		},
		{
			name: "other relations derive nothing",
			facts: `
				cpam -LEAD-> a
				a -RESPONDS_TO-> b -SERVES-> axe1
				caf -MEMBER-> #g -RAISED-> axe1
				@x -PART_OF-> @y -LEAD-> axe1
				a -FOLLOWS-> axe1
				mde -LEAD-> axe2 -PART_OF-> b`,
			want: `
				mde axe2: DIRECT ACTIVE STATED LEAD by mde-LEAD->axe2
				@y axe1: DIRECT ACTIVE STATED LEAD by @y-LEAD->axe1`,
		},
		{
			name:  "an abandoned link abandons the chain",
			facts: `cpam -LEAD-> a -SERVES/abandoned-> axe1`,
			want:  `cpam axe1: BY_ACTION ABANDONED STATED LEAD by cpam-LEAD->a a-SERVES->axe1`,
		},
		{
			name: "links that hold on no common day make no chain",
			facts: `
				cpam -LEAD[2012..2014]-> a -SERVES[2015..]-> axe1
				caf -LEAD[2012..2015]-> a`,
			want: `caf axe1: BY_ACTION ACTIVE STATED LEAD by caf-LEAD->a a-SERVES->axe1`,
		},
		{
			name: "as of a date: out of force is left out, undecided is said",
			facts: `
				cpam -LEAD[2015..2015/2016]-> axe1
				drjscs -LEAD[2015..2016-06]-> axe1
				caf -LEAD[2015..2016-05]-> axe1
				mde -LEAD[2015..2017]-> axe1`,
			asOf: "2016-06-15",
			want: `
				cpam axe1: DIRECT ACTIVE STATED LEAD UNKNOWN by cpam-LEAD->axe1
				drjscs axe1: DIRECT ACTIVE STATED LEAD by drjscs-LEAD->axe1
				mde axe1: DIRECT ACTIVE STATED LEAD by mde-LEAD->axe1`,
		},
		{
			name: "strongest first: standing, then status, then basis, then rule, then length, then claims",
			facts: `
				cpam -REFERRER/mentioned-> axe1
				cpam -HOST/abandoned-> axe1
				cpam -LEAD/declared-> axe1
				cpam -EXPERT[2016-06..]-> axe1
				cpam -OPERATOR-> acces -SERVES-> axe1
				cpam -FUNDER-> acces
				cpam -HOST-> appel -PART_OF-> ligne
				cpam -DRIVER-> ligne -PART_OF-> acces
				cpam -TRAINER-> bourse -RESONATES_WITH-> axe1
				cpam -MEMBER-> @tous -LEAD-> axe1`,
			asOf: "2016-06-15",
			want: `
				cpam axe1: BY_ACTION ACTIVE STATED OPERATOR by cpam-OPERATOR->acces acces-SERVES->axe1
				cpam axe1: BY_ACTION ACTIVE STATED FUNDER by cpam-FUNDER->acces acces-SERVES->axe1
				cpam axe1: DIRECT ACTIVE DECLARED LEAD by cpam-LEAD->axe1
				cpam axe1: BY_RESONANCE ACTIVE INFERRED TRAINER by cpam-TRAINER->bourse bourse-RESONATES_WITH->axe1
				cpam axe1: BY_SUBACTION ACTIVE INFERRED DRIVER by cpam-DRIVER->ligne ligne-PART_OF->acces acces-SERVES->axe1
				cpam axe1: BY_SUBACTION ACTIVE INFERRED HOST by cpam-HOST->appel appel-PART_OF->ligne ligne-PART_OF->acces acces-SERVES->axe1
				cpam axe1: BY_COLLECTIVE ACTIVE INFERRED by cpam-PARTICIPANT->@tous @tous-LEAD->axe1
				cpam axe1: DIRECT MENTIONED STATED REFERRER by cpam-REFERRER->axe1
				cpam axe1: DIRECT ACTIVE STATED EXPERT UNKNOWN by cpam-EXPERT->axe1
				cpam axe1: DIRECT ABANDONED STATED HOST by cpam-HOST->axe1
				@tous axe1: DIRECT ACTIVE STATED LEAD by @tous-LEAD->axe1`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := read(t, c.facts)
			m := f.network(t).Matrix(network.Selection{When: when(on(c.asOf))})
			if diff := cmp.Diff(lines(c.want), f.tell(m.Cells)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChain_HoldsWhenAllItsLinksDo(t *testing.T) {
	f := read(t, `cpam -LEAD[2014..2018]-> a -SERVES[2015-03..2020]-> axe1`)
	got := f.network(t).Matrix(network.Selection{}).Cells[0].Strongest().Validity
	if want := (lexicon.Validity{
		SinceEarliest: on("2015-03").Earliest(), SinceLatest: on("2015-03").Latest(), UntilEarliest: on("2018").Latest(),
		UntilLatest: on("2018").Latest(),
	}); got != want {
		t.Errorf("holds %v, want %v", got, want)
	}
}
