package network_test

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// Plain models of the other queries, to compare with the fast implementations.

// contractOf returns the contract of a thing, or 0.
func (f facts) contractOf(r network.Ref) int {
	contracts := map[network.Ref]int{}
	for _, c := range f.contracts {
		contracts[ref(network.KindContract, c.ID)] = c.ID
	}
	for _, p := range f.plans {
		contracts[ref(network.KindPlan, p.ID)] = p.Contract
	}
	for _, a := range f.axes {
		contracts[ref(network.KindAxis, a.ID)] = a.Contract
	}
	for _, a := range f.actions {
		contracts[ref(network.KindAction, a.ID)] = a.Contract
	}
	for _, g := range f.groups {
		contracts[ref(network.KindGroup, g.ID)] = g.Contract
	}
	return contracts[r]
}

// named returns the partners of PartnersOf, by claims that may hold.
func (f facts) named(contract int, asOf *lexicon.PartialDate) []int {
	set := map[int]bool{}
	name := func(r network.Ref) {
		if r.Kind == network.KindPartner {
			set[r.ID] = true
		}
	}
	for range len(f.partners) + 1 { // members of members: one pass for each partner suffices
		for _, a := range f.arrows() {
			said := a.ref.Kind == network.KindRelation && slices.ContainsFunc(f.relations,
				func(r network.Relation) bool {
					return r.ID == a.ref.ID && r.Contract == contract
				})
			member := a.ref.Kind == network.KindMembership && a.to.Kind == network.KindPartner && set[a.to.ID]
			about := f.contractOf(a.from) == contract || f.contractOf(a.to) == contract
			isNaming := asOf == nil || f.mayHold(a, asOf) // for any time, the claim need not hold
			if isNaming && (said || about) {
				name(a.from)
				name(a.to)
			}
			if isNaming && member {
				name(a.from)
			}
		}
	}
	var ids []int
	for id := range set {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, f.partnerOrder)
	return ids
}

// peers returns the peers of a partner.
func (f facts) peers(partner int, asOf *lexicon.PartialDate) []network.Peer {
	claims := func(partner, action int) (claims []network.Ref) {
		for _, a := range f.arrows() {
			if letter(a) == "c" && a.to.ID == action && f.runs(action, asOf) &&
				slices.Contains(f.holders(a, asOf), partner) {
				claims = append(claims, a.ref)
			}
		}
		return claims
	}
	// Two partners that hold one claim hold it one after the other.
	meet := func(p, action, q, other int) bool {
		return slices.ContainsFunc(claims(p, action), func(one network.Ref) bool {
			return slices.ContainsFunc(claims(q, other), func(two network.Ref) bool { return one != two })
		})
	}
	var peers []network.Peer
	for _, p := range f.partners {
		peer := network.Peer{Partner: p.ID}
		for _, a := range f.actions {
			meets := meet(p.ID, a.ID, partner, a.ID)
			for _, part := range f.actions {
				if part.ID != a.ID && f.isPart(part.ID, a.ID, asOf, nil) {
					meets = meets || meet(p.ID, a.ID, partner, part.ID) || meet(p.ID, part.ID, partner, a.ID)
				}
			}
			if p.ID != partner && meets {
				peer.Actions = append(peer.Actions, a.ID)
			}
		}
		if len(peer.Actions) > 0 {
			peers = append(peers, peer)
		}
	}
	slices.SortFunc(peers, func(a, b network.Peer) int {
		return cmp.Or(len(b.Actions)-len(a.Actions), f.partnerOrder(a.Partner, b.Partner))
	})
	return peers
}

// isPart reports whether an action is a part of another, at any depth, by actions and claims that may hold.
func (f facts) isPart(part, whole int, asOf *lexicon.PartialDate, seen []int) bool {
	return slices.ContainsFunc(f.arrows(), func(a arrow) bool {
		if letter(a) != "p" || a.from.ID != part || !f.stands(a, asOf) || !f.runs(a.to.ID, asOf) ||
			slices.Contains(seen, a.to.ID) {
			return false
		}
		return a.to.ID == whole || f.isPart(a.to.ID, whole, asOf, append(seen, part))
	})
}

// web returns the graph of a contract: its vertices, and whether two are adjacent.
func (f facts) web(contract int, asOf *lexicon.PartialDate) (things []network.Ref, joined func(a, b network.Ref) bool) {
	for _, p := range f.named(contract, asOf) {
		things = append(things, ref(network.KindPartner, p))
	}
	for i := 0; i < len(things); i++ {
		for _, a := range f.arrows() {
			if letter(a) == "n" && a.to == things[i] && f.stands(a, asOf) && !slices.Contains(things, a.from) {
				things = append(things, a.from)
			}
		}
	}
	for _, a := range f.axes {
		things = append(things, ref(network.KindAxis, a.ID))
	}
	for _, a := range f.actions {
		things = append(things, ref(network.KindAction, a.ID))
	}
	for _, g := range f.groups {
		things = append(things, ref(network.KindGroup, g.ID))
	}
	things = slices.DeleteFunc(things, func(r network.Ref) bool {
		return r.Kind != network.KindPartner && f.contractOf(r) != contract
	})
	edges := map[[2]network.Ref]bool{}
	for _, a := range f.arrows() {
		if !f.stands(a, asOf) || letter(a) == "x" || letter(a) == "n" {
			continue
		}
		from := []network.Ref{a.from}
		if a.from.Kind == network.KindPartner {
			from = nil
			for _, p := range f.holders(a, asOf) {
				from = append(from, ref(network.KindPartner, p))
			}
		}
		for _, one := range from {
			if one != a.to {
				edges[[2]network.Ref{one, a.to}], edges[[2]network.Ref{a.to, one}] = true, true
			}
		}
	}
	return things, func(a, b network.Ref) bool { return edges[[2]network.Ref{a, b}] }
}

