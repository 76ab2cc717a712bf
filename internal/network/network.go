// Package network derives contributions of partners to axes from claims, with the claims that each one rests on. It
// counts them without mixing confirmed with prospective, and finds gaps, paths and bridges.
//
// [Facts] are added in any order, replaced and removed. [Facts.Build] makes a [Network] of them, for one viewer or
// for all. A network is immutable and safe for concurrent readers.
//
// Things and claims are small integers, ordered by kind and database id. Every adjacency list is sorted by them, so
// that an answer depends on the facts alone and not on the order in which they came. Networks share what they have
// in common. A network with a [Scope] reads the same facts and filters what the scope hides out of every list.
//
// No partner–axis edge is stored. Each one is a [Chain] of claims under one of seven rules. Removing any claim of a
// chain removes that chain, and only the chains that contain the claim.
package network

import "maillage/internal/lexicon"

// Kind is the type of a record that a [Ref] points to.
type Kind uint8

// The kinds. Those up to KindConcept are things, which claims are about; the four after it are claims. A citation
// is a fact but no part of a network. The zero Kind means none.
const (
	KindContract Kind = iota + 1
	KindPlan
	KindTheme
	KindAxis
	KindAction
	KindPartner
	KindGroup
	KindProgramme
	KindAudience
	KindTerritory
	KindCriterion
	KindSource
	KindConcept
	KindContribution
	KindAlignment
	KindMembership
	KindRelation
	KindCitation

	kinds = int(KindRelation) + 1 // none, things and claims
)

var kindNames = [...]string{
	"none", "contract", "plan", "theme", "axis", "action", "partner", "group", "programme", "audience", "territory",
	"criterion", "source", "concept", "contribution", "alignment", "membership", "relation", "citation",
}

// String returns the English name of the kind, in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// IsClaim reports whether records of the kind are claims rather than things.
func (k Kind) IsClaim() bool { return k >= KindContribution && int(k) < kinds }

// isShared reports whether things of the kind belong to no contract and are known only as ends of relations.
func (k Kind) isShared() bool { return k >= KindProgramme && k <= KindConcept }

// Ref points to a record by kind and database id. The zero Ref means none.
type Ref struct {
	Kind Kind
	ID   int
}

// IsZero reports whether the reference points to nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// Compare orders references by kind, then by database id.
func (r Ref) Compare(o Ref) int {
	if r.Kind != o.Kind {
		return int(r.Kind) - int(o.Kind)
	}
	switch {
	case r.ID < o.ID:
		return -1
	case r.ID > o.ID:
		return 1
	}
	return 0
}

// Network derives who contributes to what, within a [Scope]. It is immutable and safe for concurrent readers; only
// [Facts.Build] and [Network.Scoped] make one.
type Network struct {
	*records
	visibility *visibility // nil sees everything
	cached     statsCache  // results of Stats
}

// Size holds the numbers of things and claims in a network.
type Size struct {
	Contracts, Plans, Themes, Axes, Actions, Partners, Groups int
	Contributions, Alignments, Memberships, Relations         int
}

// Size counts the things and claims of the network.
func (n *Network) Size() Size {
	counts := n.counts
	if n.visibility != nil {
		counts = [kinds]int{}
		for k := KindContract; k <= KindGroup; k++ {
			for id := range n.bounds[k] {
				if n.node(Ref{k, int(id)}) >= 0 {
					counts[k]++
				}
			}
		}
		for k := KindContribution; int(k) < kinds; k++ {
			for id := range n.bounds[k] {
				if n.number(Ref{k, int(id)}) >= 0 {
					counts[k]++
				}
			}
		}
	}
	return Size{
		Contracts: counts[KindContract], Plans: counts[KindPlan], Themes: counts[KindTheme],
		Axes: counts[KindAxis], Actions: counts[KindAction], Partners: counts[KindPartner],
		Groups: counts[KindGroup], Contributions: counts[KindContribution],
		Alignments: counts[KindAlignment], Memberships: counts[KindMembership],
		Relations: counts[KindRelation],
	}
}

