// Package network answers who works with whom, and why we say so: it derives
// contributions of partners to axes from claims, counts them without ever
// mixing confirmed with prospective, and finds gaps, paths and bridges.
//
// [Facts] are told in any order, replaced and taken away; [Facts.Build] makes a
// [Network] of them, for one viewer or for all, which never changes and which
// any number of goroutines may read.
// Things and claims become small integers in the order of their kind and
// database id, and every adjacency is an array of them, so that an answer
// depends on the facts alone and not on the order in which they came.
//
// No partner–axis edge is stored. Each one is a [Chain] of claims under one of
// seven rules: take any claim of a chain away and that chain is gone, and only
// the chains that hold it.
package network

import (
	"sync"

	"maillage/internal/lexicon"
)

// Kind is the type of a record that a [Ref] points to.
type Kind uint8

// The kinds. Those up to KindConcept are things, which claims are about; the
// four after it are claims. A citation is a fact but no part of a network. The
// zero Kind is none.
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

	kinds = int(KindRelation) + 1 // of none, things and claims
)

var kindNames = [...]string{
	"none", "contract", "plan", "theme", "axis", "action", "partner", "group", "programme", "audience", "territory",
	"criterion", "source", "concept", "contribution", "alignment", "membership", "relation", "citation",
}

// String is the kind's English name, in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// IsClaim tells whether records of the kind are claims rather than things.
func (k Kind) IsClaim() bool { return k >= KindContribution && int(k) < kinds }

// isShared tells whether things of the kind belong to no contract and are
// known only as ends of relations.
func (k Kind) isShared() bool { return k >= KindProgramme && k <= KindConcept }

// Ref points to a record: its kind and its database id. The zero Ref is none.
type Ref struct {
	Kind Kind
	ID   int
}

// IsZero tells whether the reference points to nothing.
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

// Network is what is known of who contributes to what. It is immutable and
// safe for concurrent readers; only [Facts.Build] makes one.
//
// A thing is known inside by its node, a claim by its number: places in
// nodes and numbers. -1 is none throughout.
type Network struct {
	nodes   numbering // of things
	numbers numbering // of claims

	claims    []claim
	periods   []period // of claims, each distinct one once
	recorded  []lexicon.Day
	evidences []evidence       // each distinct one once
	begun     map[int32]period // number of a succession → from when it counts

	out, in csr // node → claims that start from it, that lead to it; by number

	contractOf []int32 // node → its contract's node
	holds      csr     // contract's node → its plans, themes, axes, actions, groups
	said       csr     // contract's node → relations said in its documents
	frame      csr     // node → nodes it is tied to by structure, both ways

	disputed []disputed      // by record and field
	undated  map[int32][]int // claim without a beginning and without a dated source → its sources, by id

	broader   []int32 // theme, from 0 → node of its parent
	reference []int32 // theme, from 0 → node of its reference theme
	narrower  csr     // node → themes whose parent or reference it is

	axisRank    []int32 // axis, from 0 → place among all axes by contract, position, id
	axesInOrder []int32 // place among all axes → node

	partnerRank []int32 // partner, from 0 → place among all partners by sort key, id
	byRank      []int32 // place among all partners → node

	bodies []body // partner, from 0 → what it is

	contracts []period      // contract, from 0 → when it is in force
	plans     []period      // plan, from 0 → what it tells itself
	axisTimes []period      // axis, from 0 → what its plan and its contract tell of when it holds
	closed    []bool        // axis, from 0
	actions   []period      // action, from 0 → what it tells itself
	noted     []lexicon.Day // action, from 0 → day on which it was recorded
	progress  []uint8       // action, from 0 → code of its status, or unsaid

	succeeded map[int32]period // partner's node → until when it contributes, where another succeeds it

	amounts map[int32]int64 // contribution's number → euro cents, where one is known

	counted counted // Stats

	counters sync.Pool // *counter, for Peers
	searches sync.Pool // *search, for Path
}

// claim is one claim in 20 bytes.
type claim struct {
	from, to         int32 // nodes; to is -1 when a relation's object is words
	period, evidence int32 // places in periods and evidences
	status           uint8 // rung of the ladder; 0 is abandoned
	basis            uint8 // 0 stated, 1 declared, 2 inferred: the greatest is the weakest
	word             uint8 // code of its role, alignment kind or relation kind
}

// Size counts what a network knows.
type Size struct {
	Contracts, Plans, Themes, Axes, Actions, Partners, Groups int
	Contributions, Alignments, Memberships, Relations         int
}

