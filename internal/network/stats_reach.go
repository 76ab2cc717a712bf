package network

import (
	"slices"
)

// eachAspectKey calls visit with the key of every group that a chain belongs to by territory, audience and theme of
// its action.
func (c *statsBuilder) eachAspectKey(key groupKey, links []int32, visit func(groupKey)) {
	if !c.by.territory && !c.by.audience && !c.by.actionTheme {
		visit(key)
		return
	}
	for _, territory := range c.aspectNodes(c.by.territory, links, covers) {
		for _, audience := range c.aspectNodes(c.by.audience, links, targets) {
			for _, theme := range c.aspectNodes(c.by.actionTheme, links, concerns) {
				key.territory, key.audience, key.actionTheme = territory, audience, theme
				visit(key)
			}
		}
	}
}

// aspectNodes returns the things of an aspect of a chain, plus one: a territory or an audience with all that
// contain it. It returns 0 if the chain has none or the aspect is not grouped by.
func (c *statsBuilder) aspectNodes(grouped bool, links []int32, relation uint8) []int32 {
	if !grouped {
		return []int32{0}
	}
	var all []int32
	switch reached := c.aspects.ofChain(links, relation); {
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
		for thing := range c.withWholes(reached, c.when) {
			all = append(all, thing+1)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
