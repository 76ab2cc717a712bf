// Package country writes a made-up country of contracts of a given size. It serves to try and to
// measure the hub with as many records as all of France would have.
//
// The same size and seed give the same records with the same public identifiers. The number of
// contributions of a partner follows Zipf's law: most have a few, some have thousands.
package country

// Size is the number of records of a country.
type Size struct {
	Contracts, Axes, Partners, Actions, Contributions int
}

// Sizes are the available sizes. S is a contract, M a region, L all of France.
var Sizes = map[string]Size{
	"S": {Contracts: 1, Axes: 24, Partners: 300, Actions: 600, Contributions: 2_000},
	"M": {Contracts: 25, Axes: 300, Partners: 5_000, Actions: 20_000, Contributions: 75_000},
	"L": {Contracts: 500, Axes: 6_000, Partners: 100_000, Actions: 400_000, Contributions: 1_500_000},
}

// Shares of the records in thousandths, and numbers of records for each parent (…Each).
const (
	national      = 2   // partners that contribute everywhere
	atHome        = 850 // contributions of other partners in the contract that they belong to
	toAxes        = 30  // contributions to an axis, without an action
	collectives   = 10  // partners that are collectives
	identified    = 400 // partners with a number of a register
	abandoned     = 20  // actions that were abandoned
	parts         = 100 // actions that are a part of another
	placed        = 300 // actions with a territory
	aimed         = 200 // actions with an audience
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
	successionsOf = 2   // partners that succeed another
)

// zipf is the exponent of the distribution of contributions over partners.
const zipf = 0.8
