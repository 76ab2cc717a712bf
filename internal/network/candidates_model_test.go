package network_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A plain model of the candidates for a gap, by docs/rules.md.

// whoCould returns the candidates for a gap, in order.
func (f facts) whoCould(contract int, g network.Gap, asOf *lexicon.PartialDate) (found []network.Candidate) {
	everywhere := f.cells(network.Selection{}, asOf)
	known := map[int]bool{}
	add := func(some []network.Candidate, order func(a, b network.Candidate) int) {
		slices.SortFunc(some, func(a, b network.Candidate) int {
			return cmp.Or(order(a, b), f.partnerOrder(a.Partner, b.Partner))
		})
		for _, c := range some {
			if !known[c.Partner] && !f.isGone(ref(network.KindPartner, c.Partner), asOf) {
				known[c.Partner] = true
				found = append(found, c)
			}
		}
	}
	byName := func(network.Candidate, network.Candidate) int { return 0 }
	switch g.Code {
	case lexicon.NoConfirmedContributor, lexicon.OnlyProspective, lexicon.SinglePartner, lexicon.NoLead:
		here := plainCells(everywhere).of(g.Subject.ID)
		in := func(s lexicon.Standing, reason lexicon.CandidateReason) (some []network.Candidate) {
			for p, chains := range here {
				if bestOf(chains) == s {
					some = append(some, network.Candidate{Partner: p, Reason: reason, Status: chains[0].Status})
				}
			}
			return some
		}
		confirmed := in(lexicon.StandingConfirmed, lexicon.CandidateContributes)
		if g.Code == lexicon.NoLead {
			add(confirmed, byName)
		}
		for _, c := range confirmed {
			known[c.Partner] = true
		}
		add(in(lexicon.StandingProspective, lexicon.CandidateProspective), func(a, b network.Candidate) int {
			return b.Status.Rung() - a.Status.Rung()
		})
		add(in(lexicon.StandingUnknown, lexicon.CandidateUnknown), byName)
		var former []network.Candidate
		before := f.earlier(g.Subject.ID, asOf)
		for p, chains := range plainCells(f.cells(network.Selection{}, nil)).of(g.Subject.ID) {
			if slices.ContainsFunc(chains, func(c network.Chain) bool {
				return standingOf(c) == lexicon.StandingConfirmed && before[fmt.Sprint(c.Rule, c.Links)]
			}) {
				former = append(former, network.Candidate{Partner: p, Reason: lexicon.CandidateUsedTo})
			}
		}
		add(former, byName)
		themes := f.themesOf(g.Subject, asOf)
		add(f.confirmedOn(contract, lexicon.CandidateSameTheme, everywhere, func(axis network.Ref) bool {
			return axis != g.Subject && f.sharesReference(f.themesOf(axis, asOf), themes)
		}))
	case lexicon.ThemeWithoutAction:
		add(f.confirmedOn(contract, lexicon.CandidateSameTheme, everywhere, func(axis network.Ref) bool {
			return f.sharesReference(f.themesOf(axis, asOf), []int{g.Subject.ID})
		}))
	case lexicon.GroupWithoutMembers:
		add(f.confirmedOn(contract, lexicon.CandidateContributes, everywhere, func(axis network.Ref) bool {
			return slices.Contains(f.objects(g.Subject, lexicon.Follows, network.KindAxis, asOf), axis.ID)
		}))
	}
	return found
}

// earlier returns the chains to an axis that hold, or perhaps do, before a day. A partner that only comes later has
// not contributed yet, though the specification says "confirmed at `..`".
func (f facts) earlier(axis int, asOf *lexicon.PartialDate) map[string]bool {
	found := map[string]bool{}
	if asOf == nil || asOf.Earliest() == lexicon.MinDay {
		return found
	}
	for _, chains := range plainCells(f.cells(network.Selection{}, on("../"+(asOf.Earliest()-1).String()))).of(axis) {
		for _, c := range chains {
			found[fmt.Sprint(c.Rule, c.Links)] = true
		}
	}
	return found
}

// confirmedOn returns the partners that are confirmed on some axes, and their order: on an axis of this contract first,
// then on most axes. The specification does not order the axes of one partner: they are in the order of a matrix, those
// of this contract first.
func (f facts) confirmedOn(
	contract int, reason lexicon.CandidateReason, cells plainCells, counts func(axis network.Ref) bool,
) ([]network.Candidate, func(a, b network.Candidate) int) {
	elsewhere := func(axis network.Axis) int { return count1(axis.Contract != contract) }
	axes := slices.Clone(f.axes)
	slices.SortFunc(axes, func(a, b network.Axis) int {
		return cmp.Or(elsewhere(a)-elsewhere(b), a.Contract-b.Contract, a.Position-b.Position, a.ID-b.ID)
	})
	var some []network.Candidate
	isHere := map[int]int{}
	for _, p := range f.partners {
		c := network.Candidate{Partner: p.ID, Reason: reason}
		for _, a := range axes {
			chains := cells[[2]int{p.ID, a.ID}]
			if counts(ref(network.KindAxis, a.ID)) && len(chains) > 0 && bestOf(chains) == lexicon.StandingConfirmed {
				c.Axes = append(c.Axes, a.ID)
				isHere[p.ID] = max(isHere[p.ID], 1-elsewhere(a))
			}
		}
		if len(c.Axes) > 0 {
			some = append(some, c)
		}
	}
	return some, func(a, b network.Candidate) int {
		return cmp.Or(isHere[b.Partner]-isHere[a.Partner], len(b.Axes)-len(a.Axes))
	}
}

// sharesReference reports whether one of some themes corresponds to the same reference theme as one of others.
func (f facts) sharesReference(some, others []int) bool {
	return slices.ContainsFunc(some, func(a int) bool {
		return slices.ContainsFunc(others, func(b int) bool { return f.referenceOf(a) == f.referenceOf(b) })
	})
}

// referenceOf returns the reference theme of a theme, else of its nearest broader theme. A theme without one is its
// own, as when a matrix groups columns by reference.
func (f facts) referenceOf(theme int) int {
	for at, seen := theme, []int{}; at != 0 && !slices.Contains(seen, at); {
		seen = append(seen, at)
		th := f.themes[slices.IndexFunc(f.themes, func(t network.Theme) bool { return t.ID == at })]
		if th.Reference != 0 {
			return th.Reference
		}
		at = th.Parent
	}
	return theme
}

func TestCandidates_AreWhatDomainSays(t *testing.T) {
	seen := map[lexicon.CandidateReason]int{}
	check := func(t *rapid.T) {
		f := drawFacts(t)
		f.drawSites(t)
		n := build(t, f)
		asOf := on(rapid.SampledFrom([]string{"", "2017", "2016-06-15", "2030"}).Draw(t, "day"))
		for _, contract := range []int{2, 7} {
			for _, g := range n.Gaps(contract, network.GapOptions{When: when(asOf)}) {
				got, err := n.WhoCould(t.Context(), contract, g, when(asOf))
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range got {
					seen[c.Reason]++
				}
				if diff := gocmp.Diff(f.whoCould(contract, g, asOf), got, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("contract %d at %v, %s of %v:\n%s%s", contract, asOf, g.Code, g.Subject, diff, f.told())
				}
			}
		}
	}
	for range 40 { // some reasons are rare
		if rapid.Check(t, check); len(seen) == len(lexicon.CandidateReason("").Values()) || t.Failed() {
			break
		}
	}
	for _, reason := range lexicon.CandidateReason("").Values() {
		if seen[lexicon.CandidateReason(reason)] == 0 {
			t.Errorf("no world has a candidate that %s", reason)
		}
	}
}
