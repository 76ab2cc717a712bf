package network

import (
	"slices"
)

// eachReach calls on with the key of every group that a chain belongs to by where,
// for whom and on what it works.
func (c *count) eachReach(key groupKey, links []int32, on func(groupKey)) {
	if !c.by.territory && !c.by.audience && !c.by.actionTheme {
		on(key)
		return
	}
	for _, territory := range c.reached(c.by.territory, links, covers) {
		for _, audience := range c.reached(c.by.audience, links, targets) {
			for _, theme := range c.reached(c.by.actionTheme, links, concerns) {
				key.territory, key.audience, key.actionTheme = territory, audience, theme
				on(key)
			}
		}
	}
}

// reached returns the things that a chain reaches, plus one: a territory with all
// that contain it, an audience likewise. It is 0 when none is asked or told.
func (c *count) reached(asked bool, links []int32, relation uint8) []int32 {
	if !asked {
		return []int32{0}
	}
	var all []int32
	switch reached := c.reach.ofChain(links, relation); {
	case len(reached) == 0:
		return []int32{0}
	case relation == concerns:
		for _, theme := range reached {
			if c.byReference {
				theme = c.referenceOf(theme)
			}
			all = append(all, theme+1)
		}
	default:
		for thing := range c.wholes(reached, c.when) {
			all = append(all, thing+1)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
