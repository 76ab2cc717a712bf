package network_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// founding is the founding document: three axes, three partners, and nothing that it does not state.
const founding = `
	axe1 // formation
	axe2 // stages
	axe3 // santé
	cpam -DRIVER/active/stated-> acces-droits-soins -SERVES/active/inferred-> axe3
	mde -LEAD/committed/stated-> bourse-stages -RESONATES_WITH/active/stated-> axe2
	drjscs -PARTICIPANT/in_discussion/stated-> formations-logement -SERVES/in_discussion/stated-> axe1
	formation-ccas -RESEMBLES/inferred-> axe1
	#discriminations -RAISED-> «sujets prioritaires»`

func TestFoundingDocument_Counts(t *testing.T) {
	f := read(t, founding)
	n := f.network(t)
	for _, c := range []struct {
		bases []lexicon.Basis
		want  string
	}{
		{nil, "1 1 0"},
		{[]lexicon.Basis{lexicon.BasisStated, lexicon.BasisDeclared, lexicon.BasisInferred}, "1 1 0"},
		{[]lexicon.Basis{lexicon.BasisStated}, "0 0 0"},
		{[]lexicon.Basis{lexicon.BasisStated, lexicon.BasisDeclared}, "0 0 0"},
	} {
		columns := n.Matrix(network.Selection{Bases: c.bases}).Columns
		got := fmt.Sprint(
			columns[2].Totals.Partners.Confirmed, columns[1].Totals.Partners.Confirmed,
			columns[0].Totals.Partners.Confirmed,
		)
		if got != c.want {
			t.Errorf("confirmed partners of axes 3, 2, 1 by %v: %s, want %s", c.bases, got, c.want)
		}
	}
}

func TestFoundingDocument_Chains(t *testing.T) {
	f := read(t, founding)
	want := lines(`
		cpam axe3: BY_ACTION ACTIVE INFERRED DRIVER by cpam-DRIVER->acces-droits-soins acces-droits-soins-SERVES->axe3
		drjscs axe1: BY_ACTION IN_DISCUSSION STATED PARTICIPANT by drjscs-PARTICIPANT->formations-logement formations-logement-SERVES->axe1
		mde axe2: BY_RESONANCE COMMITTED INFERRED LEAD by mde-LEAD->bourse-stages bourse-stages-RESONATES_WITH->axe2`)
	if diff := cmp.Diff(want, f.tell(f.network(t).Matrix(network.Selection{}).Cells)); diff != "" {
		t.Error(diff)
	}
}

func TestFoundingDocument_Gaps(t *testing.T) {
	f := read(t, founding)
	want := lines(`
		CRITICAL NO_CONFIRMED_CONTRIBUTOR axe1 0: axe1
		WARNING ONLY_PROSPECTIVE axe1 1: drjscs-PARTICIPANT->formations-logement formations-logement-SERVES->axe1
		WARNING SINGLE_PARTNER axe2 1: mde mde-LEAD->bourse-stages bourse-stages-RESONATES_WITH->axe2
		WARNING SINGLE_PARTNER axe3 1: cpam cpam-DRIVER->acces-droits-soins acces-droits-soins-SERVES->axe3
		WARNING NO_LEAD axe1 0: axe1
		WARNING NO_LEAD axe2 0: axe2
		WARNING NO_LEAD axe3 0: axe3
		WARNING GROUP_WITHOUT_MEMBERS #discriminations 0: #discriminations
		NOTICE UNDATED_EVIDENCE source 7: cpam-DRIVER->acces-droits-soins mde-LEAD->bourse-stages drjscs-PARTICIPANT->formations-logement acces-droits-soins-SERVES->axe3 bourse-stages-RESONATES_WITH->axe2 formations-logement-SERVES->axe1 formation-ccas-RESEMBLES->axe1`)
	if diff := cmp.Diff(want, f.gaps(t, network.GapOptions{})); diff != "" {
		t.Error(diff)
	}
}

func TestFoundingDocument_HasOneLatentBridge(t *testing.T) {
	f := read(t, founding)
	b := bridges(t, f.network(t), f.id(t, "c1"), network.When{})
	if got := f.call(b.Latent...); got != "formation-ccas-RESEMBLES->axe1" {
		t.Errorf("latent %s", got)
	}
}
