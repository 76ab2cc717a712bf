package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// overlapKey holds the nodes of the theme, audience and territory of an action.
type overlapKey struct{ theme, audience, territory int32 }

// overlaps finds combinations of audience, territory and theme that several partners reach through several actions.
func (s *survey) overlaps() {
	actions := make(map[overlapKey][]int32)
	for _, action := range s.holding(s.contract, KindAction) {
		if !s.runs(action, s.When) || len(s.partnersOn(action)) == 0 {
			continue // no partner reaches anything through it
		}
		audiences := s.objects(action, targets, KindAudience, s.When)
		territories := s.objects(action, covers, KindTerritory, s.When)
		for _, theme := range s.themesOf(action, s.When) {
			for _, audience := range audiences {
				for _, territory := range territories {
					r := overlapKey{theme, audience, territory}
					actions[r] = append(actions[r], action)
				}
			}
		}
	}
	for r, actions := range actions {
		s.overlap(r, actions)
	}
}

// overlap reports a combination that two partners or more reach through two actions or more, none of which is a
// part of another. Two of each suffice for two partners to meet through different actions.
func (s *survey) overlap(r overlapKey, actions []int32) {
	among := make(map[int32]bool, len(actions))
	for _, action := range actions {
		among[action] = true
	}
	var wholes, partners []int32
	for _, action := range actions {
		above := s.relatedActions(outward, action, s.When)[1:]
		if !slices.ContainsFunc(above, func(whole int32) bool { return among[whole] }) {
			wholes = append(wholes, action)
			partners = append(partners, s.partnersOn(action)...)
		}
	}
	slices.Sort(partners)
	partners = slices.Compact(partners)
	for _, partner := range partners {
		s.counting.add(partner, confirmedStanding)
	}
	tally := s.counting.tally()
	count := tally.Confirmed
	if len(wholes) < 2 || count < 2 {
		return
	}
	records := slices.Concat([]int32{r.audience, r.territory}, wholes, partners)
	g := s.report(lexicon.Overlap, lexicon.Notice, nodeRef(r.theme), count, nodeRefs(records)...)
	g.AtLeast = tally.AtLeast.Confirmed
	g.Apart = nodeRefs([]int32{r.audience, r.territory})
}

// partnersOn returns the distinct partners that contribute to an action, sorted.
func (s *survey) partnersOn(action int32) []int32 {
	var partners []int32
	for _, number := range s.touching(inward, action, KindContribution) {
		partners = append(partners, s.holders(number, s.When)...)
	}
	slices.Sort(partners)
	return slices.Compact(partners)
}
