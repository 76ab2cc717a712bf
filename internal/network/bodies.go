package network

// body is what a partner is: codes plus one, 0 when the facts do not say.
type body struct {
	kind, sector uint8
	open         bool // the list of its members
}

// measure keeps what is counted: what partners are, and amounts.
func (n *Network) measure(l *lists, amounts map[int]int64) {
	plusOne := func(code uint8, ok bool) uint8 {
		if !ok {
			return 0
		}
		return code + 1
	}
	n.bodies = make([]body, len(l.partners.rows))
	for i, p := range l.partners.rows {
		n.bodies[i] = body{plusOne(kindCodes.of(p.Kind)), plusOne(sectorCodes.of(p.Sector)), p.Open}
	}
	n.amounts = make(map[int32]int64, len(amounts))
	for id, amount := range amounts {
		if number := n.numbers.find(Ref{KindContribution, id}); number >= 0 {
			n.amounts[number] = amount
		}
	}
}