// Size counts the things and claims of the network.
func (n *Network) Size() Size {
	return Size{
		Contracts: n.nodes.count(KindContract), Plans: n.nodes.count(KindPlan), Themes: n.nodes.count(KindTheme),
		Axes: n.nodes.count(KindAxis), Actions: n.nodes.count(KindAction), Partners: n.nodes.count(KindPartner),
		Groups: n.nodes.count(KindGroup), Contributions: n.numbers.count(KindContribution),
		Alignments: n.numbers.count(KindAlignment), Memberships: n.numbers.count(KindMembership),
		Relations: n.numbers.count(KindRelation),
	}
}

// Knows tells whether the record is part of the network: a thing or a claim
// among its facts, or the end of a relation.
func (n *Network) Knows(r Ref) bool {
	if r.Kind.IsClaim() {
		return n.numbers.find(r) >= 0
	}
	return n.nodes.find(r) >= 0
}

// stands tells whether a claim counts as a tie: it is not abandoned and may hold.
func (n *Network) stands(number int32, when When) bool {
	return n.claims[number].status > 0 && n.mayHold(number, when)
}

// mayHold tells whether a claim, abandoned or not, is not known to be out of force.
func (n *Network) mayHold(number int32, when When) bool {
	return when.holdsIn(n.periodOf(number)) != lexicon.No
}

// runs tells whether an action is not abandoned and may be under way.
func (n *Network) runs(action int32, when When) bool {
	at := action - n.nodes.first(KindAction)
	return n.progress[at] != 0 && when.holdsIn(n.periodOfAction(action)) != lexicon.No
}

// Holds answers whether a claim, an action, a plan or a contract holds. An action or
// a plan is read with its contract, a claim with the actions and the axis that it is
// about too, so that no claim holds while its action does not. It is NO for what
// the network does not know.
func (n *Network) Holds(r Ref, when When) lexicon.Truth {
	if r.Kind.IsClaim() {
		number := n.numbers.find(r)
		if number < 0 {
			return lexicon.No
		}
		return when.holdsIn(n.periodOf(number))
	}
	node := n.nodes.find(r)
	if node < 0 {
		return lexicon.No
	}
	at := node - n.nodes.first(r.Kind)
	switch r.Kind {
	case KindContract:
		return when.holdsIn(n.contracts[at])
	case KindAction:
		return when.holdsIn(n.periodOfAction(node))
	case KindPlan:
		return when.holdsIn(n.within(n.plans[at], node))
	}
	return lexicon.No
}

// periodOf returns when a claim holds in the context of what it is about: of an
// action with its contract, of an axis with its plan and its contract, else of the
// contract. That a partner was succeeded does not end its claims: its successor
// goes on with them.
func (n *Network) periodOf(number int32) period {
	c := &n.claims[number]
	p := n.ownPeriod(number)
	for _, end := range [...]int32{c.from, c.to} {
		if end < 0 {
			continue
		}
		switch n.nodes.kind(end) {
		case KindAction:
			p = p.and(n.actions[end-n.nodes.first(KindAction)]).and(n.contextOf(end))
		case KindAxis:
			p = p.and(n.axisTimes[end-n.nodes.first(KindAxis)])
		default:
			if n.contractOf[end] >= 0 || n.nodes.is(end, KindContract) {
				p = p.and(n.contextOf(end))
			}
		}
	}
	return p
}

// ownPeriod returns when a claim holds by its own dates and sources.
func (n *Network) ownPeriod(number int32) period {
	p := n.periods[n.claims[number].period]
	if begun, succeeds := n.begun[number]; succeeds {
		p = p.and(begun)
	}
	p.recorded = n.recorded[number]
	return p
}

// periodOfAction returns when an action is under way, read alone.
func (n *Network) periodOfAction(action int32) period {
	at := action - n.nodes.first(KindAction)
	p := n.actions[at]
	p.recorded = n.noted[at]
	return p.and(n.contextOf(action))
}

// contextOf returns the period of a thing's contract. A contract's end shortens
// what it holds and vouches for nothing.
func (n *Network) contextOf(node int32) period {
	contract := n.contractOf[node]
	if n.nodes.is(node, KindContract) {
		contract = node
	}
	if contract < 0 {
		return always
	}
	p := n.contracts[contract]
	p.ends, p.recorded = false, lexicon.MinDay
	return p
}
