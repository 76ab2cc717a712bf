package network

// The same rules, walked forward from a partner to whatever it contributes to.

// fromPartner derives every chain that starts at a partner. holder is the
// collective under way, or the partner itself.
func (d *derivation) fromPartner(w worth, partner, holder int32) {
	if !d.enter(holder) {
		return
	}
	for _, number := range d.out.of(holder) {
		c := &d.claims[number]
		switch d.numbers.kind(number) {
		case KindContribution:
			d.through(w, number, func(w worth) { d.fromContribution(w, partner, c) })
		case KindMembership:
			d.through(w, number, func(w worth) { d.fromMembership(w, partner, c) })
		}
	}
	d.leave()
}

func (d *derivation) fromContribution(w worth, partner int32, c *claim) {
	w.role = c.word
	if d.nodes.is(c.to, KindAxis) {
		d.keep(d.under(w, direct), partner, c.to)
		return
	}
	d.fromAction(w, partner, c.to, false)
}

// fromAction derives the chains through an action and, in turn, what it is a
// part of; part tells that it is reached from one of its own parts.
func (d *derivation) fromAction(w worth, partner, action int32, part bool) {
	if !d.enter(action) {
		return
	}
	for _, number := range d.out.of(action) {
		c := &d.claims[number]
		switch d.numbers.kind(number) {
		case KindAlignment:
			if rule, ok := alignedBy(c.word); ok {
				if part {
					rule = bySubaction
				}
				d.through(w, number, func(w worth) { d.keep(d.under(w, rule), partner, c.to) })
			}
		case KindRelation:
			if c.word == partOf && c.to >= 0 && d.nodes.is(c.to, KindAction) {
				d.through(w, number, func(w worth) { d.fromAction(w, partner, c.to, true) })
			}
		}
	}
	d.leave()
}

func (d *derivation) fromMembership(w worth, partner int32, c *claim) {
	if d.nodes.is(c.to, KindPartner) {
		w.rule = byCollective
		d.fromPartner(w, partner, c.to)
		return
	}
	w.role, w.throughGroup = c.word, true
	for _, number := range d.touching(d.out, c.to, KindRelation) {
		f := &d.claims[number]
		if f.word == follows && f.to >= 0 && d.nodes.is(f.to, KindAxis) {
			d.through(w, number, func(w worth) { d.keep(d.under(w, byGroup), partner, f.to) })
		}
	}
}

// under names the rule of a complete chain, unless it goes through a collective.
func (d *derivation) under(w worth, rule uint8) worth {
	if w.rule != byCollective {
		w.rule = rule
	}
	return w
}
