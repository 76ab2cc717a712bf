// Package country writes a made-up country of contracts, as large as it is asked for:
// to try the hub, and to measure it, on as many records as all of France would have.
//
// The same size and seed give the same records with the same public identifiers. How
// many contributions a partner has follows a law of Zipf: most have a few, some have
// thousands.
package country

// Size is how much a country has.
type Size struct {
	Contracts, Axes, Partners, Actions, Contributions int
}

// Sizes are those that can be asked for. S is a contract, M a region, L all of France.
var Sizes = map[string]Size{
	"S": {Contracts: 1, Axes: 24, Partners: 300, Actions: 600, Contributions: 2_000},
	"M": {Contracts: 25, Axes: 300, Partners: 5_000, Actions: 20_000, Contributions: 75_000},
	"L": {Contracts: 500, Axes: 6_000, Partners: 100_000, Actions: 400_000, Contributions: 1_500_000},
}

// Shares of what is made, for a thousand.
const (
	national      = 2   // partners that take part everywhere
	atHome        = 850 // contributions of other partners in the contract that they belong to
	toAxes        = 30  // contributions to an axis, without an action
	collectives   = 10  // partners that are collectives
	identified    = 400 // partners with a number of a register
	abandoned     = 20  // actions that were given up
	parts         = 100 // actions that are a part of another
	placed        = 300 // actions that say where
	aimed         = 200 // actions that say for whom
	unsourced     = 30  // claims without a citation
	quoted        = 200 // citations with a quote
	dated         = 800 // contributions with a beginning
	paid          = 150 // contributions with an amount
	resonant      = 100 // alignments that only resonate with their axis
	quartersEach  = 4   // QPV in a commune
	sourcesEach   = 6   // documents of a contract
	groupsEach    = 3   // working groups of a contract
	seatsEach     = 15  // seats in a group
	membersEach   = 5   // members of a collective
	successionsOf = 2   // partners that took over from another
)

// zipf is the exponent of the law that contributions of partners follow.
const zipf = 0.8
