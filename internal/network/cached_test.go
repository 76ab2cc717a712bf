package network_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// varied returns a copy of a row with one change.
func varied(t *rapid.T, row any) any {
	status := rapid.SampledFrom([]lexicon.Status{lexicon.StatusMentioned, lexicon.StatusActive,
		lexicon.StatusAbandoned}).Draw(t, "status")
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

// The cached values of a contract are not returned after the change of a fact behind them.
func TestStats_OneChangeIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		sel := network.Selection{When: when(drawAsOf(t)), ByReference: rapid.Bool().Draw(t, "by reference")}
		themes := []int{rapid.SampledFrom(f.themes).Draw(t, "theme").ID}
		ask := func(told *network.Facts) []any {
			n, err := told.Build(nil)
			if err != nil {
				t.Fatal(err)
			}
			var answers []any
			for _, by := range [][]network.Dimension{{network.ByTheme, network.ByPartnerKind},
				{network.ByContract, network.ByTerritory}} {
				counted, err := statsOf(t, n, sel, by)
				if err != nil {
					t.Fatal(err)
				}
				answers = append(answers, counted.Rows, counted.Groups, counted.Total)
			}
			for _, of := range []network.Selection{{When: sel.When}, {When: sel.When, Themes: themes},
				{When: sel.When, Contracts: []int{7}}} {
				partners, axes, err := n.Ends(t.Context(), of)
				if err != nil {
					t.Fatal(err)
				}
				answers = append(answers, partners, axes)
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
				kind = rapid.SampledFrom([]network.Kind{network.KindCitation, network.KindSource,
					network.KindMembership, network.KindRelation}).Draw(t, "kind")
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

// A citation is no part of a chain, but its date decides when the chain certainly holds.
func TestStats_ACitationThatGoesIsCounted(t *testing.T) {
	told := network.NewFacts()
	told.PutContract(network.Contract{ID: 1})
	told.PutAxis(network.Axis{ID: 2, Contract: 1})
	told.PutPartner(network.Partner{ID: 3})
	told.PutSource(network.Source{ID: 4, Date: dated("2016")})
	told.PutContribution(network.Contribution{
		Claim: network.Claim{ID: 5, Contract: 1, Status: lexicon.StatusActive, Basis: lexicon.BasisStated,
			Recorded: on("2020-01-01").Latest()},
		Partner: 3, Axis: 2, Role: lexicon.RoleHost,
	})
	told.PutCitation(network.Citation{ID: 6, Record: ref(network.KindContribution, 5), Source: 4, Supports: true})
	ask := func() network.Tally {
		n, err := told.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := n.Stats(t.Context(), network.Selection{When: when(on("2018"))},
			[]network.Dimension{network.ByContract})
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

// The theme of another contract's action decides which axes the action is counted for.
func TestEnds_OfAThemeFollowOtherContracts(t *testing.T) {
	told := network.NewFacts()
	told.PutContract(network.Contract{ID: 1})
	told.PutContract(network.Contract{ID: 2, Starts: dated("2015"), Ends: dated("2016")})
	told.PutAxis(network.Axis{ID: 3, Contract: 1})
	told.PutAction(network.Action{ID: 4, Contract: 2})
	told.PutTheme(network.Theme{ID: 5})
	told.PutPartner(network.Partner{ID: 6})
	claim := network.Claim{Status: lexicon.StatusActive, Basis: lexicon.BasisStated}
	claim.ID, claim.Contract = 7, 2
	told.PutRelation(network.Relation{
		Claim: claim, Kind: lexicon.Concerns, Subject: ref(network.KindAction, 4), Object: ref(network.KindTheme, 5),
	})
	claim.ID, claim.Contract = 8, 1
	told.PutAlignment(network.Alignment{Claim: claim, Kind: lexicon.Serves, Action: 4, Axis: 3})
	told.PutContribution(network.Contribution{Claim: claim, Partner: 6, Axis: 3, Role: lexicon.RoleHost})
	ask := func() []int {
		n, err := told.Build(nil)
		if err != nil {
			t.Fatal(err)
		}
		partners, _, err := n.Ends(t.Context(), network.Selection{When: when(on("2018")), Themes: []int{5}})
		if err != nil {
			t.Fatal(err)
		}
		return partners
	}
	if got := ask(); len(got) != 0 {
		t.Errorf("after the end of the contract: %v", got)
	}
	told.PutContract(network.Contract{ID: 2, Starts: dated("2015"), Ends: dated("2020")})
	if got := ask(); !slices.Equal(got, []int{6}) {
		t.Errorf("before its end: %v", got)
	}
}
