package network_test

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// overlaps returns the OVERLAP gaps. Only the relations of an action itself count here; by docs/rules.md, filters alone
// read those of its wholes.
func (f facts) overlaps(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	reached := func(action int, verb string, k network.Kind) (ids []int) {
		for _, a := range f.arrows() {
			if a.word == verb && a.from == ref(network.KindAction, action) && a.to.Kind == k && f.stands(a, asOf) &&
				!slices.Contains(ids, a.to.ID) {
				ids = append(ids, a.to.ID)
			}
		}
		return ids
	}
	actions := map[[3]int][]int{}
	for _, a := range f.actions {
		if a.Contract != contract || !f.runs(a.ID, asOf) || len(f.contributing([]int{a.ID}, asOf)) == 0 {
			continue
		}
		for _, theme := range reached(a.ID, "CONCERNS", network.KindTheme) {
			for _, audience := range reached(a.ID, "TARGETS", network.KindAudience) {
				for _, territory := range reached(a.ID, "COVERS", network.KindTerritory) {
					at := [3]int{theme, audience, territory}
					actions[at] = append(actions[at], a.ID)
				}
			}
		}
	}
	for at, all := range actions {
		wholes := slices.DeleteFunc(slices.Clone(all), func(part int) bool {
			return slices.ContainsFunc(
				all, func(whole int) bool { return whole != part && f.isPart(part, whole, asOf, nil) },
			)
		})
		partners := f.contributing(wholes, asOf)
		tally := f.tallyPartners(partners, asOf)
		if len(wholes) < 2 || tally.Confirmed < 2 {
			continue
		}
		records := []network.Ref{ref(network.KindAudience, at[1]), ref(network.KindTerritory, at[2])}
		for _, a := range wholes {
			records = append(records, ref(network.KindAction, a))
		}
		for p := range partners {
			records = append(records, ref(network.KindPartner, p))
		}
		gaps = append(gaps, plainGap(
			lexicon.Overlap, ref(network.KindTheme, at[0]), "", tally.Confirmed, 0, records...,
		)+
			telling(network.Gap{AtLeast: tally.AtLeast.Confirmed, Apart: records[:2]}))
	}
	return gaps
}

// contributing returns the partners in actions by claims that stand. The specification gives standings to cells alone,
// so that all partners in actions count alike, as confirmed.
func (f facts) contributing(actions []int, asOf *lexicon.PartialDate) map[int][]network.Chain {
	found := map[int][]network.Chain{}
	for _, a := range f.arrows() {
		if letter(a) == "c" && slices.Contains(actions, a.to.ID) {
			for _, p := range f.holders(a, asOf) {
				found[p] = []network.Chain{{Status: lexicon.StatusActive, Holds: lexicon.Yes}}
			}
		}
	}
	return found
}
