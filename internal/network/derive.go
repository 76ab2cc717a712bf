package network

// The rules, walked backward from an axis to whoever contributes to it.

// toAxis derives every chain that ends at an axis.
func (d *derivation) toAxis(axis int32) {
	d.enter(axis)
	for _, number := range d.in.of(axis) {
		c := &d.claims[number]
		switch d.numbers.kind(number) {
		case KindContribution:
			d.contributed(untried(direct), number, axis)
		case KindAlignment:
			if rule, ok := alignedBy(c.word); ok {
				d.through(untried(rule), number, func(w worth) { d.toAction(w, c.from, axis) })
			}
		case KindRelation:
			if c.word == follows && d.nodes.is(c.from, KindGroup) {
				d.through(untried(byGroup), number, func(w worth) { d.toGroup(w, c.from, axis) })
			}
		}
	}
	d.leave()
}

// alignedBy is the rule that an alignment is used by; a resemblance has none.
func alignedBy(kind uint8) (rule uint8, ok bool) {
	switch kind {
	case serves:
		return byAction, true
	case resonatesWith:
		return byResonance, true
	}
	return 0, false
}

// through takes a claim and goes on.
func (d *derivation) through(w worth, number int32, on func(worth)) {
	if after, ok := d.take(w, number); ok {
		on(after)
		d.back()
	}
}

// toAction derives the chains through an action and, in turn, its parts.
func (d *derivation) toAction(w worth, action, axis int32) {
	if !d.enter(action) {
		return
	}
	for _, number := range d.in.of(action) {
		c := &d.claims[number]
		switch d.numbers.kind(number) {
		case KindContribution:
			d.contributed(w, number, axis)
		case KindRelation:
			if c.word == partOf && d.nodes.is(c.from, KindAction) {
				d.through(w, number, func(w worth) {
					w.rule = bySubaction
					d.toAction(w, c.from, axis)
				})
			}
		}
	}
	d.leave()
}

// contributed derives the chains of a contribution: its partner's, and those
// of the members of its partner.
func (d *derivation) contributed(w worth, number, axis int32) {
	d.through(w, number, func(w worth) {
		w.role = d.claims[number].word
		d.toPartner(w, d.claims[number].from, axis)
	})
}

// toGroup derives the chains of a group's members. Their seat is their role.
func (d *derivation) toGroup(w worth, group, axis int32) {
	w.throughGroup = true
	for _, number := range d.touching(d.in, group, KindMembership) {
		d.contributed(w, number, axis)
	}
}

// toPartner keeps the chain of a partner and derives those of its members.
func (d *derivation) toPartner(w worth, partner, axis int32) {
	if !d.enter(partner) {
		return
	}
	d.keep(w, partner, axis)
	for _, number := range d.in.of(partner) {
		if d.numbers.is(number, KindMembership) {
			d.through(w, number, func(w worth) {
				w.rule = byCollective
				d.toPartner(w, d.claims[number].from, axis)
			})
		}
	}
	d.leave()
}
