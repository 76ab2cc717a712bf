package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// codes is a vocabulary whose words are stored as their indexes, one byte each.
type codes[W ~string] []W

// codesOf returns the codes of words.
func codesOf[W ~string](words []string) codes[W] {
	c := make(codes[W], len(words))
	for i, w := range words {
		c[i] = W(w)
	}
	return c
}

// of returns the code of a word; ok is false if the vocabulary lacks it.
func (c codes[W]) of(word W) (code uint8, ok bool) {
	i := slices.Index(c, word)
	return uint8(i), i >= 0
}

// mask returns the set of the codes of words. nil means all words and an empty list none, as in a Selection.
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

// The vocabularies of claims, in their natural order. statusCodes alone is sorted by rung, so that the least code of
// a chain is its status.
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

// byRung returns the codes of statuses, sorted by rung.
func byRung() codes[lexicon.Status] {
	words := codesOf[lexicon.Status](lexicon.Status("").Values())
	slices.SortFunc(words, func(a, b lexicon.Status) int { return a.Rung() - b.Rung() })
	return words
}

// codeOf returns the code of a word of the lexicon.
func codeOf[W ~string](c codes[W], word W) uint8 {
	code, _ := c.of(word)
	return code
}

// leads is the set of the leading roles.
var leads = roleCodes.mask([]lexicon.Role{lexicon.RoleLead, lexicon.RoleCoLead})

// The codes that rules compare.
var (
	validated = codeOf(statusCodes, lexicon.StatusValidated)
	committed = codeOf(statusCodes, lexicon.StatusCommitted)
	completed = codeOf(statusCodes, lexicon.StatusCompleted)
	active    = codeOf(statusCodes, lexicon.StatusActive)
	inferred  = codeOf(basisCodes, lexicon.BasisInferred)
	stated    = codeOf(basisCodes, lexicon.BasisStated)

	serves        = codeOf(alignmentCodes, lexicon.Serves)
	resonatesWith = codeOf(alignmentCodes, lexicon.ResonatesWith)
	resembles     = codeOf(alignmentCodes, lexicon.Resembles)

	partOf   = codeOf(relationCodes, lexicon.PartOf)
	follows  = codeOf(relationCodes, lexicon.Follows)
	concerns = codeOf(relationCodes, lexicon.Concerns)
	targets  = codeOf(relationCodes, lexicon.Targets)
	covers   = codeOf(relationCodes, lexicon.Covers)
	succeeds = codeOf(relationCodes, lexicon.Succeeds)

	direct       = codeOf(ruleCodes, lexicon.RuleDirect)
	byAction     = codeOf(ruleCodes, lexicon.RuleByAction)
	byResonance  = codeOf(ruleCodes, lexicon.RuleByResonance)
	bySubaction  = codeOf(ruleCodes, lexicon.RuleBySubaction)
	byCollective = codeOf(ruleCodes, lexicon.RuleByCollective)
	byGroup      = codeOf(ruleCodes, lexicon.RuleByGroup)
	bySuccession = codeOf(ruleCodes, lexicon.RuleBySuccession)
)
