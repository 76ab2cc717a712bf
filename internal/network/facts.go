package network

import "maillage/internal/lexicon"

// Contract is a contrat de ville.
type Contract struct{ ID int }

// Plan is a document of a contract.
type Plan struct{ ID, Contract int }

// Theme is a subject of a contract, or a reference theme when Contract is 0.
// Parent is the broader theme, Reference the reference theme to which it
// corresponds; 0 is none.
type Theme struct{ ID, Contract, Parent, Reference int }

// Axis is a line of work of a contract, and of one of its plans unless Plan is
// 0. Position is its place in the contract.
type Axis struct{ ID, Contract, Plan, Position int }

// Action is something that a contract does.
type Action struct{ ID, Contract int }

// Partner is an organisation or a collective. Lists are ordered by SortKey (see
// lexicon.SortKey), which must not change before Build.
type Partner struct {
	ID      int
	Kind    lexicon.PartnerKind
	Sector  lexicon.Sector
	SortKey []byte
}

// Group is a working group of a contract.
type Group struct{ ID, Contract int }

// Claim is what every claim says of itself.
type Claim struct {
	ID       int
	Status   lexicon.Status
	Basis    lexicon.Basis
	Validity lexicon.Validity // lexicon.Always when it says no date
	Evidence Evidence
}

// Evidence sums up what sources say of a claim.
type Evidence struct {
	Supporting, Contradicting uint16 // citations of either stance
	Resolved                  bool   // of contradictory values, one was preferred
	Reasoned                  bool   // an inferred claim that names the rule it was inferred by
	// Newest is the latest day of the newest dated source in support, or
	// lexicon.MinDay when none is dated: the zero Day is 1970-01-01.
	Newest lexicon.Day
}

// Contribution claims that a partner takes part in an action or, directly, in
// an axis: exactly one of the two, the other 0.
type Contribution struct {
	Claim
	Partner, Action, Axis int
	Role                  lexicon.Role
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
// rather than a record; Contract, unless 0, is the one in whose documents it is
// said. PART_OF between actions and FOLLOWS from a group to an axis are links
// of chains; CONCERNS, TARGETS and COVERS are read by selections and gaps.
type Relation struct {
	Claim
	Kind            lexicon.RelationKind
	Subject, Object Ref
	Contract        int
}

// Contradiction is a thing about which sources say different things, with no
// value preferred. Claims say it in their Evidence.
type Contradiction struct {
	Thing   Ref
	Sources int // that contradict
}
