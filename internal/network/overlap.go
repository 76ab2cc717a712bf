package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// reach is whom, where and on what an action works: nodes.
type reach struct{ theme, audience, territory int32 }

// overlaps finds the same audience, territory and theme reached by several
// partners through several actions.
func (s *survey) overlaps() {
	actions := make(map[reach][]int32)
	for _, action := range s.holding(s.contract, KindAction) {
		if !s.runs(action, s.When) || len(s.partnersOn(action)) == 0 {
			continue // nobody reaches anything through it
		}
		audiences := s.objects(action, targets, KindAudience, s.When)
		territories := s.objects(action, covers, KindTerritory, s.When)
		for _, theme := range s.themesOf(action, s.When) {
			for _, audience := range audiences {
				for _, territory := range territories {
					r := reach{theme, audience, territory}
					actions[r] = append(actions[r], action)
				}
			}
		}
	}
	for r, actions := range actions {
		s.overlap(r, actions)
	}
}

// overlap reports a reach of two actions or more, none of them above another, that
// two partners or more work on. Two of either are enough for two different
// partners to meet through two different actions.
func (s *survey) overlap(r reach, actions []int32) {
	among := make(map[int32]bool, len(actions))
	for _, action := range actions {
		among[action] = true
	}
	var wholes, partners []int32
	for _, action := range actions {
		above := s.kin(outward, action, s.When)[1:]
		if !slices.ContainsFunc(above, func(whole int32) bool { return among[whole] }) {
			wholes = append(wholes, action)
			partners = append(partners, s.partnersOn(action)...)
		}
	}
	slices.Sort(partners)
	partners = slices.Compact(partners)
	for _, partner := range partners {
		s.counting.put(partner, confirmedStanding)
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

// partnersOn are the partners that contribute to an action, sorted, each once.
func (s *survey) partnersOn(action int32) []int32 {
	var partners []int32
	for _, number := range s.touching(inward, action, KindContribution) {
		partners = append(partners, s.holders(number, s.When)...)
	}
	slices.Sort(partners)
	return slices.Compact(partners)
}
