package network_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A plain model of the territories, audiences and themes of chains, by docs/rules.md.

// objects returns the objects of a thing's own relations that stand.
func (f facts) objects(
	of network.Ref, verb lexicon.RelationKind, k network.Kind, asOf *lexicon.PartialDate,
) (ids []int) {
	for _, a := range f.arrows() {
		if a.ref.Kind == network.KindRelation && a.word == string(verb) && a.from == of && a.to.Kind == k &&
			f.stands(a, asOf) {
			ids = append(ids, a.to.ID)
		}
	}
	return ids
}

// reached returns the own objects of an action, else those of the actions that it is a part of, and so on.
// The specification says so for territories and audiences; themes of actions are read alike.
func (f facts) reached(
	action int, verb lexicon.RelationKind, k network.Kind, asOf *lexicon.PartialDate, seen []int,
) []int {
	ids := f.objects(ref(network.KindAction, action), verb, k, asOf)
	if len(ids) > 0 || slices.Contains(seen, action) {
		return ids
	}
	for _, whole := range f.objects(ref(network.KindAction, action), lexicon.PartOf, network.KindAction, asOf) {
		ids = append(ids, f.reached(whole, verb, k, asOf, append(slices.Clone(seen), action))...)
	}
	return ids
}

// ofChain returns the objects of the action of a chain's contribution. A contribution to an axis has its audiences,
// and a seat has none.
func (f facts) ofChain(c network.Chain, verb lexicon.RelationKind, k network.Kind, asOf *lexicon.PartialDate) []int {
	for _, a := range f.arrows() {
		switch {
		case !slices.Contains(c.Links, a.ref):
		case letter(a) == "c":
			return f.reached(a.to.ID, verb, k, asOf, nil)
		case letter(a) == "d" && verb == lexicon.Targets:
			return f.objects(a.to, verb, k, asOf)
		}
	}
	return nil
}

// isInside reports whether a territory or an audience is one of some, or a part of one.
func (f facts) isInside(part network.Ref, some []int, asOf *lexicon.PartialDate, seen []int) bool {
	if slices.Contains(some, part.ID) {
		return true
	}
	return !slices.Contains(seen, part.ID) && slices.ContainsFunc(f.objects(
		part, lexicon.PartOf, part.Kind, asOf,
	), func(whole int) bool {
		return f.isInside(ref(part.Kind, whole), some, asOf, append(slices.Clone(seen), part.ID))
	})
}

// asksReach reports whether a selection includes the territories, audiences and themes of a chain.
func (f facts) asksReach(sel network.Selection, asOf *lexicon.PartialDate, c network.Chain) bool {
	isAsked := func(some []int, verb lexicon.RelationKind, k network.Kind, counts func(id int) bool) bool {
		return len(some) == 0 || slices.ContainsFunc(f.ofChain(c, verb, k, asOf), counts)
	}
	return isAsked(sel.Territories, lexicon.Covers, network.KindTerritory, func(id int) bool {
		isAround := sel.Around && slices.ContainsFunc(sel.Territories, func(part int) bool {
			return f.isInside(ref(network.KindTerritory, part), []int{id}, asOf, nil)
		})
		return isAround || f.isInside(ref(network.KindTerritory, id), sel.Territories, asOf, nil)
	}) && isAsked(sel.Audiences, lexicon.Targets, network.KindAudience, func(id int) bool {
		return f.isInside(ref(network.KindAudience, id), sel.Audiences, asOf, nil)
	}) && isAsked(sel.ActionThemes, lexicon.Concerns, network.KindTheme, func(id int) bool {
		return f.isUnder(id, sel.ActionThemes, nil)
	})
}

// themesOf returns the themes of an axis: its own, and those inferred from the actions that serve it.
func (f facts) themesOf(axis network.Ref, asOf *lexicon.PartialDate) []int {
	themes := f.objects(axis, lexicon.Concerns, network.KindTheme, asOf)
	for _, a := range f.arrows() {
		if letter(a) == "s" && a.to == axis && f.stands(a, asOf) && f.runs(a.from.ID, asOf) {
			themes = append(themes, f.reached(a.from.ID, lexicon.Concerns, network.KindTheme, asOf, nil)...)
		}
	}
	return themes
}

func TestReach_KeepsWhatDomainSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.drawSites(t)
		sel, asOf := drawReachAsked(t)
		want := make(map[[2]int]network.Cell)
		for at, chains := range f.cells(sel, asOf) {
			want[at] = plainCell(at[0], at[1], chains)
		}
		if diff := cmp.Diff(want, byEnds(build(t, f).Matrix(sel).Cells), ignoring); diff != "" {
			t.Fatalf("%+v:\n%s%s", sel, diff, f.told())
		}
	})
}

func TestReach_WhatTerritoriesLeaveAsideIsWhatDomainSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.drawSites(t)
		sel, asOf := drawReachAsked(t)
		all := sel
		all.Territories = nil
		var want network.Uncovered
		for _, chains := range f.cells(all, asOf) {
			places := slices.DeleteFunc(slices.Clone(chains), func(c network.Chain) bool {
				return len(f.ofChain(c, lexicon.Covers, network.KindTerritory, asOf)) == 0
			})
			if len(places) == 0 {
				want.Without++
				continue
			}
			asked := func(around bool) bool {
				sel := network.Selection{Territories: sel.Territories, Around: around}
				return len(sel.Territories) > 0 && slices.ContainsFunc(
					chains, func(c network.Chain) bool { return f.asksReach(sel, asOf, c) },
				)
			}
			if asked(true) && !asked(sel.Around) { // selected cells are not excluded
				want.Around++
			}
		}
		if got, err := build(t, f).Uncovered(context.Background(), sel, 1000); err != nil || got != want {
			t.Fatalf("%+v leave %+v aside (%v), want %+v\n%s", sel, got, err, want, f.told())
		}
	})
}

func TestReach_InferredThemesAreWhatDomainSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.drawSites(t)
		asOf := drawAsOf(t)
		for _, a := range f.axes {
			axis := ref(network.KindAxis, a.ID)
			own := f.objects(axis, lexicon.Concerns, network.KindTheme, asOf)
			want := slices.DeleteFunc(
				f.themesOf(axis, asOf), func(theme int) bool { return slices.Contains(own, theme) },
			)
			slices.Sort(want)
			if got := build(t, f).InferredThemes(a.ID, when(asOf)); !slices.Equal(got, slices.Compact(want)) {
				t.Fatalf("axis %d: %v, want %v\n%s", a.ID, got, want, f.told())
			}
		}
	})
}
