package network_test

import (
	"slices"

	"maillage/internal/network"
)

// within returns the facts in a scope, evaluated plainly; nil includes all.
func (f facts) within(s *network.Scope) facts {
	if s == nil {
		return f
	}
	seen := func(contract int) bool {
		if contract == 0 {
			return s.Directory
		}
		return slices.Contains(s.Contracts, contract)
	}
	w := facts{
		contracts: where(f.contracts, func(c network.Contract) bool { return seen(c.ID) }),
		plans:     where(f.plans, func(p network.Plan) bool { return seen(p.Contract) }),
		themes:    where(f.themes, func(th network.Theme) bool { return th.Contract == 0 || seen(th.Contract) }),
		axes:      where(f.axes, func(a network.Axis) bool { return seen(a.Contract) }),
		actions:   where(f.actions, func(a network.Action) bool { return seen(a.Contract) }),
		groups:    where(f.groups, func(g network.Group) bool { return seen(g.Contract) }),
		partners:  f.partners,
		sources:   f.sources,
	}
	for i, th := range w.themes {
		if !w.has(ref(network.KindTheme, th.Parent)) {
			w.themes[i].Parent = 0
		}
		if !w.has(ref(network.KindTheme, th.Reference)) {
			w.themes[i].Reference = 0
		}
	}
	for i, a := range w.axes {
		if !w.has(ref(network.KindPlan, a.Plan)) {
			w.axes[i].Plan = 0
		}
	}
	kept := map[network.Ref]bool{}
	for _, a := range f.arrows() {
		kept[a.ref] = seen(a.Contract) && w.has(a.from) && (a.to.IsZero() || w.has(a.to))
	}
	w.contributions = where(
		f.contributions, func(c network.Contribution) bool { return kept[ref(network.KindContribution, c.ID)] },
	)
	w.alignments = where(f.alignments, func(a network.Alignment) bool { return kept[ref(network.KindAlignment, a.ID)] })
	w.memberships = where(
		f.memberships, func(m network.Membership) bool { return kept[ref(network.KindMembership, m.ID)] },
	)
	w.relations = where(f.relations, func(r network.Relation) bool { return kept[ref(network.KindRelation, r.ID)] })
	if !s.Directory {
		named := w.arrows()
		w.partners = where(f.partners, func(p network.Partner) bool {
			is := ref(network.KindPartner, p.ID)
			return slices.ContainsFunc(named, func(a arrow) bool { return a.from == is || a.to == is })
		})
	}
	w.citations = where(f.citations, func(c network.Citation) bool {
		if c.Record.Kind.IsClaim() {
			return kept[c.Record]
		}
		for _, th := range f.themes {
			if c.Record == ref(network.KindTheme, th.ID) {
				return seen(th.Contract)
			}
		}
		return seen(f.contractOf(c.Record))
	})
	return w
}

// has reports whether the facts know a thing; audiences and other shared things are known once a claim names them.
func (f facts) has(r network.Ref) bool {
	_, known := f.rows()[r]
	return known || r.Kind >= network.KindProgramme && r.Kind <= network.KindConcept
}

func where[F any](of []F, picks func(F) bool) []F {
	var picked []F
	for _, fact := range of {
		if picks(fact) {
			picked = append(picked, fact)
		}
	}
	return picked
}

// rows returns all facts by their references.
func (f facts) rows() map[network.Ref]any {
	rows := map[network.Ref]any{}
	each(f.contracts, func(c network.Contract) { rows[ref(network.KindContract, c.ID)] = c })
	each(f.plans, func(p network.Plan) { rows[ref(network.KindPlan, p.ID)] = p })
	each(f.themes, func(th network.Theme) { rows[ref(network.KindTheme, th.ID)] = th })
	each(f.axes, func(a network.Axis) { rows[ref(network.KindAxis, a.ID)] = a })
	each(f.actions, func(a network.Action) { rows[ref(network.KindAction, a.ID)] = a })
	each(f.partners, func(p network.Partner) { rows[ref(network.KindPartner, p.ID)] = p })
	each(f.groups, func(g network.Group) { rows[ref(network.KindGroup, g.ID)] = g })
	each(f.sources, func(s network.Source) { rows[ref(network.KindSource, s.ID)] = s })
	each(f.contributions, func(c network.Contribution) { rows[ref(network.KindContribution, c.ID)] = c })
	each(f.alignments, func(a network.Alignment) { rows[ref(network.KindAlignment, a.ID)] = a })
	each(f.memberships, func(m network.Membership) { rows[ref(network.KindMembership, m.ID)] = m })
	each(f.relations, func(r network.Relation) { rows[ref(network.KindRelation, r.ID)] = r })
	each(f.citations, func(c network.Citation) { rows[ref(network.KindCitation, c.ID)] = c })
	return rows
}

// put stores one of rows.
func put(to *network.Facts, row any) {
	switch fact := row.(type) {
	case network.Contract:
		to.PutContract(fact)
	case network.Plan:
		to.PutPlan(fact)
	case network.Theme:
		to.PutTheme(fact)
	case network.Axis:
		to.PutAxis(fact)
	case network.Action:
		to.PutAction(fact)
	case network.Partner:
		to.PutPartner(fact)
	case network.Group:
		to.PutGroup(fact)
	case network.Source:
		to.PutSource(fact)
	case network.Contribution:
		to.PutContribution(fact)
	case network.Alignment:
		to.PutAlignment(fact)
	case network.Membership:
		to.PutMembership(fact)
	case network.Relation:
		to.PutRelation(fact)
	case network.Citation:
		to.PutCitation(fact)
	}
}
