package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// GapOptions says when a contract is looked at.
type GapOptions struct {
	When When
	// StaleAfterMonths is the age from which evidence is stale; 0 does not ask.
	StaleAfterMonths int
}

// Gap is something that a contract lacks, or that deserves a look.
type Gap struct {
	Code     lexicon.GapCode
	Severity lexicon.Severity
	Subject  Ref    // the axis, theme, group, partner, claim or source; of CONTRADICTED any record
	Field    string // of CONTRADICTED: the field of the subject; empty is the record itself
	Records  []Ref  // what it rests on
	// Count is the partners of ONLY_PROSPECTIVE, SINGLE_PARTNER, STALE_EVIDENCE and
	// OVERLAP, those that are UNKNOWN of NO_CONFIRMED_CONTRIBUTOR, the claims of
	// UNDATED_EVIDENCE, the sources of CONTRADICTED, 0 where dates never meet; else 0.
	Count int
	Of    int // of STALE_EVIDENCE: the confirmed partners; else 0
	// AtLeast tells that the partners of Count are a lower bound.
	AtLeast bool
	// Apart tells gaps of one code, subject and field apart: of OVERLAP the audience and
	// the territory, of CONTRADICTED the record that the subject never meets.
	Apart []Ref
	// Prospective and Uncertain are, of NO_LEAD, the partners that may come to lead, and
	// those who perhaps lead: in the partners' order, each once.
	Prospective, Uncertain []Ref
	Months                 int // of STALE_EVIDENCE: the age from which evidence is stale
	// Of CONTRADICTED where dates never meet: one begins at the earliest on Begins, and
	// the other has ended on Ended at the latest. SubjectBegins tells which is which.
	Begins, Ended lexicon.Day
	SubjectBegins bool
}

// Gaps are what a contract lacks, by severity, code (in the vocabulary's order)
// and subject.
func (n *Network) Gaps(contract int, opts GapOptions) []Gap {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return nil
	}
	s := survey{
		Network: n, GapOptions: opts, contract: node, partners: n.named(node, opts.When),
		counting: n.counting(opts.When), matrix: n.Matrix(Selection{Contracts: []int{contract}, When: opts.When}),
	}
	s.own = s.claimsOf()
	s.axes()
	s.themes()
	s.groups()
	s.evidence()
	s.disputes()
	s.conflicts()
	s.idle()
	s.overlaps()
	s.counting.done()
	slices.SortFunc(s.gaps, func(a, b Gap) int {
		return cmp.Or(
			cmp.Compare(slices.Index(severityCodes, a.Severity), slices.Index(severityCodes, b.Severity)),
			cmp.Compare(slices.Index(gapCodes, a.Code), slices.Index(gapCodes, b.Code)),
			a.Subject.Compare(b.Subject),
			cmp.Compare(a.Field, b.Field),
			slices.CompareFunc(a.Apart, b.Apart, Ref.Compare),
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
	own      []int32 // claims of the contract that may hold, sorted
	counting *counting
	matrix   Matrix // of the whole contract
	gaps     []Gap
}

// report adds a gap, and returns it so that more can be told of it.
func (s *survey) report(code lexicon.GapCode, severity lexicon.Severity, subject Ref, count int, records ...Ref) *Gap {
	s.gaps = append(s.gaps, Gap{Code: code, Severity: severity, Subject: subject, Records: records, Count: count})
	return &s.gaps[len(s.gaps)-1]
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
			ref := nodeRef(theme)
			s.report(lexicon.ThemeWithoutAction, lexicon.Warning, ref, 0, ref)
		}
	}
}

// subthemes are a theme and those under it by parent.
func (s *survey) subthemes(theme int32) map[int32]bool {
	set := map[int32]bool{theme: true}
	for waiting := []int32{theme}; len(waiting) > 0; {
		over := waiting[0]
		waiting = waiting[1:]
		for _, under := range s.rightUnder(over) {
			if s.broader(under) == over && !set[under] {
				set[under] = true
				waiting = append(waiting, under)
			}
		}
	}
	return set
}

