package network

import (
	"cmp"
	"slices"

	"maillage/internal/lexicon"
)

// GapOptions selects the time at which a contract is examined.
type GapOptions struct {
	When When
	// StaleAfterMonths is the age in months from which evidence is stale; 0 disables the check.
	StaleAfterMonths int
}

// Gap is something that a contract lacks, or that deserves a look.
type Gap struct {
	Code     lexicon.GapCode
	Severity lexicon.Severity
	Subject  Ref    // the axis, theme, group, partner, claim or source; for CONTRADICTED any record
	Field    string // for CONTRADICTED: the field of the subject; empty means the record itself
	Records  []Ref  // the records that it rests on
	// Count is the number of partners of ONLY_PROSPECTIVE, SINGLE_PARTNER, STALE_EVIDENCE and OVERLAP, and of the
	// UNKNOWN partners of NO_CONFIRMED_CONTRIBUTOR. It is the number of claims of UNDATED_EVIDENCE and of sources
	// of CONTRADICTED, 0 where dates never meet. For other codes it is 0.
	Count int
	Of    int // for STALE_EVIDENCE: the number of confirmed partners; else 0
	// AtLeast is true if Count is a lower bound of the partners.
	AtLeast bool
	// Apart distinguishes gaps of one code, subject and field. For OVERLAP it holds the audience and the territory,
	// for CONTRADICTED the record whose dates never meet the subject's.
	Apart []Ref
	// Prospective and Uncertain are, for NO_LEAD, the distinct partners that may come to lead, and those that
	// perhaps lead. Both are in the order of partners.
	Prospective, Uncertain []Ref
	Months                 int // for STALE_EVIDENCE: the age from which evidence is stale
	// For CONTRADICTED where dates never meet: one record begins on Begins at the earliest, and the other has ended
	// on Ended at the latest. SubjectBegins is true if the subject is the one that begins.
	Begins, Ended lexicon.Day
	SubjectBegins bool
}

