package network

import (
	"cmp"
	"slices"
)

// groupKey is a StatsKey of nodes and codes, plus one: 0 means none.
type groupKey struct {
	theme, contract, axis, partner     int32
	territory, audience, actionTheme   int32
	kind, sector, axisRole, actionRole uint8
	status, basis, rule                uint8
}

// compare orders the keys of groups.
func (k groupKey) compare(o groupKey) int {
	return cmp.Or(
		noneLast(k.theme, o.theme), cmp.Compare(k.contract, o.contract), cmp.Compare(k.axis, o.axis),
		cmp.Compare(k.partner, o.partner),
		noneLast(k.territory, o.territory), noneLast(k.audience, o.audience), noneLast(k.actionTheme, o.actionTheme),
		cmp.Compare(k.kind, o.kind), cmp.Compare(k.sector, o.sector), cmp.Compare(k.axisRole, o.axisRole),
		cmp.Compare(k.actionRole, o.actionRole),
		cmp.Compare(o.status, k.status), cmp.Compare(k.basis, o.basis), cmp.Compare(k.rule, o.rule),
	)
}

// noneLast compares nodes, none after all others.
func noneLast(a, b int32) int {
	if (a == 0) != (b == 0) {
		return int(b) - int(a)
	}
	return int(a) - int(b)
}

// grouping marks the dimensions by which statistics are grouped.
type grouping struct {
	theme, contract, axis, partner, kind, sector bool
	axisRole, actionRole, status, basis, rule    bool
	territory, audience, actionTheme             bool
}

// groupingBy returns the grouping of dimensions.
func groupingBy(by []Dimension) grouping {
	has := func(d Dimension) bool { return slices.Contains(by, d) }
	return grouping{
		theme: has(ByTheme), contract: has(ByContract), axis: has(ByAxis), partner: has(ByPartner),
		kind: has(ByPartnerKind), sector: has(ByPartnerSector),
		axisRole: has(ByAxisRole), actionRole: has(ByActionRole), status: has(ByStatus), basis: has(ByBasis),
		rule:      has(ByRule),
		territory: has(ByTerritory), audience: has(ByAudience), actionTheme: has(ByActionTheme),
	}
}

// key converts a group's key to a StatsKey.
func (c *statsBuilder) key(k groupKey) StatsKey {
	id := func(node int32) int {
		if node == 0 {
			return 0
		}
		return nodeID(node - 1)
	}
	return StatsKey{
		Theme: id(k.theme), Contract: id(k.contract), Axis: id(k.axis), Partner: id(k.partner),
		Territory: id(k.territory), Audience: id(k.audience), ActionTheme: id(k.actionTheme),
		Kind: wordAt(kindCodes, k.kind), Sector: wordAt(sectorCodes, k.sector),
		AxisRole: wordAt(roleCodes, k.axisRole), ActionRole: wordAt(roleCodes, k.actionRole),
		Status: wordAt(statusCodes, k.status), Basis: wordAt(basisCodes, k.basis), Rule: wordAt(ruleCodes, k.rule),
	}
}

// wordAt returns the word of a code plus one; 0 is empty.
func wordAt[W ~string](of codes[W], code uint8) W {
	if code == 0 {
		return ""
	}
	return of[code-1]
}

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
