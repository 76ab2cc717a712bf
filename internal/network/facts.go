package network

import "maillage/internal/lexicon"

// Contract is a contrat de ville. It begins with its start, else with the earliest of its signature and the dates
// of its plans.
type Contract struct {
	ID                   int
	Starts, Ends, Signed lexicon.PartialDate // zero means none
	Recorded             lexicon.Day
}

// Plan is a document annexed to a contract.
type Plan struct {
	ID, Contract                int
	Adopted, Annexed, Validated lexicon.PartialDate // zero means none
}

// Theme is a subject of a contract, or a reference theme if Contract is 0. Parent is the broader theme, and
// Reference the reference theme to which it corresponds; 0 means none.
type Theme struct{ ID, Contract, Parent, Reference int }

// Axis is a line of work of a contract, and of one of its plans unless Plan is 0. Position is its rank in the
// contract.
type Axis struct {
	ID, Contract, Plan, Position int
	Closed                       bool
}

// Action is something that is done under a contract.
type Action struct {
	ID, Contract int
	Status       lexicon.Status // empty means unknown
	Since, Until lexicon.PartialDate
	// Recorded is the day on which the action was recorded, and Changed the day of its last change: a COMPLETED
	// action was over before that.
	Recorded, Changed lexicon.Day
}

// Partner is an organisation or a collective. Lists are ordered by SortKey (see lexicon.SortKey), which must not be
// modified while Facts hold it.
type Partner struct {
	ID      int
	Kind    lexicon.PartnerKind
	Sector  lexicon.Sector
	SortKey []byte
	Open    bool // the member list of a collective is open
}

// Group is a working group of a contract.
type Group struct{ ID, Contract int }

// Source is a document, or another source.
type Source struct {
	ID   int
	Date lexicon.PartialDate // zero means none
}

// Citation records that a source supports or contradicts a record, which is a thing or a claim. About limits it to
// one field of the record, unless empty. It belongs to the contract of its record.
type Citation struct {
	ID        int
	Record    Ref
	About     string
	Source    int
	Supports  bool // otherwise it contradicts
	Preferred bool // the value that stands among contradictory ones
}

// Claim holds the fields that all claims have.
type Claim struct {
	ID int
	// Contract is the one to which the claim belongs, and whose documents state it. 0 means none, as for claims of
	// the shared directory.
	Contract int
	Status   lexicon.Status
	Basis    lexicon.Basis
	Since    lexicon.PartialDate // zero means none
	Until    lexicon.PartialDate
	// Recorded is the day on which the claim was recorded, and Changed the day of its last change: a COMPLETED
	// claim was over before that.
	Recorded, Changed lexicon.Day
}

// Contribution claims that a partner takes part in an action or, directly, in an axis. Exactly one of Action and
// Axis is set; the other is 0.
type Contribution struct {
	Claim
	Partner, Action, Axis int
	Role                  lexicon.Role
	Amount                *int64 // euro cents; nil when no source says
}

// Alignment claims how an action relates to an axis.
type Alignment struct {
	Claim
	Action, Axis int
	Kind         lexicon.AlignmentKind
}

// Membership claims that a partner sits in a working group or belongs to a collective, which is a partner too.
// Exactly one of Group and Collective is set; the other is 0.
type Membership struct {
	Claim
	Partner, Group, Collective int
	Role                       lexicon.Role
}

// Relation is any other claim. Object is zero if the source gives words instead of a record.
//
// Chains follow PART_OF between actions, FOLLOWS from a group to an axis and SUCCEEDS between partners. Selections
// and gaps read CONCERNS, TARGETS and COVERS.
type Relation struct {
	Claim
	Kind            lexicon.RelationKind
	Subject, Object Ref
}
