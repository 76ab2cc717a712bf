package network_test

import (
	"cmp"
	"regexp"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// The rules a second time, as plainly as domain.md says them: try every
// sequence of claims in which one starts where the one before it ended, and
// ask whether the sequence reads like a rule. Slow, and nothing else.

// reference is a contribution as the plain reading finds it.
type reference struct {
	partner, axis int
	chain         network.Chain
}

// derive reads every chain out of the facts.
func (f facts) derive(asOf *lexicon.PartialDate) []reference {
	all := f.arrows()
	var found []reference
	for _, p := range f.partners {
		start := ref(network.KindPartner, p.ID)
		extend(all, []network.Ref{start}, nil, func(sequence []arrow) {
			end := sequence[len(sequence)-1].to
			if chain, ok := asChain(sequence, asOf); ok && end.Kind == network.KindAxis {
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

// letters spells a claim: d and c contribute to an axis and to an action, s
// serves, r resonates with, p is part of, m and g belong to a collective and to
// a group, f follows; anything else is x.
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
	{lexicon.RuleByCollective, regexp.MustCompile(`^m+(d|cp*[sr]|gf)$`)},
	{lexicon.RuleByGroup, regexp.MustCompile(`^gf$`)},
}

// asChain reads a sequence as a chain, if it spells a rule and may hold.
func asChain(sequence []arrow, asOf *lexicon.PartialDate) (network.Chain, bool) {
	c := network.Chain{Status: lexicon.StatusCompleted, Basis: lexicon.BasisStated, Validity: lexicon.Always, Holds: lexicon.Yes}
	spelt := ""
	for _, a := range sequence {
		spelt += letter(a)
		c.Links = append(c.Links, a.ref)
		c.Validity = c.Validity.And(a.Validity)
		if a.Status.Rung() < c.Status.Rung() {
			c.Status = a.Status
		}
		if slices.Index(weakest, a.Basis) < slices.Index(weakest, c.Basis) {
			c.Basis = a.Basis
		}
		if l := letter(a); l == "c" || l == "d" || l == "g" {
			c.Role = lexicon.Role(a.word)
		}
		if letter(a) == "f" && c.Status.Rung() > lexicon.StatusValidated.Rung() {
			c.Status = lexicon.StatusValidated
		}
	}
	for _, s := range spellings {
		if s.spells.MatchString(spelt) {
			c.Rule = s.rule
		}
	}
	if c.Rule != lexicon.RuleDirect && c.Rule != lexicon.RuleByAction {
		c.Basis = lexicon.BasisInferred
	}
	if asOf != nil {
		c.Holds = c.Validity.Holds(*asOf)
	}
	return c, c.Rule != "" && !c.Validity.Never() && c.Holds != lexicon.No
}

var weakest = []lexicon.Basis{lexicon.BasisInferred, lexicon.BasisDeclared, lexicon.BasisStated}

// cells gathers the chains that a selection asks for as a matrix would show them.
func (f facts) cells(sel network.Selection) map[[2]int][]network.Chain {
	cells := make(map[[2]int][]network.Chain)
	for _, r := range f.derive(sel.AsOf) {
		if asked(sel.Partners, r.partner) && asked(sel.Roles, r.chain.Role) && asked(sel.Statuses, r.chain.Status) &&
			asked(sel.Bases, r.chain.Basis) && asked(sel.Rules, r.chain.Rule) && f.asksAxis(sel, r.axis) {
			at := [2]int{r.partner, r.axis}
			cells[at] = append(cells[at], r.chain)
		}
	}
	for _, chains := range cells {
		slices.SortFunc(chains, strongerFirst)
	}
	return cells
}

func asked[V comparable](list []V, v V) bool { return len(list) == 0 || slices.Contains(list, v) }

func strongerFirst(a, b network.Chain) int {
	rules := lexicon.Rule("").Values()
	return cmp.Or(
		b.Status.Rung()-a.Status.Rung(),
		-cmp.Compare(a.Holds, b.Holds), // YES, UNKNOWN
		slices.Index(weakest, b.Basis)-slices.Index(weakest, a.Basis),
		slices.Index(rules, string(a.Rule))-slices.Index(rules, string(b.Rule)),
		len(a.Links)-len(b.Links),
		slices.CompareFunc(a.Links, b.Links, network.Ref.Compare),
	)
}

func (f facts) asksAxis(sel network.Selection, id int) bool {
	axis := f.axes[slices.IndexFunc(f.axes, func(a network.Axis) bool { return a.ID == id })]
	if !asked(sel.Axes, id) || !asked(sel.Contracts, axis.Contract) {
		return false
	}
	return len(sel.Themes) == 0 || slices.ContainsFunc(f.relations, func(r network.Relation) bool {
		a := arrow{Claim: r.Claim}
		return r.Kind == lexicon.Concerns && r.Subject == ref(network.KindAxis, id) && r.Object.Kind == network.KindTheme &&
			a.stands(sel.AsOf) && f.isUnder(r.Object.ID, sel.Themes, nil)
	})
}

// isUnder tells whether a theme is one of some, or under one of them.
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
