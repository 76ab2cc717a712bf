package network

import "maillage/internal/lexicon"

// Contract is a contrat de ville. It begins with its start, else with the earliest
// of its signature and the dates of its plans.
type Contract struct {
	ID                   int
	Starts, Ends, Signed lexicon.PartialDate // zero is none
	Recorded             lexicon.Day
}

// Plan is a document of a contract.
type Plan struct {
	ID, Contract                int
	Adopted, Annexed, Validated lexicon.PartialDate // zero is none
}

// Theme is a subject of a contract, or a reference theme when Contract is 0.
// Parent is the broader theme, Reference the reference theme to which it
// corresponds; 0 is none.
type Theme struct{ ID, Contract, Parent, Reference int }

// Axis is a line of work of a contract, and of one of its plans unless Plan is
// 0. Position is its place in the contract.
type Axis struct {
	ID, Contract, Plan, Position int
	Closed                       bool
}

// Action is something that a contract does.
type Action struct {
	ID, Contract int
	Status       lexicon.Status // empty says nothing
	Since, Until lexicon.PartialDate
	// Recorded is the day on which the action was recorded, Changed that on which
	// it was last changed: what is COMPLETED was over before.
	Recorded, Changed lexicon.Day
}

// Partner is an organisation or a collective. Lists are ordered by SortKey (see
// lexicon.SortKey), which must not change while Facts hold it.
type Partner struct {
	ID      int
	Kind    lexicon.PartnerKind
	Sector  lexicon.Sector
	SortKey []byte
	Open    bool // the list of its members, where it is a collective
}

// Group is a working group of a contract.
type Group struct{ ID, Contract int }

// Source is a document, or another source.
type Source struct {
	ID   int
	Date lexicon.PartialDate // zero is none
}

// Citation says that a source supports or contradicts a record, which is a
// thing or a claim, or one field of it: About, unless empty. It belongs to the
// contract of its record.
type Citation struct {
	ID        int
	Record    Ref
	About     string
	Source    int
	Supports  bool // rather than contradicts
	Preferred bool // of contradictory values, the one that stands
}

// Claim is what every claim says of itself.
type Claim struct {
	ID int
	// Contract is the one to which the claim belongs, and in whose documents
	// it is said; 0 is none, as for what a directory shares.
	Contract int
	Status   lexicon.Status
	Basis    lexicon.Basis
	Since    lexicon.PartialDate // zero is none
	Until    lexicon.PartialDate
	// Recorded is the day on which the claim was recorded, Changed that on which it
	// was last changed: what is COMPLETED was over before.
	Recorded, Changed lexicon.Day
}

// Contribution claims that a partner takes part in an action or, directly, in
// an axis: exactly one of the two, the other 0.
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

// Membership claims that a partner sits in a working group or belongs to a
// collective, which is a partner too: exactly one of the two, the other 0.
type Membership struct {
	Claim
	Partner, Group, Collective int
	Role                       lexicon.Role
}

// Relation is every other claim. Object is zero where the source gives words
// rather than a record. PART_OF between actions, FOLLOWS from a group to an axis
// and SUCCEEDS between partners are links of chains; CONCERNS, TARGETS and COVERS
// are read by selections and gaps.
type Relation struct {
	Claim
	Kind            lexicon.RelationKind
	Subject, Object Ref
}
