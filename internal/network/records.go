package network

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// records are all facts at one moment, and what follows from them whoever looks. A copy never changes.
type records struct {
	contracts persistent.Column[contractRow]
	plans     persistent.Column[planRow]
	themes    persistent.Column[themeRow]
	axes      persistent.Column[axisRow]
	actions   persistent.Column[actionRow]
	partners  persistent.Column[partnerRow]
	groups    persistent.Column[groupRow]
	sources   persistent.Column[sourceRow]
	claims    [claimKinds]persistent.Column[claim] // by kind, from KindContribution
	citations persistent.Column[citationRow]
	amounts   persistent.Column[int64] // contribution → euro cents plus one; 0 is none

	out, in  [thingKinds]persistent.Lists // by kind: thing → claims that start from it, that lead to it; numbers
	held     persistent.Lists             // contract → its plans, themes, axes, actions, groups; nodes
	said     persistent.Lists             // contract → relations said in its documents; numbers
	ofPlan   persistent.Lists             // plan → its axes
	narrower persistent.Lists             // theme → themes whose parent or reference it is
	cited    [kinds]persistent.Lists      // by kind: record → its citations
	citing   persistent.Lists             // source → its citations

	successions []int32 // relations by which a partner succeeds another, sorted
	periods     []period
	evidences   []evidence
	dates       []dates
	fields      []string // that citations are about

	// The epoch of the last change to what the chains of a contract's axes rest on, by contract, and of all
	// contracts; 0 is before the first network. See [Facts.touch].
	versions persistent.Column[uint32]
	version  uint32
	sums     *keptByContract[*sums]
	ends     *keptByContract[*ends]

	bounds [kinds]int32 // ids of a kind are below its bound
	counts [kinds]int
}

const (
	thingKinds = int(KindConcept) + 1
	claimKinds = kinds - int(KindContribution)
)

// The rows of things. A row of an id that has no fact is zero.
type (
	contractRow struct {
		fact   Contract
		period period // when it is in force
	}
	planRow struct {
		fact   Plan
		period period // what it tells itself
	}
	themeRow struct {
		contract, parent, reference int32 // ids
		known                       bool
	}
	axisRow struct {
		contract, plan, position int32
		times                    period // what its plan and its contract tell of when it holds
		closed, known            bool
	}
	actionRow struct {
		contract int32
		period   int32 // place: what it tells itself
		noted    lexicon.Day
		progress uint8 // code of its status, or unsaid
		known    bool
	}
	partnerRow struct {
		key   []byte // by which partners are ordered
		body  body
		known bool
	}
	groupRow struct {
		contract int32
		known    bool
	}
	sourceRow struct {
		date  lexicon.PartialDate
		known bool
	}
)

// body holds the kind and sector of a partner, as codes plus one: 0 when the facts do not say.
type body struct {
	kind, sector uint8
	open         bool // the list of its members
}

// unsaid is the status of an action that has none.
const unsaid = 255

// claim is one claim in 36 bytes.
type claim struct {
	from, to                int32 // nodes; to is -1 when a relation's object is words
	period, evidence, dates int32 // places
	home                    int32 // id of its contract; 0 is none
	recorded, changed       lexicon.Day
	status                  uint8 // rung of the ladder; 0 is abandoned
	basis                   uint8 // 0 stated, 1 declared, 2 inferred: the greatest is the weakest
	word                    uint8 // code of its role, alignment kind or relation kind
	foreign                 bool  // an end belongs to another contract than the claim
}

// known tells whether there is such a claim.
func (c *claim) known() bool { return c != nil && c.from != 0 }

// citationRow is a citation in 16 bytes.
type citationRow struct {
	record, source      int32 // ids
	about               int32 // place among fields
	kind                Kind  // of the record; 0 for a record that no network knows
	supports, preferred bool
	known               bool
}

// The rows of nodes that are known.
func (r *records) action(node int32) *actionRow   { return r.actions.Get(idOf(node)) }
func (r *records) axis(node int32) *axisRow       { return r.axes.Get(idOf(node)) }
func (r *records) partner(node int32) *partnerRow { return r.partners.Get(idOf(node)) }

// claim is the claim of a number that is known.
func (r *records) claim(number int32) *claim {
	return r.claims[number>>numberBits].Get(claimID(number))
}

// amount returns the euro cents that a contribution brings, and whether it states them.
func (r *records) amount(number int32) (cents int64, told bool) {
	if a := r.amounts.Get(claimID(number)); a != nil && *a != 0 {
		return *a - 1, true
	}
	return 0, false
}

