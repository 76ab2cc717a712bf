package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// codes is a vocabulary whose words are kept as their places, one byte each.
type codes[W ~string] []W

func codesOf[W ~string](words []string) codes[W] {
	c := make(codes[W], len(words))
	for i, w := range words {
		c[i] = W(w)
	}
	return c
}

// of is the code of a word; ok is false when the vocabulary lacks it.
func (c codes[W]) of(word W) (code uint8, ok bool) {
	i := slices.Index(c, word)
	return uint8(i), i >= 0
}

// mask is the set of the codes of words; nil means all of them, as it does in a
// Selection; an empty list means none.
func (c codes[W]) mask(words []W) uint32 {
	if words == nil {
		return 1<<len(c) - 1
	}
	var m uint32
	for _, w := range words {
		if code, ok := c.of(w); ok {
			m |= 1 << code
		}
	}
	return m
}

// The vocabularies that claims use, in their natural order. statusCodes alone
// is by rung, so that the least code of a chain is its status.
var (
	statusCodes    = byRung()
	basisCodes     = codesOf[lexicon.Basis](lexicon.Basis("").Values())
	roleCodes      = codesOf[lexicon.Role](lexicon.Role("").Values())
	ruleCodes      = codesOf[lexicon.Rule](lexicon.Rule("").Values())
	alignmentCodes = codesOf[lexicon.AlignmentKind](lexicon.AlignmentKind("").Values())
	relationCodes  = codesOf[lexicon.RelationKind](lexicon.RelationKind("").Values())
	gapCodes       = codesOf[lexicon.GapCode](lexicon.GapCode("").Values())
	kindCodes      = codesOf[lexicon.PartnerKind](lexicon.PartnerKind("").Values())
	sectorCodes    = codesOf[lexicon.Sector](lexicon.Sector("").Values())
	severityCodes  = codesOf[lexicon.Severity](lexicon.Severity("").Values())
)

func byRung() codes[lexicon.Status] {
	words := codesOf[lexicon.Status](lexicon.Status("").Values())
	slices.SortFunc(words, func(a, b lexicon.Status) int { return a.Rung() - b.Rung() })
	return words
}

// known is the code of a word that the lexicon is known to have.
func known[W ~string](c codes[W], word W) uint8 {
	code, _ := c.of(word)
	return code
}

// leads is the set of the roles of who leads.
var leads = roleCodes.mask([]lexicon.Role{lexicon.RoleLead, lexicon.RoleCoLead})

// The codes that rules look at.
var (
	validated = known(statusCodes, lexicon.StatusValidated)
	committed = known(statusCodes, lexicon.StatusCommitted)
	completed = known(statusCodes, lexicon.StatusCompleted)
	active    = known(statusCodes, lexicon.StatusActive)
	inferred  = known(basisCodes, lexicon.BasisInferred)
	stated    = known(basisCodes, lexicon.BasisStated)

	serves        = known(alignmentCodes, lexicon.Serves)
	resonatesWith = known(alignmentCodes, lexicon.ResonatesWith)
	resembles     = known(alignmentCodes, lexicon.Resembles)

	partOf   = known(relationCodes, lexicon.PartOf)
	follows  = known(relationCodes, lexicon.Follows)
	concerns = known(relationCodes, lexicon.Concerns)
	targets  = known(relationCodes, lexicon.Targets)
	covers   = known(relationCodes, lexicon.Covers)
	succeeds = known(relationCodes, lexicon.Succeeds)

	direct       = known(ruleCodes, lexicon.RuleDirect)
	byAction     = known(ruleCodes, lexicon.RuleByAction)
	byResonance  = known(ruleCodes, lexicon.RuleByResonance)
	bySubaction  = known(ruleCodes, lexicon.RuleBySubaction)
	byCollective = known(ruleCodes, lexicon.RuleByCollective)
	byGroup      = known(ruleCodes, lexicon.RuleByGroup)
	bySuccession = known(ruleCodes, lexicon.RuleBySuccession)
)
