package network

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"maillage/internal/lexicon"
)

// Candidate is a partner that could close a gap.
type Candidate struct {
	Partner int
	Reason  lexicon.CandidateReason
	Status  lexicon.Status // of its strongest chain here; empty for USED_TO and SAME_THEME
	// Axes are, for SAME_THEME, the other axes on which it is confirmed, and for a group those that it follows.
	// Those of this contract come first.
	Axes []int
}

// WhoCould returns the distinct partners that could close a gap of a contract, the likeliest first.
//
// First come partners that contribute here without leading, then those that are prospective or unknown here. Then
// come those that used to contribute, and those confirmed on the same theme elsewhere. It returns none for gaps
// that no partner could close.
func (n *Network) WhoCould(ctx context.Context, contract int, g Gap, when When) ([]Candidate, error) {
	c := &candidates{Network: n, when: when, contract: n.node(Ref{KindContract, contract}), known: make(map[int]bool)}
	subject := n.node(g.Subject)
	if subject < 0 || c.contract < 0 {
		return nil, nil
	}
	var err error
	switch g.Code {
	case lexicon.NoConfirmedContributor, lexicon.OnlyProspective, lexicon.SinglePartner, lexicon.NoLead:
		c.addContributors(g.Subject.ID, g.Code == lexicon.NoLead)
		reach := n.newAspectReader(when)
		err = c.sameTheme(ctx, append(n.themesOf(subject, when), reach.inferredThemes(subject)...), subject)
	case lexicon.ThemeWithoutAction:
		err = c.sameTheme(ctx, []int32{subject}, -1)
	case lexicon.GroupWithoutMembers:
		err = c.confirmed(ctx, c.followed(subject), lexicon.CandidateContributes)
	}
	return c.found, err
}

// candidates collects the candidates for one gap.
type candidates struct {
	*Network
	when     When
	contract int32
	found    []Candidate
	known    map[int]bool // partners that are found or excluded
}

// add appends new candidates, sorted by order.
func (c *candidates) add(some []Candidate, order func(a, b Candidate) int) {
	some = slices.DeleteFunc(some, func(x Candidate) bool {
		return c.known[x.Partner] || c.isSucceeded(c.node(Ref{KindPartner, x.Partner}), c.when)
	})
	slices.SortFunc(some, func(a, b Candidate) int {
		return cmp.Or(order(a, b), c.compareIDs(a.Partner, b.Partner))
	})
	for _, x := range some {
		c.known[x.Partner] = true
	}
	c.found = append(c.found, some...)
}

// byName leaves the order to the sort keys of the partners.
func byName(Candidate, Candidate) int { return 0 }

// addContributors adds the partners that have, or had, a standing on an axis. A confirmed partner is a candidate only
// for the lead.
func (c *candidates) addContributors(axis int, lead bool) {
	reasons := map[lexicon.Standing]lexicon.CandidateReason{
		lexicon.StandingConfirmed:   lexicon.CandidateContributes,
		lexicon.StandingProspective: lexicon.CandidateProspective,
		lexicon.StandingUnknown:     lexicon.CandidateUnknown,
	}
	by := make(map[lexicon.CandidateReason][]Candidate)
	for _, cell := range c.Contributors(axis, Selection{When: c.when}) {
		if cell.Standing == lexicon.StandingConfirmed && !lead {
			c.known[cell.Partner] = true
		}
		reason := reasons[cell.Standing]
		by[reason] = append(by[reason], Candidate{Partner: cell.Partner, Reason: reason, Status: cell.Status()})
	}
	c.add(by[lexicon.CandidateContributes], byName)
	c.add(by[lexicon.CandidateProspective], func(a, b Candidate) int { return b.Status.Rung() - a.Status.Rung() })
	c.add(by[lexicon.CandidateUnknown], byName)
	var former []Candidate
	for _, cell := range c.Contributors(axis, Selection{When: AnyTime(c.when.today)}) {
		if slices.ContainsFunc(cell.Chains, c.isPast) {
			former = append(former, Candidate{Partner: cell.Partner, Reason: lexicon.CandidateUsedTo})
		}
	}
	c.add(former, byName)
}

