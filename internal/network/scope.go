package network

// Scope is the part of the facts that somebody may see. It grants what it
// names, so that the zero Scope sees nothing; no Scope at all, nil, sees
// everything.
//
// A contract is seen with its plans, themes, axes, actions and groups, with
// the claims that belong to it and with what is cited for any of these. A
// claim is seen only with both its ends, except that the partners whom it
// names are seen with it.
type Scope struct {
	Contracts []int
	// Directory grants what belongs to no contract: every partner, and the claims
	// and citations about them. Reference themes are seen by all.
	Directory bool
}

// lists are the facts of one network.
type lists struct {
	contracts list[Contract]
	plans     list[Plan]
	themes    list[Theme]
	axes      list[Axis]
	actions   list[Action]
	partners  list[Partner]
	groups    list[Group]
	sources   list[Source]
	claims    [kinds]list[rawClaim]
	citations list[rawCitation]
	homes     []int    // contracts of claims, by place
	dates     []dates  // of claims, by place
	fields    []string // that citations are about, by place
}

// settle is all facts.
func (f *Facts) settle() lists {
	l := lists{
		contracts: f.contracts.settle(), plans: f.plans.settle(), themes: f.themes.settle(), axes: f.axes.settle(),
		actions: f.actions.settle(), partners: f.partners.settle(), groups: f.groups.settle(), sources: f.sources.settle(),
		citations: f.citations.settle(), homes: f.homes.values, dates: f.dates.values, fields: f.fields.values,
	}
	for k := range f.claims {
		l.claims[k] = f.claims[k].settle()
	}
	return l
}

// within is the facts that a scope sees. What they leave out they leave out
// without a trace: a theme whose parent is not seen has none.
func (l lists) within(s *Scope) lists {
	seen := make(map[int]bool, len(s.Contracts))
	for _, id := range s.Contracts {
		seen[id] = true
	}
	seen[0] = s.Directory
	l.contracts = l.contracts.keep(func(id int, _ *Contract) bool { return seen[id] })
	l.plans = l.plans.keep(func(_ int, p *Plan) bool { return seen[p.Contract] })
	l.themes = l.themes.keep(func(_ int, t *Theme) bool { return t.Contract == 0 || seen[t.Contract] })
	l.axes = l.axes.keep(func(_ int, a *Axis) bool { return seen[a.Contract] })
	l.actions = l.actions.keep(func(_ int, a *Action) bool { return seen[a.Contract] })
	l.groups = l.groups.keep(func(_ int, g *Group) bool { return seen[g.Contract] })
	l.untie()
	l.claimsWithin(seen)
	if !s.Directory {
		l.partners = l.named()
	}
	l.citations = l.citations.keep(func(_ int, c *rawCitation) bool {
		switch {
		case c.kind.IsClaim():
			return l.claims[c.kind].find(c.record) >= 0
		case c.kind == KindPartner || c.kind.isShared():
			return s.Directory
		case c.kind == KindTheme:
			at := l.themes.find(c.record)
			return at >= 0 && seen[l.themes.rows[at].Contract]
		}
		return l.has(Ref{c.kind, c.record})
	})
	return l
}

// untie takes away what things say of things that are not seen.
func (l *lists) untie() {
	for i := range l.themes.rows {
		t := &l.themes.rows[i]
		if l.themes.find(t.Parent) < 0 {
			t.Parent = 0
		}
		if l.themes.find(t.Reference) < 0 {
			t.Reference = 0
		}
	}
	for i := range l.axes.rows {
		if a := &l.axes.rows[i]; l.plans.find(a.Plan) < 0 {
			a.Plan = 0
		}
	}
}

// claimsWithin keeps the claims of contracts that are seen, with both ends.
func (l *lists) claimsWithin(seen map[int]bool) {
	homes := make([]bool, len(l.homes))
	for place, contract := range l.homes {
		homes[place] = seen[contract]
	}
	for k := range l.claims {
		l.claims[k] = l.claims[k].keep(func(_ int, c *rawClaim) bool {
			from, to := Ref{c.fromKind, c.from}, Ref{c.toKind, c.to}
			return homes[c.home] && l.has(from) && (to.IsZero() || l.has(to))
		})
	}
}

// has tells whether a thing is among the facts, or is one that is known for
// being named.
func (l *lists) has(r Ref) bool {
	switch r.Kind {
	case KindContract:
		return l.contracts.find(r.ID) >= 0
	case KindPlan:
		return l.plans.find(r.ID) >= 0
	case KindTheme:
		return l.themes.find(r.ID) >= 0
	case KindAxis:
		return l.axes.find(r.ID) >= 0
	case KindAction:
		return l.actions.find(r.ID) >= 0
	case KindPartner:
		return l.partners.find(r.ID) >= 0
	case KindGroup:
		return l.groups.find(r.ID) >= 0
	}
	return r.Kind.isShared() && r.ID != 0
}

// named are the partners whom the claims name.
func (l *lists) named() list[Partner] {
	names := make(map[int]bool)
	for k := range l.claims {
		for i := range l.claims[k].rows {
			c := &l.claims[k].rows[i]
			if c.fromKind == KindPartner {
				names[c.from] = true
			}
			if c.toKind == KindPartner {
				names[c.to] = true
			}
		}
	}
	return l.partners.keep(func(id int, _ *Partner) bool { return names[id] })
}
