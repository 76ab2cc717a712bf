package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// GapOptions says when a contract is looked at.
type GapOptions struct {
	AsOf *lexicon.PartialDate // only what may hold then; nil asks nothing of dates
	// Today is the day from which evidence ages when AsOf is nil or open-ended.
	Today lexicon.Day
	// StaleAfterMonths is the age from which evidence is stale; 0 does not ask.
	StaleAfterMonths int
}

// Gap is something that a contract lacks, or that deserves a look.
type Gap struct {
	Code     lexicon.GapCode
	Severity lexicon.Severity
	Subject  Ref   // the axis, theme, group, partner or claim; of CONTRADICTED any thing of the contract
	Records  []Ref // what it rests on
	// Count is the partners of ONLY_PROSPECTIVE, SINGLE_PARTNER and OVERLAP,
	// the months of STALE_EVIDENCE, the sources of CONTRADICTED; else 0.
	Count int
}

// Gaps are what a contract lacks, by severity, code (in the vocabulary's order)
// and subject.
func (n *Network) Gaps(contract int, opts GapOptions) []Gap {
	node := n.nodes.find(Ref{KindContract, contract})
	if node < 0 {
		return nil
	}
	s := survey{
		Network: n, GapOptions: opts, contract: node, partners: n.named(node, opts.AsOf),
		matrix: n.Matrix(Selection{Contracts: []int{contract}, AsOf: opts.AsOf}),
	}
	s.axes()
	s.themes()
	s.groups()
	s.evidence()
	s.disputes()
	s.idle()
	s.overlaps()
	slices.SortFunc(s.gaps, func(a, b Gap) int {
		return cmp.Or(
			cmp.Compare(slices.Index(severityCodes, a.Severity), slices.Index(severityCodes, b.Severity)),
			cmp.Compare(slices.Index(gapCodes, a.Code), slices.Index(gapCodes, b.Code)),
			a.Subject.Compare(b.Subject),
			slices.CompareFunc(a.Records, b.Records, Ref.Compare),
		)
	})
	return s.gaps
}

// survey gathers the gaps of one contract.
type survey struct {
	*Network
	GapOptions
	contract int32
	partners []int32 // that the contract names
	matrix   Matrix  // of the whole contract
	gaps     []Gap
}

func (s *survey) report(code lexicon.GapCode, severity lexicon.Severity, subject Ref, count int, records ...Ref) {
	s.gaps = append(s.gaps, Gap{Code: code, Severity: severity, Subject: subject, Records: records, Count: count})
}

// themes finds the themes of the contract that no action is about: neither
// itself nor through an axis, neither the theme nor one under it.
func (s *survey) themes() {
	for _, theme := range s.holding(s.contract, KindTheme) {
		reached := false
		for under := range s.subthemes(theme) {
			reached = reached || s.hasAction(under)
		}
		if !reached {
			ref := s.nodes.ref(theme)
			s.report(lexicon.ThemeWithoutAction, lexicon.Warning, ref, 0, ref)
		}
	}
}

// subthemes are a theme and those under it by parent.
func (s *survey) subthemes(theme int32) map[int32]bool {
	set := map[int32]bool{theme: true}
	first := s.nodes.first(KindTheme)
	for waiting := []int32{theme}; len(waiting) > 0; {
		over := waiting[0]
		waiting = waiting[1:]
		for _, under := range s.narrower.of(over) {
			if s.broader[under-first] == over && !set[under] {
				set[under] = true
				waiting = append(waiting, under)
			}
		}
	}
	return set
}

// hasAction tells whether an action concerns the theme, or is aligned with an
// axis that does.
func (s *survey) hasAction(theme int32) bool {
	return slices.ContainsFunc(s.touching(s.in, theme, KindRelation), func(number int32) bool {
		c := &s.claims[number]
		if c.word != concerns || !s.stands(number, s.AsOf) {
			return false
		}
		switch s.nodes.kind(c.from) {
		case KindAction:
			return true
		case KindAxis:
			return slices.ContainsFunc(s.touching(s.in, c.from, KindAlignment), func(number int32) bool {
				return s.claims[number].word != resembles && s.stands(number, s.AsOf)
			})
		}
		return false
	})
}

// groups finds the working groups in which nobody is known to sit.
func (s *survey) groups() {
	for _, group := range s.holding(s.contract, KindGroup) {
		seats := s.touching(s.in, group, KindMembership)
		if !slices.ContainsFunc(seats, func(number int32) bool { return s.stands(number, s.AsOf) }) {
			ref := s.nodes.ref(group)
			s.report(lexicon.GroupWithoutMembers, lexicon.Warning, ref, 0, ref)
		}
	}
}

// idle finds the partners that the contract names and nothing links to an axis.
func (s *survey) idle() {
	busy := make(map[int]bool)
	for _, c := range s.matrix.Cells {
		busy[c.Partner] = busy[c.Partner] || c.standing() != notStanding
	}
	for _, partner := range s.partners {
		if ref := s.nodes.ref(partner); !busy[ref.ID] {
			s.report(lexicon.PartnerWithoutContribution, lexicon.Notice, ref, 0, ref)
		}
	}
}

// evidence finds the contract's claims that a source contradicts, or that no
// source supports though their basis says that one should.
func (s *survey) evidence() {
	for _, number := range s.claimsOf() {
		c := &s.claims[number]
		e, ref := s.evidences[c.evidence], s.numbers.ref(number)
		if e.contradicting > 0 && !e.resolved {
			s.report(lexicon.Contradicted, lexicon.Warning, ref, int(e.contradicting), ref)
		}
		stated := basisCodes[c.basis] == lexicon.BasisStated
		if e.supporting == 0 && (stated || c.basis == inferred && !e.reasoned) {
			s.report(lexicon.Unsourced, lexicon.Warning, ref, 0, ref)
		}
	}
}

// disputes finds the contradictions about the contract, what belongs to it and
// the partners that it names.
func (s *survey) disputes() {
	for _, d := range s.disputed {
		if d.thing == s.contract || s.contractOf[d.thing] == s.contract || slices.Contains(s.partners, d.thing) {
			ref := s.nodes.ref(d.thing)
			s.report(lexicon.Contradicted, lexicon.Warning, ref, d.sources, ref)
		}
	}
}

// claimsOf are the contract's claims that may hold: contributions to its
// actions and axes, alignments with its axes, memberships of its groups and of
// collectives that it names, and relations that its documents state.
func (s *survey) claimsOf() []int32 {
	numbers := slices.Clone(s.said.of(s.contract))
	for _, axis := range s.holding(s.contract, KindAxis) {
		numbers = append(numbers, s.touching(s.in, axis, KindContribution)...)
		numbers = append(numbers, s.touching(s.in, axis, KindAlignment)...)
	}
	for _, action := range s.holding(s.contract, KindAction) {
		numbers = append(numbers, s.touching(s.in, action, KindContribution)...)
	}
	for _, body := range slices.Concat(s.holding(s.contract, KindGroup), s.partners) {
		numbers = append(numbers, s.touching(s.in, body, KindMembership)...)
	}
	return slices.DeleteFunc(numbers, func(number int32) bool { return !s.mayHold(number, s.AsOf) })
}