// isPast reports whether a chain was confirmed and was over before the selected time. A later chain is not past.
func (c *candidates) isPast(chain Chain) bool {
	return chain.Standing == lexicon.StandingConfirmed && c.when.dated && chain.Validity.UntilLatest < c.when.from
}

// sameTheme finds the partners confirmed on other axes with the same reference themes.
func (c *candidates) sameTheme(ctx context.Context, themes []int32, but int32) error {
	axes := slices.DeleteFunc(c.axesAbout(themes), func(axis int32) bool { return axis == but })
	return c.confirmed(ctx, axes, lexicon.CandidateSameTheme)
}

// axesAbout returns the axes that share a reference theme with the given themes, by their own or inferred themes,
// sorted.
func (c *candidates) axesAbout(themes []int32) []int32 {
	references := make(map[int32]bool, len(themes))
	for _, theme := range themes {
		references[c.referenceOf(theme)] = true
	}
	same := func(theme int32) bool { return references[c.referenceOf(theme)] }
	var axes []int32
	actions := make(map[int32]bool)
	for theme := range c.under(slices.Collect(maps.Keys(references))) {
		if !same(theme) {
			continue
		}
		for _, number := range c.touching(inward, theme, KindRelation) {
			switch from := c.claim(number).from; {
			case c.claim(number).word != concerns || !c.stands(number, c.when):
			case nodeIs(from, KindAxis):
				axes = append(axes, from)
			case nodeIs(from, KindAction):
				actions[from] = true
			}
		}
	}
	reach := c.newAspectReader(c.when)
	parts := c.withParts(slices.Collect(maps.Keys(actions)), c.when) // a part may have the theme of its whole
	for action := range parts {
		if !slices.ContainsFunc(reach.of(action, concerns), same) || !c.runs(action, c.when) {
			continue
		}
		for _, number := range c.touching(outward, action, KindAlignment) {
			if a := c.claim(number); a.word == serves && c.stands(number, c.when) {
				axes = append(axes, a.to)
			}
		}
	}
	slices.Sort(axes)
	return slices.Compact(axes)
}

// followed returns the axes that a group follows, sorted.
func (c *candidates) followed(group int32) []int32 {
	return c.objects(group, follows, KindAxis, c.when)
}

// confirmed finds the partners that are confirmed on the axes: first those on an axis of this contract, then those
// on most axes.
func (c *candidates) confirmed(ctx context.Context, axes []int32, reason lexicon.CandidateReason) error {
	if len(axes) == 0 {
		return nil
	}
	slices.SortFunc(axes, func(a, b int32) int {
		return cmp.Or(
			compareBools(c.contractOf(b) == c.contract, c.contractOf(a) == c.contract),
			c.compareAxes(a, b),
		)
	})
	done, err := acquireSlot(ctx, len(axes))
	if err != nil {
		return err
	}
	defer done()
	on := make(map[int32][]int) // partner → axes, in their order
	d := c.deriving(axes, Selection{When: c.when})
	defer d.release()
	err = d.each(ctx, axes, func(chains []foundChain) error {
		for i := range chains {
			partner, axis := chains[i].partner, nodeID(axes[chains[i].column])
			if at := on[partner]; chains[i].standing() == confirmedStanding && (len(at) == 0 || at[len(at)-1] != axis) {
				on[partner] = append(at, axis)
			}
		}
		d.found, d.arena = d.found[:0], d.arena[:0]
		return nil
	})
	some := make([]Candidate, 0, len(on))
	for partner, at := range on {
		some = append(some, Candidate{Partner: nodeID(partner), Reason: reason, Axes: at})
	}
	isHere := func(x Candidate) bool { return c.contractOf(c.node(Ref{KindAxis, x.Axes[0]})) == c.contract }
	c.add(some, func(a, b Candidate) int {
		return cmp.Or(compareBools(isHere(b), isHere(a)), len(b.Axes)-len(a.Axes))
	})
	return err
}

// compareBools orders false before true.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
