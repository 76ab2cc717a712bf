package network

// PartnersOf are the partners that a contract names, by sort key, then id:
// those who contribute to its actions or axes, sit in its groups, stand in a
// relation that its documents state or with the contract, its plans, axes,
// actions or groups, and the members of collectives among them. Being named
// needs no standing: an abandoned claim names too.
func (n *Network) PartnersOf(contract int) []int {
	node := n.node(Ref{KindContract, contract})
	if node < 0 {
		return nil
	}
	partners := n.named(node, When{})
	ids := make([]int, len(partners))
	for i, p := range partners {
		ids[i] = nodeID(p)
	}
	return ids
}

// named are the nodes of PartnersOf, in its order, by claims that may hold on the
// day. Without a day, also a claim names whose dates never meet.
func (n *Network) named(contract int32, when When) []int32 {
	s := naming{n: n, when: when, known: make(map[int32]bool)}
	s.relations(n.saidIn(contract))
	s.around(contract)
	for _, k := range []Kind{KindPlan, KindAxis, KindAction, KindGroup} {
		for _, thing := range n.holding(contract, k) {
			s.around(thing)
		}
	}
	for i := 0; i < len(s.partners); i++ { // members name their members in turn
		for _, number := range n.touching(inward, s.partners[i], KindMembership) {
			s.name(number, n.claim(number).from)
		}
	}
	n.sortPartners(s.partners)
	return s.partners
}

// naming gathers partners, each once.
type naming struct {
	n        *Network
	when     When
	known    map[int32]bool
	partners []int32
}

// name adds the end of a claim if it is a partner.
func (s *naming) name(number, end int32) {
	if end >= 0 && nodeIs(end, KindPartner) && !s.known[end] && (!s.when.dated || s.n.mayHold(number, s.when)) {
		s.known[end] = true
		s.partners = append(s.partners, end)
	}
}

func (s *naming) relations(numbers []int32) {
	for _, number := range numbers {
		s.name(number, s.n.claim(number).from)
		s.name(number, s.n.claim(number).to)
	}
}

// around adds the partners of every claim about a thing of the contract. No
// claim but contributions, memberships and relations has a partner as an end.
func (s *naming) around(thing int32) {
	s.relations(s.n.inOf(thing))
	s.relations(s.n.outOf(thing))
}