// homeOf is the id of the contract that a thing belongs to, which is itself for a contract; 0 is none. ok is false
// where there is no such thing, or one of a kind that belongs to none.
func (r *records) homeOf(node int32) (contract int32, ok bool) {
	id := idOf(node)
	switch nodeKind(node) {
	case KindContract:
		row := r.contracts.Get(id)
		return id, row != nil && row.fact.ID != 0
	case KindPlan:
		if row := r.plans.Get(id); row != nil && row.fact.ID != 0 {
			return int32(row.fact.Contract), true //nolint:gosec // it is an id
		}
	case KindTheme:
		if row := r.themes.Get(id); row != nil {
			return row.contract, row.known
		}
	case KindAxis:
		if row := r.axes.Get(id); row != nil {
			return row.contract, row.known
		}
	case KindAction:
		if row := r.actions.Get(id); row != nil {
			return row.contract, row.known
		}
	case KindGroup:
		if row := r.groups.Get(id); row != nil {
			return row.contract, row.known
		}
	}
	return 0, false
}

// contractOf is the node of the contract that a thing belongs to; -1 is none, as for a contract.
func (r *records) contractOf(node int32) int32 {
	if contract, ok := r.homeOf(node); ok && contract != 0 && !nodeIs(node, KindContract) {
		return nodeOf(KindContract, contract)
	}
	return -1
}

// is tells whether there is a fact about a thing, or it is one that is known for being named.
func (r *records) is(node int32) bool {
	switch k := nodeKind(node); {
	case k == KindPartner:
		row := r.partners.Get(idOf(node))
		return row != nil && row.known
	case k.isShared():
		return true
	}
	_, ok := r.homeOf(node)
	return ok
}

// comparePartners orders partners by sort key, then id.
func (r *records) comparePartners(a, b int32) int {
	if a == b {
		return 0
	}
	return cmp.Or(bytes.Compare(r.partner(a).key, r.partner(b).key), cmp.Compare(a, b))
}

// sortPartners sorts partners by sort key, then id. It reads most keys once: their first bytes decide nearly always.
func (r *records) sortPartners(partners []int32) {
	type keyed struct {
		start uint64 // the first bytes of the sort key
		node  int32
	}
	all := make([]keyed, len(partners))
	for i, p := range partners {
		var start [8]byte
		copy(start[:], r.partner(p).key)
		all[i] = keyed{binary.BigEndian.Uint64(start[:]), p}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.start, b.start), r.comparePartners(a.node, b.node))
	})
	for i := range all {
		partners[i] = all[i].node
	}
}

// compareIDs is comparePartners of database ids.
func (r *records) compareIDs(a, b int) int {
	return r.comparePartners(nodeOf(KindPartner, int32(a)), nodeOf(KindPartner, int32(b))) //nolint:gosec // ids
}

// compareAxes orders axes by contract, position and id.
func (r *records) compareAxes(a, b int32) int {
	x, y := r.axis(a), r.axis(b)
	return cmp.Or(cmp.Compare(x.contract, y.contract), cmp.Compare(x.position, y.position), cmp.Compare(a, b))
}

// contextOf returns the period of a thing's contract. A contract's end shortens
// what it holds and vouches for nothing.
func (r *records) contextOf(node int32) period {
	contract, ok := r.homeOf(node)
	if !ok || contract == 0 {
		return always
	}
	p := r.contracts.Get(contract).period
	p.ends, p.recorded = false, lexicon.MinDay
	return p
}

// within is a period that ends with the contract of a thing, and begins with it
// unless it tells its own beginning.
func (r *records) within(p period, node int32) period {
	context := r.contextOf(node)
	if p.begins {
		context.SinceEarliest, context.SinceLatest = lexicon.MinDay, lexicon.MinDay
	}
	return p.and(context)
}

// begunOf returns from when a succession counts: with the claim's beginning, else from its earliest dated source, else
// from the day on which it was recorded. ok is false for any other claim, and for one that is only spoken of.
func (r *records) begunOf(number int32) (p period, ok bool) {
	if number < 0 || !numberIs(number, KindRelation) {
		return period{}, false
	}
	c := r.claim(number)
	if !c.known() || !c.isSuccession() {
		return period{}, false
	}
	p = r.periods[c.period]
	switch e := &r.evidences[c.evidence]; {
	case p.begins:
	case e.dated():
		p.SinceEarliest, p.SinceLatest = e.firstEarliest, e.firstLatest
	default:
		p.SinceEarliest, p.SinceLatest = c.recorded, c.recorded
	}
	p.begins = true
	return p, true
}

// isSuccession tells whether a relation says, confirmed, that a partner succeeds another.
func (c *claim) isSuccession() bool {
	return c.word == succeeds && c.status >= committed && c.to >= 0 && nodeIs(c.from, KindPartner) &&
		nodeIs(c.to, KindPartner)
}
