package network

// PartnersOf returns the partners that a contract names, by sort key, then id.
//
// These are the partners that contribute to its actions or axes or sit in its groups, and those in a relation that
// its documents state. Partners in a relation with the contract, its plans, axes, actions or groups are added, and
// the members of collectives. Abandoned claims count too.
func (n *Network) PartnersOf(contract int) []int {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return nil
	}
	partners := n.namedPartners(node, When{})
	ids := make([]int, len(partners))
	for i, p := range partners {
		ids[i] = nodeID(p)
	}
	return ids
}

// namedPartners returns the nodes of PartnersOf, in its order, by claims that may hold on the day. Without a day,
// claims whose dates never meet count too.
func (n *Network) namedPartners(contract int32, when When) []int32 {
	s := partnerCollector{n: n, when: when, known: make(map[int32]bool)}
	s.addEnds(n.saidIn(contract))
	s.addClaimsOn(contract)
	for _, k := range []Kind{KindPlan, KindAxis, KindAction, KindGroup} {
		for _, thing := range n.holding(contract, k) {
			s.addClaimsOn(thing)
		}
	}
	for i := 0; i < len(s.partners); i++ { // members may have members in turn
		for _, number := range n.touching(inward, s.partners[i], KindMembership) {
			s.add(number, n.claim(number).from)
		}
	}
	n.sortPartners(s.partners)
	return s.partners
}

// partnerCollector collects distinct partners.
type partnerCollector struct {
	n        *Network
	when     When
	known    map[int32]bool
	partners []int32
}

// add adds the end of a claim if it is a partner.
func (s *partnerCollector) add(number, end int32) {
	if end >= 0 && nodeIs(end, KindPartner) && !s.known[end] && (!s.when.dated || s.n.mayHold(number, s.when)) {
		s.known[end] = true
		s.partners = append(s.partners, end)
	}
}

// addEnds adds the partners at either end of claims.
func (s *partnerCollector) addEnds(numbers []int32) {
	for _, number := range numbers {
		s.add(number, s.n.claim(number).from)
		s.add(number, s.n.claim(number).to)
	}
}

// addClaimsOn adds the partners of every claim about a thing of the contract. Only contributions, memberships and
// relations have a partner as an end.
func (s *partnerCollector) addClaimsOn(thing int32) {
	s.addEnds(s.n.inOf(thing))
	s.addEnds(s.n.outOf(thing))
}
