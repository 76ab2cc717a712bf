package network

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network/cache"
	"maillage/internal/persistent"
)

// records holds all facts at one moment and what is derived from them for all viewers. A copy never changes.
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
	amounts   persistent.Column[int64] // contribution → euro cents plus one; 0 means none

	out, in  [thingKinds]persistent.Lists // by kind: thing → numbers of the claims from it and to it
	held     persistent.Lists             // contract → nodes of its plans, themes, axes, actions and groups
	said     persistent.Lists             // contract → numbers of the relations stated in its documents
	ofPlan   persistent.Lists             // plan → its axes
	narrower persistent.Lists             // theme → themes that have it as parent or reference
	cited    [kinds]persistent.Lists      // by kind: record → its citations
	citing   persistent.Lists             // source → its citations

	successions []int32 // relations by which a partner succeeds another, sorted
	periods     []period
	evidences   []evidence
	dates       []dates
	fields      []string // field names that citations are about

	// versions holds by contract the epoch of the last change to the facts of the chains of its axes. version is
	// that of all contracts. 0 means before the first network. See [Facts.touch].
	versions  persistent.Column[uint32]
	version   uint32
	sums      *cache.ByContract[*sums]
	endpoints *cache.ByContract[*endpoints]

	bounds [kinds]int32 // greater than all ids of a kind
	counts [kinds]int
}

const (
	thingKinds = int(KindConcept) + 1
	claimKinds = kinds - int(KindContribution)
)

// The rows of things. A row without a fact is zero.
type (
	contractRow struct {
		fact   Contract
		period period // when it is in force, with the dates of its plans
	}
	planRow struct {
		fact   Plan
		period period // by its own dates
	}
	themeRow struct {
		contract, parent, reference int32 // ids
		known                       bool
	}
	axisRow struct {
		contract, plan, position int32
		times                    period // when it holds, by its plan and its contract
		closed, known            bool
	}
	actionRow struct {
		contract int32
		period   int32 // index of the period by its own dates
		recorded lexicon.Day
		progress uint8 // code of its status, or noStatus
		known    bool
	}
	partnerRow struct {
		key    []byte // sort key
		traits partnerTraits
		known  bool
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

// partnerTraits holds the kind and sector of a partner as codes plus one; 0 means unknown.
type partnerTraits struct {
	kind, sector uint8
	open         bool // the member list of a collective is open
}

// noStatus is the status code of an action without a status.
const noStatus = 255

// claim holds one claim in 36 bytes.
type claim struct {
	from, to                int32 // nodes; to is -1 if the object of a relation is words
	period, evidence, dates int32 // indexes into the tables
	home                    int32 // id of its contract; 0 means none
	recorded, changed       lexicon.Day
	status                  uint8 // rung of the ladder; 0 means abandoned
	basis                   uint8 // 0 stated, 1 declared, 2 inferred: the greatest is the weakest
	word                    uint8 // code of its role, alignment kind or relation kind
	foreign                 bool  // an end belongs to another contract than the claim
}

// known reports whether there is such a claim.
func (c *claim) known() bool { return c != nil && c.from != 0 }

// citationRow holds a citation in 16 bytes.
type citationRow struct {
	record, source      int32 // ids
	about               int32 // index into fields
	kind                Kind  // of the record; 0 if no network knows it
	supports, preferred bool
	known               bool
}

// The rows of nodes that exist.
func (r *records) action(node int32) *actionRow   { return r.actions.Get(idOf(node)) }
func (r *records) axis(node int32) *axisRow       { return r.axes.Get(idOf(node)) }
func (r *records) partner(node int32) *partnerRow { return r.partners.Get(idOf(node)) }

// claim returns the claim with a number, which must exist.
func (r *records) claim(number int32) *claim {
	return r.claims[number>>numberBits].Get(claimID(number))
}

// amount returns the amount of a contribution in euro cents, and whether it states one.
func (r *records) amount(number int32) (cents int64, ok bool) {
	if a := r.amounts.Get(claimID(number)); a != nil && *a != 0 {
		return *a - 1, true
	}
	return 0, false
}

// homeOf returns the id of the contract that a thing belongs to, which for a contract is its own; 0 means none. ok
// is false if there is no such thing, or if its kind belongs to no contract.
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

// contractOf returns the node of the contract that a thing belongs to; -1 means none, as for a contract.
func (r *records) contractOf(node int32) int32 {
	if contract, ok := r.homeOf(node); ok && contract != 0 && !nodeIs(node, KindContract) {
		return nodeOf(KindContract, contract)
	}
	return -1
}

// is reports whether a thing exists. Things of shared kinds exist without facts of their own.
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

// sortPartners sorts partners by sort key, then id. It compares the first eight bytes of the keys, which nearly
// always decide, before it reads whole keys.
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

// compareIDs is [records.comparePartners] for database ids.
func (r *records) compareIDs(a, b int) int {
	return r.comparePartners(nodeOf(KindPartner, int32(a)), nodeOf(KindPartner, int32(b))) //nolint:gosec // ids
}

// compareAxes orders axes by contract, position and id.
func (r *records) compareAxes(a, b int32) int {
	x, y := r.axis(a), r.axis(b)
	return cmp.Or(cmp.Compare(x.contract, y.contract), cmp.Compare(x.position, y.position), cmp.Compare(a, b))
}

// contextOf returns the period of a thing's contract. The contract limits what it contains, but its dates do not
// count as stated for it.
func (r *records) contextOf(node int32) period {
	contract, ok := r.homeOf(node)
	if !ok || contract == 0 {
		return always
	}
	p := r.contracts.Get(contract).period
	p.ends, p.recorded = false, lexicon.MinDay
	return p
}

// within limits a period to that of the thing's contract. The beginning of the contract applies only if the period
// states none.
func (r *records) within(p period, node int32) period {
	context := r.contextOf(node)
	if p.begins {
		context.SinceEarliest, context.SinceLatest = lexicon.MinDay, lexicon.MinDay
	}
	return p.and(context)
}

// begunOf returns the period from which a succession counts. It begins with the claim, else with its earliest dated
// source, else on the day on which it was recorded.
//
// ok is false for any other claim, and for a succession that is not confirmed.
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

// isSuccession reports whether a relation states, confirmed, that a partner succeeds another.
func (c *claim) isSuccession() bool {
	return c.word == succeeds && c.status >= committed && c.to >= 0 && nodeIs(c.from, KindPartner) &&
		nodeIs(c.to, KindPartner)
}