// Gaps returns what a contract lacks, by severity, code (in the vocabulary's order) and subject.
func (n *Network) Gaps(contract int, opts GapOptions) []Gap {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return nil
	}
	s := survey{
		Network: n, GapOptions: opts, contract: node, partners: n.namedPartners(node, opts.When),
		counting: n.newTallyCounter(opts.When),
		matrix:   n.Matrix(Selection{Contracts: []int{contract}, When: opts.When}),
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

// survey collects the gaps of one contract.
type survey struct {
	*Network
	GapOptions
	contract int32
	partners []int32 // partners that the contract names
	own      []int32 // claims of the contract that may hold, sorted
	counting *tallyCounter
	matrix   Matrix // of the whole contract
	gaps     []Gap
}

// report adds a gap and returns it, so that the caller can set more fields.
func (s *survey) report(code lexicon.GapCode, severity lexicon.Severity, subject Ref, count int, records ...Ref) *Gap {
	s.gaps = append(s.gaps, Gap{Code: code, Severity: severity, Subject: subject, Records: records, Count: count})
	return &s.gaps[len(s.gaps)-1]
}

// themes finds the themes of the contract without an action: neither itself nor through an axis, neither for the
// theme nor for one under it.
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

// subthemes returns a theme and those under it by parent.
func (s *survey) subthemes(theme int32) map[int32]bool {
	set := map[int32]bool{theme: true}
	for waiting := []int32{theme}; len(waiting) > 0; {
		over := waiting[0]
		waiting = waiting[1:]
		for _, under := range s.childThemes(over) {
			if s.broader(under) == over && !set[under] {
				set[under] = true
				waiting = append(waiting, under)
			}
		}
	}
	return set
}

// hasAction reports whether an action that is under way concerns the theme, or is aligned with an axis that does.
// Inferred themes of an axis add nothing: its actions concern them themselves.
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

// groups finds the working groups without known members.
func (s *survey) groups() {
	for _, group := range s.holding(s.contract, KindGroup) {
		seats := s.touching(inward, group, KindMembership)
		if !slices.ContainsFunc(seats, func(number int32) bool { return s.stands(number, s.When) }) {
			ref := nodeRef(group)
			s.report(lexicon.GroupWithoutMembers, lexicon.Warning, ref, 0, ref)
		}
	}
}

// idle finds the organisations that the contract names but that nothing, except abandoned claims, links to an axis.
// A partner that commissioned a document, leads a plan or was succeeded is not expected to contribute.
func (s *survey) idle() {
	busy := make(map[int]bool)
	for i := range s.matrix.Cells {
		c := &s.matrix.Cells[i]
		busy[c.Partner] = busy[c.Partner] || c.standing() != noStanding
	}
	for _, partner := range s.partners {
		ref := nodeRef(partner)
		if busy[ref.ID] || s.isSucceeded(partner, s.When) || s.isCollective(partner) || s.hasOffice(partner) {
			continue
		}
		s.report(lexicon.PartnerWithoutContribution, lexicon.Notice, ref, 0, ref)
	}
}

// isSucceeded reports whether another partner has succeeded one. For any time it takes today.
func (n *Network) isSucceeded(partner int32, when When) bool {
	if !when.dated {
		when = Today(when.today)
	}
	until, known := n.succeededAt(partner)
	return known && when.holdsIn(until) == lexicon.No
}

// isCollective reports whether a partner is a collective, which a source names as one.
func (s *survey) isCollective(partner int32) bool {
	return wordAt(kindCodes, s.partner(partner).traits.kind) == lexicon.Collective
}

// hasOffice reports whether a partner has another function in the contract than to contribute. It may lead a plan,
// or have commissioned or established a document, or a plan formalises its views.
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

// evidence finds the contract's claims that are STATED without a source, and the undated sources of claims without
// a beginning.
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
		claims = slices.Compact(claims) // a claim may cite a source twice
		s.report(lexicon.UndatedEvidence, lexicon.Notice, Ref{KindSource, source}, len(claims), claims...)
	}
}

// disputes finds the contradictions about the contract, its things, its claims and the partners that it names.
func (s *survey) disputes() {
	records := append(numberRefs(s.own), nodeRef(s.contract))
	records = append(records, nodeRefs(s.held.Of(idOf(s.contract)))...)
	for _, record := range append(records, nodeRefs(s.partners)...) {
		for _, d := range s.disputesOf(record) {
			s.report(lexicon.Contradicted, lexicon.Warning, record, d.sources, record).Field = d.field
		}
	}
}

// conflicts finds pairs of records whose dates never meet. One is a claim of chains, an action or an axis, the
// other the action, axis or contract that contains it.
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

// conflictsOf reports the contract, and the things of the contract that a claim is about, whose dates never meet
// those of the claim. If the contract itself conflicts, its axes are not reported as well.
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

// conflict reports two records that each hold on some day, but together on none. It returns whether they do.
func (s *survey) conflict(a Ref, times period, b Ref, others period) bool {
	never := !times.Never() && !others.Never() && times.and(others).Never()
	if never {
		s.meetNever(a, times, b, others)
	}
	return never
}

// meetNever reports two records whose dates never meet, with the two days that separate them.
func (s *survey) meetNever(a Ref, times period, b Ref, others period) {
	g := s.report(lexicon.Contradicted, lexicon.Warning, a, 0, a, b)
	g.Apart = []Ref{b}
	g.Begins, g.Ended = others.SinceEarliest, times.UntilLatest
	if times.SinceEarliest > others.UntilLatest {
		g.Begins, g.Ended, g.SubjectBegins = times.SinceEarliest, others.UntilLatest, true
	}
}

// claimsOf returns the contract's claims that may hold, sorted: contributions to its actions and axes, and
// alignments with its axes. Memberships of its groups and of collectives that it names are included, and the
// relations that its documents state.
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