// components counts the connected components of things, without one of them.
func components(things []network.Ref, joined func(a, b network.Ref) bool, out network.Ref) int {
	seen := map[network.Ref]bool{out: true}
	var visit func(network.Ref)
	visit = func(r network.Ref) {
		seen[r] = true
		for _, next := range things {
			if !seen[next] && joined(r, next) {
				visit(next)
			}
		}
	}
	count := 0
	for _, r := range things {
		if !seen[r] {
			count++
			visit(r)
		}
	}
	return count
}

// steps returns the steps that a path may take, in both directions.
func (f facts) steps(asOf *lexicon.PartialDate) []network.Step {
	var steps []network.Step
	both := func(a, b, claim network.Ref, kind network.StepKind) {
		steps = append(
			steps, network.Step{From: a, To: b, Claim: claim, Kind: kind},
			network.Step{From: b, To: a, Claim: claim, Kind: kind},
		)
	}
	kinds := map[network.Kind]network.StepKind{
		network.KindContribution: network.StepContribution, network.KindAlignment: network.StepAlignment,
		network.KindMembership: network.StepMembership, network.KindRelation: network.StepRelation,
	}
	for _, a := range f.arrows() {
		if f.stands(a, asOf) && a.word != "RESEMBLES" && !a.to.IsZero() {
			both(a.from, a.to, a.ref, kinds[a.ref.Kind])
		}
	}
	contract := func(id int) network.Ref { return ref(network.KindContract, id) }
	for _, p := range f.plans {
		both(ref(network.KindPlan, p.ID), contract(p.Contract), network.Ref{}, network.StepPlanInContract)
	}
	for _, a := range f.axes {
		if a.Plan == 0 {
			both(ref(network.KindAxis, a.ID), contract(a.Contract), network.Ref{}, network.StepAxisInContract)
		} else {
			both(ref(network.KindAxis, a.ID), ref(network.KindPlan, a.Plan), network.Ref{}, network.StepAxisInPlan)
		}
	}
	for _, th := range f.themes {
		if th.Contract != 0 {
			both(ref(network.KindTheme, th.ID), contract(th.Contract), network.Ref{}, network.StepThemeInContract)
		}
		for _, over := range []int{th.Parent, th.Reference} {
			if over != 0 && over != th.ID {
				both(
					ref(network.KindTheme, th.ID), ref(network.KindTheme, over), network.Ref{},
					network.StepThemeUnderTheme,
				)
			}
		}
	}
	for _, a := range f.actions {
		both(ref(network.KindAction, a.ID), contract(a.Contract), network.Ref{}, network.StepActionInContract)
	}
	for _, g := range f.groups {
		both(ref(network.KindGroup, g.ID), contract(g.Contract), network.Ref{}, network.StepGroupInContract)
	}
	return steps
}

// between removes the steps over claims of a succeeded partner at one of the ends: they are its successor's.
func (f facts) between(steps []network.Step, from, to network.Ref, asOf *lexicon.PartialDate) []network.Step {
	left := map[network.Ref]bool{}
	for _, a := range f.arrows() {
		isSeat := a.ref.Kind == network.KindContribution || a.ref.Kind == network.KindMembership
		if isSeat && (a.from == from || a.from == to) && f.isGone(a.from, asOf) {
			left[a.ref] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s network.Step) bool { return left[s.Claim] })
}

// paths returns all shortest paths between two things, by breadth-first search.
func paths(steps []network.Step, from, to network.Ref) [][]network.Step {
	distance := map[network.Ref]int{from: 0}
	for border := []network.Ref{from}; len(border) > 0; border = border[1:] {
		for _, s := range steps {
			if _, seen := distance[s.To]; s.From == border[0] && !seen {
				distance[s.To] = distance[s.From] + 1
				border = append(border, s.To)
			}
		}
	}
	if _, ok := distance[to]; !ok {
		return nil
	}
	var back func(at network.Ref) [][]network.Step
	back = func(at network.Ref) [][]network.Step {
		if at == from {
			return [][]network.Step{{}}
		}
		var found [][]network.Step
		for _, s := range steps {
			if d, ok := distance[s.From]; ok && s.To == at && d+1 == distance[at] {
				for _, before := range back(s.From) {
					found = append(found, append(slices.Clone(before), s))
				}
			}
		}
		return found
	}
	return back(to)
}

// preferred orders paths as Path prefers them.
func preferred(a, b []network.Step) int {
	return slices.CompareFunc(a, b, func(a, b network.Step) int {
		if a.Claim.IsZero() != b.Claim.IsZero() {
			if b.Claim.IsZero() {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Claim.Compare(b.Claim), a.To.Compare(b.To))
	})
}