// hasAction tells whether an action that runs concerns the theme, or is aligned
// with an axis that does. That an axis concerns a theme through its actions adds
// nothing: these actions concern it themselves.
func (s *survey) hasAction(theme int32) bool {
	return slices.ContainsFunc(s.touching(inward, theme, KindRelation), func(number int32) bool {
		c := s.claim(number)
		if c.word != concerns || !s.stands(number, s.When) {
			return false
		}
		switch nodeKind(c.from) {
		case KindAction:
			return s.runs(c.from, s.When)
		case KindAxis:
			return slices.ContainsFunc(s.touching(inward, c.from, KindAlignment), func(number int32) bool {
				a := s.claim(number)
				return a.word != resembles && s.stands(number, s.When) && s.runs(a.from, s.When)
			})
		}
		return false
	})
}

// groups finds the working groups in which nobody is known to sit.
func (s *survey) groups() {
	for _, group := range s.holding(s.contract, KindGroup) {
		seats := s.touching(inward, group, KindMembership)
		if !slices.ContainsFunc(seats, func(number int32) bool { return s.stands(number, s.When) }) {
			ref := nodeRef(group)
			s.report(lexicon.GroupWithoutMembers, lexicon.Warning, ref, 0, ref)
		}
	}
}

// idle finds the organisations that the contract names and nothing links to an axis
// but what was abandoned. Who commissioned a document, leads a plan or was
// succeeded is not expected to contribute.
func (s *survey) idle() {
	busy := make(map[int]bool)
	for i := range s.matrix.Cells {
		c := &s.matrix.Cells[i]
		busy[c.Partner] = busy[c.Partner] || c.standing() != notStanding
	}
	for _, partner := range s.partners {
		ref := nodeRef(partner)
		if busy[ref.ID] || s.isSucceeded(partner, s.When) || s.isCollective(partner) || s.hasOffice(partner) {
			continue
		}
		s.report(lexicon.PartnerWithoutContribution, lexicon.Notice, ref, 0, ref)
	}
}

// isSucceeded tells whether another partner has succeeded one. At any time it is
// asked of today.
func (n *Network) isSucceeded(partner int32, when When) bool {
	if !when.dated {
		when = Today(when.today)
	}
	until, known := n.succeededAt(partner)
	return known && when.holdsIn(until) == lexicon.No
}

// isCollective tells whether a partner is several that a source names together.
func (s *survey) isCollective(partner int32) bool {
	return wordAt(kindCodes, s.partner(partner).body.kind) == lexicon.Collective
}

// hasOffice tells whether a partner has another part in the contract than to
// contribute: it leads a plan, commissioned or established a document, or a plan
// formalises what it wants.
func (s *survey) hasOffice(partner int32) bool {
	return slices.ContainsFunc(s.touching(outward, partner, KindRelation), func(number int32) bool {
		c := s.claim(number)
		switch relationCodes[c.word] {
		case lexicon.Leads:
			return c.to >= 0 && nodeIs(c.to, KindPlan) && s.stands(number, s.When)
		case lexicon.Commissioned, lexicon.Established:
			return s.stands(number, s.When)
		}
		return false
	}) || slices.ContainsFunc(s.touching(inward, partner, KindRelation), func(number int32) bool {
		return relationCodes[s.claim(number).word] == lexicon.FormalisesViewsOf && s.stands(number, s.When)
	})
}

// evidence finds the contract's claims that state something without a source, and
// the sources without a date on which claims without a beginning rest.
func (s *survey) evidence() {
	undated := make(map[int][]Ref) // source → claims
	for _, number := range s.own {
		c, ref := s.claim(number), numberRef(number)
		if c.basis == stated && s.evidences[c.evidence].supporting == 0 {
			s.report(lexicon.Unsourced, lexicon.Warning, ref, 0, ref)
		}
		for _, source := range s.undatedOf(number) {
			undated[source] = append(undated[source], ref)
		}
	}
	for source, claims := range undated {
		claims = slices.Compact(claims) // of a claim that cites it twice
		s.report(lexicon.UndatedEvidence, lexicon.Notice, Ref{KindSource, source}, len(claims), claims...)
	}
}

