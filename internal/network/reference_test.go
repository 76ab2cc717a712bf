package network_test

import (
	"cmp"
	"regexp"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A plain model of the rules, by docs/rules.md. It tries every sequence of claims in which each starts where the one
// before it ended. It checks whether the sequence matches a rule, and is slow on purpose.

// reference is a contribution as the model finds it.
type reference struct {
	partner, axis int
	network.Chain
}

// derive returns every chain of the facts.
func (f facts) derive(asOf *lexicon.PartialDate) []reference {
	all := f.arrows()
	var found []reference
	for _, p := range f.partners {
		start := ref(network.KindPartner, p.ID)
		extend(all, []network.Ref{start}, nil, func(sequence []arrow) {
			end := sequence[len(sequence)-1].to
			if chain, ok := f.asChain(sequence, asOf); ok && end.Kind == network.KindAxis {
				found = append(found, reference{p.ID, end.ID, chain})
			}
		})
	}
	return found
}

// extend tries every continuation that visits no thing twice.
func extend(all []arrow, things []network.Ref, sequence []arrow, try func([]arrow)) {
	for _, a := range all {
		if a.from == things[len(things)-1] && !a.to.IsZero() && !slices.Contains(things, a.to) {
			longer := append(slices.Clone(sequence), a)
			try(longer)
			extend(all, append(slices.Clone(things), a.to), longer, try)
		}
	}
}

// letter encodes a claim. d and c contribute to an axis and to an action, s serves, r resonates with, p is part of.
// m and g belong to a collective and to a group, f follows, n succeeds. Anything else is x.
func letter(a arrow) string {
	switch {
	case a.ref.Kind == network.KindContribution && a.to.Kind == network.KindAxis:
		return "d"
	case a.ref.Kind == network.KindContribution:
		return "c"
	case a.word == "SERVES":
		return "s"
	case a.word == "RESONATES_WITH":
		return "r"
	case a.ref.Kind == network.KindMembership && a.to.Kind == network.KindGroup:
		return "g"
	case a.ref.Kind == network.KindMembership:
		return "m"
	case a.word == "PART_OF" && a.from.Kind == network.KindAction && a.to.Kind == network.KindAction:
		return "p"
	case a.word == "FOLLOWS" && a.from.Kind == network.KindGroup && a.to.Kind == network.KindAxis:
		return "f"
	case succession(a):
		return "n"
	}
	return "x"
}

var spellings = []struct {
	rule   lexicon.Rule
	spells *regexp.Regexp
}{
	{lexicon.RuleDirect, regexp.MustCompile(`^d$`)},
	{lexicon.RuleByAction, regexp.MustCompile(`^cs$`)},
	{lexicon.RuleByResonance, regexp.MustCompile(`^cr$`)},
	{lexicon.RuleBySubaction, regexp.MustCompile(`^cp+[sr]$`)},
	{lexicon.RuleByGroup, regexp.MustCompile(`^gf$`)},
	{lexicon.RuleByCollective, regexp.MustCompile(`^m[mn]*(d|cp*[sr]|gf)$`)},
	{lexicon.RuleBySuccession, regexp.MustCompile(`^n[mn]*(d|cp*[sr]|gf)$`)},
}

// asChain converts a sequence to a chain, if it matches a rule and may hold.
func (f facts) asChain(sequence []arrow, asOf *lexicon.PartialDate) (network.Chain, bool) {
	c := network.Chain{Basis: lexicon.BasisStated, Holds: f.timeOf(sequence).holds(asOf)}
	spelt, roleless := "", false
	for _, a := range sequence {
		l := letter(a)
		spelt += l
		c.Links = append(c.Links, a.ref)
		if slices.Index(weakest, a.Basis) < slices.Index(weakest, c.Basis) {
			c.Basis = a.Basis
		}
		if l == "c" || l == "d" {
			c.Role, c.OnAxis = lexicon.Role(a.word), l == "d"
		}
		roleless = roleless || l == "m" || l == "g"
	}
	for _, s := range spellings {
		if s.spells.MatchString(spelt) {
			c.Rule = s.rule
		}
	}
	if c.Rule != lexicon.RuleDirect && c.Rule != lexicon.RuleByAction {
		c.Basis = lexicon.BasisInferred
	}
	if roleless {
		c.Role = ""
	}
	c.Status = f.statusOf(sequence)
	if c.Status == lexicon.StatusCompleted && asOf != nil && c.Holds == lexicon.Yes {
		c.Status = lexicon.StatusActive
	}
	c.Standing = standingOf(c)
	return c, c.Rule != "" && c.Holds != lexicon.No
}

// timeOf collects the dates of a sequence and of the things that it runs through.
func (f facts) timeOf(sequence []arrow) history {
	h := f.succeeded(sequence[0].from)
	for _, a := range sequence {
		h = h.with(f.said(a))
		switch letter(a) {
		case "m":
			h = h.with(f.succeeded(a.to))
		case "n":
			h.begins = append(h.begins, f.handover(a))
		}
		switch a.to.Kind {
		case network.KindAction:
			h = h.with(f.actionTime(a.to.ID))
		case network.KindAxis:
			h = h.with(f.axisTime(a.to.ID))
		}
	}
	return h
}

// statusOf returns the status of a sequence at any time.
func (f facts) statusOf(sequence []arrow) lexicon.Status {
	lowest, own, isOver, grouped := lexicon.StatusCompleted, lexicon.StatusCompleted, false, false
	lower := func(s lexicon.Status) {
		if s.Rung() < lowest.Rung() {
			lowest = s
		}
		isOver = isOver || s == lexicon.StatusCompleted
	}
	for _, a := range sequence {
		switch letter(a) {
		case "p", "f", "n", "x":
			if a.Status == lexicon.StatusAbandoned {
				lowest = a.Status
			}
			grouped = grouped || letter(a) == "f"
		case "c", "d":
			own = a.Status
			lower(a.Status)
		default:
			lower(a.Status)
		}
		if a.to.Kind == network.KindAction && f.action(a.to.ID).Status != "" {
			lower(f.action(a.to.ID).Status)
		}
	}
	if grouped && lowest.Rung() > lexicon.StatusValidated.Rung() {
		lowest = lexicon.StatusValidated
	}
	switch {
	case !lowest.Confirmed():
		return lowest
	case isOver:
		return lexicon.StatusCompleted
	}
	return own
}

var weakest = []lexicon.Basis{lexicon.BasisInferred, lexicon.BasisDeclared, lexicon.BasisStated}

// standingOf returns the standing of one chain.
func standingOf(c network.Chain) lexicon.Standing {
	switch {
	case c.Status == lexicon.StatusAbandoned:
		return lexicon.StandingAbandoned
	case c.Holds == lexicon.Unknown:
		return lexicon.StandingUnknown
	case c.Status.Confirmed():
		return lexicon.StandingConfirmed
	}
	return lexicon.StandingProspective
}

var strongest = []lexicon.Standing{
	lexicon.StandingConfirmed, lexicon.StandingProspective, lexicon.StandingUnknown, lexicon.StandingAbandoned,
}

// cells groups the chains of a selection as a matrix does.
func (f facts) cells(sel network.Selection, asOf *lexicon.PartialDate) map[[2]int][]network.Chain {
	cells := make(map[[2]int][]network.Chain)
	for _, r := range f.derive(asOf) {
		if asked(sel.Partners, r.partner) && asksRole(sel, r.Chain) && asked(sel.Statuses, r.Status) &&
			asked(sel.Bases, r.Basis) && asked(sel.Rules, r.Rule) && f.asksAxis(sel, asOf, r.axis) &&
			f.asksReach(sel, asOf, r.Chain) {
			at := [2]int{r.partner, r.axis}
			cells[at] = append(cells[at], r.Chain)
		}
	}
	for _, chains := range cells {
		slices.SortFunc(chains, strongerFirst)
	}
	return cells
}

// asksRole reports whether a selection includes the role of a chain, in the axis or in an action.
func asksRole(sel network.Selection, c network.Chain) bool {
	switch {
	case sel.AxisRoles == nil && sel.ActionRoles == nil:
		return true
	case c.Role == "":
		return false
	case c.OnAxis:
		return slices.Contains(sel.AxisRoles, c.Role)
	}
	return slices.Contains(sel.ActionRoles, c.Role)
}

func asked[V comparable](list []V, v V) bool { return len(list) == 0 || slices.Contains(list, v) }

func strongerFirst(a, b network.Chain) int {
	rules := lexicon.Rule("").Values()
	return cmp.Or(
		slices.Index(strongest, standingOf(a))-slices.Index(strongest, standingOf(b)),
		b.Status.Rung()-a.Status.Rung(),
		slices.Index(weakest, b.Basis)-slices.Index(weakest, a.Basis),
		slices.Index(rules, string(a.Rule))-slices.Index(rules, string(b.Rule)),
		len(a.Links)-len(b.Links),
		slices.CompareFunc(a.Links, b.Links, network.Ref.Compare),
	)
}

// plainCell returns a cell of the model, without its indexes.
func plainCell(partner, axis int, chains []network.Chain) network.Cell {
	c := network.Cell{Partner: partner, Axis: axis, Standing: standingOf(chains[0])}
	for _, r := range chains {
		c.Chains = append(c.Chains, r)
		switch standingOf(r) {
		case lexicon.StandingUnknown:
			c.Counts.Unknown++
		case lexicon.StandingConfirmed:
			c.Counts.Confirmed++
		case lexicon.StandingProspective:
			c.Counts.Prospective++
		default:
			c.Counts.Abandoned++
		}
		if standingOf(r) != c.Standing || r.Role == "" {
			continue
		}
		if r.OnAxis {
			c.AxisRoles = append(c.AxisRoles, r.Role)
			c.LeadsAxis = c.LeadsAxis || c.Standing == lexicon.StandingConfirmed && r.Role.Leads()
		} else {
			c.ActionRoles = append(c.ActionRoles, r.Role)
		}
	}
	c.AxisRoles, c.ActionRoles = inOrder(c.AxisRoles), inOrder(c.ActionRoles)
	return c
}

func inOrder(roles []lexicon.Role) []lexicon.Role {
	words := lexicon.Role("").Values()
	slices.SortFunc(
		roles, func(a, b lexicon.Role) int { return slices.Index(words, string(a)) - slices.Index(words, string(b)) },
	)
	return slices.Compact(roles)
}

func (f facts) asksAxis(sel network.Selection, asOf *lexicon.PartialDate, id int) bool {
	axis := f.axes[slices.IndexFunc(f.axes, func(a network.Axis) bool { return a.ID == id })]
	if !asked(sel.Axes, id) || !asked(sel.Contracts, axis.Contract) {
		return false
	}
	return len(sel.Themes) == 0 || slices.ContainsFunc(f.themesOf(
		ref(network.KindAxis, id), asOf,
	), func(theme int) bool {
		return f.isUnder(theme, sel.Themes, nil)
	})
}

// isUnder reports whether a theme is one of some, or under one of them.
func (f facts) isUnder(theme int, some []int, seen []int) bool {
	if theme == 0 || slices.Contains(seen, theme) {
		return false
	}
	if slices.Contains(some, theme) {
		return true
	}
	t := f.themes[slices.IndexFunc(f.themes, func(t network.Theme) bool { return t.ID == theme })]
	return f.isUnder(t.Parent, some, append(seen, theme)) || f.isUnder(t.Reference, some, append(seen, theme))
}

// tallyPartners counts partners by the best of their chains, by docs/rules.md.
func (f facts) tallyPartners(chains map[int][]network.Chain, asOf *lexicon.PartialDate) (t network.Tally) {
	standing := map[int]int{} // partner → rank, the strongest first
	for p, list := range chains {
		if s := bestOf(list); s != lexicon.StandingAbandoned {
			standing[p] = slices.Index(strongest, s)
		}
	}
	for p, s := range standing {
		besides := func(q int) bool { at, counts := standing[q]; return counts && at <= s }
		members, successors := f.below(p, asOf)
		atLeast := f.partners[slices.IndexFunc(f.partners, func(x network.Partner) bool { return x.ID == p })].Open ||
			slices.ContainsFunc(members, func(q int) bool { return !besides(q) })
		isCounted := !slices.ContainsFunc(slices.Concat(members, successors), besides)
		switch s {
		case 0:
			t.Confirmed += count1(isCounted)
			t.AtLeast.Confirmed = t.AtLeast.Confirmed || atLeast
		case 1:
			t.Prospective += count1(isCounted)
			t.AtLeast.Prospective = t.AtLeast.Prospective || atLeast
		case 2:
			t.Unknown += count1(isCounted)
			t.AtLeast.Unknown = t.AtLeast.Unknown || atLeast
		}
	}
	return t
}

func count1(is bool) int {
	if is {
		return 1
	}
	return 0
}

// below returns the members and the successors of a partner, direct and indirect.
func (f facts) below(partner int, asOf *lexicon.PartialDate) (members, successors []int) {
	seen := []int{partner}
	for i := 0; i < len(seen); i++ {
		for _, a := range f.arrows() {
			isMember := a.ref.Kind == network.KindMembership
			if a.to != ref(network.KindPartner, seen[i]) || !isMember && !succession(a) || !f.stands(a, asOf) {
				continue
			}
			found := []int{a.from.ID}
			if isMember {
				found = f.holders(a, asOf)
			}
			for _, id := range found {
				switch {
				case id == partner:
					continue
				case isMember:
					members = append(members, id)
				default:
					successors = append(successors, id)
				}
				if !slices.Contains(seen, id) {
					seen = append(seen, id)
				}
			}
		}
	}
	return members, successors
}

// bestOf returns the best standing of chains.
func bestOf(chains []network.Chain) lexicon.Standing {
	best := len(strongest) - 1
	for _, c := range chains {
		best = min(best, slices.Index(strongest, standingOf(c)))
	}
	return strongest[best]
}