// Knows reports whether the record is part of the network: a thing or a claim among its facts, or the end of a
// relation.
func (n *Network) Knows(r Ref) bool { return n.node(r) >= 0 || n.number(r) >= 0 }

// stands reports whether a claim counts as a tie: it is not abandoned and may hold.
func (n *Network) stands(number int32, when When) bool {
	return n.claim(number).status > 0 && n.mayHold(number, when)
}

// mayHold reports whether a claim, abandoned or not, is not known to be out of force.
func (n *Network) mayHold(number int32, when When) bool {
	return when.holdsIn(n.periodOf(number)) != lexicon.No
}

// runs reports whether an action is not abandoned and may be under way.
func (n *Network) runs(action int32, when When) bool {
	return n.action(action).progress != 0 && when.holdsIn(n.periodOfAction(action)) != lexicon.No
}

// Holds reports whether a claim, an action, a plan or a contract holds. It is NO for a record that the network does
// not know.
//
// An action or a plan is read with its contract. A claim is read also with its actions and its axis, so that no
// claim holds while its action does not.
func (n *Network) Holds(r Ref, when When) lexicon.Truth {
	if number := n.number(r); number >= 0 {
		return when.holdsIn(n.periodOf(number))
	}
	node := n.node(r)
	if node < 0 {
		return lexicon.No
	}
	switch r.Kind {
	case KindContract:
		return when.holdsIn(n.contracts.Get(idOf(node)).period)
	case KindAction:
		return when.holdsIn(n.periodOfAction(node))
	case KindPlan:
		return when.holdsIn(n.within(n.plans.Get(idOf(node)).period, node))
	}
	return lexicon.No
}

// periodOf returns when a claim holds in the context of its ends. An action is read with its contract, an axis with
// its plan and its contract, any other end with its contract.
//
// The succession of a partner does not end its claims: its successor continues them.
func (n *Network) periodOf(number int32) period {
	c := n.claim(number)
	p := n.ownPeriod(number)
	for _, end := range [...]int32{c.from, c.to} {
		if end < 0 {
			continue
		}
		switch nodeKind(end) {
		case KindAction:
			p = p.and(n.periodAlone(end)).and(n.contextOf(end))
		case KindAxis:
			p = p.and(n.axisTimes(end))
		case KindPartner:
		default:
			p = p.and(n.contextOf(end))
		}
	}
	return p
}

// ownPeriod returns when a claim holds by its own dates and sources.
func (n *Network) ownPeriod(number int32) period {
	c := n.claim(number)
	p := n.periods[c.period]
	if begun, succeeds := n.begunOf(number); succeeds {
		p = p.and(begun)
	}
	p.recorded = c.recorded
	return p
}

// periodAlone returns when an action is under way by its own dates, without its contract.
func (n *Network) periodAlone(action int32) period { return n.periods[n.action(action).period] }

// periodOfAction returns when an action is under way by its own dates and those of its contract.
func (n *Network) periodOfAction(action int32) period {
	p := n.periodAlone(action)
	p.recorded = n.action(action).recorded
	return p.and(n.contextOf(action))
}

// Course describes a claim relative to a period of days, for sentences about it.
type Course struct {
	Over    bool // it certainly ended before, or its partner was succeeded before
	Ahead   bool // it certainly begins after
	GivenUp bool // one of its actions was abandoned
}

// Course reads a claim in its context, as Holds does. It returns the zero Course for a record that the network does
// not know.
func (n *Network) Course(r Ref, from, to lexicon.Day) Course {
	number := n.number(r)
	if number < 0 {
		return Course{}
	}
	p := n.periodOf(number)
	course := Course{Over: p.UntilLatest < from, Ahead: p.SinceEarliest > to}
	c := n.claim(number)
	if !numberIs(number, KindRelation) {
		until, known := n.succeededAt(c.from)
		course.Over = course.Over || known && until.UntilLatest < from
	}
	for _, end := range [...]int32{c.from, c.to} {
		if end >= 0 && nodeIs(end, KindAction) {
			course.GivenUp = course.GivenUp || n.action(end).progress == 0
		}
	}
	return course
}