// disputes finds the contradictions about the contract, what belongs to it, its
// claims and the partners that it names.
func (s *survey) disputes() {
	records := append(numberRefs(s.own), nodeRef(s.contract))
	records = append(records, nodeRefs(s.held.Of(idOf(s.contract)))...)
	for _, record := range append(records, nodeRefs(s.partners)...) {
		for _, d := range s.disputesOf(record) {
			s.report(lexicon.Contradicted, lexicon.Warning, record, d.sources, record).Field = d.field
		}
	}
}

// conflicts finds two records whose dates never meet: a claim that chains are made
// of, an action or an axis, and the action, the axis or the contract that it is in.
func (s *survey) conflicts() {
	own, contract := nodeRef(s.contract), s.contextOf(s.contract)
	var numbers []int32
	for _, action := range s.holding(s.contract, KindAction) {
		numbers = slices.Concat(numbers, s.inOf(action), s.outOf(action))
		if s.action(action).progress != 0 {
			s.conflict(nodeRef(action), s.periodAlone(action), own, contract)
		}
	}
	for _, axis := range s.holding(s.contract, KindAxis) {
		numbers = append(numbers, s.inOf(axis)...)
		if times := s.axisTimes(axis); times.Never() && !contract.Never() {
			s.meetNever(nodeRef(axis), times, own, contract)
		}
	}
	for _, group := range s.holding(s.contract, KindGroup) {
		numbers = slices.Concat(numbers, s.inOf(group), s.outOf(group))
	}
	slices.Sort(numbers)
	for _, number := range slices.Compact(numbers) {
		if s.claim(number).status != 0 && s.joins(number) {
			s.conflictsOf(number, own, contract)
		}
	}
}

// conflictsOf reports the things of the contract that a claim is about, and the
// contract, where their dates never meet those of the claim. An axis that begins
// with the contract is not told beside it.
func (s *survey) conflictsOf(number int32, own Ref, contract period) {
	c, ref := s.claim(number), numberRef(number)
	p := s.periods[c.period]
	outside := s.conflict(ref, p, own, contract)
	for _, thing := range []int32{c.from, c.to} {
		switch {
		case s.contractOf(thing) != s.contract:
		case nodeIs(thing, KindAction):
			s.conflict(ref, p, nodeRef(thing), s.periodAlone(thing))
		case nodeIs(thing, KindAxis) && !outside:
			s.conflict(ref, p, nodeRef(thing), s.axisTimes(thing))
		}
	}
}

// conflict reports two records that each hold on some day, and together on none.
func (s *survey) conflict(a Ref, times period, b Ref, others period) bool {
	never := !times.Never() && !others.Never() && times.and(others).Never()
	if never {
		s.meetNever(a, times, b, others)
	}
	return never
}

// meetNever reports two records whose dates never meet, with the two days that part them.
func (s *survey) meetNever(a Ref, times period, b Ref, others period) {
	g := s.report(lexicon.Contradicted, lexicon.Warning, a, 0, a, b)
	g.Apart = []Ref{b}
	g.Begins, g.Ended = others.SinceEarliest, times.UntilLatest
	if times.SinceEarliest > others.UntilLatest {
		g.Begins, g.Ended, g.SubjectBegins = times.SinceEarliest, others.UntilLatest, true
	}
}

// claimsOf returns the contract's claims that may hold, sorted: contributions to
// its actions and axes, alignments with its axes, memberships of its groups and of
// collectives that it names, and relations that its documents state.
func (s *survey) claimsOf() []int32 {
	numbers := slices.Clone(s.saidIn(s.contract))
	for _, axis := range s.holding(s.contract, KindAxis) {
		numbers = append(numbers, s.touching(inward, axis, KindContribution)...)
		numbers = append(numbers, s.touching(inward, axis, KindAlignment)...)
	}
	for _, action := range s.holding(s.contract, KindAction) {
		numbers = append(numbers, s.touching(inward, action, KindContribution)...)
	}
	for _, body := range slices.Concat(s.holding(s.contract, KindGroup), s.partners) {
		numbers = append(numbers, s.touching(inward, body, KindMembership)...)
	}
	numbers = slices.DeleteFunc(numbers, func(number int32) bool { return !s.mayHold(number, s.When) })
	slices.Sort(numbers)
	return slices.Compact(numbers)
}
